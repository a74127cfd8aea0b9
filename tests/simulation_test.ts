import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  explainedVariance,
  scoreSimulation,
  type SimulatedImage,
  sortByError,
} from "../lib/scores/neuron/simulation.ts";

const image = (activation: number, value: number | null, label = 0): SimulatedImage => ({
  ...{ index: 0, label, activation, stratum: activation > 0 ? "high" : "zero" },
  answer: value === null ? { value, failure: { kind: "wrong-number", message: "" } } : { value },
});
const four = [image(0, 0, 0), image(0, 1, 0), image(2, 2, 1), image(6, 5, 1)];
const settings = { largest: 8, classMeans: [1, 3], seed: 1 };

Deno.test("scoreSimulation() gives correlation, explained variance and floor, by hand", () => {
  const { score, explainedVariance, floor } = scoreSimulation(four, settings);
  // Deviations -2, -2, 0, 4 and -2, -1, 0, 3: 18 over the root of 24 × 14.
  assertAlmostEquals(score!, 18 / Math.sqrt(24 * 14), 1e-12);
  // Answers stand for 0, 0.8, 1.6 and 4: the errors 0, -0.8, 0.4 and 2 have the variance 1.04, the activations 6.
  assertAlmostEquals(explainedVariance!, 1 - 1.04 / 6, 1e-12);
  // Class means 1, 1, 3, 3: 8 over the root of 24 × 4.
  assertAlmostEquals(floor!, 8 / Math.sqrt(24 * 4), 1e-12);
});

Deno.test("scoreSimulation() counts pictures without an answer, and scores the others alone", () => {
  const found = scoreSimulation([image(9, null), ...four, image(3, null)], settings);
  assertEquals(found.images, { asked: 6, answered: 4 });
  assertEquals(found.failures, { "wrong-number": 2 });
  assertEquals(found.score, scoreSimulation(four, settings).score);
});

Deno.test("scoreSimulation() has no score where the answers or the activations are all the same, or none came", () => {
  const constant = scoreSimulation([image(0, 4), image(3, 4)], settings);
  assertEquals([constant.score, constant.low, constant.high, constant.explainedVariance], [null, null, null, 0]);
  const silent = scoreSimulation([image(0, 4), image(0, 5)], settings);
  assertEquals([silent.score, silent.explainedVariance, silent.floor], [null, null, null]);
  const failed = scoreSimulation([image(1, null)], settings);
  assertEquals([failed.score, failed.explainedVariance, failed.floor], [null, null, null]);
  assertEquals(failed.failures, { "wrong-number": 1 });
});

Deno.test("scoreSimulation() repeats its interval with the seed, around the score, narrower for more pictures", () => {
  const noisy = (count: number) =>
    Array.from({ length: count }, (_, i) => image(i % 7, (i * 3 + (i % 5) * 2) % 11 / 2 + (i % 7) / 2));
  const [few, many] = [20, 200].map((count) => scoreSimulation(noisy(count), settings));
  assertEquals(scoreSimulation(noisy(20), settings), few);
  for (const { score, low, high } of [few, many]) assert(low! < score! && score! < high!);
  assert(many.high! - many.low! < few.high! - few.low!);
});

Deno.test("explainedVariance() forgives an offset, is 0 for a constant and negative for what makes it worse", () => {
  assertEquals(explainedVariance([1, 2, 3], [11, 12, 13]), 1);
  assertEquals(explainedVariance([1, 2, 3], [5, 5, 5]), 0);
  // Errors -2, 0, 2 have four times the variance.
  assertAlmostEquals(explainedVariance([1, 2, 3], [3, 2, 1])!, -3, 1e-12);
  assertEquals(explainedVariance([2, 2], [1, 3]), null);
});

Deno.test("sortByError() puts the smallest error first and leaves out what failed", () => {
  const errors = sortByError([...four, image(1, null)], { largest: 8 }).map(({ error }) => error);
  [0, -0.4, 0.8, -2].forEach((expected, i) => assertAlmostEquals(errors[i], expected, 1e-12));
  assertEquals(errors.length, 4);
});
