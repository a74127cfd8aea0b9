// The detection score: how well a reader of the explanation alone tells pictures that excite the neuron from others.

import { seededRandom } from "../../random.ts";
import { bootstrapIntervals, exactInterval, type Interval } from "../intervals.ts";
import { drawPairs, shuffle } from "./sampling.ts";
import { answeredItems, type Drawn, type Figure, figure, type Item, type Score, type ScoredNeuron } from "./score.ts";

/**
 * After EleutherAI's delphi (Paulo et al., "Automatically interpreting millions of features in large language models",
 * 2024), with hard negatives: images that excite the neuron highly, evenly over the classes, and for each class as many
 * of that same class with low activation, so that naming the class wins nothing.
 */
export const detection: Score = {
  name: "detection",
  kind: "pictures",
  scale: "yes-no",
  draw(neuron, material): Drawn {
    const { activations } = neuron;
    const { images: { labels }, positives, seed } = material;
    // Another stream than the simulation's, whose pictures these would resemble.
    const { strong, weak, notes } = drawPairs(neuron, material, { count: positives, seed: seed + 1 });
    const itemOf = (place: number, excites: boolean): DetectionItem => {
      return { pictures: [place], label: labels[place], measured: activations[place], excites, truth: Number(excites) };
    };
    const mixed = [...strong.map((place) => itemOf(place, true)), ...weak.map((place) => itemOf(place, false))];
    const items = shuffle(mixed, seededRandom(seed + 1, 2));
    return { items, notes, figures: (values) => detectionFigures(answeredItems(items, values), neuron, seed) };
  },
};

/** A picture of the top quarter of what excites, or one that leaves the neuron silent or in the lowest quarter. */
export interface DetectionItem extends Item {
  label: number;
  excites: boolean;
}

/** The figures of yes (1) and no (0); the floor says yes where the class's mean is above the mean of all classes. */
export function detectionFigures(
  answered: readonly (Pick<DetectionItem, "label" | "excites"> & { value: number })[],
  { classMeans }: Pick<ScoredNeuron, "classMeans">,
  seed: number,
): Record<string, Figure> {
  const told = answered.map(({ excites, value }): Told => ({ excites, said: value > 0.5, rank: value, weight: 1 }));
  const kinds = [true, false].map((kind) => told.filter(({ excites }) => excites === kind));
  const spans = bootstrapIntervals(kinds, (drawn) => measure(drawn.flat()), { seed });
  const middle = classMeans.reduce((sum, mean) => sum + mean, 0) / classMeans.length;
  const floor = measure(answered.map(({ excites, label }): Told => {
    return { excites, said: classMeans[label] > middle, rank: classMeans[label], weight: 1 };
  }));
  const found = measure(told);
  const name = (key: keyof Measures) => figure(found[key], widen(spans[key], key, kinds), floor[key]);
  return { detection: name("balancedAccuracy"), AUPRC: name("auprc"), "ROC AUC": name("rocAuc") };
}

/** The truth of a picture, what is said of it, how far up it is ranked, and how many such pictures it stands for. */
export interface Told {
  excites: boolean;
  said: boolean;
  rank: number;
  weight: number;
}

/**
 * How well yes and no are told; null without pictures of both kinds.
 *
 * - `balancedAccuracy`: the mean of the shares of exciting pictures said to be so, and of others said not to be: 0.5 by
 *   guessing.
 * - `auprc`: the area under precision over recall as average precision, Σ (Rₖ − Rₖ₋₁) Pₖ, with recall and precision of the
 *   pictures ranked at the k-th value or above. The share of exciting pictures where all ranks are equal.
 * - `rocAuc`: the area under the curve of true over false positives, which is the share of pairs of one picture of each
 *   kind in which the exciting one is ranked above (Hanley and McNeil, "The meaning and use of the area under a receiver
 *   operating characteristic (ROC) curve", 1982); a pair ranked alike counts half.
 *
 * Equal ranks count as one step, so that their order is no matter; answers of yes and no make two steps.
 */
export function measure(told: readonly Told[]): Measures {
  const weigh = (some: readonly Told[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  const [yes, no] = [true, false].map((kind) => told.filter(({ excites }) => excites === kind));
  const [allYes, allNo] = [weigh(yes), weigh(no)];
  if (allYes === 0 || allNo === 0) return { balancedAccuracy: null, auprc: null, rocAuc: null };
  const [right, rejected] = [weigh(yes.filter(({ said }) => said)), weigh(no.filter(({ said }) => !said))];
  const steps = Map.groupBy(told, ({ rank }) => rank).entries().toArray().sort(([a], [b]) => b - a);
  let [precisions, pairs, hits, misses] = [0, 0, 0, 0];
  for (const [, step] of steps) {
    const gained = weigh(step.filter(({ excites }) => excites));
    const lost = weigh(step) - gained;
    pairs += gained * (allNo - misses - lost / 2);
    [hits, misses] = [hits + gained, misses + lost];
    precisions += gained / allYes * hits / (hits + misses);
  }
  return {
    balancedAccuracy: (right / allYes + rejected / allNo) / 2,
    auprc: precisions,
    rocAuc: pairs / allYes / allNo,
  };
}

type Measures = Record<"balancedAccuracy" | "auprc" | "rocAuc", number | null>;

/**
 * An interval that is a point, as where all pictures of a kind were told alike and a bootstrap finds no spread, becomes
 * that of the figures of answers which are given so not always but as often as the exact interval of a share allows.
 */
function widen(span: Interval | null, key: keyof Measures, kinds: readonly (readonly Told[])[]): Interval | null {
  if (span === null || span.low < span.high) return span;
  const found = chancesOf(kinds).map((chances) =>
    measure(kinds.flatMap((told, i) =>
      chances[i] === 1 ? told : told.flatMap(({ said, ...one }) => [
        { ...one, said, rank: Number(said), weight: chances[i] },
        { ...one, said: !said, rank: Number(!said), weight: 1 - chances[i] },
      ])
    ))[key]!
  );
  return { low: Math.min(...found), high: Math.max(...found) };
}

/**
 * The least chances of answers that were all alike, for each kind, 1 for a kind of mixed answers. With chances p and q of
 * them, n pictures of each kind are all told so with probability pⁿqⁿ, which is at most ((p + q)/2)²ⁿ: the exact interval of
 * 2n of 2n pictures holds for (p + q)/2, whether both fall short alike or one alone.
 */
function chancesOf(kinds: readonly (readonly Told[])[]): number[][] {
  const areAlike = kinds.map((told) => told.every(({ said }) => said === told[0].said));
  const sizes = kinds.map(({ length }) => length);
  if (areAlike.includes(false)) {
    return [[1, 1], areAlike.map((isAlike, i) => isAlike ? exactInterval(sizes[i], sizes[i])!.low : 1)];
  }
  const size = 2 * Math.min(...sizes);
  const { low } = exactInterval(size, size)!;
  const worst = Math.max(0, 2 * low - 1);
  return [[1, 1], [low, low], [1, worst], [worst, 1]];
}
