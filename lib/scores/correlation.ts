// How well two lists of numbers go together: Pearson's correlation, and Spearman's of their ranks.

/**
 * Pearson's correlation of paired numbers, from -1 to 1. Null where it is not defined: for fewer than two pairs, and
 * where one list is constant. Throws unless both are of one length.
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) {
    throw new RangeError(`Cannot correlate: ${a.length} numbers need as many beside them, got ${b.length}. Pair them.`);
  }
  const [x, y] = [centred(a), centred(b)];
  const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
  return isConstant(a) || isConstant(b) ? null : Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}

/** Spearman's rank correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return correlation(ranksOf(a), ranksOf(b));
}

/** The ranks of numbers, the smallest 1; equal numbers share the mean of their ranks. */
export function ranksOf(values: ArrayLike<number>): number[] {
  const ranks = new Array<number>(values.length);
  const order = Array.from(ranks.keys()).sort((i, j) => values[i] - values[j]);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (const place of order.slice(start, end)) ranks[place] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

function centred(values: ArrayLike<number>): number[] {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return numbers.map((value) => value - mean);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
