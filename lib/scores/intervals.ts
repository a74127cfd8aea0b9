// 95 % intervals: Wilson's and the exact one for a fraction, and a seeded bootstrap's for whatever a sample gives.

// @ts-types="@types/d3-array"
import { quantile } from "d3-array";
import jstat from "jstat";
import { seededRandom } from "../random.ts";

/** From low to high. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's score interval of a fraction (Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927). Unlike fraction ± error it stays within 0 and 1, and has a width even at 0 of n. Null for 0 of 0.
 */
export function wilsonInterval(count: number, size: number): Interval | null {
  if (size === 0) return null;
  const share = count / size;
  const shrink = 1 + z ** 2 / size;
  const middle = (share + z ** 2 / (2 * size)) / shrink;
  const half = z / shrink * Math.sqrt(share * (1 - share) / size + z ** 2 / (4 * size ** 2));
  // At 0 and at n of n one end is exact, which rounding would miss.
  return { low: count === 0 ? 0 : middle - half, high: count === size ? 1 : middle + half };
}

/**
 * The exact interval of a fraction (Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the
 * case of the binomial", 1934). It holds at any size, and stands where a bootstrap has nothing to draw from: for what was
 * right every time, or never. Null for 0 of 0.
 */
export function exactInterval(count: number, size: number): Interval | null {
  if (size === 0) return null;
  return {
    low: count === 0 ? 0 : jstat.beta.inv(0.025, count, size - count + 1),
    high: count === size ? 1 : jstat.beta.inv(0.975, count + 1, size - count),
  };
}

/**
 * The bootstrap's percentile intervals (Efron, "Bootstrap methods: another look at the jackknife", 1979): every group is
 * drawn again from itself, with replacement, and the statistics are computed anew, many times.
 *
 * @param statisticsOf Named statistics of a sample in its groups; null where one is not defined. Samples where one is
 * not are left out of its interval.
 * @returns For each statistic its interval; null where the sample itself does not give the statistic.
 */
export function bootstrapIntervals<T, Name extends string>(
  groups: readonly (readonly T[])[],
  statisticsOf: (groups: readonly (readonly T[])[]) => Record<Name, number | null>,
  { seed, resamples = 2000 }: { seed: number; resamples?: number },
): Record<Name, Interval | null> {
  const random = seededRandom(seed);
  const found = statisticsOf(groups);
  const names = Object.keys(found) as Name[];
  const samples = Array.from(
    { length: resamples },
    () => statisticsOf(groups.map((group) => group.map(() => group[Math.floor(random() * group.length)]))),
  );
  const intervals = names.map((name) => {
    const values = samples.flatMap((sample) => sample[name] ?? []);
    const isKnown = found[name] !== null && values.length > 0;
    return [name, isKnown ? { low: quantile(values, 0.025)!, high: quantile(values, 0.975)! } : null];
  });
  return Object.fromEntries(intervals) as Record<Name, Interval | null>;
}

/** The standard normal's 97.5 % point. */
const z = 1.959963984540054;
