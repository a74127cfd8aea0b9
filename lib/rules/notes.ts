// What the explainer keeps of a neuron from prompt to prompt: lines that people can read and that it can read again.

import type { ClassLine, ConnectionLine } from "../prompts/mod.ts";
import type { InkMap } from "./inkmap.ts";
import { readMap, writeMap } from "./maptext.ts";
import { readBlocks } from "./patterns.ts";

export interface FeatureNote {
  feature: number;
  /** What raises the neuron and what lowers it, in words, the weightiest first. */
  raises: string[];
  lowers: string[];
  means: Omit<ClassLine, "std">[];
  /** A first-layer neuron's weights. */
  map?: InkMap;
  /** A later neuron's weights; where any are given, `raises` and `lowers` speak of features and not of ink. */
  weights: ConnectionLine[];
  bias?: number;
  /** An explanation in somebody else's words, where there are no lines of ours. */
  prose?: string;
}

/** The note's lines, without the feature's number. A brief one has whole class means, and phrases without shares. */
export function writeNote(note: FeatureNote, { phrases = 8, brief = false } = {}): string {
  const [raised, lowered] = note.weights.length > 0 ? ["Raised by", "Lowered by"] : ["Wants ink", "Wants no ink"];
  const weights = note.weights.map(({ from, weight }) => `${from} ${roundTo(weight)}`).join(", ");
  const list = (all: string[]) =>
    all.slice(0, phrases).map((phrase) => brief ? phrase.replace(/ \(\d+ %\)$/, "") : phrase).join("; ");
  return [
    ...(note.prose ? [note.prose] : []),
    ...(note.raises.length > 0 ? [`${raised}: ${list(note.raises)}.`] : []),
    ...(note.lowers.length > 0 ? [`${lowered}: ${list(note.lowers)}.`] : []),
    ...(note.means.length > 0 ? [writeMeans(note.means, { brief })] : []),
    ...(weights ? [`Weights: ${weights}; bias ${note.bias === undefined ? "unknown" : roundTo(note.bias)}`] : []),
    ...(note.map ? [writeMap(note.map)] : []),
  ].join("\n");
}

/** Reads an explanation, or a feature's part of a summary. */
export function readNote(feature: number, text: string): FeatureNote {
  const list = (keys: string) => {
    const found = new RegExp(`^[ \\t>*]*(?:${keys}): (.+?)\\.?$`, "m").exec(text);
    return found ? found[1].split("; ") : [];
  };
  const weights = /^Weights: (.+?); bias (\S+)$/m.exec(text);
  const note: FeatureNote = {
    feature,
    raises: list("Wants ink|Raised by"),
    lowers: list("Wants no ink|Lowered by"),
    means: readMeans(text),
    map: readMap(text),
    weights: (weights?.[1].split(", ") ?? []).map((pair) => {
      const [from, weight] = pair.split(" ").map(Number);
      return { from, weight };
    }).filter(({ from, weight }) => Number.isInteger(from) && from >= 0 && Number.isFinite(weight)),
  };
  const bias = Number(weights?.[2]);
  if (Number.isFinite(bias)) note.bias = bias;
  const isOurs = note.map || note.means.length + note.raises.length + note.lowers.length + note.weights.length > 0;
  // What follows the last explanation of a prompt is a paragraph of its own, so no more than the first one is taken.
  const prose = text.trim().split(/\n\s*\n/)[0].split(/\s+/).filter((word) => word !== "");
  if (!isOurs && prose.length > 0) note.prose = prose.slice(0, 60).join(" ") + (prose.length > 60 ? " …" : "");
  return note;
}

/** The notes of a layer's summary, whose entries begin with `Feature 2:`; the first entry of a number counts. */
export function readNotes(summary: string): FeatureNote[] {
  const notes = new Map<number, FeatureNote>();
  for (const { name, body } of readBlocks(summary, /^[ \t>#*-]*Feature (\d+)\b[*: \t]*/gm)) {
    const feature = Number(name);
    if (!notes.has(feature) && !/^dead/i.test(body)) notes.set(feature, readNote(feature, body));
  }
  return [...notes.values()];
}

/** Three significant digits, without an exponent where it can be avoided. */
export function roundTo(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}

function writeMeans(means: FeatureNote["means"], { brief }: { brief: boolean }): string {
  const isCounted = means.every(({ label }, i) => label === String(i));
  const labels = isCounted ? "" : ` (${means.map(({ label }) => label).join("|")})`;
  return `Class means${labels}: ${
    means.map(({ mean }) => brief && mean >= 2 ? Math.round(mean) : roundTo(mean, brief ? 1 : 3)).join(" ")
  }`;
}

function readMeans(text: string): FeatureNote["means"] {
  const found = /^[ \t>*]*Class means(?: \((.+)\))?: ([-\d.e+ ]+)$/m.exec(text);
  if (!found) return [];
  const labels = found[1]?.split("|");
  return found[2].trim().split(/ +/).map(Number).map((mean, i) => ({ label: labels?.[i] ?? String(i), mean }))
    .filter(({ mean }) => Number.isFinite(mean));
}
