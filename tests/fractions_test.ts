import { assertEquals } from "@std/assert";
import { fractionsOf, hitOf } from "../lib/scores/prediction/figures.ts";

Deno.test("hitOf() sets a prediction against the label and the network's answer", () => {
  assertEquals(hitOf({ truth: 3, answer: 3, predicted: 3 }), "C");
  assertEquals(hitOf({ truth: 3, answer: 3, predicted: 5 }), "I");
  assertEquals(hitOf({ truth: 3, answer: 5, predicted: 5 }), "N");
  assertEquals(hitOf({ truth: 3, answer: 5, predicted: 3 }), "L");
  assertEquals(hitOf({ truth: 3, answer: 5, predicted: 8 }), "F");
  assertEquals(hitOf({ truth: 0, answer: 0, predicted: 0 }), "C");
});

Deno.test("fractionsOf() divides right and wrong pictures each by their own number", () => {
  assertEquals(fractionsOf([..."CCCINLLLFF"] as ("C" | "I" | "N" | "L" | "F")[]), {
    fractions: { C: 3 / 4, I: 1 / 4, N: 1 / 6, L: 3 / 6, F: 2 / 6 },
    counts: { C: 3, I: 1, N: 1, L: 3, F: 2 },
    of: { right: 4, wrong: 6 },
  });
});

Deno.test("fractionsOf() has no fraction where there is no picture", () => {
  assertEquals(fractionsOf(["C"]).fractions, { C: 1, I: 0, N: null, L: null, F: null });
  assertEquals(fractionsOf([]).fractions, { C: null, I: null, N: null, L: null, F: null });
});
