// McNemar's test: whether two readers of the same pictures differ, judged by the pictures that only one gets right.

/**
 * The exact two-sided p-value (McNemar, "Note on the sampling error of the difference between correlated proportions or
 * percentages", 1947, with the binomial in place of its normal approximation): how likely a split as uneven as this one,
 * or more so, is where each of the pictures falls to either reader like a fair coin. 1 without any such picture.
 */
export function mcnemarTest(onlyFirst: number, onlySecond: number): number {
  const total = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // By logarithms, because the number of ways to choose among a thousand pictures is no finite float.
  let logWays = 0;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    if (k > 0) logWays += Math.log((total - k + 1) / k);
    tail += Math.exp(logWays - total * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
