// Files of a run with random edits: each is read as it should be, or refused with its name and the notebook to run.

import { assertMatch } from "@std/assert";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { readMaximisations, readStats } from "../lib/runs/evidence_files.ts";
import { readExplanations } from "../lib/runs/explanation_files.ts";
import { readPromptSettings } from "../lib/runs/prompt_files.ts";
import { openRun, type Run } from "../lib/runs/run.ts";
import { trainingSchema } from "../lib/runs/records.ts";
import { readJson, writeBytes } from "../lib/runs/run_files.ts";
import { readLayers } from "../lib/runs/summary_files.ts";
import { seededRandom } from "../lib/random.ts";
import { editJson } from "./edits.ts";

const count = Number(Deno.env.get("FUZZ") ?? 200);
const reply = { text: "t", model: "m", promptTokens: 1, completionTokens: 1, cached: false };
const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
const exchange = { messages: [{ role: "user", content: [{ type: "text", text: "q" }, picture] }], reply };
const classes = [{ label: 0, count: 1, mean: 1, std: 0, largest: 1 }];
const accuracy = { loss: 1, accuracy: 0.5 };

/** A sound file of each kind, and how it is read. */
const kinds: { file: string; value: object; read: (run: Run) => Promise<unknown> }[] = [
  {
    file: "training.json",
    value: {
      settings: { width: 1, depth: 1, epochs: 1, batchSize: 1, learningRate: 0.1, seed: 1 },
      dataset: { folder: "", name: "n", classNames: ["a"], height: 1, width: 1 },
      background: "b",
      history: [{ epoch: 0, train: accuracy, test: accuracy, active: [[1]] }],
      madeBy: { deno: "2", backend: "wasm", packages: [], data: "d" },
    },
    read: (run) => readJson(run, "training.json", trainingSchema),
  },
  {
    file: "stats.json",
    value: { layers: [[{ layer: 0, neuron: 0, dead: false, largest: 1, classes }]] },
    read: readStats,
  },
  {
    file: "maximise.json",
    value: {
      settings: { regularisation: 1, seed: 1 },
      neurons: [{ layer: 0, neuron: 0, input: [1], preActivation: 1, activation: 1, climb: [1], starts: 1 }],
    },
    read: readMaximisations,
  },
  {
    file: "neurons/L0N00.json",
    value: { layer: 0, neuron: 0, text: "t", dead: false, ...exchange },
    read: (run) => readExplanations(run, [1]),
  },
  {
    file: "layers/L0.json",
    value: { layer: 0, text: "t", ...exchange, parts: [{ text: "t", ...exchange }] },
    read: (run) => readLayers(run, 1),
  },
  { file: "prompts.json", value: defaultSettings, read: readPromptSettings },
];

for (const { file, value, read } of kinds) {
  Deno.test(`${count} random edits of ${file} are read, or refused with its name and advice`, async () => {
    const project = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${project}/deno.json`, "{}");
      const run = await openRun("a run", { from: project });
      const write = (given: unknown) => writeBytes(run, file, new TextEncoder().encode(JSON.stringify(given)));
      for (const name of ["model.json", "weights.bin"]) await writeBytes(run, name, new TextEncoder().encode("{}"));
      await write(value);
      await read(run);
      const random = seededRandom(1);
      for (let i = 0; i < count; i++) {
        await write(editJson(value, random));
        await read(run).catch(({ message }) => assertMatch(message, readable(file), `edit ${i}: ${message}`));
      }
    } finally {
      await Deno.remove(project, { recursive: true });
    }
  });
}

/** What a refusal reads like. */
function readable(file: string): RegExp {
  const advice = file === "prompts.json"
    ? "Mend it, or remove it: .+"
    : "Run notebook \\d\\d_\\w+ with this run's name first";
  return new RegExp(`^Cannot use ${file} of run "a run": .+\\. ${advice}\\.$`);
}
