// A neuron of a later layer: the features that feed it, its bias, and what comes of both in marks.

import type { ConnectionLine } from "../prompts/mod.ts";
import { type Description, type Feed, topOf, unitFor } from "./description.ts";
import { drawDescription, type Size } from "./drawing.ts";
import { dictionaryFor, dot } from "./dictionary.ts";
import { type Entry, isComputable } from "./entries.ts";
import { nameNeuron } from "./idea.ts";
import { pursue } from "./pursuit.ts";

/** Fills in what feeds a neuron, and marks for it where the features are described by marks; and says what is missing. */
export function feedNeuron(
  known: Description,
  { connections, entries, size, marks }: {
    connections: readonly ConnectionLine[];
    entries: readonly Entry[];
    size: Size;
    marks: number;
  },
): { description: Description; remarks: string[] } {
  // A feature that the summary leaves out is dead: its weight never counts.
  const feeds = connections.filter(({ from }) =>
    entries.length === 0 || entries.some(({ feature }) => feature === from)
  )
    .map((line): Feed => ({ ...line, meaning: meaningOf(line.from, entries) }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const bias = estimateBias(feeds, known, entries);
  const description: Description = { ...known, feeds, bias };
  const missing = entries.filter(({ feature }) => !feeds.some(({ from }) => from === feature));
  const remarks = [
    ...(feeds.length === 0 ? ["The weights that feed it are unknown: no connection to a live feature is given."] : []),
    ...(feeds.length > 0 && missing.length > 0
      ? [`The weights from ${nameFeatures(missing)}, smaller ones, are not given.`]
      : []),
    ...(entries.length === 0 ? ["What those features mean is unknown: there is no summary of their layer."] : []),
    ...(bias === undefined ? ["Its bias is unknown: the class means do not determine it."] : []),
  ];
  const straight = straighten(feeds, entries, size);
  if (straight === undefined || bias === undefined) return { description, remarks };
  const unit = unitFor(topOf(description));
  const { rest, phrases, explained } = pursue({ ...size, ...straight }, {
    count: marks,
    round: (strength) => Math.round(strength / unit) * unit,
  });
  remarks.push(
    `Marks add up, but features fall silent, so the marks tell the nearest straight line: ${
      Math.round(100 * explained)
    } % ` +
      "of what ink changes along it.",
  );
  return { description: { ...description, rest: Math.round((rest + bias) / unit) * unit, phrases }, remarks };
}

/** By their numbers; of a wide layer, how many there are. */
function nameFeatures(entries: readonly Entry[]): string {
  if (entries.length > mostNamed) return `${entries.length} other features`;
  return `features ${entries.map(({ feature }) => feature).join(", ")}`;
}

const mostNamed = 20;

function meaningOf(feature: number, entries: readonly Entry[]): string | undefined {
  const entry = entries.find((one) => one.feature === feature);
  return entry && nameNeuron(entry.description);
}

/**
 * The mean of a neuron that is above zero on nearly all images of a class is the weighted sum of its features' means
 * there, plus the bias. Classes are weighed by how much of this holds: the square of their mean.
 */
function estimateBias(
  feeds: readonly ConnectionLine[],
  { classes }: Description,
  entries: readonly Entry[],
): number | undefined {
  let [sum, total] = [0, 0];
  for (const { label, mean } of classes) {
    const inputs = feeds.map(({ from, weight }) => {
      const own = entries.find(({ feature }) => feature === from)?.description.classes;
      return weight * (own?.find((other) => other.label === label)?.mean ?? NaN);
    });
    const rest = mean - inputs.reduce((all, input) => all + input, 0);
    if (!Number.isFinite(rest)) continue;
    sum += mean ** 2 * rest;
    total += mean ** 2;
  }
  return total > 0 ? sum / total : undefined;
}

/**
 * What ink adds through the features, as far as one sum can tell: each feature's marks, times its weight, times how often
 * it is active on usual ink. For a normal value with mean μ and deviation σ the straight line nearest to max(0, value) has
 * the slope Φ(μ/σ), and its mean is μ Φ(μ/σ) + σ φ(μ/σ).
 */
function straighten(
  feeds: readonly ConnectionLine[],
  entries: readonly Entry[],
  size: Size,
): { adds: Float64Array; empty: number } | undefined {
  const { ink } = dictionaryFor(size);
  const adds = new Float64Array(size.width * size.height);
  let mean = 0;
  for (const { from, weight } of feeds) {
    const description = entries.find(({ feature }) => feature === from)?.description;
    if (description === undefined || !isComputable(description) || description.feeds.length > 0) return undefined;
    const own = drawDescription(description.phrases, size);
    const centre = description.rest! + dot(own, ink.mean);
    const deviation = Math.sqrt(Math.max(1e-9, dot(own, ink.covary(own))));
    const slope = normalShare(centre / deviation);
    own.forEach((value, i) => adds[i] += weight * slope * value);
    const density = Math.exp(-((centre / deviation) ** 2) / 2) / Math.sqrt(2 * Math.PI);
    mean += weight * (centre * slope + deviation * density);
  }
  return { adds, empty: mean - dot(adds, ink.mean) };
}

/** The normal distribution's share below z, by its logistic approximation (Bowling et al. 2009), off by 0.0002 at most. */
function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-(0.07056 * z ** 3 + 1.5976 * z)));
}
