// Two readers on the same pictures: the differences of their scores, and who alone predicts the network's answer.

import { fractionsOf, type Hit, hitOf } from "./fractions.ts";
import { bootstrapIntervals } from "../intervals.ts";
import { mcnemarTest } from "../mcnemar.ts";
import type { Prediction } from "./prediction.ts";
import { type ScoreName, scoreNames, scoresOf } from "./figures.ts";

/** The first reader's score minus the second's, with its 95 % interval by the paired bootstrap. */
interface Difference {
  difference: number | null;
  low: number | null;
  high: number | null;
}

/** On how many pictures one reader alone predicts the network's answer, and the p-value of McNemar's exact test. */
interface Discordance {
  onlyFirst: number;
  onlySecond: number;
  /** Null where the two have no picture in common. */
  p: number | null;
}

export interface Comparison {
  /** The pictures for which both readers made a prediction: only these are compared. */
  pairs: number;
  differences: Record<ScoreName, Difference>;
  /** Over all pairs, and over the pictures that the network gets right and wrong. */
  discordances: Record<"all" | "right" | "wrong", Discordance>;
}

/** Compares two readers. Throws unless both were asked about the same pictures in the same order. */
export function compare(
  first: readonly Prediction[],
  second: readonly Prediction[],
  { seed, resamples }: { seed: number; resamples?: number },
): Comparison {
  const pairs = pairUp(first, second);
  const isRight = ([hit]: Pair) => hit === "C" || hit === "I";
  const groups = [pairs.filter(isRight), pairs.filter((pair) => !isRight(pair))];
  const found = differencesOf(groups);
  const spans = bootstrapIntervals(groups, differencesOf, { seed, resamples });
  const differences = scoreNames.map((name): [ScoreName, Difference] => {
    const { low, high } = (found[name] === null ? null : spans[name]) ?? { low: null, high: null };
    return [name, { difference: found[name], low, high }];
  });
  return {
    pairs: pairs.length,
    differences: Object.fromEntries(differences) as Record<ScoreName, Difference>,
    discordances: { all: count(pairs), right: count(groups[0]), wrong: count(groups[1]) },
  };
}

/** A row for each comparison and score; the name of a comparison is the second reader's. */
export function differenceRows(comparisons: Readonly<Record<string, Comparison>>) {
  return Object.entries(comparisons).flatMap(([against, { pairs, differences }]) =>
    scoreNames.map((score) => ({ against, pictures: pairs, score, ...differences[score] }))
  );
}

/** A row for each comparison and kind of picture. */
export function discordanceRows(comparisons: Readonly<Record<string, Comparison>>) {
  return Object.entries(comparisons).flatMap(([against, { discordances }]) =>
    Object.entries(discordances).map(([pictures, { onlyFirst, onlySecond, p }]) => ({
      against,
      pictures,
      onlyFirst,
      onlySecond,
      p: p === null ? "–" : p < 1e-4 ? "< 0.0001" : p.toFixed(4),
    }))
  );
}

/** What both readers hit on one picture. */
type Pair = readonly [first: Hit, second: Hit];

function pairUp(first: readonly Prediction[], second: readonly Prediction[]): Pair[] {
  const odd = first.findIndex(({ index }, i) => index !== second[i]?.index);
  if (first.length !== second.length || odd !== -1) {
    throw new Error(
      `Cannot compare two readers: they need the same pictures in the same order, got ${first.length} and ` +
        `${second.length}${odd === -1 ? "" : `, different ones at place ${odd}`}. Ask both about one sample.`,
    );
  }
  return first.flatMap((one, i) => {
    const other = second[i];
    if (one.predicted === null || other.predicted === null) return [];
    return [[hitOf({ ...one, predicted: one.predicted }), hitOf({ ...other, predicted: other.predicted })] as const];
  });
}

function differencesOf(groups: readonly (readonly Pair[])[]): Record<ScoreName, number | null> {
  const pairs = groups.flat();
  const [first, second] = [0, 1].map((reader) => scoresOf(fractionsOf(pairs.map((pair) => pair[reader])).fractions));
  const differences = scoreNames.map((name) => {
    const [ours, theirs] = [first[name], second[name]];
    return [name, ours === null || theirs === null ? null : ours - theirs];
  });
  return Object.fromEntries(differences) as Record<ScoreName, number | null>;
}

function count(pairs: readonly Pair[]): Discordance {
  const isAnswer = (hit: Hit) => hit === "C" || hit === "N";
  const onlyFirst = pairs.filter(([first, second]) => isAnswer(first) && !isAnswer(second)).length;
  const onlySecond = pairs.filter(([first, second]) => isAnswer(second) && !isAnswer(first)).length;
  return { onlyFirst, onlySecond, p: pairs.length === 0 ? null : mcnemarTest(onlyFirst, onlySecond) };
}
