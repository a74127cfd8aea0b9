// All that is known of a network for XOR, which is small enough to be looked at whole.

import { squareInputs, xorExamples } from "../data/mod.ts";
import { activationsOf, logitsOf, type Network, weightRows } from "../network/mod.ts";
import { type Maximisation, maximise, type MaximiseSettings } from "./maximisation.ts";
import { gatherStats } from "./statistics.ts";

/** The neurons of the hidden layer, and how the one output is made from them. */
export interface XorEvidence {
  neurons: HiddenNeuron[];
  outputWeights: number[];
  outputBias: number;
  /** The network's output at each of the four inputs. */
  outputs: number[];
}

/** A hidden neuron: its weights from the two inputs, its bias, and what it does. */
export interface HiddenNeuron {
  neuron: number;
  /** None of the four inputs brings it above zero. */
  dead: boolean;
  weights: number[];
  bias: number;
  /** At each of the four inputs. */
  activations: number[];
  /** Absent for dead neurons. */
  maximisation?: Maximisation;
}

/** Gathers the evidence of a network of two inputs, one hidden layer and one output. Throws on another shape. */
export async function gatherXorEvidence(network: Network, settings: MaximiseSettings): Promise<XorEvidence> {
  const [hidden, output] = network.layers;
  if (network.layers.length !== 2 || hidden.inputs !== 2 || output.outputs !== 1) {
    const sizes = [hidden?.inputs, ...network.layers.map(({ outputs }) => outputs)].join("-");
    throw new Error(
      `Cannot read the network: it takes 2 inputs, one hidden layer and 1 output for XOR, got ${sizes}. ` +
        "Build it so.",
    );
  }
  const { inputs } = xorExamples();
  // Each input is a class of its own, so that a class's mean is the neuron's activation at that input.
  const examples = { pixels: inputs, labels: Uint8Array.of(0, 1, 2, 3), count: 4, width: 2, height: 1 };
  const [stats] = gatherStats(network, examples, 4);
  const live = stats.filter(({ dead }) => !dead).map(({ neuron }) => neuron);
  const found = await maximise(network, { layer: 0, neurons: live }, settings);
  const rows = weightRows(hidden);
  return {
    neurons: stats.map(({ neuron, dead, classes }): HiddenNeuron => {
      const maximisation = found.find((one) => one.neuron === neuron);
      const activations = classes.map(({ mean }) => mean);
      return { neuron, dead, weights: rows[neuron], bias: hidden.bias[neuron], activations, maximisation };
    }),
    outputWeights: weightRows(output)[0],
    outputBias: output.bias[0],
    outputs: Array.from(logitsOf(network, inputs)),
  };
}

/** A network's response over the unit square: its hidden neurons' activations and its output, at squareInputs(side). */
export function squareResponses(network: Network, side: number): { neurons: Float32Array[]; output: Float32Array } {
  const activations = activationsOf(network, squareInputs(side));
  const output = activations.at(-1)!;
  if (network.layers.length === 1) return { neurons: [], output };
  const width = network.layers[0].outputs;
  const neurons = Array.from({ length: width }, (_, neuron) => {
    return activations[0].filter((_, i) => i % width === neuron);
  });
  return { neurons, output };
}
