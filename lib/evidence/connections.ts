// The weights that matter most: what a neuron or an output is made of.

import type { DenseLayer } from "../network/mod.ts";

/** A weight into a neuron, and the index of the activation (of the layer before) that it comes from. */
export interface Connection {
  from: number;
  weight: number;
}

/** The weights of largest magnitude into one of a layer's neurons, signed, the largest first; ten as on the blog. */
export function strongestConnections(layer: DenseLayer, neuron: number, count = 10): Connection[] {
  return Array.from(weightsInto(layer, neuron), (weight, from): Connection => ({ from, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.from - b.from).slice(0, count);
}

/** All the weights into one of a layer's neurons, or into one of the outputs, in the order of the layer's inputs. */
export function weightsInto({ inputs, outputs, weights }: DenseLayer, neuron: number): number[] {
  return Array.from({ length: inputs }, (_, from) => weights[from * outputs + neuron]);
}
