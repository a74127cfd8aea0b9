// The detection score: how well a reader of the explanation alone tells pictures that excite the neuron from others.

import type { DetectionImage } from "./held_out.ts";
import { bootstrapIntervals, type Interval } from "../intervals.ts";
import type { Answer } from "./inquiry.ts";
import { countFailures, type FailureCounts } from "./values.ts";

/** A picture with what the reader says of it: yes (1), it excites the neuron, or no (0). */
export interface DetectedImage extends DetectionImage {
  answer: Answer;
}

/** How well yes and no are told; null where there are no answers of one kind of picture. */
export interface Detection {
  /** The mean of the shares of exciting pictures said to be so, and of others said not to be: 0.5 by guessing. */
  balancedAccuracy: number | null;
  /** See averagePrecision(); a reader's answers rank the pictures in two steps only, all yes before all no. */
  auprc: number | null;
}

/** A reader's detection with its intervals; the figures are of the pictures that have an answer. */
export interface DetectionScore extends Detection {
  /** 95 % intervals by the bootstrap over the pictures of each kind. */
  intervals: Record<keyof Detection, Interval | null>;
  /** What the mean of each picture's class reaches: yes where it is above the mean of all classes. */
  floor: Detection;
  images: { asked: number; answered: number };
  /** How many pictures have no answer, by what was wrong. */
  failures: FailureCounts;
}

/**
 * Scores a detection, after EleutherAI's delphi (Paulo et al., "Automatically interpreting millions of features in large
 * language models", 2024), with hard negatives: see drawDetection().
 *
 * @param classMeans The neuron's mean activation over each class.
 */
export function scoreDetection(
  images: readonly DetectedImage[],
  { classMeans, seed, resamples }: { classMeans: readonly number[]; seed: number; resamples?: number },
): DetectionScore {
  const answered = images.flatMap(({ excites, label, answer }) =>
    answer.value === null ? [] : [{ excites, label, value: answer.value }]
  );
  const told = answered.map(({ excites, value }): Told => ({ excites, said: value > 0.5, rank: value }));
  const kinds = [true, false].map((kind) => told.filter(({ excites }) => excites === kind));
  const found = detect(told);
  const spans = bootstrapIntervals(kinds, (drawn) => ({ ...detect(drawn.flat()) }), { seed, resamples });
  const middle = classMeans.reduce((sum, mean) => sum + mean, 0) / classMeans.length;
  return {
    ...found,
    intervals: {
      balancedAccuracy: found.balancedAccuracy === null ? null : spans.balancedAccuracy,
      auprc: found.auprc === null ? null : spans.auprc,
    },
    floor: detect(answered.map(({ excites, label }) => {
      return { excites, said: classMeans[label] > middle, rank: classMeans[label] };
    })),
    images: { asked: images.length, answered: answered.length },
    failures: countFailures(images.map(({ answer }) => answer)),
  };
}

/** The mean of the two shares of right answers, over what is to be said yes to and over the rest. */
export function balancedAccuracy(told: readonly Pick<Told, "excites" | "said">[]): number | null {
  const [yes, no] = [true, false].map((kind) => told.filter(({ excites }) => excites === kind));
  if (yes.length === 0 || no.length === 0) return null;
  return (yes.filter(({ said }) => said).length / yes.length + no.filter(({ said }) => !said).length / no.length) / 2;
}

/**
 * The area under the curve of precision over recall, as average precision: Σ (Rₖ − Rₖ₋₁) Pₖ, where Rₖ and Pₖ are recall
 * and precision of the pictures ranked at the k-th value or above. Equal ranks count as one step, so that their order is
 * no matter. The share of exciting pictures where all ranks are equal, 1 where every exciting one stands above all
 * others; null without pictures of one kind.
 */
export function averagePrecision(told: readonly Pick<Told, "excites" | "rank">[]): number | null {
  const positives = told.filter(({ excites }) => excites).length;
  if (positives === 0 || positives === told.length) return null;
  const steps = Map.groupBy(told, ({ rank }) => rank).entries().toArray().sort(([a], [b]) => b - a);
  let [area, hits, seen] = [0, 0, 0];
  for (const [, step] of steps) {
    const gained = step.filter(({ excites }) => excites).length;
    [hits, seen] = [hits + gained, seen + step.length];
    area += gained / positives * hits / seen;
  }
  return area;
}

/** The truth of a picture, what is said of it, and how far up it is ranked. */
interface Told {
  excites: boolean;
  said: boolean;
  rank: number;
}

function detect(told: readonly Told[]): Detection {
  return { balancedAccuracy: balancedAccuracy(told), auprc: averagePrecision(told) };
}
