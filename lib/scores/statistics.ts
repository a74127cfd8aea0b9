// Statistics of scores: correlations, explained variance, the mean of a few measurements, a test of paired readers.

import jstat from "jstat";
import { mean, sampleCorrelation, sampleRankCorrelation, sampleStandardDeviation, variance } from "simple-statistics";

/**
 * Pearson's correlation of paired numbers, from -1 to 1. Null where it is not defined: for fewer than two pairs, and
 * where one list is constant. Throws unless both are of one length.
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return correlate(a, b, sampleCorrelation);
}

/** Spearman's rank correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return correlate(a, b, sampleRankCorrelation);
}

/**
 * What predictions in the unit of the true values explain of them, by two definitions; null where not defined.
 *
 * - `variance`: 1 − Var(true − predicted) / Var(true), the share of the variance about the mean. A constant offset is
 *   forgiven; predicting a constant gives 0.
 * - `square`: 1 − Σ (true − predicted)² / Σ true², OpenAI's (`rsquared_score` in the code of Bills et al., "Language
 *   models can explain neurons in language models", 2023). The share of the sum of squares about zero: an offset counts
 *   against it; predicting zero gives 0, and the mean gives more.
 */
export function explained(
  truth: readonly number[],
  predicted: readonly number[],
): { variance: number | null; square: number | null } {
  const errors = truth.map((value, i) => value - predicted[i]);
  const squares = (values: readonly number[]) => mean(values.map((value) => value ** 2));
  return {
    variance: truth.length < 2 || isConstant(truth) ? null : 1 - variance(errors) / variance([...truth]),
    square: truth.every((value) => value === 0) ? null : 1 - squares(errors) / squares(truth),
  };
}

/**
 * The mean of n values and mean ± t·s/√n, with the sample's standard deviation s and the 97.5 % point t of Student's
 * distribution with n − 1 degrees of freedom (Student, "The probable error of a mean", 1908). For values that are
 * about normal; a bootstrap of so few would be too narrow. No ends for fewer than two values, no mean for none.
 */
export function meanInterval(
  values: readonly number[],
): { mean: number | null; low: number | null; high: number | null } {
  const count = values.length;
  if (count < 2) return { mean: values[0] ?? null, low: null, high: null };
  const middle = mean([...values]);
  const half = jstat.studentt.inv(0.975, count - 1) * sampleStandardDeviation([...values]) / Math.sqrt(count);
  return { mean: middle, low: middle - half, high: middle + half };
}

/**
 * McNemar's exact two-sided p-value ("Note on the sampling error of the difference between correlated proportions or
 * percentages", 1947, with the binomial in place of its normal approximation): how likely a split as uneven as this one,
 * or more so, is where each of the pictures that only one reader gets right falls to either like a fair coin. By hand,
 * since jstat's binomial distribution rounds to ten decimals, and these values go far below.
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  const total = onlyFirst + onlySecond;
  // By logarithms, because the number of ways to choose among a thousand pictures is no finite float.
  let logWays = 0;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    if (k > 0) logWays += Math.log((total - k + 1) / k);
    tail += Math.exp(logWays - total * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

function correlate(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  measure: (a: number[], b: number[]) => number,
): number | null {
  if (a.length !== b.length) {
    throw new RangeError(`Cannot correlate: ${a.length} numbers need as many beside them, got ${b.length}. Pair them.`);
  }
  if (isConstant(a) || isConstant(b)) return null;
  return Math.min(1, Math.max(-1, measure(Array.from(a), Array.from(b))));
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
