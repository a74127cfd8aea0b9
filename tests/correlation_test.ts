import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { correlation, rankCorrelation, ranksOf } from "../lib/scores/correlation.ts";

Deno.test("correlation() is Pearson's, by hand", () => {
  // Deviations -1, 0, 1 and -1, -1, 2: 3 over the root of 2 × 6.
  assertAlmostEquals(correlation([1, 2, 3], [1, 1, 4])!, 3 / Math.sqrt(12), 1e-15);
  assertEquals([correlation([1, 2, 4], [10, 20, 40]), correlation([1, 2, 3], [6, 4, 2])], [1, -1]);
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

Deno.test("ranksOf() gives equal numbers the mean of their ranks", () => {
  assertEquals(ranksOf([30, 10, 20, 10, 30, 30]), [5, 1.5, 3, 1.5, 5, 5]);
  assertEquals(ranksOf([]), []);
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
