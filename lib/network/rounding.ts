// What printed weights leave open: the activations of all networks whose weights and biases round to these.

import type { DenseLayer, Network } from "./mlp.ts";
import { weightRows } from "./rows.ts";

/** All values from the low one to the high one. */
export interface Range {
  low: number;
  high: number;
}

/**
 * For each layer its neurons' ranges at one input, by interval arithmetic: each weight and bias may be off by `error`,
 * half a unit of the last digit printed. The ranges hold for certain, and can be wider than they need to be.
 */
export function rangesOf(network: Network, input: readonly number[], error: number): Range[][] {
  let ranges = input.map((value): Range => ({ low: value, high: value }));
  return network.layers.map((layer, k) => {
    const sums = addUp(layer, ranges, error);
    const last = k === network.layers.length - 1;
    ranges = last ? sums : sums.map(({ low, high }) => ({ low: Math.max(0, low), high: Math.max(0, high) }));
    return ranges;
  });
}

function addUp(layer: DenseLayer, ranges: readonly Range[], error: number): Range[] {
  return weightRows(layer).map((weights, neuron) => {
    const products = weights.map((weight, i) => {
      const { low, high } = ranges[i];
      return [weight - error, weight + error].flatMap((edge) => [edge * low, edge * high]);
    });
    const bias = layer.bias[neuron];
    return {
      low: products.reduce((sum, corners) => sum + Math.min(...corners), bias - error),
      high: products.reduce((sum, corners) => sum + Math.max(...corners), bias + error),
    };
  });
}
