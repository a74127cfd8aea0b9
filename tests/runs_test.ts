// runs.ts and artefacts.ts: what is written is read back, and what is missing, damaged or out of date says so.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  readMaximisations,
  readTraining,
  type TrainingRecord,
  writeMaximisations,
  writeTraining,
} from "../lib/artefacts.ts";
import { createNetwork, logitsOf } from "../lib/network/mlp.ts";
import { fromFiles, toFiles } from "../lib/network/storage.ts";
import { describeProvenance } from "../lib/provenance.ts";
import { openRun, readBytes, readJson, type Run, writeBytes, writeJson } from "../lib/runs.ts";

async function withRun(work: (run: Run) => Promise<void>) {
  const project = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${project}/deno.json`, "{}");
    await Deno.mkdir(`${project}/notebooks`);
    await work(await openRun("a run", { from: `${project}/notebooks` }));
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

const record: TrainingRecord = {
  settings: { width: 3, seed: 1 },
  dataset: { folder: "", name: "tiny", classNames: ["a", "b"], height: 1, width: 2 },
  background: "A network.",
  history: [],
  madeBy: { deno: "2", backend: "wasm", packages: [], data: "0" },
};

Deno.test("openRun() finds the project from a folder inside it", async () => {
  await withRun(async ({ folder, project }) => {
    assertEquals(folder, `${project}/outputs/a run`);
    assert((await Deno.stat(folder)).isDirectory);
  });
});

Deno.test("openRun() refuses a name that is no folder's and makes none, and takes those of any language", async () => {
  await withRun(async ({ project }) => {
    await assertRejects(() => openRun("a/b", { from: project }), Error, "Cannot open a run");
    for (const name of ["2. try", "прогон"]) {
      assertEquals((await openRun(name, { from: project })).name, name);
      assert((await Deno.stat(`${project}/outputs/${name}`)).isDirectory);
    }
    assertEquals([...Deno.readDirSync(`${project}/outputs`)].length, 3);
  });
});

Deno.test("openRun() says so outside of any project", async () => {
  await assertRejects(() => openRun("x", { from: "/nowhere/at/all" }), Error, "no folder above holds a deno.json");
});

Deno.test("writeJson() keeps lists of numbers on a line and reads back the same", async () => {
  await withRun(async (run) => {
    const value = { numbers: [1, -2.5, 3e-10], nested: [[1, 2], [3]], words: ["[1, 2]", "b"], empty: [] };
    await writeJson(run, "some/file.json", value);
    assertEquals(await readJson(run, "some/file.json"), value);
    const text = await Deno.readTextFile(`${run.folder}/some/file.json`);
    assert(text.includes('"numbers": [1, -2.5, 3e-10]'), text);
    assert(text.endsWith("}\n"));
  });
});

Deno.test("writeBytes() says what to do where it cannot write, and keeps what stood there", async () => {
  await withRun(async (run) => {
    await writeBytes(run, "file.bin", Uint8Array.of(1));
    // No file can be written below another file.
    const { message } = await assertRejects(() => writeBytes(run, "file.bin/below", Uint8Array.of(2)), Error);
    assert(message.startsWith(`Cannot write ${run.folder}/file.bin/below: got "`), message);
    assert(message.endsWith('". Make room or make the folder writable, and run it again.'), message);
    assertEquals(await readBytes(run, "file.bin"), Uint8Array.of(1));
  });
});

Deno.test("a write that fails at its end leaves nothing half done", async () => {
  await withRun(async (run) => {
    // A folder in the place of the file itself: the bytes are written, but cannot be put in their place.
    await Deno.mkdir(`${run.folder}/file.bin`);
    await assertRejects(() => writeBytes(run, "file.bin", Uint8Array.of(2)), Error, "Cannot write");
    assertEquals([...Deno.readDirSync(run.folder)].map(({ name }) => name), ["file.bin"]);
  });
});

Deno.test("readJson() names the notebook that makes a missing file", async () => {
  await withRun(async (run) => {
    const makers = { "stats.json": "02_stats", "layers/L0.json": "05_summarise", "neurons/L0N00.json": "04_explain" };
    for (const [file, maker] of Object.entries(makers)) {
      await assertRejects(() => readJson(run, file), Error, maker);
    }
  });
});

Deno.test("readJson() refuses a damaged file and one whose sources have changed", async () => {
  await withRun(async (run) => {
    await Deno.writeTextFile(`${run.folder}/stats.json`, '{"layers": [');
    await assertRejects(() => readJson(run, "stats.json"), Error, "it is no JSON");
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    await writeJson(run, "stats.json", { layers: [] }, ["weights.bin"]);
    await readJson(run, "stats.json");
    await writeBytes(run, "weights.bin", Uint8Array.of(2));
    await assertRejects(() => readJson(run, "stats.json"), Error, "made from another weights.bin");
  });
});

Deno.test("readJson() refuses a file whose sources are out of date, however far back", async () => {
  await withRun(async (run) => {
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    await writeJson(run, "neurons/L0N00.json", { text: "a stroke" }, ["weights.bin"]);
    await writeJson(run, "neurons/L0N01.json", { text: "a loop" }, ["weights.bin"]);
    await writeJson(run, "layers/L0.json", { text: "strokes" }, ["neurons/L0N00.json", "neurons/L0N01.json"]);
    await writeJson(run, "network.json", { text: "digits" }, ["layers/L0.json"]);
    assertEquals((await readJson<{ text: string }>(run, "network.json")).text, "digits");
    await writeBytes(run, "weights.bin", Uint8Array.of(2));
    await assertRejects(
      () => readJson(run, "network.json"),
      Error,
      'Cannot use neurons/L0N00.json of run "a run": it was made from another weights.bin than the one there now. ' +
        "Run notebook 04_explain_neurons",
    );
  });
});

Deno.test("a trained network comes back from its run with the same logits", async () => {
  await withRun(async (run) => {
    const network = createNetwork({ inputs: 2, hidden: [3, 2], outputs: 2 }, 7);
    await writeTraining(run, await toFiles(network), record);
    const { files, record: read } = await readTraining(run);
    const inputs = Float32Array.of(0.3, -0.7, 1, -1);
    assertEquals(logitsOf(await fromFiles(files), inputs), logitsOf(network, inputs));
    assertEquals(read.background, "A network.");
  });
});

Deno.test("maximising inputs come back bit for bit", async () => {
  await withRun(async (run) => {
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    await writeJson(run, "stats.json", {}, []);
    const input = Float32Array.of(1 / 3, -1e-9, 0.1, 123456.78);
    const neuron = { layer: 0, neuron: 2, input, preActivation: 1, activation: 1, climb: [0, 1], starts: 1 };
    const settings = { steps: 1, learningRate: 0.1, regularisation: 1, seed: 1 };
    await writeMaximisations(run, { settings, neurons: [neuron] });
    assertEquals((await readMaximisations(run)).neurons[0].input, input);
  });
});

Deno.test("describeProvenance() names Deno, the backend, the pinned packages and the data", async () => {
  await withRun(async ({ project }) => {
    const imports = { b: "npm:b@2.0.0", a: "npm:a@1.0.0", "@types/a": "npm:@types/a@1.0.0", lib: "./lib/" };
    await Deno.writeTextFile(`${project}/deno.json`, JSON.stringify({ imports }));
    const packages = ["npm:a@1.0.0", "npm:b@2.0.0"];
    const given = { backend: "wasm", data: "1a2b" };
    assertEquals(await describeProvenance(project, given), { deno: Deno.version.deno, packages, ...given });
  });
});
