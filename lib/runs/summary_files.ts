// What the notebooks on summaries leave in a run's folder, and how it is read again.

import * as v from "valibot";
import type { NeuronExplanation, Summaries, Summary } from "../prompts/mod.ts";
import { explanationFile } from "./explanation_files.ts";
import { promptSource } from "./prompt_files.ts";
import { summarySchema } from "./records.ts";
import type { Run } from "./run.ts";
import { keepOnly, readJson, refuse, writeJson } from "./run_files.ts";

/** Keeps the layers' summaries, in place of those before, each stamped with the explanations that it condenses. */
export async function writeLayers(
  run: Run,
  layers: readonly Summary[],
  explanations: readonly (readonly NeuronExplanation[])[],
): Promise<void> {
  const prompts = await promptSource(run, "layers");
  for (const [layer, summary] of layers.entries()) {
    const madeFrom = [...explanations[layer].map(explanationFile), prompts];
    await writeJson(run, layerFile(layer), { layer, ...summary }, { madeFrom });
  }
  await keepOnly(run, "layers", layers.map((_, layer) => layerFile(layer)));
}

/** The summaries of a network's hidden layers. */
export async function readLayers(run: Run, count: number): Promise<Summary[]> {
  const summaries: Summary[] = [];
  for (let layer = 0; layer < count; layer++) {
    const { layer: found, ...summary } = await readJson(run, layerFile(layer), summarySchema);
    if (found !== layer) throw refuse(run, layerFile(layer), { wrong: `it is about layer ${found}` });
    summaries.push(summary);
  }
  return summaries;
}

/** Keeps the summary of the network, stamped with the summaries of its layers. */
export async function writeNetworkSummary(run: Run, summary: Summary, layers: number): Promise<void> {
  const files = Array.from({ length: layers }, (_, layer) => layerFile(layer));
  const madeFrom = ["training.json", ...files, await promptSource(run, "network")];
  await writeJson(run, "network.json", summary, { madeFrom });
}

/** Keeps how well readers of the summaries predict the network, stamped with the summaries that they read. */
export async function writePredictions(run: Run, record: object): Promise<void> {
  const madeFrom = ["weights.bin", "network.json", await promptSource(run, "predictions")];
  await writeJson(run, "test.json", record, { madeFrom });
}

/** The final score that the readers of the run's own summaries reached in the test; null where it is not defined. */
export async function readFinalScore(run: Run): Promise<number | null> {
  const { real } = await readJson(run, "test.json", finalScoreSchema);
  return real.scores.final.score;
}

const finalScoreSchema = v.object({
  real: v.object({ scores: v.object({ final: v.object({ score: v.nullable(v.number()) }) }) }),
});

/** All that a reader gets to read of a network with so many hidden layers. */
export async function readSummaries(run: Run, layers: number): Promise<Summaries> {
  const texts = (await readLayers(run, layers)).map(({ text }) => text);
  const { text } = await readJson(run, "network.json", summarySchema);
  return { layers: texts, network: text };
}

function layerFile(layer: number): string {
  return `layers/L${layer}.json`;
}
