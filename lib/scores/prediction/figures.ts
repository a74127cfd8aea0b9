// The figures of the prediction test: what a prediction hits, the five fractions, the three scores and their errors.

/**
 * What a prediction hits. On a picture that the network gets right, C is its answer and I is anything else. On one that
 * it gets wrong, N is the network's answer, L is the label, and F is neither.
 */
export type Hit = "C" | "I" | "N" | "L" | "F";

/** All five, those of right pictures first. */
export const hits: readonly Hit[] = ["C", "I", "N", "L", "F"];

/** C and I share the pictures that the network gets right, N, L and F the others; null where there are none. */
export type Fractions = Record<Hit, number | null>;

/** How well a reader does on right pictures, on wrong ones, and on the mean of both. */
export type ScoreName = "correct" | "incorrect" | "final";

/** Null where a score is not defined: without any prediction to count, or where a reader always says the label. */
export type Scores = Record<ScoreName, number | null>;

/** What one prediction hits. */
export function hitOf({ truth, answer, predicted }: { truth: number; answer: number; predicted: number }): Hit {
  if (truth === answer) return predicted === answer ? "C" : "I";
  return predicted === answer ? "N" : predicted === truth ? "L" : "F";
}

/** The fractions of hits, in any order, with the number of pictures that each is of. */
export function fractionsOf(
  found: Iterable<Hit>,
): { fractions: Fractions; counts: Record<Hit, number>; of: { right: number; wrong: number } } {
  const counts = { C: 0, I: 0, N: 0, L: 0, F: 0 };
  for (const hit of found) counts[hit]++;
  const of = { right: counts.C + counts.I, wrong: counts.N + counts.L + counts.F };
  const share = (count: number, size: number) => size === 0 ? null : count / size;
  const fractions = {
    C: share(counts.C, of.right),
    I: share(counts.I, of.right),
    N: share(counts.N, of.wrong),
    L: share(counts.L, of.wrong),
    F: share(counts.F, of.wrong),
  };
  return { fractions, counts, of };
}

/**
 * The blog post's scores, 1 for a reader who predicts everything:
 *
 * - correct = (C − L) / (1 − L): hits on right pictures, beyond what saying the label whatever happens would give;
 * - incorrect = (N − F/8) / (1 − F/8): hits on wrong pictures, beyond what guessing among the eight digits that are
 *   neither the label nor the answer suggests;
 * - final: their mean.
 */
export function scoresOf({ C, N, L, F }: Omit<Fractions, "I">): Scores {
  const correct = C === null || L === null || L === 1 ? null : (C - L) / (1 - L);
  const incorrect = N === null || F === null ? null : (N - F / 8) / (1 - F / 8);
  return { correct, incorrect, final: correct === null || incorrect === null ? null : (correct + incorrect) / 2 };
}

/**
 * One standard error of each score by the delta method: the root of gᵀΣg, where g is the score's gradient by (C, N, L,
 * F) and Σ the covariance of the fractions, binomial for C, multinomial for N, L and F and independent of C.
 *
 * @param sizes How many right and wrong pictures the fractions are of.
 */
export function standardErrorsOf(
  { C, N, L, F }: Omit<Fractions, "I">,
  sizes: { right: number; wrong: number },
): Scores {
  const scores = scoresOf({ C, N, L, F });
  const [c, n, l, f] = [C ?? 0, N ?? 0, L ?? 0, F ?? 0];
  const correct = [1 / (1 - l), 0, (c - 1) / (1 - l) ** 2, 0];
  const incorrect = [0, 1 / (1 - f / 8), 0, (n - 1) / 8 / (1 - f / 8) ** 2];
  const final = correct.map((slope, i) => (slope + incorrect[i]) / 2);
  const error = (name: ScoreName, gradient: number[]) =>
    scores[name] === null ? null : spread(gradient, [c, n, l, f], sizes);
  return {
    correct: error("correct", correct),
    incorrect: error("incorrect", incorrect),
    final: error("final", final),
  };
}

/** For a multinomial of size n, gᵀΣg is (Σ g²p − (Σ gp)²) / n; C alone is one with the rest at gradient 0. */
function spread([c, ...g]: number[], [C, ...p]: number[], { right, wrong }: { right: number; wrong: number }): number {
  const mean = g.reduce((sum, slope, i) => sum + slope * p[i], 0);
  const square = g.reduce((sum, slope, i) => sum + slope ** 2 * p[i], 0);
  // Without right pictures nothing hangs on C, and 0 / 0 would be no number.
  const ofRight = c === 0 ? 0 : c ** 2 * C * (1 - C) / right;
  return Math.sqrt(Math.max(0, ofRight + (square - mean ** 2) / wrong));
}
