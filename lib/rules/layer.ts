// Condenses the explanations of a layer's neurons to a summary that keeps what their activations depend on.

import { countTokens } from "../chat/mod.ts";
import { coarsenMap, explainMaps } from "./inkmap.ts";
import { type FeatureNote, readNote, writeNote } from "./notes.ts";
import { readBlocks } from "./patterns.ts";
import type { Prompt } from "./prompt.ts";

/** Gives the summary in the finest detail that takes at most `detail` tokens, or in the coarsest. */
export function summariseLayer({ text }: Prompt, { detail }: { detail: number }): string {
  const entries = readBlocks(text, /^[ \t]*Feature (\d+):[ \t]*$/gm);
  const dead = entries.filter(({ body }) => /^dead neuron/i.test(body)).map(({ name }) => name);
  const notes = entries.filter(({ name, body }) => !dead.includes(name) && body !== "")
    .map(({ name, body }) => readNote(Number(name), body));
  const summaries = details.values().map((choice) => write(notes, dead, choice));
  return summaries.find((summary) => countTokens(summary) <= detail) ?? write(notes, dead, details.at(-1)!);
}

// From fine to coarse: pixels a cell, down and across; phrases a feature; whether its classes are named beside their means.
const details = [
  { down: 1, across: 1, phrases: 3, classes: true },
  { down: 1, across: 1, phrases: 2, classes: true },
  { down: 1, across: 1, phrases: 1, classes: false },
  { down: 1, across: 2, phrases: 2, classes: true },
  { down: 1, across: 2, phrases: 1, classes: false },
  { down: 2, across: 2, phrases: 2, classes: true },
  { down: 2, across: 2, phrases: 1, classes: false },
  { down: 3, across: 3, phrases: 1, classes: false },
  { down: 4, across: 4, phrases: 1, classes: false },
];

function write(
  notes: FeatureNote[],
  dead: string[],
  { down, across, phrases, classes }: typeof details[number],
): string {
  const mapped = notes.find((note) => note.map)?.map;
  const features = notes.map((note) => {
    const map = note.map && coarsenMap(note.map, { rows: note.map.rows / down, columns: note.map.columns / across });
    // Never a heading alone on its line, which is how a layer's prompt begins an explanation.
    const names = classes && nameClasses(note);
    const lines = writeNote({ ...note, map }, { phrases, brief: true }) || "there is no explanation.";
    return `Feature ${note.feature}: ${names ? `${names}\n` : ""}${lines}`;
  });
  return [
    ...(notes.length + dead.length === 0 ? ["There is nothing to condense: no feature has an explanation here."] : []),
    ...(mapped ? [explainMaps(mapped)] : []),
    ...features,
    ...(dead.length > 0 ? [`Dead, always 0: ${dead.join(", ")}.`] : []),
  ].join("\n");
}

function nameClasses({ means }: FeatureNote): string {
  const sorted = means.toSorted((a, b) => b.mean - a.mean);
  if (sorted.length === 0 || sorted[0].mean <= 0) return "";
  const most = sorted[0].mean;
  const labels = (chosen: typeof sorted) => chosen.map(({ label }) => label).join(", ");
  const strong = labels(sorted.filter(({ mean }) => mean >= 0.6 * most));
  const weak = labels(sorted.filter(({ mean }) => mean <= 0.2 * most).reverse());
  return `for ${strong}${weak ? `, not for ${weak}` : ""}.`;
}
