// How much each hidden neuron can move the outputs: which neurons matter where there are too many to tell of all.

import type { Network } from "../network/mod.ts";
import { type NeuronStats, poolClasses } from "./statistics.ts";

/**
 * For each hidden layer the strengths of its neurons: a neuron's mean activation over all images, times what its paths add
 * up to, |weight| × |weight| × … over each path, for the output where that is the most. Signs and relus are left out, so
 * that it is a bound and not the effect itself.
 */
export function neuronStrengths(
  { layers }: Network,
  stats: readonly (readonly NeuronStats[])[],
): number[][] {
  const outputs = layers.at(-1)!.outputs;
  const strengths: number[][] = [];
  // What one unit of each activation can add to each output: to the outputs themselves, each its own.
  let reach = Array.from(
    { length: outputs },
    (_, output) => Array.from({ length: outputs }, (_, i) => +(i === output)),
  );
  for (let layer = stats.length - 1; layer >= 0; layer--) {
    const next = layers[layer + 1];
    reach = Array.from({ length: next.inputs }, (_, from) => {
      const sums = new Array<number>(outputs).fill(0);
      for (const [to, reached] of reach.entries()) {
        const weight = Math.abs(next.weights[from * next.outputs + to]);
        for (let output = 0; output < outputs; output++) sums[output] += weight * reached[output];
      }
      return sums;
    });
    strengths[layer] = stats[layer].map((one, neuron) => poolClasses(one.classes).mean * Math.max(...reach[neuron]));
  }
  return strengths;
}
