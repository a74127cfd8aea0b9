// The single prompt about a network for XOR: all of its evidence at once, neuron after neuron.

import { xorInputs } from "../data/xor.ts";
import type { XorEvidence, XorNeuron } from "../evidence/xor.ts";
import type { Message } from "./chat.ts";
import { connectionLines, deadNeuron } from "./lines.ts";
import { type PromptValues, renderMessages } from "./prompts.ts";

/** Asks for each neuron's meaning and for a summary of the whole network. */
export const xorWording = `Below is everything that was measured of the network's hidden layer.
For each neuron there are its weights from the two inputs, its bias, and its value after the relu at each of the four \
possible inputs.
The maximising input is the one at which the neuron's value, less the sum of the squared inputs, is largest; \
it was searched for among all numbers, not only 0 and 1.

{neurons}

The output is the weighted sum of the neurons' values and a bias, without relu. Its weights and its bias are:
{connections}

The outputs of the network are:
{outputs}

For each neuron, say which inputs it responds to and what you think it stands for, and give the figures that tell you.
Then summarise the network as a whole: which neurons make up each of the four outputs, which of them cancel each other, \
and which play no part.`;

/** What the wording's placeholders stand for. Figures have four digits after the point, as many as the page prints. */
export function xorValues({ neurons, outputWeights, outputBias, outputs }: XorEvidence): PromptValues {
  const connections = outputWeights.map((weight, from) => ({ from, weight: round(weight) }));
  return {
    neurons: neurons.map(neuronLines).join("\n\n"),
    connections: `${connectionLines(connections)}\nBias: ${round(outputBias)}`,
    outputs: valueLines("Output", outputs),
  };
}

/** The prompt about a network for XOR. */
export function xorMessages(
  background: string,
  evidence: XorEvidence,
  { wording = xorWording }: { wording?: string } = {},
): Message[] {
  return renderMessages(background, wording, xorValues(evidence));
}

function neuronLines({ neuron, weights, bias, values, maximisation }: XorNeuron): string {
  return [
    `Neuron ${neuron}:`,
    ...weights.map((weight, input) => `Input ${input}, weight: ${round(weight)}`),
    `Bias: ${round(bias)}`,
    valueLines("Value", values),
    maximisation === undefined
      ? deadNeuron
      : `Maximising input: ${Array.from(maximisation.input, round).join(" ")}, value there: ${
        round(maximisation.activation)
      }`,
  ].join("\n");
}

/** `Value at 0 1: 0.9647`, a line for each of the four inputs. */
function valueLines(what: string, values: readonly number[]): string {
  return values.map((value, i) => `${what} at ${xorInputs[i].join(" ")}: ${round(value)}`).join("\n");
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
