// Rows of tables about a network for XOR: its numbers, neuron by neuron, and what its output is made of.

import { xorInputs } from "../data/mod.ts";
import type { XorEvidence } from "../evidence/mod.ts";

const names = xorInputs.map((input) => input.join(" "));

/** A row for each hidden neuron (its weights, its bias, its value at each of the four inputs), and one for the output. */
export function xorNeuronRows({ neurons, outputWeights, outputBias, outputs }: XorEvidence) {
  const at = (values: readonly number[]) => Object.fromEntries(values.map((value, i) => [`at ${names[i]}`, value]));
  const rows = neurons.map(({ neuron, weights: [first, second], bias, activations, dead }) => ({
    neuron: `${neuron}${dead ? " (dead)" : ""}`,
    "weight from 1st": first,
    "weight from 2nd": second,
    bias,
    ...at(activations),
    "weight to output": outputWeights[neuron],
  }));
  return [...rows, { neuron: "output", bias: outputBias, ...at(outputs) }];
}

/** A row for each input: what each neuron adds to the output, its value times its weight, and the bias. */
export function xorTermRows({ neurons, outputWeights, outputBias, outputs }: XorEvidence) {
  return names.map((input, i) => ({
    input,
    ...Object.fromEntries(
      neurons.map(({ neuron, activations }) => [`from neuron ${neuron}`, activations[i] * outputWeights[neuron]]),
    ),
    bias: outputBias,
    output: outputs[i],
  }));
}
