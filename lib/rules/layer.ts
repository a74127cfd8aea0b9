// Condenses the explanations of a layer's neurons to entries that keep what their activations depend on.

import { readFeatures } from "../prompts/mod.ts";
import { type Entry, isComputable, readEntries } from "./entries.ts";
import { type ReadDescription, readDescription } from "./reading.ts";
import { type Wording, writeEntry } from "./sentences.ts";
import { capital, writeTypical } from "./statements.ts";
import { legend } from "./words.ts";

/** An entry for each live feature: our own descriptions in brief, of somebody else's text the first words, as they stand. */
export function summariseLayer(
  text: string,
  { strengths, words = 60 }: { strengths: Wording["strengths"]; words?: number },
): string {
  const features = readFeatures(text).filter(({ text }) => text !== "");
  // Later layers need the means of what feeds them, to find out their biases.
  const means = Number(/\bwith (\d+) hidden layers?\b/.exec(text)?.[1] ?? 2) > 1;
  const entries = features.filter(({ dead }) => !dead).map(({ neuron, text }) => {
    const description = readDescription(text.split(/\n\s*\n/)[0]);
    // Of a wide layer below, a prompt tells some weights alone: they are told on, though they give no value.
    const isTold = isComputable(description) || description.feeds.length > 0;
    const entry = isTold ? writeEntry(description, { strengths, means }) : firstWords(text, words);
    return { feature: neuron, description, entry };
  });
  return writeSummary(entries, features.filter(({ dead }) => dead).map(({ neuron }) => neuron));
}

/**
 * Several summaries of parts of a layer as one: their entries as they stand where all have room, or else each by its
 * strongest marks or first words. Entries for which there is no room at all are named.
 */
export function joinParts({ parts, words }: { parts: readonly string[]; words: number }): string {
  const all = parts.flatMap(readEntries);
  const entries = all.filter(({ text }) => text !== "");
  const dead = parts.flatMap((part) => /^Dead, always 0: ([\d, ]+)\./m.exec(part)?.[1].split(", ").map(Number) ?? []);
  const lengths = entries.map(({ text }) => text.split(/\s+/).length);
  const haveRoom = lengths.reduce((sum, length) => sum + length, 0) <= words;
  const each = haveRoom ? Infinity : Math.max(leastWords, Math.floor(words / entries.length));
  const told = entries.slice(0, haveRoom ? entries.length : Math.floor(words / each));
  const untold = all.filter((entry) => !told.includes(entry)).map(({ feature }) => feature);
  const shortened = told.map((entry) => ({ ...entry, entry: haveRoom ? entry.text : shorten(entry, each) }));
  return [
    writeSummary(shortened, dead),
    ...(untold.length > 0 ? [`Not told for want of room: ${untold.join(", ")}.`] : []),
  ].join("\n");
}

/** Fewer say nothing of a feature. */
const leastWords = 8;

function writeSummary(
  entries: readonly { feature: number; description: ReadDescription; entry: string }[],
  dead: readonly number[],
): string {
  const hasMarks = entries.some(({ description }) => isComputable(description) && description.feeds.length === 0);
  const isFed = entries.some(({ description }) => description.feeds.length > 0);
  return [
    ...(entries.length + dead.length === 0
      ? ["There is nothing to condense: no feature has an explanation here."]
      : []),
    ...(hasMarks ? [`A feature is rest plus strength x inked share of each mark, at least 0. ${legend}`] : []),
    ...(isFed ? ["A feature is its bias plus weight x activation of what feeds it, or 0 if that is below."] : []),
    // Never a heading alone on its line, which is how a layer's prompt begins an explanation.
    ...entries.map(({ feature, entry }) => `Feature ${feature}: ${entry}`),
    ...(dead.length > 0 ? [`Dead, always 0: ${dead.join(", ")}.`] : []),
  ].join("\n");
}

/** Our own entries with fewer marks or with the classes alone, somebody else's cut. */
function shorten({ description, text }: Entry, words: number): string {
  const ranked = description.phrases.toSorted((a, b) => Math.abs(b.strength) - Math.abs(a.strength));
  const counts = isComputable(description) ? ranked.map((_, i) => ranked.length - i) : [];
  // All means take more words than the classes' names, and without any mark they are all that is left.
  for (const means of /^typically/i.test(text) ? [true, false] : [false]) {
    for (const count of counts) {
      const shorter = { ...description, phrases: ranked.slice(0, count) };
      const entry = writeEntry(shorter, { strengths: "numbers", means });
      if (entry.split(/\s+/).length <= words) return entry;
    }
  }
  return tellClasses(description.classes, words) ?? firstWords(text, words);
}

/** The largest means, as many as have room: a list that breaks off can be read by nobody. */
function tellClasses(classes: ReadDescription["classes"], words: number): string | undefined {
  const sorted = classes.toSorted((a, b) => b.mean - a.mean).filter(({ mean }) => mean > 0);
  for (let count = sorted.length; count > 0; count--) {
    const told = `${capital(writeTypical(sorted.slice(0, count)))}.`;
    if (told.split(/\s+/).length <= words) return told;
  }
}

function firstWords(text: string, count: number): string {
  // Who has worked it out is said once, of the whole.
  const words = text.replace(/^\s*\(By rules[^)]*\)/, "").trim().split(/\n\s*\n/)[0].split(/\s+/);
  if (words.length <= count) return words.join(" ");
  const cut = words.slice(0, count).join(" ");
  return `${/^.+\.(?= )/s.exec(cut)?.[0] ?? cut} …`;
}
