// A layer's weights as people read them: a row for each neuron, as PyTorch prints them.

import type { DenseLayer } from "./mlp.ts";

/** The weights into each of a layer's neurons: [neuron][input]. */
export function weightRows(layer: DenseLayer): number[][] {
  return Array.from({ length: layer.outputs }, (_, neuron) => weightsInto(layer, neuron));
}

/** The weights into one of a layer's neurons, or into one of the outputs, in the order of the layer's inputs. */
export function weightsInto({ inputs, outputs, weights }: DenseLayer, neuron: number): number[] {
  return Array.from({ length: inputs }, (_, input) => weights[input * outputs + neuron]);
}

/** The layer of given weights, [neuron][input], and biases. Throws unless each neuron has one bias and equal rows. */
export function layerFromRows(rows: readonly (readonly number[])[], bias: readonly number[]): DenseLayer {
  const [inputs, outputs] = [rows[0]?.length ?? 0, rows.length];
  if (inputs === 0 || bias.length !== outputs || rows.some((row) => row.length !== inputs)) {
    throw new RangeError(
      "Cannot make a layer: it needs a row of weights and a bias for each neuron, all rows of one length, " +
        `got rows of ${rows.map((row) => row.length).join(", ")} and ${bias.length} biases. Complete them.`,
    );
  }
  const weights = Float32Array.from({ length: inputs * outputs }, (_, i) => rows[i % outputs][Math.floor(i / outputs)]);
  return { inputs, outputs, weights, bias: Float32Array.from(bias) };
}
