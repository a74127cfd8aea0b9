// How well a network does: its loss, its share of right answers, and how many examples each hidden neuron is active on.

import { answerOf } from "./answers.ts";
import type { Loss } from "./loss.ts";
import { type Network, runInChunks } from "./mlp.ts";

/** What a network learns from, or is judged on: inputs and targets, example after example. */
export interface Examples {
  inputs: Float32Array;
  targets: Float32Array;
}

/** The mean loss, and the share of examples that the network answers as their target says: see answerOf(). */
export interface Evaluation {
  loss: number;
  accuracy: number;
}

/** The network's mean loss and accuracy over the examples. Throws unless there are as many targets as outputs. */
export function evaluate(network: Network, examples: Examples, lossOf: Loss): Evaluation {
  const { loss, accuracy } = evaluateNeurons(network, examples, lossOf);
  return { loss, accuracy };
}

/** The same, and for each hidden layer the number of examples on which each of its neurons is above zero. */
export function evaluateNeurons(
  network: Network,
  { inputs, targets }: Examples,
  lossOf: Loss,
): Evaluation & { active: number[][] } {
  const width = network.layers.at(-1)!.outputs;
  const outputs = new Float32Array(inputs.length / network.layers[0].inputs * width);
  const active = network.layers.slice(0, -1).map((layer) => new Array<number>(layer.outputs).fill(0));
  runInChunks(network, inputs, (activations, start) => {
    outputs.set(activations.at(-1)!, start * width);
    active.forEach((counts, layer) => countActive(activations[layer], counts));
  });
  const count = outputs.length / width;
  if (count === 0 || targets.length !== outputs.length) {
    throw new Error(
      `Cannot evaluate the network: ${count} examples with ${width} outputs need ${outputs.length} targets, ` +
        `one or more, got ${targets.length}. Use inputs and targets that belong together.`,
    );
  }
  let right = 0;
  for (let start = 0; start < outputs.length; start += width) {
    if (answerOf(outputs.subarray(start, start + width)) === answerOf(targets.subarray(start, start + width))) right++;
  }
  return { loss: lossOf(outputs, targets, width).loss, accuracy: right / count, active };
}

function countActive(activations: Float32Array, counts: number[]): void {
  for (let i = 0; i < activations.length; i += counts.length) {
    for (let neuron = 0; neuron < counts.length; neuron++) if (activations[i + neuron] > 0) counts[neuron]++;
  }
}
