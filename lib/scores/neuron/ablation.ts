// Ablation: what a neuron is good for, by what happens to the network's answers without it.

import type { LabelledImages } from "../../data/mod.ts";
import { activationsOf, answersOf, logitsOf, type Network } from "../../network/mod.ts";
import { mean } from "simple-statistics";

/** What an ablation changes on the images of one class, as after − before; null where there are no images. */
export interface ClassChange {
  label: number;
  count: number;
  /** In the share of right answers. */
  accuracy: number | null;
  /** In the logit of the class itself, on the mean. */
  ownLogit: number | null;
  /** In the logit of every output, on the mean. */
  logits: number[] | null;
}

/** What it does to a network when one of its hidden neurons has the same value for every image. */
export interface Ablation {
  layer: number;
  neuron: number;
  /** Zero takes the neuron away; its mean takes away only what it tells apart. */
  kind: "zero" | "mean";
  /** The value that it is held at: 0, or its mean activation over the images. */
  heldAt: number;
  /** The change in the share of right answers over all images. */
  accuracy: number;
  classes: ClassChange[];
}

/**
 * Holds each neuron of a hidden layer at zero, and at its mean, and measures what changes. The layer's activations are
 * computed once; for each ablation only the layers after it run again. Two ablations a neuron, `zero` first. Throws on a
 * layer that is not hidden, on neurons that it lacks, and without images.
 */
export function ablate(
  network: Network,
  images: LabelledImages,
  { layer, neurons }: { layer: number; neurons?: readonly number[] },
): Ablation[] {
  const { outputs: width } = checkLayer(network, layer);
  const chosen = neurons ?? Array.from({ length: width }, (_, neuron) => neuron);
  checkNeurons(chosen, width, layer);
  const classes = network.layers.at(-1)!.outputs;
  checkImages(images, classes);
  const activations = activationsOf(network, images.pixels);
  const [hidden, intact] = [activations[layer], activations.at(-1)!];
  const rest = { layers: network.layers.slice(layer + 1) };
  return chosen.flatMap((neuron) => {
    const column = hidden.filter((_, i) => i % width === neuron);
    const average = mean(Array.from(column));
    const found = (["zero", "mean"] as const).map((kind): Ablation => {
      const heldAt = kind === "zero" ? 0 : average;
      for (let i = neuron; i < hidden.length; i += width) hidden[i] = heldAt;
      return { layer, neuron, kind, heldAt, ...compare(intact, logitsOf(rest, hidden), { ...images, classes }) };
    });
    column.forEach((value, i) => hidden[i * width + neuron] = value);
    return found;
  });
}

function compare(
  before: Float32Array,
  after: Float32Array,
  { labels, classes, count }: LabelledImages & { classes: number },
): Pick<Ablation, "accuracy" | "classes"> {
  const [rightBefore, rightAfter] = [before, after].map((logits) => {
    const answers = answersOf(logits, classes);
    return tally(labels, classes, (i) => answers[i] === labels[i] ? 1 : 0);
  });
  const counts = tally(labels, classes, () => 1);
  const changes = Array.from({ length: classes }, (_, output) => {
    return tally(labels, classes, (i) => after[i * classes + output] - before[i * classes + output]);
  });
  const found = counts.map((size, label): ClassChange => {
    if (size === 0) return { label, count: 0, accuracy: null, ownLogit: null, logits: null };
    const logits = changes.map((sums) => sums[label] / size);
    const accuracy = (rightAfter[label] - rightBefore[label]) / size;
    return { label, count: size, accuracy, ownLogit: logits[label], logits };
  });
  const gained = counts.reduce((sum, _, label) => sum + rightAfter[label] - rightBefore[label], 0);
  return { accuracy: gained / count, classes: found };
}

/** The sum of a quantity over the images of each class. */
function tally(labels: Uint8Array, classes: number, quantity: (i: number) => number): number[] {
  const sums = new Array<number>(classes).fill(0);
  labels.forEach((label, i) => sums[label] += quantity(i));
  return sums;
}

function checkLayer({ layers }: Network, layer: number) {
  const last = layers.length - 2;
  if (last >= 0 && Number.isInteger(layer) && layer >= 0 && layer <= last) return layers[layer];
  const which = last < 0 ? "this network has no hidden layer" : `the hidden layers run from 0 to ${last}`;
  throw new RangeError(`Cannot ablate: ${which}, got layer ${layer}. Choose a hidden layer.`);
}

function checkImages({ labels, count }: LabelledImages, classes: number): void {
  if (count === 0) throw new Error("Cannot ablate: it takes images to measure on, got 0. Use the test half.");
  const label = labels.find((label) => label >= classes);
  if (label === undefined) return;
  throw new Error(
    `Cannot ablate: each class needs an output of its own, got class ${label} with ${classes} outputs. ` +
      "Use the data set that the network was trained on.",
  );
}

function checkNeurons(neurons: readonly number[], width: number, layer: number): void {
  const wrong = neurons.find((neuron) => !Number.isInteger(neuron) || neuron < 0 || neuron >= width);
  if (wrong === undefined) return;
  throw new RangeError(
    `Cannot ablate: the neurons of layer ${layer} run from 0 to ${width - 1}, got ${wrong}. Choose among them.`,
  );
}
