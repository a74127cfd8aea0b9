// What the ink of images adds to a neuron, pixel by pixel: why just these images excite it.

import { type LabelledImages, pixelsOf } from "../data/mod.ts";
import { inputGradient, type Network } from "../network/mod.ts";

/**
 * The mean over some images of gradient × (pixel + 1): what each pixel's ink adds to the neuron's pre-activation, against
 * the same picture without ink (Shrikumar et al., "Not just a black box: learning important features through propagating
 * activation differences", 2016, on gradient × input). In the first layer the sum over all pixels is exactly the mean
 * pre-activation less that of an empty picture; in later layers it holds as far as no relu switches on the way.
 *
 * @param places The places of the images. Throws without any.
 */
export function meanContributions(
  network: Network,
  images: LabelledImages,
  { layer, neuron, places }: { layer: number; neuron: number; places: readonly number[] },
): Float32Array {
  if (places.length === 0) {
    throw new RangeError("Cannot average contributions: it takes one image or more, got 0. Choose some places.");
  }
  const size = network.layers[0].inputs;
  const inputs = new Float32Array(places.length * size);
  places.forEach((place, row) => inputs.set(pixelsOf(images, place), row * size));
  const { gradient } = inputGradient(network, layer, { inputs, neurons: places.map(() => neuron) });
  const sums = new Float64Array(size);
  gradient.forEach((slope, i) => sums[i % size] += slope * (inputs[i] + 1));
  return Float32Array.from(sums, (sum) => sum / places.length);
}

/** How alike what is added is in two groups of images: the cosine of the positive parts, from 0 to 1. */
export function contributionOverlap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [Math.max(0, a[i]), Math.max(0, b[i])];
    [ab, aa, bb] = [ab + x * y, aa + x * x, bb + y * y];
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
