// The data lines of the prompt about a network of two inputs: written, and read back.

import { first, matches, number, readBlocks } from "./line_patterns.ts";

/** A hidden neuron: everything that there is to know of it. */
export interface XorNeuron {
  weights: readonly number[];
  bias: number;
  /** Its activation for each of the inputs given beside it, in their order. */
  activations: readonly number[];
  /** The input that maximising found, and the value there before the relu; none for a dead neuron. */
  maximisation?: { input: readonly number[]; preActivation: number };
}

/** The output: its weights, one for each hidden neuron, its bias, and what it gives for each input. */
export interface XorOutput {
  weights: readonly number[];
  bias: number;
  outputs: readonly number[];
}

/** `Neuron 0:` and its lines below it, for each hidden neuron. */
export function xorNeuronLines(neurons: readonly XorNeuron[], inputs: readonly (readonly number[])[]): string {
  return neurons.map(({ weights, bias, activations, maximisation }, neuron) =>
    [
      `Neuron ${neuron}:`,
      `Weights: ${weights.join(", ")}`,
      `Bias: ${bias}`,
      ...inputs.map((input, i) => `Activation for input ${input.join(" ")}: ${activations[i]}`),
      ...(maximisation
        ? [`Maximising input: ${maximisation.input.join(", ")}, value: ${maximisation.preActivation}`]
        : []),
    ].join("\n")
  ).join("\n\n");
}

/** The output's lines. */
export function xorOutputLines({ weights, bias, outputs }: XorOutput, inputs: readonly (readonly number[])[]): string {
  return [
    `Final weights: ${weights.join(", ")}`,
    `Final bias: ${bias}`,
    ...inputs.map((input, i) => `Output for input ${input.join(" ")}: ${outputs[i]}`),
  ].join("\n");
}

/** The neurons and the output that a text lists; undefined where it lists no value for any input. Missing lines are left out. */
export function readXorNetwork(text: string) {
  if (matches(text, `^(?:Activation|Output) for input ${bits}: ${number}`).length === 0) return undefined;
  const neurons = readBlocks(text, /^[ \t]*Neuron (\d+):[ \t]*$/gm).map(({ name, body }) => {
    const maximum = matches(body, `^Maximising input: (.+), value: ${number}`)[0];
    return {
      neuron: Number(name),
      weights: readList(body, "Weights"),
      bias: first(body, `^Bias: ${number}`),
      activations: readTable(body, "Activation"),
      maximisation: maximum && { input: maximum[0].split(",").map(Number), preActivation: Number(maximum[1]) },
    };
  });
  const output = {
    weights: readList(text, "Final weights"),
    bias: first(text, `^Final bias: ${number}`),
    outputs: readTable(text, "Output"),
  };
  return { neurons, output };
}

const bits = "([01](?: [01])*)";

/** Values by input, as "0 1". */
function readTable(text: string, key: string): Map<string, number> {
  return new Map(
    matches(text, `^${key} for input ${bits}: ${number}`).map(([input, value]) => [input, Number(value)]),
  );
}

function readList(text: string, key: string): number[] {
  const found = matches(text, `^${key}: (.+)`)[0];
  const list = found ? found[0].split(",").map(Number) : [];
  return list.every(Number.isFinite) ? list : [];
}
