// The one prompt about a small network with two inputs: all of its numbers, neuron by neuron, and the question.

import { xorInputs } from "../data/mod.ts";
import type { XorEvidence } from "../evidence/mod.ts";
import type { Message } from "../chat/mod.ts";
import { contextMessages, type PromptSettings } from "./context.ts";
import { fillText } from "./fill.ts";
import { xorNeuronLines, xorOutputLines } from "./xor_lines.ts";

/** The whole prompt but for the background. */
export const xorTemplate = `The following are the hidden neurons of the network,
  each with its weights from the inputs, its bias, its activation for each possible input,
  and an input that was found to maximise it, with its value before the relu there.
{neurons}

The output is a weighted sum of the hidden neurons' activations. Its weights, in the neurons' order,
  its bias, and what it gives for each possible input:
{output}

Say for each neuron what it stands for, as a condition on the inputs,
  with the reasons that the numbers give.
  Then summarise how the network as a whole arrives at its output,
  and which function of the inputs it computes.`;

/** What stands at the head of the prompt. */
export const xorBackgroundTemplate = `The network to be explained is a small MLP: {inputs} inputs that are 0 or 1,
  one hidden layer of {width} relu neurons, and one linear output.
  It was trained with mean squared error to give 1 for some of the inputs and 0 for the others.`;

/** What the template's placeholders stand for. Figures have four digits after the point, as many as the page prints. */
export function xorValues(
  { neurons, outputWeights, outputBias, outputs }: XorEvidence,
): { neurons: string; output: string } {
  const rounded = neurons.map(({ weights, bias, activations, maximisation }) => ({
    weights: weights.map(round),
    bias: round(bias),
    activations: activations.map(round),
    maximisation: maximisation && {
      input: Array.from(maximisation.input, round),
      preActivation: round(maximisation.preActivation),
    },
  }));
  const output = { weights: outputWeights.map(round), bias: round(outputBias), outputs: outputs.map(round) };
  return { neurons: xorNeuronLines(rounded, xorInputs), output: xorOutputLines(output, xorInputs) };
}

/** The single prompt about a network for XOR. */
export function xorMessages({ templates }: Pick<PromptSettings, "templates">, evidence: XorEvidence): Message[] {
  const figures = { inputs: xorInputs[0].length, width: evidence.neurons.length };
  const background = fillText(templates.xorBackground, figures);
  return contextMessages({ background, templates }, templates.xor, xorValues(evidence));
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
