// Works out from one explanation how active its neuron is on pictures.

import { applyMap, type InkMap } from "./inkmap.ts";
import { type FeatureNote, readNote } from "./notes.ts";
import { measureMark } from "./marks.ts";
import type { GreyPicture } from "./prompt.ts";
import { meetCondition, readCondition, readMark } from "./words.ts";

/** The activation on each picture, the largest that is to be expected, and the one that parts yes from no. */
export interface NeuronSimulation {
  activations: number[];
  top: number;
  threshold: number;
}

/**
 * By the explanation's map where it has one, by its lists of what the neuron wants, or by its words. Undefined where it
 * has nothing of these.
 */
export function simulateNeuron(explanation: string, pictures: readonly GreyPicture[]): NeuronSimulation | undefined {
  const note = readNote(0, explanation);
  const { map } = note;
  if (map) {
    const activations = pictures.map((picture) => Math.max(0, applyMap(map, picture)));
    return { activations, ...expectRange(note, map, explanation) };
  }
  const [raised, lowered] = [note.raises, note.lowers].map((phrases) => phrases.flatMap(readWeighted));
  if (raised.length + lowered.length > 0) {
    // Words give no bias: as much of what it wants as of what it does not want counts as half active.
    const activations = pictures.map((picture) => (1 + meanInk(picture, raised) - meanInk(picture, lowered)) / 2);
    return { activations, top: 1, threshold: splitInTwo(activations) };
  }
  const condition = readCondition(explanation);
  if (condition === undefined) return undefined;
  const activations = pictures.map((picture) => meetCondition(picture, condition));
  return { activations, top: 1, threshold: splitInTwo(activations) };
}

/** By the means and deviations that the explanation gives of the classes; by the map where it gives none. */
function expectRange(
  { means }: FeatureNote,
  map: InkMap,
  explanation: string,
): Pick<NeuronSimulation, "top" | "threshold"> {
  // The largest of some thousand values lies about three and a half deviations above their mean.
  const ends = [...explanation.matchAll(/\((\d+(?:\.\d+)?) ± (\d+(?:\.\d+)?)\)/g)].map(([, mean, std]) =>
    Number(mean) + 3.5 * Number(std)
  );
  const largest = means.reduce((most, { mean }) => Math.max(most, mean), 0);
  if (largest > 0) {
    const top = ends.length > 0 ? Math.max(...ends) : 2 * largest;
    return { top, threshold: means.reduce((sum, { mean }) => sum + mean, 0) / means.length };
  }
  const size = (map.rows * map.columns) / (map.height * map.width);
  // A digit has ink in about an eighth of the picture: in the best cells it is as active as it can be.
  const best = Array.from(map.levels).sort((a, b) => b - a).slice(0, Math.ceil(map.levels.length / 8));
  const reach = best.reduce((sum, level) => sum + Math.max(0, level), 0) * map.step;
  const top = Math.max(map.empty, map.empty + reach, size * map.step);
  return { top, threshold: top / 3 };
}

/**
 * Words do not say how much is enough, so the pictures are compared with each other: the value that parts them into the
 * two groups with the least variance within (Otsu, "A threshold selection method from gray-level histograms", 1979). Half
 * of what is possible where all are equal.
 */
function splitInTwo(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
  let [best, threshold] = [0, 0.5];
  for (let low = 1; low < sorted.length; low++) {
    const [lower, upper] = [sorted.slice(0, low), sorted.slice(low)];
    const between = lower.length * upper.length * (mean(upper) - mean(lower)) ** 2;
    if (between > best) [best, threshold] = [between, (lower[low - 1] + upper[0]) / 2];
  }
  return threshold;
}

interface WeightedMark {
  mark: NonNullable<ReturnType<typeof readMark>>;
  weight: number;
}

/** A phrase of the lists, with its share, `(59 %)`, or its weight, `feature 2 x -0.5 (a spot at the top)`. */
function readWeighted(phrase: string): WeightedMark[] {
  const mark = readMark(phrase);
  if (mark === undefined) return [];
  const share = /\((\d+) %\)$/.exec(phrase)?.[1];
  const weight = /^feature \d+ x (-?\d+(?:\.\d+)?)/.exec(phrase)?.[1];
  return [{ mark, weight: Math.abs(Number(weight ?? share ?? 1)) }];
}

/** What a list names are areas of weights, which add up over ink of any form: the place counts and not the shape. */
function meanInk(picture: GreyPicture, marks: readonly WeightedMark[]): number {
  const total = marks.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return 0;
  const inks = marks.map(({ mark, weight }) => weight * measureMark(picture, { ...mark, shape: "ink" }));
  return inks.reduce((sum, ink) => sum + ink, 0) / total;
}
