// Summarises a network from its layers' summaries and the weights of its outputs.

import { type ConnectionLine, readLayers, readOutputs } from "../prompts/mod.ts";
import { readEntries } from "./entries.ts";
import { chooseUnit, writeRule, writeVotes } from "./votes.ts";
import { nameNeuron } from "./idea.ts";

/** What the features of the last layer are called, and for and against which outputs each of them votes. */
export function summariseNetwork(text: string): string {
  const outputs = readOutputs(text);
  const features = readEntries(readLayers(text).at(-1)?.text ?? "");
  const given = outputs.flatMap(({ connections }) => connections.map(({ from }) => from));
  // A feature that the summary leaves out is dead: its weights never count.
  const live = (features.length > 0 ? features.map(({ feature }) => feature) : [...new Set(given)])
    .filter((feature) => given.includes(feature)).sort((a, b) => a - b);
  const unit = chooseUnit(outputs.flatMap(({ connections }) => connections.map(({ weight }) => weight)));
  const hasBias = outputs.some(({ bias }) => bias !== undefined);
  const votes = live.map((feature) => {
    const name = nameNeuron(features.find((one) => one.feature === feature)?.description ?? nothing);
    return writeVotes(
      `Feature ${feature}${name ? ` (${name})` : ""}`,
      outputs.map(({ label, connections }) => ({ label, weight: weightOf(connections, feature) })),
      unit,
    );
  });
  const start = writeVotes("The start", outputs.map(({ label, bias = 0 }) => ({ label, weight: bias })), unit);
  return [
    writeRule(unit),
    ...(features.length === 0 ? ["What the features mean is unknown: no layer summary describes any."] : []),
    ...(hasBias ? [] : ["Where the outputs start is unknown, and counts as 0 here."]),
    ...[...votes, start].filter((sentence) => sentence !== undefined),
  ].join("\n");
}

const nothing = { phrases: [], feeds: [], classes: [] };

function weightOf(connections: readonly ConnectionLine[], from: number): number {
  return connections.find((one) => one.from === from)?.weight ?? 0;
}
