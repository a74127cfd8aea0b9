import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { bootstrapIntervals, exactInterval, wilsonInterval } from "../lib/scores/intervals.ts";

Deno.test("wilsonInterval() gives the published intervals of four fractions", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3
  const published = [[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]];
  for (const [count, size, low, high] of published) {
    const found = wilsonInterval(count, size)!;
    assertEquals([found.low.toFixed(4), found.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
  }
});

Deno.test("wilsonInterval() mirrors hits and misses, and knows nothing of 0 of 0", () => {
  const [hits, misses] = [wilsonInterval(7, 20)!, wilsonInterval(13, 20)!];
  assertAlmostEquals(hits.low, 1 - misses.high);
  assertAlmostEquals(hits.high, 1 - misses.low);
  assertEquals(wilsonInterval(20, 20)!.high, 1);
  assertEquals(wilsonInterval(0, 0), null);
});

Deno.test("exactInterval() gives the published intervals of four fractions, and the closed form at the edges", () => {
  // Newcombe (1998), table I, method 5
  const published = [[81, 263, 0.2527, 0.3676], [15, 148, 0.0578, 0.1617], [0, 20, 0, 0.1684], [1, 29, 0.0009, 0.1776]];
  for (const [count, size, low, high] of published) {
    const found = exactInterval(count, size)!;
    assertEquals([found.low.toFixed(4), found.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
  }
  for (const size of [1, 5, 20, 1000]) assertAlmostEquals(exactInterval(size, size)!.low, 0.025 ** (1 / size), 1e-6);
  assertEquals(exactInterval(0, 0), null);
});

Deno.test("exactInterval() leaves at most 2.5 % on either side, by the binomial summed out", () => {
  const ways = (n: number, k: number): number => k === 0 ? 1 : ways(n, k - 1) * (n - k + 1) / k;
  const atLeast = (n: number, k: number, p: number) =>
    Array.from({ length: n - k + 1 }, (_, i) => ways(n, k + i) * p ** (k + i) * (1 - p) ** (n - k - i))
      .reduce((sum, chance) => sum + chance, 0);
  for (const [count, size] of [[3, 10], [9, 10], [17, 25]]) {
    const { low, high } = exactInterval(count, size)!;
    assertAlmostEquals(atLeast(size, count, low), 0.025, 1e-6);
    assertAlmostEquals(1 - atLeast(size, count + 1, high), 0.025, 1e-6);
  }
});

const shareOf = (groups: readonly (readonly number[])[]) => {
  const values = groups.flat();
  return { share: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length };
};
const coins = (heads: number, count: number) => Array.from({ length: count }, (_, i) => i < heads ? 1 : 0);

Deno.test("bootstrapIntervals() of a fraction comes to fraction ± 1.96 standard errors", () => {
  const { share } = bootstrapIntervals([coins(160, 400)], shareOf, { seed: 1, resamples: 4000 });
  const half = 1.96 * Math.sqrt(0.4 * 0.6 / 400);
  assertAlmostEquals(share!.low, 0.4 - half, 0.005);
  assertAlmostEquals(share!.high, 0.4 + half, 0.005);
});

Deno.test("bootstrapIntervals() draws within each group, so that what is equal in a group does not vary", () => {
  assertEquals(bootstrapIntervals([coins(9, 9), coins(0, 3)], shareOf, { seed: 1 }), {
    share: { low: 0.75, high: 0.75 },
  });
});

Deno.test("bootstrapIntervals() repeats a seed's intervals, and another seed gives others", () => {
  const draw = (seed: number) => bootstrapIntervals([coins(37, 97)], shareOf, { seed, resamples: 50 });
  assertEquals(draw(3), draw(3));
  assertNotEquals(draw(3), draw(4));
});

Deno.test("bootstrapIntervals() leaves out samples where a statistic is not defined", () => {
  const statistics = (groups: readonly (readonly number[])[]) => {
    const { share } = shareOf(groups);
    return { share, inverse: share === 0 ? null : 1 / share!, never: null };
  };
  const { inverse, never } = bootstrapIntervals([coins(1, 3)], statistics, { seed: 1 });
  // a third of the samples has no head; the others have one to three
  assertEquals(inverse, { low: 1, high: 3 });
  assertEquals(never, null);
  assert(bootstrapIntervals([[]], statistics, { seed: 1 }).share === null);
});
