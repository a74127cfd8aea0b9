// The prompt about one neuron: its statistics, the input that excites it most, what feeds it, and richer evidence by choice.

import type { NeuronEvidence } from "../evidence/mod.ts";
import type { Message } from "../chat/mod.ts";
import { connectionLines } from "./connection_lines.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { isFloat, matches, number } from "./line_patterns.ts";
import { portraitValues } from "./portraits.ts";
import { placeEvidence, richValues } from "./rich_evidence.ts";

/** Mean and population standard deviation of a neuron's activation over one class. */
export interface ClassLine {
  label: string;
  mean: number;
  std: number;
}

/** One neuron; {evidence} is empty unless rich evidence is chosen. */
export const neuronTemplate = `Your task is to evaluate what the following activation does.
This activation is at depth {depth}, with the first layer outputs being labelled as depth 0.

The following are the average and standard deviations of the activations for each output class:
{statistics}

The following image is an input specifically designed to maximise the output of the neuron.
{picture}
{calibration}

{evidence}

The following is the summary of the previous layer:
{previousLayer}

The most important connections to the previous layer are:
{connections}

Please give an interpretation of what you think this feature means,
  and use reasoning based on the data and the image given.
The interpretation must be precise enough to be able to accurately reconstruct which images would
  trigger this neuron, e.g.,
  'This neuron activates for the 90 degrees of curve from 0 to 90 degrees.'`;

/**
 * The prompt about one live neuron. Throws for a dead one, and where evidence is chosen that is missing.
 *
 * @param template The text for this neuron alone, in the place of the run's.
 * @param previousLayer The summary of the layer before, for a neuron of a later layer.
 */
export function neuronMessages(
  context: NetworkContext,
  { layer, neuron, classes, maximisation, connections, rich }: NeuronEvidence,
  { template = context.templates.neuron, previousLayer = "" }: { template?: string; previousLayer?: string } = {},
): Message[] {
  if (maximisation === undefined) {
    throw new Error(`Cannot ask about a dead neuron, got neuron ${neuron} of layer ${layer}. Choose a live one.`);
  }
  const statistics = classes.map(({ label, mean, std }) => ({ label: context.classNames[label], mean, std }));
  return contextMessages(context, placeEvidence(template, context), {
    depth: layer,
    neuron,
    statistics: statisticsLines(statistics),
    ...portraitValues(context, maximisation),
    previousLayer,
    connections: connectionLines(connections),
    ...richValues(context, { rich, input: maximisation.input }),
  });
}

/** `Avg label 4: 19.8, std: 5.5`, a line for each class. */
export function statisticsLines(classes: readonly ClassLine[]): string {
  return classes.map(({ label, mean, std }) => `Avg label ${label}: ${mean}, std: ${std}`).join("\n");
}

/** The statistics that a text lists, in order. */
export function readStatistics(text: string): ClassLine[] {
  return matches(text, `^Avg label (.+?): ${number}, std: ${number}`)
    .map(([label, mean, std]) => ({ label, mean: Number(mean), std: Number(std) }))
    .filter(({ mean, std }) => isFloat(mean) && isFloat(std));
}
