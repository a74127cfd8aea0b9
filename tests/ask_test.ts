// Tests of the task that has a run's requests asked elsewhere: what it exports, what it takes back, and what is then found.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { readRequestRows } from "../lib/chat/batch_rows.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { maximise } from "../lib/evidence/maximisation.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { createNetwork } from "../lib/network/mlp.ts";
import { toFiles } from "../lib/network/storage.ts";
import { explainNetwork } from "../lib/prompts/explain.ts";
import { writeMaximisations, writeStats } from "../lib/runs/evidence_files.ts";
import { writeExplanations } from "../lib/runs/explanation_files.ts";
import { openRunChat, openTrained, readEvidence } from "../lib/runs/open.ts";
import { openRun } from "../lib/runs/run.ts";
import { writeTraining } from "../lib/runs/training_files.ts";
import { knobs } from "../lib/tasks/ask_stages.ts";
import { readArguments } from "../lib/tasks/ask_arguments.ts";
import { readNotebook } from "../lib/walkthrough/notebook.ts";
import { readParameters } from "../lib/walkthrough/parameters.ts";
import { completion } from "./batch_server.ts";
import { writeTinyDataSet } from "./data_files.ts";
import { endOf, startTask } from "./processes.ts";

const root = new URL("..", import.meta.url).pathname;
// Nobody listens there, as where an engine reads files.
const environment = { OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_MODEL: "m", OPENAI_API_KEY: "" };
const key = "sk-planted-0123456789abcdefghij";

/** A project with a run of two hidden layers that is trained, measured and maximised, on pictures of 2 × 2 pixels. */
async function withTrained(work: (project: string) => Promise<void>): Promise<void> {
  const project = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.writeTextFile(`${project}/deno.json`, "{}");
    const folder = `${project}/data/tiny`;
    await Deno.mkdir(folder, { recursive: true });
    await writeTinyDataSet(folder, 6);
    const data = await loadMnist({ folder });
    const network = createNetwork({ inputs: 4, hidden: [4, 4], outputs: 2 }, 5);
    const run = await openRun("net", { from: project });
    await writeTraining(run, await toFiles(network), {
      settings: { width: 4, depth: 2, epochs: 1, batchSize: 1, learningRate: 0.1, seed: 1 },
      dataset: { folder: "tiny", name: "tiny", classNames: ["a", "b"], height: 2, width: 2 },
      background: "A network.",
      history: [],
      madeBy: { deno: "2", backend: "wasm", packages: [], data: data.checksum },
    });
    const stats = gatherStats(network, data.train, 2);
    await writeStats(run, stats);
    const settings = { steps: 5, regularisation: 0.5, seed: 1 };
    const layers = stats.map(async (neurons, layer) => {
      const live = neurons.filter(({ dead }) => !dead).map(({ neuron }) => neuron);
      return await maximise(network, { layer, neurons: live }, settings);
    });
    await writeMaximisations(run, { settings, neurons: (await Promise.all(layers)).flat() });
    await work(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

async function ask(project: string, args: string[], env: Record<string, string> = environment) {
  const { code, out, err } = await endOf(startTask("ask", args, { project, env }));
  return { code, printed: out + err };
}

/** What an engine makes of a file of requests: a reply each, in another order. */
function answer(requests: string): string[] {
  return readRequestRows(requests).toReversed().map(({ key }) =>
    JSON.stringify({ id: "x", custom_id: key, response: { status_code: 200, body: completion(`reply to ${key}`) } })
  );
}

Deno.test("what a run asks goes out step by step, and its notebooks find every reply", async () => {
  await withTrained(async (project) => {
    const file = `${project}/requests.jsonl`;
    const results = `${project}/results.jsonl`;
    const exported: [number, string][] = [];
    for (let step = 0; step < 6; step++) {
      const { code, printed } = await ask(project, ["--run", "net", "--export", file]);
      assertEquals(code, 0, printed);
      if (/Every reply is there/.test(printed)) break;
      const [, count, doing] = printed.match(/^(\d+) requests? to m \(([^)]*)\)/) ?? [];
      exported.push([Number(count), doing]);
      const answers = answer(await Deno.readTextFile(file));
      // The engine loses one of the first step, which is asked again alone.
      if (step === 0) answers.pop();
      await Deno.writeTextFile(results, answers.join("\n"));
      const taken = await ask(project, ["--run", "net", "--import", results]);
      assertEquals([taken.code, taken.printed], [0, `${answers.length} replies are kept.\n`]);
    }
    const run = await openTrained("net", { from: project });
    const evidence = await readEvidence(run);
    const [first, second] = evidence.neurons.map((neurons) => neurons.filter(({ dead }) => !dead).length);
    assertEquals(exported, [
      [first, "neurons of layer 0"],
      [1, "neurons of layer 0"],
      [1, "summary of layer 0"],
      [second, "neurons of layer 1"],
      [1, "summary of layer 1"],
      [1, "summary of the network"],
    ]);
    const chat = openRunChat(run, { environment });
    const { neurons, network } = await explainNetwork(chat, run.context, evidence);
    for (const { dead, reply } of neurons.flat()) assert(dead || reply!.cached && reply!.text.startsWith("reply to "));
    assert(network.reply.cached);

    // The scores ask about explanations that a notebook has kept.
    const early = await ask(project, ["--run", "net", "--stage", "scores", "--export", file]);
    assertEquals(early.code, 1);
    assertStringIncludes(early.printed, "Run notebook 04_explain_neurons");
    await writeExplanations(run, neurons.flat());
    const args = ["--run", "net", "--stage", "scores", "--set", "each=2", "--set", "positives=2"];
    const scores = await ask(project, [...args, "--export", file]);
    assertEquals(scores.code, 0, scores.printed);
    assertMatch(scores.printed, /^\d+ requests to m \(scores of the explanations\) are in /);
    await Deno.writeTextFile(results, answer(await Deno.readTextFile(file)).join("\n"));
    await ask(project, ["--run", "net", "--import", results]);
    assertMatch((await ask(project, [...args, "--export", file])).printed, /^Every reply is there/);
  });
});

Deno.test("the scores that are asked elsewhere are those of the notebook", async () => {
  const notebook = await readNotebook(`${root}notebooks/08_score_explanations.ipynb`);
  const parameters = readParameters(notebook);
  for (const [name, value] of Object.entries(knobs)) assertEquals([name, parameters.get(name)], [name, value]);
  const source = notebook.cells.map(({ source }) => source).join("\n");
  assertStringIncludes(source, "[scores.simulation, scores.detection, scores.choice, scores.claim]");
});

Deno.test("no key stands in what goes out, nor in what is kept of it", async () => {
  await withTrained(async (project) => {
    const file = `${project}/requests.jsonl`;
    const results = `${project}/results.jsonl`;
    const env = {
      ...environment,
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `${environment.OPENAI_BASE_URL}?api_key=${key}1`,
      OPENAI_CUSTOM_HEADERS: `X-Own: ${key}2`,
    };
    const exported = await ask(project, ["--run", "net", "--export", file], env);
    const requests = readRequestRows(await Deno.readTextFile(file));
    const rows = requests.map(({ key: id }) => ({
      custom_id: id,
      response: { status_code: 200, body: completion(`Your key is ${key}.`) },
    }));
    await Deno.writeTextFile(results, rows.map((row) => JSON.stringify(row)).join("\n"));
    const imported = await ask(project, ["--run", "net", "--import", results], env);
    assertEquals(imported.printed, `${requests.length} replies are kept.\n`);
    await Deno.remove(results);
    const { stdout } = await new Deno.Command("grep", { args: ["-rl", key.slice(3, 20), project] }).output();
    assertEquals(new TextDecoder().decode(stdout), "");
    assert(!(exported.printed + imported.printed).includes(key.slice(3, 20)));
  });
});

Deno.test("an import says what it cannot use, and keeps the rest", async () => {
  await withTrained(async (project) => {
    const file = `${project}/requests.jsonl`;
    const none = await ask(project, ["--run", "net", "--import", file]);
    assertEquals(none.code, 1);
    assertStringIncludes(none.printed, "the file cannot be read");
    await ask(project, ["--run", "net", "--export", file]);
    const [first, second, ...others] = readRequestRows(await Deno.readTextFile(file));
    const results = [
      ...answer(await Deno.readTextFile(file)).slice(0, others.length),
      JSON.stringify({
        custom_id: first.key,
        response: { status_code: 400, body: { error: { message: "too long" } } },
      }),
      JSON.stringify({ custom_id: second.key, response: null, error: "out of memory" }),
      JSON.stringify({ custom_id: "other", response: { body: completion("x") } }),
      "INFO: done\u001b[2J",
      answer(await Deno.readTextFile(file))[0],
    ];
    await Deno.writeTextFile(`${project}/results.jsonl`, results.join("\n"));
    const args = ["--run", "net", "--import", `${project}/results.jsonl`];
    const { code, printed } = await ask(project, args);
    assertEquals(code, 1);
    assertMatch(printed, new RegExp(`^${others.length} replies are kept.\n`));
    for (
      const words of [
        "too long",
        "out of memory",
        String.raw`"INFO: done\u001b[2J"`,
        "1 result(s) belong to no request",
        "1 result(s) come twice",
      ]
    ) {
      assertStringIncludes(printed, words);
    }
    const elsewhere = await ask(project, args, { ...environment, OPENAI_BASE_URL: "http://127.0.0.1:10/v1" });
    assertStringIncludes(elsewhere.printed, "belong to another server or model");
    assertMatch((await ask(project, ["--run", "net", "--export", file])).printed, /^2 requests/);
  });
});

Deno.test("the rules need no engine, and an unknown stage or a missing file is refused", async () => {
  await withTrained(async (project) => {
    const env = { OPENAI_BASE_URL: "", OPENAI_MODEL: "", OPENAI_API_KEY: "" };
    const { code, printed } = await ask(project, ["--run", "net", "--export", "x.jsonl"], env);
    assertEquals(code, 1);
    assertStringIncludes(printed, "Set OPENAI_MODEL");
  });
  assertThrows(() => readArguments(["--stage", "all", "--export", "x"]), Error, "There are explanations");
  assertThrows(() => readArguments(["--set", "width=6", "--export", "x"]), Error, "one of each, positives");
  assertThrows(() => readArguments([]), Error, "--export FILE or --import FILE");
  assertThrows(() => readArguments(["--export", "a", "--import", "b"]), Error, "Give one of them");
  assertEquals(readArguments(["--help"]), undefined);
});
