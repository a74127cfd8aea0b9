// All figures of one reader's predictions: fractions, scores, their intervals, and what has no prediction.

import { type Fractions, fractionsOf, type Hit, hitOf, hits } from "./fractions.ts";
import { bootstrapIntervals, type Interval, wilsonInterval } from "../intervals.ts";
import type { PredictionFailureKind } from "./digits.ts";
import type { Prediction } from "./prediction.ts";
import { type ScoreName, scoreNames, scoresOf, standardErrorsOf } from "./figures.ts";

/** A score with its standard error by the delta method and its 95 % interval by the bootstrap. */
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
  failures: Partial<Record<PredictionFailureKind, number>>;
}

/** Assesses a reader's predictions; with none that can be counted, fractions and scores are null. */
export function assess(
  predictions: readonly Prediction[],
  { seed, resamples }: { seed: number; resamples?: number },
): Assessment {
  const found = predictions.flatMap(({ predicted, ...image }) =>
    predicted === null ? [] : [hitOf({ ...image, predicted })]
  );
  const { fractions, counts, of } = fractionsOf(found);
  const scores = scoresOf(fractions);
  const errors = standardErrorsOf(fractions, of);
  const isRight = (hit: Hit) => hit === "C" || hit === "I";
  const groups = [found.filter(isRight), found.filter((hit) => !isRight(hit))];
  const spans = bootstrapIntervals(groups, (drawn) => scoresOf(fractionsOf(drawn.flat()).fractions), {
    seed,
    resamples,
  });
  const failures: Assessment["failures"] = {};
  for (const { failure } of predictions) if (failure) failures[failure.kind] = (failures[failure.kind] ?? 0) + 1;
  return {
    fractions,
    intervals: mapNames(hits, (hit) => wilsonInterval(counts[hit], isRight(hit) ? of.right : of.wrong)),
    scores: mapNames(scoreNames, (name) => {
      const defined = scores[name] !== null;
      return {
        score: scores[name],
        standardError: errors[name],
        low: defined ? spans[name]?.low ?? null : null,
        high: defined ? spans[name]?.high ?? null : null,
      };
    }),
    images: { asked: predictions.length, predicted: found.length, ...of },
    failures,
  };
}

/** Assesses every reader. */
export function assessAll<Reader extends string>(
  predictions: Readonly<Record<Reader, readonly Prediction[]>>,
  settings: { seed: number; resamples?: number },
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
    failed: Object.entries(failures).map(([kind, count]) => `${count} × ${kind}`).join(", ") || "none",
  }));
}

/** A row for each reader and each score that it has. */
export function scoreRows(assessments: Readonly<Record<string, Assessment>>): ScoreRow[] {
  return Object.entries(assessments).flatMap(([reader, { scores }]) =>
    scoreNames.flatMap((name): ScoreRow[] => {
      const { score: value, standardError, low, high } = scores[name];
      if (value === null || standardError === null || low === null || high === null) return [];
      return [{ reader, score: name, value, standardError, low, high }];
    })
  );
}

interface ScoreRow {
  reader: string;
  score: ScoreName;
  value: number;
  standardError: number;
  low: number;
  high: number;
}

function mapNames<Name extends string, T>(names: readonly Name[], make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;
}
