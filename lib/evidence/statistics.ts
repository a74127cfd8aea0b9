// What each hidden neuron does over the classes of a data set: its mean, its spread, its largest value.

// @ts-types="@types/d3-array"
import { sum } from "d3-array";
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

/**
 * What every layer answers to a picture without ink, the logits last: what a neuron's class means are to be read against,
 * for a neuron can be strong on all classes and on an empty sheet too.
 *
 * @param blank The value of a pixel without ink.
 */
export function blankActivations(network: Network, blank = -1): number[][] {
  const picture = new Float32Array(network.layers[0].inputs).fill(blank);
  return activationsOf(network, picture).map((values) => Array.from(values));
}

/**
 * For each class how many standard deviations its images stand above all others: (m − m′) / s, with the means m over the
 * class and m′ over the rest, and s² the mean of the two population variances, weighed by their numbers of images. This
 * is Cohen's d with the pooled deviation (Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988). Null
 * for a class without images or without a rest, and where nothing varies within either.
 */
export function classContrasts(classes: readonly ClassStats[]): (number | null)[] {
  return classes.map((own) => {
    const rest = poolClasses(classes.filter((other) => other !== own));
    if (own.count === 0 || rest.count === 0) return null;
    const variance = (own.count * own.std ** 2 + rest.count * rest.variance) / (own.count + rest.count);
    return variance === 0 ? null : (own.mean - rest.mean) / Math.sqrt(variance);
  });
}

/** Several classes as one, with the variance within them and between them. */
export function poolClasses(classes: readonly ClassStats[]): { count: number; mean: number; variance: number } {
  const count = sum(classes, (one) => one.count);
  if (count === 0) return { count, mean: 0, variance: 0 };
  const mean = sum(classes, (one) => one.count * one.mean) / count;
  const square = sum(classes, (one) => one.count * (one.std ** 2 + (one.mean - mean) ** 2));
  return { count, mean, variance: square / count };
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
