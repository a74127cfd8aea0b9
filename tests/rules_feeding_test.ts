// Neurons of later layers: what feeds them, what that looks for, their bias, and the marks that come of both.

import { assertAlmostEquals, assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { readDescription } from "../lib/rules/reading.ts";
import { addUpMarks } from "../lib/rules/value.ts";
import { ask, boxWeights, context, evidenceOf } from "./rules_asking.ts";

const previousLayer = [
  "Feature 1: Typically 20 for 0; 10 for 2; 1 for 1. Rests at 8, reaches 35. Ink adds 24 long bar at top centre.",
  "Feature 3: Typically 5 for 1; 2 for 0, 2. Rests at 3, reaches 12. Ink takes 9 post at centre.",
  "Dead, always 0: 0, 2.",
].join("\n");
const connections = [{ from: 3, weight: -1 }, { from: 1, weight: 0.5 }, { from: 0, weight: 4 }];
// By the class means: 0.5 × 20 − 2 + b = 12, 0.5 × 10 − 2 + b = 7, and class 1 counts by the square of its mean, 0.
const evidence = evidenceOf(boxWeights(6, 5, 21, 7), { layer: 1, means: [12, 0, 7], connections });
const explain = (more = {}) => ask(neuronMessages(context, evidence, { previousLayer, ...more }));

Deno.test("a later neuron is explained by the live features that feed it, by what they look for, and by its bias", async () => {
  const text = await explain();
  assertMatch(
    text,
    /^It listens to 2 features of the layer below, most of all to the absence of feature 3 \(no post at centre\)\.$/m,
  );
  assertMatch(
    text,
    /^Raised by 0\.5 x feature 1 \(long bar at top centre\); lowered by 1 x feature 3 \(no post at centre\)\.$/m,
  );
  const { feeds, bias } = readDescription(text);
  assertEquals(feeds.map(({ from, weight }) => [from, weight]), [[1, 0.5], [3, -1]]);
  assertAlmostEquals(bias!, 4, 0.1);
});

Deno.test("its marks are the straight line nearest to what the features make of ink", async () => {
  const description = readDescription(await explain());
  const picture = (isInk: (row: number, column: number) => boolean) => ({
    ...{ width: 28, height: 28 },
    values: Float64Array.from({ length: 784 }, (_, i) => isInk(Math.floor(i / 28), i % 28) ? 1 : 0),
  });
  const value = (isInk: (row: number, column: number) => boolean) => addUpMarks(description, picture(isInk)).value;
  const top = (row: number, column: number) => row >= 4 && row <= 7 && column >= 5 && column <= 22;
  const middle = (row: number, column: number) => row >= 8 && row <= 19 && column >= 12 && column <= 15;
  const empty = value(() => false);
  // Half of 24, and up to 9 that are no longer taken away, less where a feature falls silent.
  assertAlmostEquals(value(top) - empty, 12, 3);
  assertGreater(value(middle) - empty, 2);
  assertGreater(value((row, column) => top(row, column) || middle(row, column)), value(top));
});

Deno.test("without a summary of the layer below the rules say so, and describe the portrait", async () => {
  const text = await explain({ previousLayer: "" });
  assertStringIncludes(text, "What those features mean is unknown: there is no summary of their layer.");
  assertStringIncludes(text, "Its bias is unknown");
  assertMatch(text, /^The picture that excites it most shows ink on a long horizontal stroke at the top centre/m);
  assertMatch(text, /lowered by 1 x feature 3\.$/m);
});
