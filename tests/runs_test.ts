// runs/: what is written is read back; what is missing, damaged, edited, another's or out of date says so.

import { assert, assertEquals, assertRejects } from "@std/assert";
import * as v from "valibot";
import { createNetwork, logitsOf } from "../lib/network/mlp.ts";
import { fromFiles, toFiles } from "../lib/network/storage.ts";
import { readMaximisations, readStats, writeMaximisations } from "../lib/runs/evidence_files.ts";
import { readExplanations, writeExplanations } from "../lib/runs/explanation_files.ts";
import { describeProvenance } from "../lib/runs/provenance.ts";
import { openRun, type Run } from "../lib/runs/run.ts";
import { readBytes, readJson, writeBytes, writeJson } from "../lib/runs/run_files.ts";
import { readLayers, writeLayers } from "../lib/runs/summary_files.ts";
import { readTraining, type TrainingRecord, writeTraining } from "../lib/runs/training_files.ts";

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
  settings: { width: 3, depth: 2, epochs: 1, batchSize: 1, learningRate: 0.1, seed: 1 },
  dataset: { folder: "", name: "tiny", classNames: ["a", "b"], height: 1, width: 2 },
  background: "A network.",
  history: [],
  madeBy: { deno: "2", backend: "wasm", packages: [], data: "0" },
};

Deno.test("openRun() finds the project from a folder inside it", async () => {
  await withRun(({ folder, project }) => {
    assertEquals(folder, `${project}/outputs/a run`);
    return Promise.resolve();
  });
});

Deno.test("openRun() makes no folder, whether the name is refused or only not there; the first file makes it", async () => {
  await withRun(async (run) => {
    await assertRejects(() => openRun("a/b", { from: run.project }), Error, "Cannot open a run");
    const open: Run[] = [];
    for (const name of ["2. try", "прогон"]) open.push(await openRun(name, { from: run.project }));
    await assertRejects(() => readBytes(open[0], "weights.bin"), Error, "Run notebook 01_train");
    await assertRejects(() => Deno.stat(`${run.project}/outputs`), Deno.errors.NotFound);
    await writeBytes(open[1], "file.bin", Uint8Array.of(1));
    assertEquals([...Deno.readDirSync(`${run.project}/outputs`)].map(({ name }) => name), ["прогон"]);
  });
});

Deno.test("after a refused name nothing can be read from or written to a run that was open before", async () => {
  await withRun(async (run) => {
    await writeBytes(run, "file.bin", Uint8Array.of(1));
    await assertRejects(() => openRun("my/net", { from: run.project }), Error, "Cannot open a run");
    const closed = 'Cannot use run "a run": it was closed when another run was asked for and could not be opened.';
    await assertRejects(() => readBytes(run, "file.bin"), Error, closed);
    await assertRejects(() => writeBytes(run, "file.bin", Uint8Array.of(2)), Error, closed);
    const again = await openRun("a run", { from: run.project });
    assertEquals(await readBytes(again, "file.bin"), Uint8Array.of(1));
  });
});

Deno.test("writeJson() keeps lists of numbers on a line and reads back the same", async () => {
  await withRun(async (run) => {
    const value = { numbers: [1, -2.5, 3e-10], nested: [[1, 2], [3]], words: ["[1, 2]", "b"], empty: [] };
    await writeJson(run, "some/file.json", value);
    assertEquals(await readJson(run, "some/file.json", v.unknown()), value);
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
    assert(
      message.endsWith('". Make room, make the folder writable or remove what lies in its place, and run it again.'),
      message,
    );
    assertEquals(await readBytes(run, "file.bin"), Uint8Array.of(1));
  });
});

Deno.test("a write that fails at its end leaves nothing half done", async () => {
  await withRun(async (run) => {
    // A folder in the place of the file itself: the bytes are written, but cannot be put in their place.
    await Deno.mkdir(`${run.folder}/file.bin`, { recursive: true });
    await assertRejects(() => writeBytes(run, "file.bin", Uint8Array.of(2)), Error, "Cannot write");
    assertEquals([...Deno.readDirSync(run.folder)].map(({ name }) => name), ["file.bin"]);
  });
});

Deno.test("readJson() names the notebook that makes a missing file", async () => {
  await withRun(async (run) => {
    const makers = { "stats.json": "02_stats", "layers/L0.json": "05_summarise", "neurons/L0N00.json": "04_explain" };
    for (const [file, maker] of Object.entries(makers)) {
      await assertRejects(() => readJson(run, file, v.unknown()), Error, maker);
    }
  });
});

Deno.test("readJson() refuses a damaged file and one whose sources have changed", async () => {
  await withRun(async (run) => {
    await writeBytes(run, "stats.json", new TextEncoder().encode('{"layers": ['));
    const schema = v.object({ layers: v.array(v.unknown()) });
    await assertRejects(() => readJson(run, "stats.json", schema), Error, "it is no JSON");
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    await writeJson(run, "stats.json", { layers: [] }, { madeFrom: ["weights.bin"] });
    await readJson(run, "stats.json", schema);
    await writeBytes(run, "weights.bin", Uint8Array.of(2));
    await assertRejects(() => readJson(run, "stats.json", schema), Error, "made from another weights.bin");
  });
});

Deno.test("readJson() notices that a source has changed also where it was read before and has kept its size", async () => {
  await withRun(async (run) => {
    const schema = v.object({ made: v.string() });
    await writeJson(run, "source.json", { made: "one" });
    // Old enough to be remembered.
    await Deno.utime(`${run.folder}/source.json`, 1000, 1000);
    await writeJson(run, "made.json", { made: "of it" }, { madeFrom: ["source.json"] });
    for (let times = 0; times < 2; times++) await readJson(run, "made.json", schema);
    await writeJson(run, "source.json", { made: "two" });
    await assertRejects(() => readJson(run, "made.json", schema), Error, "another source.json");
    await Deno.utime(`${run.folder}/source.json`, 1000, 1000);
    await assertRejects(() => readJson(run, "made.json", schema), Error, "another source.json");
  });
});

Deno.test("readJson() refuses a file whose sources are out of date, however far back", async () => {
  await withRun(async (run) => {
    const texts = v.object({ text: v.string() });
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    await writeJson(run, "neurons/L0N00.json", { text: "a stroke" }, { madeFrom: ["weights.bin"] });
    await writeJson(run, "neurons/L0N01.json", { text: "a loop" }, { madeFrom: ["weights.bin"] });
    await writeJson(run, "layers/L0.json", { text: "strokes" }, {
      madeFrom: ["neurons/L0N00.json", "neurons/L0N01.json"],
    });
    await writeJson(run, "network.json", { text: "digits" }, { madeFrom: ["layers/L0.json"] });
    assertEquals((await readJson(run, "network.json", texts)).text, "digits");
    await writeBytes(run, "weights.bin", Uint8Array.of(2));
    await assertRejects(
      () => readJson(run, "network.json", texts),
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
    await writeJson(run, "stats.json", {});
    const input = Float32Array.of(1 / 3, -1e-9, 0.1, 123456.78);
    const neuron = {
      layer: 0,
      neuron: 2,
      input,
      preActivation: 1,
      activation: 1,
      climb: [0, 1],
      objectives: [0, 1],
      starts: 1,
    };
    const settings = { steps: 1, learningRate: 0.1, regularisation: 1, seed: 1 };
    await writeMaximisations(run, { settings, neurons: [neuron] });
    assertEquals((await readMaximisations(run)).neurons[0].input, input);
  });
});

Deno.test("readJson() names the file, the field and the notebook where a file has another form", async () => {
  await withRun(async (run) => {
    const classes = [{ label: 0, count: 1, mean: "many", std: 0, largest: 1 }];
    const neuron = { layer: 0, neuron: 0, dead: false, largest: 1, classes };
    const forms: [unknown, string][] = [
      [null, "the whole has another form than this version writes (Expected Object but received null)"],
      [{ layers: 3 }, "layers has another form than this version writes (Expected Array but received 3)"],
      [
        { layers: [[neuron]] },
        'layers.0.0.classes.0.mean has another form than this version writes (Expected number but received "many")',
      ],
      [{ madeFrom: [1], layers: [] }, "madeFrom"],
      [{ layers: [[{ ...neuron, neuron: 1, classes: [] }]] }, "neuron 1 of layer 0 stands at another's place"],
    ];
    for (const [value, wrong] of forms) {
      await Deno.mkdir(run.folder, { recursive: true });
      await Deno.writeTextFile(`${run.folder}/stats.json`, JSON.stringify(value));
      const { message } = await assertRejects(() => readStats(run), Error);
      assert(message.startsWith(`Cannot use stats.json of run "a run": ${wrong}`), message);
      assert(message.endsWith("Run notebook 02_stats with this run's name first."), message);
    }
  });
});

Deno.test("a training.json that was edited is refused, whatever was edited in it", async () => {
  await withRun(async (run) => {
    await writeTraining(run, await toFiles(createNetwork({ inputs: 2, hidden: [3, 2], outputs: 2 }, 7)), record);
    const path = `${run.folder}/training.json`;
    const text = await Deno.readTextFile(path);
    const edits = { "A network.": "A perfect network.", '"width": 3': '"width": 4', '"data": "0"': '"data": "1"' };
    for (const [from, to] of Object.entries(edits)) {
      await Deno.writeTextFile(path, text.replace(from, to));
      await assertRejects(() => readTraining(run), Error, "it was edited after it was written. Run notebook 01_train");
    }
    await Deno.writeTextFile(path, text.replace(/,\s*"checksum": "\w+"/, ""));
    await assertRejects(() => readTraining(run), Error, "checksum has another form than this version writes");
    await Deno.writeTextFile(path, text);
    assertEquals((await readTraining(run)).record, record);
  });
});

const explanation = (layer: number, neuron: number) => ({ layer, neuron, text: `neuron ${neuron}`, dead: true });

/** What explanations are made from. */
async function writeSources(run: Run): Promise<void> {
  for (const file of ["training.json", "stats.json", "maximise.json"]) await writeJson(run, file, {});
}

Deno.test("one neuron's explanation, copied over another's, is refused, and so is one layer's summary", async () => {
  await withRun(async (run) => {
    await writeSources(run);
    const neurons = [[explanation(0, 0), explanation(0, 1)], [explanation(1, 0)]];
    await writeExplanations(run, neurons.flat());
    assertEquals(await readExplanations(run, [2, 1]), neurons);
    const reply = { text: "t", model: "m", promptTokens: 1, completionTokens: 1, cached: false };
    const summaries = ["a", "b"].map((text) => ({ text, messages: [{ role: "user" as const, content: "q" }], reply }));
    await writeLayers(run, summaries, neurons);
    assertEquals(await readLayers(run, 2), summaries);
    // What was rewritten by hand is taken, and what was made from it refused.
    const path = `${run.folder}/neurons/L1N00.json`;
    const written = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, JSON.stringify({ ...JSON.parse(written), text: "In my own words." }));
    assertEquals((await readExplanations(run, [2, 1]))[1][0].text, "In my own words.");
    await assertRejects(() => readLayers(run, 2), Error, 'layers/L1.json of run "a run": it was made from another');
    await Deno.writeTextFile(path, written);
    await Deno.copyFile(`${run.folder}/layers/L0.json`, `${run.folder}/layers/L1.json`);
    await assertRejects(
      () => readLayers(run, 2),
      Error,
      'Cannot use layers/L1.json of run "a run": it is about layer 0.',
    );
    await Deno.copyFile(`${run.folder}/neurons/L0N00.json`, `${run.folder}/neurons/L0N01.json`);
    await assertRejects(
      () => readExplanations(run, [2, 1]),
      Error,
      'Cannot use neurons/L0N01.json of run "a run": it is about neuron 0 of layer 0. Run notebook 04_explain_neurons',
    );
  });
});

Deno.test("what a stage writes replaces what it wrote before: no neuron or picture of a wider network stays", async () => {
  await withRun(async (run) => {
    await writeSources(run);
    await writeExplanations(run, [0, 1, 2].map((neuron) => explanation(0, neuron)));
    await writeExplanations(run, [explanation(0, 1)]);
    const names = (folder: string) => [...Deno.readDirSync(`${run.folder}/${folder}`)].map(({ name }) => name).sort();
    assertEquals(names("neurons"), ["L0N01.json"]);
    await writeBytes(run, "weights.bin", Uint8Array.of(1));
    const settings = { regularisation: 1, seed: 1 };
    const pictures = [0, 1, 2].map((neuron) => ({ layer: 0, neuron, png: Uint8Array.of(neuron) }));
    await writeMaximisations(run, { settings, neurons: [] }, pictures);
    await writeMaximisations(run, { settings, neurons: [] }, pictures.slice(1, 2));
    assertEquals(names("maximise"), ["L0N01.png"]);
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
