// What the notebooks on single neurons leave in a run's folder: explanations and their scores.

import type { NeuronExplanation } from "../prompts/mod.ts";
import { neuronName } from "./neuron_name.ts";
import { promptSource } from "./prompt_files.ts";
import { explanationSchema } from "./records.ts";
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

/** Keeps how well explanations predict their neurons, stamped with the explanations that were scored. */
export async function writeNeuronScores(
  run: Run,
  record: { neurons: readonly { layer: number; neuron: number }[]; [name: string]: unknown },
): Promise<void> {
  const madeFrom = ["weights.bin", "stats.json", ...record.neurons.map(explanationFile)];
  await writeJson(run, "neuron_scores.json", record, { madeFrom });
}

/** Where a neuron's explanation is kept. */
export function explanationFile(neuron: { layer: number; neuron: number }): string {
  return `neurons/${neuronName(neuron)}.json`;
}

async function readExplanation(run: Run, asked: { layer: number; neuron: number }): Promise<NeuronExplanation> {
  const file = explanationFile(asked);
  const found = await readJson(run, file, explanationSchema);
  if (found.layer === asked.layer && found.neuron === asked.neuron) return found;
  throw refuse(run, file, { wrong: `it is about neuron ${found.neuron} of layer ${found.layer}` });
}
