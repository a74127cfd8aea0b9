// Works out from one explanation how active its neuron is on pictures.

import { topOf } from "./description.ts";
import type { Hand } from "./drawing.ts";
import type { GreyPixels } from "../prompts/mod.ts";
import { readDescription } from "./reading.ts";
import { addUpMarks, inkOf } from "./value.ts";

/** The activation on each picture, the largest that is to be expected, and the one that parts yes from no. */
export interface NeuronSimulation {
  activations: number[];
  top: number;
  threshold: number;
}

/**
 * By what the explanation says that ink adds and takes away. Where it does not say what an empty picture gives, all that
 * adds and nothing that takes counts as fully active. Undefined where it names no mark.
 */
export function simulateNeuron(
  explanation: string,
  pictures: readonly GreyPixels[],
  hand: Hand = {},
): NeuronSimulation | undefined {
  const description = readDescription(explanation);
  const { rest, phrases, classes } = description;
  if (phrases.length === 0) return undefined;
  const values = pictures.map((picture) => addUpMarks(description, inkOf(picture), hand).value);
  if (rest !== undefined) {
    const activations = values.map((value) => Math.max(0, value));
    const means = classes.reduce((sum, { mean }) => sum + mean, 0) / classes.length;
    return { activations, top: topOf(description), threshold: classes.length > 0 ? means : splitInTwo(activations) };
  }
  const adding = phrases.reduce((sum, { strength }) => sum + Math.max(0, strength), 0);
  const taking = phrases.reduce((sum, { strength }) => sum + Math.max(0, -strength), 0);
  const activations = values.map((value) => (value + taking) / (adding + taking));
  return { activations, top: 1, threshold: splitInTwo(activations) };
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
