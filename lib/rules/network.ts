// Summarises a network from its layers' summaries and the weights of its outputs.

import { countTokens } from "../chat/mod.ts";
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

// From long to short: features named for an output, with each sign, and whether their meanings are said with them.
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
    writeOutputHeading(features, { scale, hasBias }),
    ...outputs.map(({ label, connections, bias = 0 }) => {
      const weights = features.map((from) => connections.find((one) => one.from === from)?.weight ?? 0);
      const words = describeInfluences(weights, { features, notes, named, meanings });
      return writeOutputRow(label, [...weights, ...(hasBias ? [bias] : [])], { scale, words });
    }),
  ].join("\n");
}

/** What a feature adds on the class where it is largest says more than its weight: activations differ in size. */
function describeInfluences(
  weights: number[],
  { features, notes, named, meanings }: { features: number[]; notes: FeatureNote[] } & typeof details[number],
): string {
  const effects = features.map((feature, i) => {
    const means = notes.find((note) => note.feature === feature)?.means.map(({ mean }) => mean) ?? [];
    return { feature, effect: weights[i] * Math.max(...means, means.length > 0 ? 0 : 1) };
  }).toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const name = (feature: number) => {
    const meaning = meanings && nameMeaning(notes.find((note) => note.feature === feature));
    return meaning ? `${feature} (${meaning})` : String(feature);
  };
  const list = (sign: number) =>
    effects.filter(({ effect }) => effect * sign > 0).slice(0, named).map(({ feature }) => name(feature)).join(", ");
  return [list(1) && `raised by ${list(1)}`, list(-1) && `lowered by ${list(-1)}`].filter((words) => words).join("; ");
}

/** The first thing that raises a feature, in a few words. */
function nameMeaning(note: FeatureNote | undefined): string {
  const phrase = note?.raises[0] ?? (note?.lowers[0] && `not ${note.lowers[0]}`) ??
    note?.prose?.split(" ").slice(0, 12).join(" ") ?? "";
  return phrase.replace(/ \(\d+ %\)$/, "").replace(/, strongest .*$/, "").replace(/^an? /, "");
}
