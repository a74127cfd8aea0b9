// Attribution: which weights, which ink and which neurons make a neuron or an output what it is.

import { type LabelledImages, pixelsAt } from "../data/mod.ts";
import { type DenseLayer, inputGradient, type Network, weightsInto } from "../network/mod.ts";
import { type ClassStats, poolClasses } from "./statistics.ts";

/** A weight into a neuron, and the index of the activation (of the layer before) that it comes from. */
export interface Connection {
  from: number;
  weight: number;
}

/**
 * The weights of largest magnitude into one of a layer's neurons, signed, the largest first; ten as on the blog, or all
 * where there are fewer. Throws on a count that is none.
 */
export function strongestConnections(layer: DenseLayer, neuron: number, count = 10): Connection[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot list connections: how many is a whole number from 1 up, got ${count}. Choose one as 10.`,
    );
  }
  return weightsInto(layer, neuron).map((weight, from): Connection => ({ from, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.from - b.from).slice(0, count);
}

/**
 * Direct logit attribution: what a neuron of the last hidden layer adds to each output on the mean, its weight to the
 * output times its mean activation over all images (Elhage et al., "A Mathematical
 * Framework for Transformer Circuits", 2021). Empty for neurons of other layers, which reach the outputs only through
 * later ones.
 */
export function directLogitAttribution(
  { layers }: Network,
  { layer, neuron, classes }: { layer: number; neuron: number; classes: readonly ClassStats[] },
): number[] {
  if (layer !== layers.length - 2) return [];
  const { mean } = poolClasses(classes);
  const { outputs, weights } = layers[layer + 1];
  return Array.from({ length: outputs }, (_, output) => weights[neuron * outputs + output] * mean);
}

/**
 * Gradient × input, the mean over some images: gradient × (pixel + 1), what each pixel's ink adds to the neuron's
 * pre-activation, against the same picture without ink (Shrikumar et al., "Not just a black box: learning important
 * features through propagating activation differences", 2016). In the first layer the sum over all pixels is exactly the
 * mean pre-activation less that of an empty picture; in later layers it holds as far as no relu switches on the way.
 *
 * @param places The places of the images. Throws without any.
 */
export function gradientTimesInput(
  network: Network,
  images: LabelledImages,
  { layer, neuron, places }: { layer: number; neuron: number; places: readonly number[] },
): Float32Array {
  if (places.length === 0) {
    throw new RangeError("Cannot average gradient × input: it takes one image or more, got 0. Choose some places.");
  }
  const inputs = pixelsAt(images, places);
  const { gradient } = inputGradient(network, layer, { inputs, neurons: places.map(() => neuron) });
  const size = network.layers[0].inputs;
  const sums = new Float64Array(size);
  gradient.forEach((slope, i) => sums[i % size] += slope * (inputs[i] + 1));
  return Float32Array.from(sums, (sum) => sum / places.length);
}

/** How alike what is added is in two groups of images: the cosine of the positive parts, from 0 to 1. */
export function attributionOverlap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [Math.max(0, a[i]), Math.max(0, b[i])];
    [ab, aa, bb] = [ab + x * y, aa + x * x, bb + y * y];
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
