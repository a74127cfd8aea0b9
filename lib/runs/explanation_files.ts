// What the notebooks on explanations and summaries leave in a run's folder, and how it is read again.

import type { NeuronExplanation, Summaries, Summary } from "../prompts/mod.ts";
import { neuronName } from "./neuron_name.ts";
import { promptSource } from "./prompt_files.ts";
import { explanationSchema, summarySchema } from "./records.ts";
import type { Run } from "./run.ts";
import { keepOnly, readJson, refuse, writeJson } from "./run_files.ts";

/** Keeps every neuron's explanation in a file of its own, in place of those before. */
export async function writeExplanations(run: Run, neurons: readonly NeuronExplanation[]): Promise<void> {
  const madeFrom = ["training.json", "stats.json", "maximise.json", await promptSource(run, "neurons")];
  for (const neuron of neurons) await writeJson(run, explanationFile(neuron), neuron, { madeFrom });
  await keepOnly(run, "neurons", neurons.map(explanationFile));
}

/**
 * The explanations of the neurons of a network with hidden layers of these widths. Throws where a file is about another
 * neuron than its name says.
 */
export async function readExplanations(run: Run, widths: readonly number[]): Promise<NeuronExplanation[][]> {
  const layers: NeuronExplanation[][] = [];
  for (const [layer, width] of widths.entries()) {
    const neurons: NeuronExplanation[] = [];
    // One after the other: a wide network has more files than a process may open.
    for (let neuron = 0; neuron < width; neuron++) neurons.push(await readExplanation(run, { layer, neuron }));
    layers.push(neurons);
  }
  return layers;
}

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

/** Keeps how well explanations predict their neurons, stamped with the explanations that were scored. */
export async function writeNeuronScores(
  run: Run,
  record: { neurons: readonly { layer: number; neuron: number }[]; [name: string]: unknown },
): Promise<void> {
  const madeFrom = ["weights.bin", "stats.json", ...record.neurons.map(explanationFile)];
  await writeJson(run, "neuron_scores.json", record, { madeFrom });
}

/** All that a reader gets to read of a network with so many hidden layers. */
export async function readSummaries(run: Run, layers: number): Promise<Summaries> {
  const texts = (await readLayers(run, layers)).map(({ text }) => text);
  const { text } = await readJson(run, "network.json", summarySchema);
  return { layers: texts, network: text };
}

async function readExplanation(run: Run, asked: { layer: number; neuron: number }): Promise<NeuronExplanation> {
  const file = explanationFile(asked);
  const found = await readJson(run, file, explanationSchema);
  if (found.layer === asked.layer && found.neuron === asked.neuron) return found;
  throw refuse(run, file, { wrong: `it is about neuron ${found.neuron} of layer ${found.layer}` });
}

function explanationFile(neuron: { layer: number; neuron: number }): string {
  return `neurons/${neuronName(neuron)}.json`;
}

function layerFile(layer: number): string {
  return `layers/L${layer}.json`;
}
