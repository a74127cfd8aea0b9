// 95 % intervals: Wilson's for a fraction, and a seeded bootstrap's for whatever is computed from a sample.

// @ts-types="@types/d3-array"
import { quantile } from "d3-array";
import { seededRandom } from "../random.ts";

/** From low to high; null where nothing can be said. */
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
 * The bootstrap's percentile intervals (Efron, "Bootstrap methods: another look at the jackknife", 1979): every group is
 * drawn again from itself, with replacement, and the statistics are computed anew, many times.
 *
 * @param statisticsOf Named statistics of a sample in its groups; null where one is not defined. Samples where one is
 * not are left out of its interval.
 * @returns For each statistic its interval, null where no sample gave it.
 */
export function bootstrapIntervals<T, Name extends string>(
  groups: readonly (readonly T[])[],
  statisticsOf: (groups: readonly (readonly T[])[]) => Record<Name, number | null>,
  { seed, resamples = 2000 }: { seed: number; resamples?: number },
): Record<Name, Interval | null> {
  const random = seededRandom(seed);
  const found = new Map<Name, number[]>();
  for (let i = 0; i < resamples; i++) {
    const drawn = groups.map((group) => group.map(() => group[Math.floor(random() * group.length)]));
    for (const [name, value] of Object.entries(statisticsOf(drawn)) as [Name, number | null][]) {
      const values = found.get(name) ?? [];
      if (value !== null) values.push(value);
      found.set(name, values);
    }
  }
  return Object.fromEntries(
    found.entries().map(([name, values]) => [
      name,
      values.length === 0 ? null : { low: quantile(values, 0.025)!, high: quantile(values, 0.975)! },
    ]),
  ) as Record<Name, Interval | null>;
}

/** The standard normal's 97.5 % point. */
const z = 1.959963984540054;
