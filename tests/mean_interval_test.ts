import { assertAlmostEquals, assertEquals } from "@std/assert";
import { meanInterval, studentPoint } from "../lib/scores/mean_interval.ts";

Deno.test("studentPoint() gives the printed tables' 97.5 % points", () => {
  const printed: [number, number][] = [[1, 12.706], [2, 4.303], [4, 2.776], [9, 2.262], [29, 2.045], [1000, 1.962]];
  for (const [freedom, point] of printed) assertAlmostEquals(studentPoint(freedom), point, 5e-4, `${freedom}`);
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
