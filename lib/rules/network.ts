// Summarises a network from its layers' summaries and the weights of its outputs.

import { type ConnectionLine, readLayers, readOutputs } from "../prompts/mod.ts";
import { readEntries } from "./entries.ts";
import { chooseScale, writeOutputHeading, writeOutputRow } from "./outputs.ts";
import { nameNeuron } from "./idea.ts";

/** What the features of the last layer are called, and the weights of every output, with its strongest influences. */
export function summariseNetwork(text: string): string {
  const outputs = readOutputs(text);
  const features = readEntries(readLayers(text).at(-1)?.text ?? "");
  const given = outputs.flatMap(({ connections }) => connections.map(({ from }) => from));
  // A feature that the summary leaves out is dead: its weights never count.
  const live = (features.length > 0 ? features.map(({ feature }) => feature) : [...new Set(given)])
    .filter((feature) => given.includes(feature)).sort((a, b) => a - b);
  const scale = chooseScale(outputs.flatMap(({ connections }) => connections.map(({ weight }) => weight)));
  const hasBias = outputs.some(({ bias }) => bias !== undefined);
  const names = live.map((number) => {
    const name = nameNeuron(features.find((one) => one.feature === number)?.description ?? nothing);
    return name ? `${number} (${name})` : String(number);
  });
  return [
    "Each output adds up weight x activation of the features, and its bias; the largest output is the answer.",
    ...(features.length === 0 ? ["What the features mean is unknown: no layer summary describes any."] : []),
    ...(hasBias ? [] : ["The biases of the outputs are unknown and count as 0 here."]),
    writeOutputHeading(names, { scale, hasBias }),
    ...outputs.map(({ label, connections, bias = 0 }) => {
      const weights = live.map((from) => weightOf(connections, from));
      return writeOutputRow(label, [...weights, ...(hasBias ? [bias] : [])], scale);
    }),
  ].join("\n");
}

const nothing = { phrases: [], feeds: [], classes: [] };

function weightOf(connections: readonly ConnectionLine[], from: number): number {
  return connections.find((one) => one.from === from)?.weight ?? 0;
}
