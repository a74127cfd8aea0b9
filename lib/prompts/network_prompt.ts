// The prompt that summarises the network, from its layers' summaries and the weights of its outputs.

import type { OutputEvidence } from "../evidence/mod.ts";
import type { Message, Part } from "../chat/mod.ts";
import { type ConnectionLine, connectionLines, readConnections } from "./connection_lines.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { fillTemplate } from "./fill.ts";
import { first, number, readBlocks } from "./line_patterns.ts";
import { portraitValues } from "./portraits.ts";

/** An output as a prompt lists it; the bias only where the prompt is to be complete. */
export interface OutputLine {
  label: string;
  connections: readonly ConnectionLine[];
  bias?: number;
}

/** The whole network, from the layers' summaries and the weights of the outputs. */
export const networkTemplate = `You have summarized the functionality of each layer of the neural network.
Here they are:
{layers}

The most important connections for the final layer are:
{connections}

Concisely and precisely summarize how the network as a whole works,
  including specific influences of previous layers on later ones.
  Make sure to specify how each possible final output is decided upon from the penultimate layer.
Example for an XOR network with 1 layer of 4 neurons:
Summary: Feature 1 and 2 activate when the first and second inputs are active respectively,
  while Feature 0 doesn't contribute and Feature 3 increases with the total number of 1s.
  The final output is formed by activating the output if either feature 1 or 2 is active,
  and suppressing it if feature 3 is active.`;

/**
 * The prompt that summarises the network from its layers' summaries and its outputs' connections. A network without
 * hidden layers is said to have none, and the pictures of its outputs follow, where they are given.
 */
export function networkMessages(
  context: NetworkContext,
  { layers, outputs }: { layers: readonly string[]; outputs: readonly OutputEvidence[] },
): Message[] {
  const lines = outputs.map(({ output, connections, bias }): OutputLine => ({
    label: context.classNames[output],
    connections,
    bias: context.calibration && context.regularisation !== undefined ? bias : undefined,
  }));
  const messages = contextMessages(context, context.templates.network, {
    layers: layers.length === 0 ? noHiddenLayer : layerLines(layers),
    connections: outputLines(lines),
  });
  const pictures = outputs.flatMap((output) => outputPicture(context, output));
  if (pictures.length === 0) return messages;
  const { content } = messages.at(-1)!;
  const parts: Part[] = typeof content === "string" ? [{ type: "text", text: content }] : content;
  return [...messages.slice(0, -1), { role: "user", content: [...parts, ...pictures] }];
}

/** `For output 0:` with its connections, and its bias where one is given, for each output. */
export function outputLines(outputs: readonly OutputLine[]): string {
  return outputs.map(({ label, connections, bias }) =>
    [`For output ${label}:`, connectionLines(connections), ...(bias === undefined ? [] : [`Bias: ${bias}`])]
      .filter((line) => line !== "").join("\n")
  ).join("\n");
}

/** The outputs that a text lists, with the connections and the bias below each. */
export function readOutputs(text: string): { label: string; connections: ConnectionLine[]; bias?: number }[] {
  return readBlocks(text, /^For output (.+?):[ \t]*$/gm).map(({ name, body }) => ({
    label: name,
    connections: readConnections(body),
    bias: first(body, `^Bias: ${number}`),
  }));
}

/** `Layer 0:` with its summary, for each layer. */
export function layerLines(summaries: readonly string[]): string {
  return summaries.map((summary, layer) => `Layer ${layer}:\n${summary}`).join("\n");
}

/** The layers' summaries that a text lists; the last one ends where the outputs begin, or with the text. */
export function readLayers(text: string): { layer: number; text: string }[] {
  return readBlocks(text, /^[ \t]*Layer (\d+):[ \t]*$/gm)
    .map(({ name, body }) => ({ layer: Number(name), text: body.split(/^[ \t]*For output /m)[0] }));
}

const noHiddenLayer =
  "There is no hidden layer: each output adds up the pixels themselves, each times its weight, and its bias. " +
  "Activation n is pixel n, counted from 0 row after row.";

/** The picture that maximises an output, with what it is of, and what makes it readable as numbers. */
function outputPicture(context: NetworkContext, { output, maximisation }: OutputEvidence): Part[] {
  if (maximisation === undefined) return [];
  return fillTemplate(
    "The following image is the input that maximises output {label}.\n{calibration}\n{picture}",
    { label: context.classNames[output], ...portraitValues(context, maximisation) },
  );
}
