// What each hidden neuron does over the classes of a data set: its mean, its spread, its largest value.

import type { LabelledImages } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";

/** A neuron's activations over the images of one class. */
export interface ClassStats {
  /** The class, an index into the data set's class names. */
  label: number;
  /** How many images of the class there are. */
  count: number;
  mean: number;
  /** The population standard deviation: the root of the mean squared distance from the mean. */
  std: number;
  /** 0 where there are no images. */
  largest: number;
}

/** A hidden neuron over all images. It is dead when no image brings it above zero. */
export interface NeuronStats {
  layer: number;
  neuron: number;
  dead: boolean;
  largest: number;
  classes: ClassStats[];
}

/**
 * The statistics of all hidden neurons over all the images, in one pass and in float64 (Welford's algorithm, "Note on
 * a method for calculating corrected sums of squares and products", 1962).
 *
 * @returns For each hidden layer its neurons, in order. A class without images has mean and spread 0. Throws on
 * pictures of another size than the network takes.
 */
export function gatherStats(network: Network, images: LabelledImages, classes: number): NeuronStats[][] {
  const { inputs } = network.layers[0];
  if (images.width * images.height !== inputs) {
    throw new Error(
      `Cannot gather statistics: the network takes ${inputs} pixels, got pictures of ${images.width} by ` +
        `${images.height}. Use the data set that it was trained on.`,
    );
  }
  const hidden = activationsOf(network, images.pixels).slice(0, -1);
  return hidden.map((activations, layer) => {
    const width = network.layers[layer].outputs;
    const tallies = tally(activations, images.labels, { width, classes });
    return Array.from({ length: width }, (_, neuron): NeuronStats => {
      const own = Array.from({ length: classes }, (_, label) => tallies(neuron, label));
      const largest = Math.max(...own.map((entry) => entry.largest));
      return { layer, neuron, dead: largest <= 0, largest, classes: own };
    });
  });
}

/** One neuron's column of a layer's activations, by class: what its distributions are drawn from. */
export function activationsByClass(
  activations: Float32Array,
  labels: Uint8Array,
  { width, neuron, classes }: { width: number; neuron: number; classes: number },
): Float32Array[] {
  const found: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, i) => found[label].push(activations[i * width + neuron]));
  return found.map((values) => Float32Array.from(values));
}

function tally(activations: Float32Array, labels: Uint8Array, { width, classes }: { width: number; classes: number }) {
  const counts = new Uint32Array(classes);
  const [means, squares, largest] = [1, 2, 3].map(() => new Float64Array(classes * width));
  labels.forEach((label, i) => {
    const count = ++counts[label];
    for (let neuron = 0; neuron < width; neuron++) {
      const value = activations[i * width + neuron];
      const place = label * width + neuron;
      const distance = value - means[place];
      means[place] += distance / count;
      squares[place] += distance * (value - means[place]);
      if (value > largest[place]) largest[place] = value;
    }
  });
  return (neuron: number, label: number): ClassStats => {
    const [place, count] = [label * width + neuron, counts[label]];
    const std = count === 0 ? 0 : Math.sqrt(squares[place] / count);
    return { label, count, mean: means[place], std, largest: largest[place] };
  };
}
