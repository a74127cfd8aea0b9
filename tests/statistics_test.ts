import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { correlation, explained, mcnemarTest, meanInterval, rankCorrelation } from "../lib/scores/statistics.ts";

Deno.test("correlation() is Pearson's, by hand", () => {
  // Deviations -1, 0, 1 and -1, -1, 2: 3 over the root of 2 × 6.
  assertAlmostEquals(correlation([1, 2, 3], [1, 1, 4])!, 3 / Math.sqrt(12), 1e-15);
  assertAlmostEquals(correlation([1, 2, 4], [10, 20, 40])!, 1, 1e-12);
  assertAlmostEquals(correlation([1, 2, 3], [6, 4, 2])!, -1, 1e-12);
});

Deno.test("correlation() is the same on another scale and offset, also a tiny one", () => {
  const [a, b] = [[1, 5, 2, 8], [3, 4, 1, 9]];
  const expected = correlation(a, b)!;
  assertAlmostEquals(correlation(a.map((value) => 1e-30 * value), b)!, expected, 1e-12);
  assertAlmostEquals(correlation(a, b.map((value) => 1e6 - 3 * value))!, -expected, 1e-9);
});

Deno.test("correlation() is null where a list is constant, or shorter than two", () => {
  assertEquals(correlation([1, 2, 3], [0.1, 0.1, 0.1]), null);
  assertEquals(correlation([0.1, 0.1, 0.1], [1, 2, 3]), null);
  assertEquals([correlation([], []), correlation([1], [2])], [null, null]);
});

Deno.test("rankCorrelation() is Spearman's, by hand", () => {
  // Without ties it is 1 - 6 Σ d² / n (n² - 1); the ranks 1 2 3 4 5 and 2 1 4 3 5 differ by 1, 1, 1, 1, 0.
  assertAlmostEquals(rankCorrelation([1, 10, 100, 1000, 1e4], [2, 1, 4, 3, 50])!, 1 - 6 * 4 / (5 * 24), 1e-12);
  // With ties: ranks 1.5 1.5 3 against 1 2 3, deviations -0.5 -0.5 1 against -1 0 1.
  assertAlmostEquals(rankCorrelation([7, 7, 9], [1, 2, 3])!, 1.5 / Math.sqrt(1.5 * 2), 1e-12);
  assertEquals(rankCorrelation([1, 1], [1, 2]), null);
});

Deno.test("correlation() and rankCorrelation() refuse lists of different lengths", () => {
  for (const measure of [correlation, rankCorrelation]) {
    assertThrows(
      () => measure([1, 2], [1]),
      RangeError,
      "Cannot correlate: 2 numbers need as many beside them, got 1.",
    );
  }
});

Deno.test("mcnemarTest() gives p-values worked out by hand", () => {
  assertAlmostEquals(mcnemarTest(0, 5), 2 / 32);
  assertAlmostEquals(mcnemarTest(1, 5), 2 * (1 + 6) / 64);
  assertAlmostEquals(mcnemarTest(2, 8), 2 * (1 + 10 + 45) / 1024);
  assertAlmostEquals(mcnemarTest(8, 2), 2 * (1 + 10 + 45) / 1024);
});

Deno.test("mcnemarTest() is 1 where neither reader is ahead", () => {
  assertEquals(mcnemarTest(0, 0), 1);
  assertEquals(mcnemarTest(0, 1), 1);
  assertEquals(mcnemarTest(1, 1), 1);
  assertEquals(mcnemarTest(30, 30), 1);
  assertAlmostEquals(mcnemarTest(30, 31), 1);
});

Deno.test("mcnemarTest() stays a number for thousands of pictures", () => {
  // the normal approximation with continuity correction: z = (|b - c| - 1) / sqrt(b + c) = 199 / 70.71, p = 0.00489
  assertAlmostEquals(mcnemarTest(2400, 2600), 0.00489, 0.00005);
  assertEquals(mcnemarTest(0, 5000), 0);
});

Deno.test("meanInterval() uses the printed tables' 97.5 % points of Student's distribution", () => {
  for (const [count, point] of [[2, 12.706], [3, 4.303], [5, 2.776], [10, 2.262], [30, 2.045]]) {
    const values = Array.from({ length: count }, (_, i) => i);
    const { mean, high } = meanInterval(values);
    const variance = values.reduce((sum, value) => sum + (value - mean!) ** 2, 0) / (count - 1);
    assertAlmostEquals((high! - mean!) / Math.sqrt(variance / count), point, 5e-4, `${count} values`);
  }
});

Deno.test("meanInterval() is the mean plus and minus t times the standard error", () => {
  // Deviations -2 -1 0 1 2: variance 10/4, standard error √(2.5/5) = √0.5; with 4 degrees of freedom t = 2.776445.
  const { mean, low, high } = meanInterval([1, 2, 3, 4, 5]);
  assertEquals(mean, 3);
  assertAlmostEquals(low!, 3 - 2.776445 * Math.SQRT1_2, 1e-5);
  assertAlmostEquals(high!, 3 + 2.776445 * Math.SQRT1_2, 1e-5);
});

Deno.test("meanInterval() has no interval for one value, and nothing at all for none", () => {
  assertEquals(meanInterval([0.5]), { mean: 0.5, low: null, high: null });
  assertEquals(meanInterval([]), { mean: null, low: null, high: null });
});

Deno.test("explained() of the variance forgives an offset, is 0 for a constant and negative for what makes it worse", () => {
  assertEquals(explained([1, 2, 3], [11, 12, 13]).variance, 1);
  assertEquals(explained([1, 2, 3], [5, 5, 5]).variance, 0);
  // Errors -2, 0, 2 have four times the variance.
  assertAlmostEquals(explained([1, 2, 3], [3, 2, 1]).variance!, -3, 1e-12);
  assertEquals(explained([2, 2], [1, 3]).variance, null);
});

Deno.test("explained() of the squares is OpenAI's: about zero, so that an offset counts and the mean gives more than 0", () => {
  assertEquals(explained([1, 2, 3], [1, 2, 3]).square, 1);
  assertEquals(explained([1, 2, 3], [0, 0, 0]).square, 0);
  // Errors 1, 0, -1 against 1, 4, 9.
  assertAlmostEquals(explained([1, 2, 3], [2, 2, 2]).square!, 1 - 2 / 14, 1e-12);
  assertAlmostEquals(explained([1, 2, 3], [2, 3, 4]).square!, 1 - 3 / 14, 1e-12);
  assertEquals(explained([0, 0], [1, 3]).square, null);
});
