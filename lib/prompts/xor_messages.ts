// The messages about a network for XOR: its evidence put into the wording.

import { xorInputs } from "../data/mod.ts";
import type { XorEvidence } from "../evidence/mod.ts";
import type { Message } from "../chat/mod.ts";
import { fillText, renderMessages } from "./templates.ts";
import { xorBackgroundWording, xorNeuronLines, xorOutputLines, xorWording } from "./xor_prompt.ts";

/** What the wording's placeholders stand for. Figures have four digits after the point, as many as the page prints. */
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
export function xorMessages(
  evidence: XorEvidence,
  { wording = xorWording, backgroundWording = xorBackgroundWording }: {
    wording?: string;
    backgroundWording?: string;
  } = {},
): Message[] {
  const background = fillText(backgroundWording, { inputs: xorInputs[0].length, width: evidence.neurons.length });
  return renderMessages(background, wording, xorValues(evidence));
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
