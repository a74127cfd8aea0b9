// All figures of one reader's predictions: fractions, scores, their intervals, and what has no prediction.

import { countFailures, type FailureCounts, nameFailures } from "../asking.ts";
import { bootstrapIntervals, exactInterval, type Interval, wilsonInterval } from "../intervals.ts";
import {
  type Fractions,
  fractionsOf,
  type Hit,
  hitOf,
  hits,
  type ScoreName,
  scoresOf,
  standardErrorsOf,
} from "./figures.ts";
import type { Prediction } from "./predict.ts";

/** A score with its standard error by the delta method and its 95 % interval: see scoreIntervals(). */
export interface Score {
  score: number | null;
  standardError: number | null;
  low: number | null;
  high: number | null;
}

/** The figures of one reader. Pictures without a prediction are in no fraction, but counted by what was wrong. */
export interface Assessment {
  fractions: Fractions;
  /** Wilson's 95 % intervals of the fractions. */
  intervals: Record<Hit, Interval | null>;
  scores: Record<ScoreName, Score>;
  /** How many pictures were asked about, and how many of these have a prediction, in all and by kind. */
  images: { asked: number; predicted: number; right: number; wrong: number };
  failures: FailureCounts;
}

/** Assesses a reader's predictions; with none that can be counted, fractions and scores are null. */
export function assess(predictions: readonly Prediction[], { seed }: { seed: number }): Assessment {
  const found = predictions.flatMap(({ predicted, ...image }) =>
    predicted === null ? [] : [hitOf({ ...image, predicted })]
  );
  const { fractions, counts, of } = fractionsOf(found);
  const [scores, errors] = [scoresOf(fractions), standardErrorsOf(fractions, of)];
  const spans = scoreIntervals(found, seed);
  return {
    fractions,
    intervals: mapNames(hits, (hit) => wilsonInterval(counts[hit], isRight(hit) ? of.right : of.wrong)),
    scores: mapNames(["correct", "incorrect", "final"], (name): Score => {
      const { low, high } = spans[name] ?? { low: null, high: null };
      return { score: scores[name], standardError: errors[name], low, high };
    }),
    images: { asked: predictions.length, predicted: found.length, right: of.right, wrong: of.wrong },
    failures: countFailures(predictions),
  };
}

/** Assesses every reader. */
export function assessAll<Reader extends string>(
  predictions: Readonly<Record<Reader, readonly Prediction[]>>,
  settings: { seed: number },
): Record<Reader, Assessment> {
  return mapNames(Object.keys(predictions) as Reader[], (reader) => assess(predictions[reader], settings));
}

/** A row for each reader: the fractions with their intervals, and how many pictures failed in which way. */
export function fractionRows(assessments: Readonly<Record<string, Assessment>>): Record<string, string | number>[] {
  return Object.entries(assessments).map(([reader, { fractions, intervals, images, failures }]) => ({
    reader,
    pictures: images.asked,
    predicted: images.predicted,
    ...mapNames(hits, (hit) => {
      const span = intervals[hit];
      return span ? `${fractions[hit]!.toFixed(2)} (${span.low.toFixed(2)} … ${span.high.toFixed(2)})` : "–";
    }),
    failed: nameFailures(failures),
  }));
}

/** A row for each reader and each score that it has. */
export function predictionRows(assessments: Readonly<Record<string, Assessment>>): ScoreRow[] {
  return Object.entries(assessments).flatMap(([reader, { scores }]) =>
    Object.entries(scores).flatMap(([name, { score: value, standardError, low, high }]): ScoreRow[] => {
      if (value === null || standardError === null || low === null || high === null) return [];
      return [{ reader, score: name, value, standardError, low, high }];
    })
  );
}

interface ScoreRow {
  reader: string;
  score: string;
  value: number;
  standardError: number;
  low: number;
  high: number;
}

function isRight(hit: Hit): boolean {
  return hit === "C" || hit === "I";
}

/**
 * The scores' intervals by the bootstrap over the right and over the wrong pictures. Where a score's pictures were all
 * predicted alike, so that it has no spread, its ends are those that the exact intervals of the fractions allow.
 */
function scoreIntervals(found: readonly Hit[], seed: number): Record<ScoreName, Interval | null> {
  const groups = [found.filter(isRight), found.filter((hit) => !isRight(hit))];
  const spans = bootstrapIntervals(groups, (drawn) => scoresOf(fractionsOf(drawn.flat()).fractions), { seed });
  const isPoint = (span: Interval | null) => span !== null && span.low === span.high;
  const { counts, of } = fractionsOf(found);
  const endsOf = (hit: Hit) => {
    const { low, high } = exactInterval(counts[hit], isRight(hit) ? of.right : of.wrong)!;
    return counts[hit] === 0 || counts[hit] === (isRight(hit) ? of.right : of.wrong)
      ? [low, high]
      : [counts[hit] / of.wrong];
  };
  const { correct, incorrect, final } = spans;
  const exact = {
    correct: isPoint(correct)
      ? hull(endsOf("C").flatMap((C) => endsOf("L").map((L) => scoresOf({ C, L, N: null, F: null }).correct)))
      : correct,
    // What one kind of hit leaves goes to either of the others.
    incorrect: isPoint(incorrect)
      ? hull(
        endsOf("N").flatMap((N) => endsOf("F").map((F) => ({ N, F: Math.min(F, 1 - N) }))).map(({ N, F }) =>
          scoresOf({ C: null, L: null, N, F }).incorrect
        ),
      )
      : incorrect,
  };
  if (!isPoint(final) || exact.correct === null || exact.incorrect === null) return { ...exact, final };
  const [low, high] = (["low", "high"] as const).map((end) => (exact.correct![end] + exact.incorrect![end]) / 2);
  return { ...exact, final: { low, high } };
}

function hull(values: readonly (number | null)[]): Interval | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
}

function mapNames<Name extends string, T>(names: readonly Name[], make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;
}
