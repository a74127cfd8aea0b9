// The five fractions of the prediction test: what a reader predicts, set against the label and the network's answer.

/**
 * What a prediction hits. On a picture that the network gets right, C is its answer and I is anything else. On one that
 * it gets wrong, N is the network's answer, L is the label, and F is neither.
 */
export type Hit = "C" | "I" | "N" | "L" | "F";

/** C and I share the pictures that the network gets right, N, L and F the others; null where there are none. */
export type Fractions = Record<Hit, number | null>;

/** All five, those of right pictures first. */
export const hits: readonly Hit[] = ["C", "I", "N", "L", "F"];

/** What one prediction hits. */
export function hitOf({ truth, answer, predicted }: { truth: number; answer: number; predicted: number }): Hit {
  if (truth === answer) return predicted === answer ? "C" : "I";
  return predicted === answer ? "N" : predicted === truth ? "L" : "F";
}

/** The fractions of hits, in any order, with the number of pictures that each is of. */
export function fractionsOf(found: Iterable<Hit>): { fractions: Fractions; counts: Record<Hit, number>; of: Sizes } {
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

interface Sizes {
  right: number;
  wrong: number;
}
