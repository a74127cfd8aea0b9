// How a network decides between two answers: what each neuron adds to the one rather than to the other.

// @ts-types="@types/d3-array"
import { sum } from "d3-array";
import { type LabelledImages, pixelsAt } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";

/** What one activation does for one answer against another, on the mean over the images. */
export interface MarginPart {
  /** The index of a neuron of the last hidden layer, or of a pixel where the network has none. */
  from: number;
  /** Its mean activation. */
  activation: number;
  /** Its weight to the one output less that to the other. */
  weight: number;
  /** Activation × weight. */
  adds: number;
}

/** Why one output is above another: the parts and the bias sum to the margin. */
export interface Margin {
  /** The two answers: for the first, against the second. */
  between: [number, number];
  /** How far the first one's logit is above the second's, on the mean. */
  margin: number;
  /** The first one's bias less the second's. */
  bias: number;
  /** In the order of the neurons. */
  parts: MarginPart[];
}

/**
 * The difference of two logits, neuron by neuron, for one image or on the mean over several: exact, for the logits are sums
 * over the last hidden layer. Throws without images and on classes that the network lacks.
 *
 * @param places The places of the images.
 */
export function marginBetween(
  network: Network,
  images: LabelledImages,
  { between: [one, other], places }: { between: readonly [number, number]; places: readonly number[] },
): Margin {
  const { inputs, outputs, weights, bias } = network.layers.at(-1)!;
  checkClasses([one, other], outputs);
  if (places.length === 0) {
    throw new RangeError("Cannot explain a decision: it takes one image or more, got 0. Choose some places.");
  }
  const pixels = pixelsAt(images, places);
  const activations = network.layers.length === 1 ? pixels : activationsOf(network, pixels).at(-2)!;
  const parts = Array.from({ length: inputs }, (_, from): MarginPart => {
    let total = 0;
    for (let i = from; i < activations.length; i += inputs) total += activations[i];
    const activation = total / places.length;
    const weight = weights[from * outputs + one] - weights[from * outputs + other];
    return { from, activation, weight, adds: activation * weight };
  });
  const difference = bias[one] - bias[other];
  const margin = difference + sum(parts, ({ adds }) => adds);
  return { between: [one, other], margin, bias: difference, parts };
}

function checkClasses(classes: readonly number[], outputs: number): void {
  const wrong = classes.find((label) => !Number.isInteger(label) || label < 0 || label >= outputs);
  if (wrong === undefined) return;
  throw new RangeError(
    `Cannot explain a decision: the outputs run from 0 to ${outputs - 1}, got ${wrong}. Choose two of them.`,
  );
}
