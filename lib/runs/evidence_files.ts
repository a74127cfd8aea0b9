// What the notebooks on statistics and maximising leave in a run's folder, and how it is read again.

import type { Maximisation, NeuronStats } from "../evidence/mod.ts";
import { neuronName } from "./neuron_name.ts";
import { maximiseSchema, statsSchema } from "./records.ts";
import type { Run } from "./run.ts";
import { keepOnly, readJson, refuse, writeBytes, writeJson } from "./run_files.ts";

/** For each live neuron the input that excites it most, and how it was found. */
export interface MaximiseRecord {
  settings: { regularisation: number; seed: number; [name: string]: unknown };
  neurons: readonly Maximisation[];
}

/** Keeps the statistics of the hidden neurons, layer after layer. */
export async function writeStats(run: Run, layers: readonly (readonly NeuronStats[])[]): Promise<void> {
  await writeJson(run, "stats.json", { layers }, { madeFrom: ["weights.bin"] });
}

/** The statistics of the hidden neurons, layer after layer. Throws where one stands at another's place. */
export async function readStats(run: Run): Promise<NeuronStats[][]> {
  const { layers } = await readJson(run, "stats.json", statsSchema);
  const odd =
    layers.flatMap((neurons, layer) =>
      neurons.filter((one, neuron) => one.layer !== layer || one.neuron !== neuron)
    )[0];
  if (odd === undefined) return layers;
  throw refuse(run, "stats.json", { wrong: `neuron ${odd.neuron} of layer ${odd.layer} stands at another's place` });
}

/** Keeps the maximising inputs, and a picture of each in place of those before. Nine digits hold a float32 exactly. */
export async function writeMaximisations(
  run: Run,
  { settings, neurons }: MaximiseRecord,
  pictures: readonly { layer: number; neuron: number; png: Uint8Array }[] = [],
): Promise<void> {
  const digits = (values: Iterable<number>) => Array.from(values, (value) => Number(value.toPrecision(9)));
  const kept = neurons.map((neuron) => ({
    ...neuron,
    input: digits(neuron.input),
    climb: digits(neuron.climb),
    objectives: digits(neuron.objectives),
  }));
  const sources = ["weights.bin", "stats.json"];
  await writeJson(run, "maximise.json", { settings, neurons: kept }, { madeFrom: sources });
  const files = pictures.map((picture) => ({ ...picture, file: `maximise/${neuronName(picture)}.png` }));
  for (const { file, png } of files) await writeBytes(run, file, png);
  await keepOnly(run, "maximise", files.map(({ file }) => file));
}

/** The maximising inputs. */
export async function readMaximisations(run: Run): Promise<MaximiseRecord> {
  return await readJson(run, "maximise.json", maximiseSchema);
}
