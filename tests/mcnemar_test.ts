import { assertAlmostEquals, assertEquals } from "@std/assert";
import { mcnemarTest } from "../lib/scores/mcnemar.ts";

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
