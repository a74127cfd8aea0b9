// What the notebooks leave in a run's folder for each other, by name and type.

import type { Maximisation, NeuronStats } from "./evidence/mod.ts";
import type { ScoredExplanation } from "./scores/mod.ts";
import type { NetworkContext, NeuronExplanation, Summary } from "./prompts/mod.ts";
import type { EpochResult, ModelFiles } from "./network/mod.ts";
import type { Provenance } from "./provenance.ts";
import { readBytes, readJson, type Run, writeBytes, writeJson } from "./runs.ts";

/** training.json: how the network was trained, how well, and on what. */
export interface TrainingRecord {
  settings: Record<string, number | string>;
  dataset: { folder: string; name: string; classNames: string[]; height: number; width: number };
  /** The background prompt with this network's figures. */
  background: string;
  history: EpochResult[];
  stopped?: string;
  madeBy: Provenance;
}

/** What the prompts about a run's network share; `regularisation` (of its maximisation) adds the calibration lines. */
export function contextOf({ background, dataset }: TrainingRecord, regularisation?: number): NetworkContext {
  const { classNames, width, height } = dataset;
  const calibration = regularisation === undefined ? {} : { calibration: { regularisation } };
  return { background, classNames, width, height, ...calibration };
}

/** stats.json: for each hidden layer its neurons. */
export interface StatsRecord {
  layers: NeuronStats[][];
}

/** maximise.json: for each live neuron the input that excites it most, and how it was found. */
export interface MaximiseRecord {
  settings: { steps: number; learningRate: number; regularisation: number; seed: number };
  neurons: Maximisation[];
}

/** Keeps a network's two files and the record of its training. */
export async function writeTraining(run: Run, { model, weights }: ModelFiles, record: TrainingRecord): Promise<void> {
  await writeBytes(run, "weights.bin", weights);
  await writeJson(run, "model.json", model as object);
  await writeJson(run, "training.json", record, ["weights.bin"]);
}

/** A network's two files and the record of its training. */
export async function readTraining(run: Run): Promise<{ files: ModelFiles; record: TrainingRecord }> {
  const record = await readJson<TrainingRecord>(run, "training.json");
  return { record, files: { model: await readJson(run, "model.json"), weights: await readBytes(run, "weights.bin") } };
}

/** Keeps the maximising inputs. Nine digits hold a float32 exactly. */
export async function writeMaximisations(run: Run, { settings, neurons }: MaximiseRecord): Promise<void> {
  const digits = (values: Iterable<number>) => Array.from(values, (value) => Number(value.toPrecision(9)));
  const kept = neurons.map((neuron) => ({ ...neuron, input: digits(neuron.input), climb: digits(neuron.climb) }));
  await writeJson(run, "maximise.json", { settings, neurons: kept }, ["weights.bin", "stats.json"]);
}

/** The maximising inputs. */
export async function readMaximisations(run: Run): Promise<MaximiseRecord> {
  const { settings, neurons } = await readJson<MaximiseRecord>(run, "maximise.json");
  return { settings, neurons: neurons.map((neuron) => ({ ...neuron, input: Float32Array.from(neuron.input) })) };
}

/** Keeps every neuron's explanation in a file of its own. */
export async function writeExplanations(run: Run, neurons: readonly NeuronExplanation[]): Promise<void> {
  const sources = ["weights.bin", "stats.json", "maximise.json"];
  for (const neuron of neurons) await writeJson(run, `neurons/${neuronName(neuron)}.json`, neuron, sources);
}

/** The explanations of the neurons of a network with hidden layers of these widths. */
export async function readExplanations(run: Run, widths: readonly number[]): Promise<NeuronExplanation[][]> {
  return await Promise.all(widths.map((width, layer) =>
    Promise.all(
      Array.from({ length: width }, (_, neuron) =>
        readJson<NeuronExplanation>(run, `neurons/${neuronName({ layer, neuron })}.json`)),
    )
  ));
}

/** neuron_scores.json: how well explanations predict their neurons, and what the scores make of known ones. */
export interface NeuronScoresRecord {
  settings: Record<string, number | string>;
  scored: readonly ScoredExplanation[];
  /** A row for each known neuron and score. */
  known: readonly Record<string, string | number | null>[];
  /** What concerns all of them, as where the server takes no schema. */
  notes: readonly string[];
}

/** Keeps the scores of the neurons' explanations, without the single pictures' answers. */
export async function writeNeuronScores(
  run: Run,
  { settings, scored, known, notes }: NeuronScoresRecord,
): Promise<void> {
  const neurons = scored.map(({ whole, bare, ablation }) => {
    const { layer, neuron, simulation, detection, notes } = whole;
    const withoutMap = bare && { simulation: bare.simulation, detection: bare.detection };
    return { layer, neuron, simulation, detection, ...(withoutMap ? { withoutMap } : {}), ablation, notes };
  });
  const sources = ["weights.bin", "stats.json", ...neurons.map((one) => `neurons/${neuronName(one)}.json`)];
  await writeJson(run, "neuron_scores.json", { settings, neurons, known, notes }, sources);
}

/** Keeps a layer's summary, stamped with the explanations of the neurons that it condenses. */
export async function writeLayer(run: Run, layer: number, summary: Summary, neurons: number): Promise<void> {
  const sources = Array.from({ length: neurons }, (_, neuron) => `neurons/${neuronName({ layer, neuron })}.json`);
  await writeJson(run, `layers/L${layer}.json`, { layer, ...summary }, sources);
}

/** The summaries of a network's hidden layers. */
export async function readLayers(run: Run, count: number): Promise<Summary[]> {
  return await Promise.all(
    Array.from({ length: count }, (_, layer) => readJson<Summary>(run, `layers/L${layer}.json`)),
  );
}

/** The name of a neuron in file names and captions: L0N02 is neuron 2 of layer 0. */
export function neuronName({ layer, neuron }: { layer: number; neuron: number }): string {
  return `L${layer}N${String(neuron).padStart(2, "0")}`;
}

/** Keeps the summary of the network, stamped with the summaries of its layers. */
export async function writeNetworkSummary(run: Run, summary: Summary, layers: number): Promise<void> {
  await writeJson(run, "network.json", summary, Array.from({ length: layers }, (_, layer) => `layers/L${layer}.json`));
}
