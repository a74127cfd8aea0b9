// The prompt that condenses a layer from its neurons' explanations.

import type { Message } from "../chat/mod.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { readBlocks } from "./line_patterns.ts";

/** A neuron and its explanation; none, or the label, for a dead one. */
export interface Feature {
  neuron: number;
  text?: string;
  /** How much it matters: the strongest are told in full where a layer is summarised in parts. */
  strength?: number;
}

/** One layer, condensed from the explanations of its neurons. */
export const layerTemplate = `The following is the summary of each activation that you gave:
{features}

Now please give a summary of the most important features in the layer, feature by feature,
  and include all the details critical to predicting its activation.
  Feel free to ignore unimportant neurons such as dead neurons,
  and please include connections to previous layers in later layers.
Example:
Feature 1: Captures the horizontal top of digits, activating for digits such as 5 and 7
  but not for the digit 4.
Feature 2: Captures the circular nature of digits such as 0, made by positive weights
  from features 4 (left curve on right side of image) and 6 (right curve on left side of image)
  from the previous layer.
  It also has negative interference from features 3 and 7
  (left curve on left side of image and right curve on right side of the image).
Feature 4: Captures the absence of a center, made by a negative weight to feature 1 from layer 0
  (presence of a center), which is amplified by other features
  such as a negative weight to feature 3,
  which captures the presence of a solid line down the middle.`;

/** What stands in the place of a dead neuron's explanation. */
export const deadNeuron = "Dead neuron";

/** The prompt that condenses a layer; `explanations` holds all its neurons, the dead ones with their label. */
export function layerMessages(context: NetworkContext, explanations: readonly Feature[]): Message[] {
  return contextMessages(context, context.templates.layer, { features: featureLines(explanations) });
}

/** `Feature 2:` with its explanation, `Dead neuron` where it has none, for each neuron of a layer. */
export function featureLines(features: readonly Feature[]): string {
  return features.map(({ neuron, text }) => `Feature ${neuron}:\n${text ?? deadNeuron}`).join("\n\n");
}

/** The features that a text lists with their explanations; what follows the last one goes on to the text's end. */
export function readFeatures(text: string): { neuron: number; text: string; dead: boolean }[] {
  return readBlocks(text, /^[ \t]*Feature (\d+):[ \t]*$/gm)
    .map(({ name, body }) => ({ neuron: Number(name), text: body, dead: /^dead neuron/i.test(body) }));
}
