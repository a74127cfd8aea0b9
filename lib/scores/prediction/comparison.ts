// Two readers on the same pictures: the differences of their scores, and who alone predicts the network's answer.

import { bootstrapIntervals } from "../intervals.ts";
import { mcnemarTest } from "../statistics.ts";
import { fractionsOf, type Hit, hitOf, type ScoreName, scoresOf } from "./figures.ts";
import type { Prediction } from "./predict.ts";

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

/** Compares two readers on the pictures that both were asked about. Throws where there are none. */
export function compare(
  first: readonly Prediction[],
  second: readonly Prediction[],
  { seed }: { seed: number },
): Comparison {
  const pairs = pairUp(first, second);
  const isRight = ([hit]: Pair) => hit === "C" || hit === "I";
  const groups = [pairs.filter(isRight), pairs.filter((pair) => !isRight(pair))];
  const found = differencesOf(groups);
  const spans = bootstrapIntervals(groups, differencesOf, { seed });
  const name = (score: ScoreName): Difference => {
    const { low, high } = spans[score] ?? { low: null, high: null };
    return { difference: found[score], low, high };
  };
  return {
    pairs: pairs.length,
    differences: { correct: name("correct"), incorrect: name("incorrect"), final: name("final") },
    discordances: { all: count(pairs), right: count(groups[0]), wrong: count(groups[1]) },
  };
}

/** A row for each comparison and score; the name of a comparison is the second reader's. */
export function differenceRows(comparisons: Readonly<Record<string, Comparison>>) {
  return Object.entries(comparisons).flatMap(([against, { pairs, differences }]) =>
    Object.entries(differences).map(([score, difference]) => ({ against, pictures: pairs, score, ...difference }))
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
  const others = new Map(second.map((prediction) => [prediction.index, prediction]));
  if (!first.some(({ index }) => others.has(index))) {
    throw new Error(
      `Cannot compare two readers: they need the same pictures, got ${first.length} and ${second.length} with none in ` +
        "common. Ask both about one sample.",
    );
  }
  return first.flatMap((one) => {
    const other = others.get(one.index);
    if (one.predicted === null || other === undefined || other.predicted === null) return [];
    return [[hitOf({ ...one, predicted: one.predicted }), hitOf({ ...other, predicted: other.predicted })] as const];
  });
}

function differencesOf(groups: readonly (readonly Pair[])[]): Record<ScoreName, number | null> {
  const pairs = groups.flat();
  const ours = scoresOf(fractionsOf(pairs.map(([first]) => first)).fractions);
  const theirs = scoresOf(fractionsOf(pairs.map(([, second]) => second)).fractions);
  const less = (name: ScoreName) => ours[name] === null || theirs[name] === null ? null : ours[name] - theirs[name];
  return { correct: less("correct"), incorrect: less("incorrect"), final: less("final") };
}

function count(pairs: readonly Pair[]): Discordance {
  const isAnswer = (hit: Hit) => hit === "C" || hit === "N";
  const onlyFirst = pairs.filter(([first, second]) => isAnswer(first) && !isAnswer(second)).length;
  const onlySecond = pairs.filter(([first, second]) => isAnswer(second) && !isAnswer(first)).length;
  return { onlyFirst, onlySecond, p: pairs.length === 0 ? null : mcnemarTest(onlyFirst, onlySecond) };
}
