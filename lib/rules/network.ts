// Summarises a network from its layers' summaries and the weights of its outputs.

import { type OutputEvidence, readOutputs } from "./evidence.ts";
import { readFeatures } from "./features.ts";
import { chooseScale, writeOutputHeading, writeOutputRow } from "./outputs.ts";
import { readBlocks } from "./patterns.ts";
import type { Prompt } from "./prompt.ts";
import { nameNeuron } from "./sentences.ts";

/** What the features of the last layer are called, and the weights of every output, with its strongest influences. */
export function summariseNetwork({ text }: Prompt): string {
  const outputs = readOutputs(text);
  const layers = readBlocks(text, /^[ \t]*Layer (\d+):[ \t]*$/gm);
  // The last summary ends where the outputs begin.
  const features = readFeatures(layers.at(-1)?.body.split(/^[ \t]*For output /m)[0] ?? "");
  const given = outputs.flatMap(({ connections }) => connections.map(({ from }) => from));
  // A feature that the summary leaves out is dead: its weights never count.
  const live = (features.length > 0 ? features.map(({ number }) => number) : [...new Set(given)])
    .filter((feature) => given.includes(feature)).sort((a, b) => a - b);
  const scale = chooseScale(outputs.flatMap(({ connections }) => connections.map(({ weight }) => weight)));
  const hasBias = outputs.some(({ bias }) => bias !== undefined);
  const names = live.map((number) => {
    const name = nameNeuron(features.find((one) => one.number === number)?.description ?? nothing);
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

function weightOf(connections: OutputEvidence["connections"], from: number): number {
  return connections.find((one) => one.from === from)?.weight ?? 0;
}
