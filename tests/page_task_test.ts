// The command line of the page: from a run's folder to one file.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { loadMnist } from "../lib/data/mnist.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { createNetwork } from "../lib/network/mlp.ts";
import { toFiles } from "../lib/network/storage.ts";
import { writeStats } from "../lib/runs/evidence_files.ts";
import { openRun } from "../lib/runs/run.ts";
import { writeJson } from "../lib/runs/run_files.ts";
import { writeTraining } from "../lib/runs/training_files.ts";
import type { PageData } from "../lib/show/page/page_data.ts";
import { unpackJson } from "../lib/show/web/packed.ts";
import { makePage } from "../lib/tasks/page.ts";
import { readRun } from "../lib/tasks/page_run.ts";
import { writeTinyDataSet } from "./data_files.ts";

/** A project with a data set of eight pictures of 2 × 2 pixels and two runs that are trained and measured. */
async function withRuns(work: (project: string) => Promise<void>): Promise<void> {
  const project = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${project}/deno.json`, "{}");
    const folder = `${project}/data/tiny`;
    await Deno.mkdir(folder, { recursive: true });
    await writeTinyDataSet(folder, 8);
    const data = await loadMnist({ folder });
    for (const [seed, name] of ["one", "two"].entries()) {
      const network = createNetwork({ inputs: 4, hidden: [3], outputs: 2 }, seed);
      const run = await openRun(name, { from: project });
      await writeTraining(run, await toFiles(network), {
        settings: { width: 3, depth: 1, epochs: 1, batchSize: 1, learningRate: 0.1, seed },
        dataset: { folder: "tiny", name: "tiny", classNames: ["a", "b"], height: 2, width: 2 },
        background: "A network.",
        history: [{
          epoch: 1,
          train: { loss: 1, accuracy: 0.5 },
          test: { loss: 1, accuracy: 0.75 },
          active: [[1, 2, 3]],
        }],
        madeBy: { deno: "2", backend: "wasm", packages: [], data: data.checksum },
      });
      await writeStats(run, gatherStats(network, data.train, 2));
    }
    await work(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

Deno.test("makePage() writes one file for a run, the same every time, and says what it had to leave out", async () => {
  await withRuns(async (project) => {
    const { path, bytes, notes } = await makePage("one", { from: project });
    assertEquals(path, `${project}/outputs/one/page/index.html`);
    const html = await Deno.readTextFile(path);
    assertEquals(new TextEncoder().encode(html).length, bytes);
    assertStringIncludes(html, "<title>one: every neuron of a small network</title>");
    assert(notes.some((note) => note.includes("Cannot find maximise.json")), notes.join("\n"));
    await makePage("one", { from: project });
    assertEquals(await Deno.readTextFile(path), html);
  });
});

Deno.test("makePage() puts another run beside it", async () => {
  await withRuns(async (project) => {
    const { path } = await makePage("one", { beside: "two", from: project });
    const [, json] = /id="data">([^<]*)</.exec(await Deno.readTextFile(path))!;
    assertEquals((await unpackJson<PageData>(json)).runs.map(({ name }) => name), ["one", "two"]);
    await assertRejects(() => makePage("one", { beside: "three", from: project }), Error, "three");
  });
});

Deno.test("readRun() takes the figures of every score, and leaves out what has none", async () => {
  await withRuns(async (project) => {
    const run = await openRun("one", { from: project });
    const figures = {
      correlation: { value: 0.5, low: 0.25, high: 0.75 },
      accuracy: { value: null, low: null, high: null },
    };
    const neurons = [{ layer: 0, neuron: 1, scores: { simulation: { figures, failures: {} } }, notes: [] }];
    await writeJson(run, "neuron_scores.json", { neurons });
    const { told } = await readRun("one", { from: project });
    assertEquals(told.neurons.map(({ scores }) => scores), [
      [],
      [{ name: "correlation", value: 0.5, low: 0.25, high: 0.75 }],
      [],
    ]);
    assertEquals(told.neurons[1].classes?.length, 2);
    assertEquals(told.accuracy, 0.75);
  });
});
