// The simulation score: how well a reader of the explanation alone tells how active the neuron is on held-out pictures.

import type { HeldOutImage } from "./held_out.ts";
import { correlation } from "../correlation.ts";
import { bootstrapIntervals, type Interval } from "../intervals.ts";
import type { Answer } from "./inquiry.ts";
import { countFailures, type FailureCounts } from "./values.ts";

/** A held-out picture with what the reader says of it, from 0 to 10. */
export interface SimulatedImage extends HeldOutImage {
  answer: Answer;
}

/** How well a reader simulates a neuron; the figures are of the pictures that have an answer. */
export interface SimulationScore {
  /** Pearson's correlation of answers and activations; null where one of them is the same for all. */
  score: number | null;
  /** Its 95 % interval by the bootstrap over the pictures of each stratum; null where there is no score. */
  low: number | null;
  high: number | null;
  /** See explainedVariance(). */
  explainedVariance: number | null;
  /** The correlation that the mean of each picture's class reaches, for a reader who knows the digits only. */
  floor: number | null;
  images: { asked: number; answered: number };
  /** How many pictures have no answer, by what was wrong. */
  failures: FailureCounts;
}

/**
 * Scores a simulation, after OpenAI's automated interpretability (Bills et al., "Language models can explain neurons in
 * language models", 2023): the correlation of what a reader says of each picture with what the neuron does.
 *
 * @param largest The neuron's largest activation, which an answer of 10 stands for.
 * @param classMeans The neuron's mean activation over each class.
 */
export function scoreSimulation(
  images: readonly SimulatedImage[],
  { largest, classMeans, seed, resamples }: {
    largest: number;
    classMeans: readonly number[];
    seed: number;
    resamples?: number;
  },
): SimulationScore {
  const pairs = images.flatMap(({ activation, label, stratum, answer }): Pair[] =>
    answer.value === null ? [] : [{ activation, label, stratum, value: answer.value }]
  );
  const score = correlate(pairs);
  const strata = Map.groupBy(pairs, ({ stratum }) => stratum).values().toArray();
  const spans = bootstrapIntervals(strata, (drawn) => ({ score: correlate(drawn.flat()) }), { seed, resamples });
  const span: Interval | null = score === null ? null : spans.score;
  const activations = pairs.map(({ activation }) => activation);
  return {
    score,
    low: span?.low ?? null,
    high: span?.high ?? null,
    explainedVariance: explainedVariance(activations, pairs.map(({ value }) => value / 10 * largest)),
    floor: correlation(activations, pairs.map(({ label }) => classMeans[label])),
    images: { asked: images.length, answered: pairs.length },
    failures: countFailures(images.map(({ answer }) => answer)),
  };
}

/**
 * The share of the variance of true values that predictions in the same unit explain, 1 − Var(true − predicted) /
 * Var(true): 1 for perfect ones (a constant offset is forgiven), 0 for a constant, below 0 where predictions make it worse.
 * Null where the true values are constant.
 */
export function explainedVariance(truth: readonly number[], predicted: readonly number[]): number | null {
  const variance = varianceOf(truth);
  if (truth.length < 2 || truth.every((value) => value === truth[0])) return null;
  return 1 - varianceOf(truth.map((value, i) => value - predicted[i])) / variance;
}

/** The answered pictures, the best predicted first: that is, where 10 stands for `largest`, with the smallest error. */
export function sortByError(
  images: readonly SimulatedImage[],
  { largest }: { largest: number },
): { image: SimulatedImage; predicted: number; error: number }[] {
  return images.flatMap((image) => {
    if (image.answer.value === null) return [];
    const predicted = image.answer.value / 10 * largest;
    return [{ image, predicted, error: predicted - image.activation }];
  }).sort((a, b) => Math.abs(a.error) - Math.abs(b.error));
}

interface Pair extends Pick<HeldOutImage, "activation" | "label" | "stratum"> {
  value: number;
}

function correlate(pairs: readonly Pair[]): number | null {
  return correlation(pairs.map(({ activation }) => activation), pairs.map(({ value }) => value));
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
