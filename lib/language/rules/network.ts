// Summarises a network from its layers' summaries and the weights of its outputs.

import { countTokens } from "gpt-tokenizer";
import { type OutputEvidence, readOutputs } from "./evidence.ts";
import { type FeatureNote, readNotes } from "./notes.ts";
import { chooseScale, writeOutputHeading, writeOutputRow } from "./outputs.ts";
import { readBlocks } from "./patterns.ts";
import type { Prompt } from "./prompt.ts";

/** Keeps the tokens of the layers' summaries and of its own together below `detail` where fewer words make that possible. */
export function summariseNetwork({ text }: Prompt, { detail }: { detail: number }): string {
  const outputs = readOutputs(text);
  const layers = readBlocks(text, /^[ \t]*Layer (\d+):[ \t]*$/gm);
  // The last summary ends where the outputs begin.
  const summaries = layers.map(({ body }) => body.split(/^[ \t]*For output /m)[0]);
  const notes = readNotes(summaries.at(-1) ?? "");
  const room = detail - summaries.reduce((sum, summary) => sum + countTokens(summary), 0);
  const choices = details.values().map((choice) => write(outputs, notes, choice));
  return choices.find((summary) => countTokens(summary) <= room) ?? write(outputs, notes, details.at(-1)!);
}

// From long to short: features named for an output, with each sign, and whether their meanings are said again.
const details = [
  { named: 3, meanings: true },
  { named: 2, meanings: true },
  { named: 1, meanings: true },
  { named: 2, meanings: false },
  { named: 1, meanings: false },
  { named: 0, meanings: false },
];

function write(outputs: OutputEvidence[], notes: FeatureNote[], { named, meanings }: typeof details[number]): string {
  const given = outputs.flatMap(({ connections }) => connections.map(({ from }) => from));
  // A feature that the summary leaves out is dead: its weights never count.
  const features = (notes.length > 0 ? notes.map(({ feature }) => feature) : [...new Set(given)])
    .filter((feature) => given.includes(feature)).sort((a, b) => a - b);
  const scale = chooseScale(outputs.flatMap(({ connections }) => connections.map(({ weight }) => weight)));
  const hasBias = outputs.some(({ bias }) => bias !== undefined);
  return [
    "Each output adds up weight x activation of the features, and its bias; the largest output is the answer.",
    ...(notes.length === 0 ? ["What the features mean is unknown: no layer summary describes any."] : []),
    ...(hasBias ? [] : ["The biases of the outputs are unknown and count as 0 here."]),
    ...notes.filter(({ feature }) => meanings && features.includes(feature)).map(nameMeaning),
    writeOutputHeading(features, { scale, hasBias }),
    ...outputs.map(({ label, connections, bias = 0 }) => {
      const weights = features.map((from) => connections.find((one) => one.from === from)?.weight ?? 0);
      const words = describeInfluences(weights, { features, notes, named });
      return writeOutputRow(label, [...weights, ...(hasBias ? [bias] : [])], { scale, words });
    }),
  ].join("\n");
}

/** What a feature adds on the class where it is largest says more than its weight: activations differ in size. */
function describeInfluences(
  weights: number[],
  { features, notes, named }: { features: number[]; notes: FeatureNote[]; named: number },
): string {
  const effects = features.map((feature, i) => {
    const means = notes.find((note) => note.feature === feature)?.means.map(({ mean }) => mean) ?? [];
    return { feature, effect: weights[i] * Math.max(...means, means.length > 0 ? 0 : 1) };
  }).toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const list = (sign: number) =>
    effects.filter(({ effect }) => effect * sign > 0).slice(0, named).map(({ feature }) => feature).join(", ");
  return [list(1) && `raised by ${list(1)}`, list(-1) && `lowered by ${list(-1)}`].filter((words) => words).join("; ");
}

function nameMeaning({ feature, raises, lowers, prose, weights }: FeatureNote): string {
  const [raise, lower] = [raises[0], lowers[0]].map((phrase) => phrase?.replace(/ \(\d+ %\)$/, ""));
  if (!raise && !lower) return `${feature}: ${prose?.split(" ").slice(0, 12).join(" ") ?? "meaning unknown"}`;
  const [wants, shuns] = weights.length > 0 ? ["raised by", "lowered by"] : ["ink:", "no ink:"];
  return `${feature}: ${
    [raise && `${wants} ${raise}`, lower && `${shuns} ${lower}`].filter((part) => part).join("; ")
  }`;
}
