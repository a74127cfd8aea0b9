import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { simulationFigures } from "../lib/scores/neuron/simulation.ts";

const image = (activation: number, value: number, label = 0) => ({
  pictures: [0],
  label,
  measured: activation,
  stratum: activation > 0 ? "high" as const : "zero" as const,
  value,
});
const four = [image(0, 0, 0), image(0, 1, 0), image(2, 2, 1), image(6, 5, 1)];
const score = (some: typeof four) => {
  const figures = simulationFigures(some, { largest: 8, classMeans: [1, 3] }, 1);
  const { value, ...rest } = figures.simulation;
  const [variance, square] = [figures["explained variance"], figures["OpenAI's explained variance"]];
  return { score: value, ...rest, explainedVariance: variance.value, square: square.value };
};

Deno.test("simulationFigures() gives correlation, both explained variances and the floor, by hand", () => {
  const { score: found, explainedVariance, floor, square } = score(four);
  // Deviations -2, -2, 0, 4 and -2, -1, 0, 3: 18 over the root of 24 × 14.
  assertAlmostEquals(found!, 18 / Math.sqrt(24 * 14), 1e-12);
  // Answers stand for 0, 0.8, 1.6 and 4: the errors 0, -0.8, 0.4 and 2 have the variance 1.04, the activations 6.
  assertAlmostEquals(explainedVariance!, 1 - 1.04 / 6, 1e-12);
  // Squares 0, 0.64, 0.16 and 4 against 0, 0, 4 and 36.
  assertAlmostEquals(square!, 1 - 4.8 / 40, 1e-12);
  // Class means 1, 1, 3, 3: 8 over the root of 24 × 4.
  assertAlmostEquals(floor!, 8 / Math.sqrt(24 * 4), 1e-12);
});

Deno.test("simulationFigures() has no score where the answers or the activations are all the same, or none came", () => {
  const constant = score([image(0, 4), image(3, 4)]);
  assertEquals([constant.score, constant.low, constant.high, constant.explainedVariance], [null, null, null, 0]);
  const silent = score([image(0, 4), image(0, 5)]);
  assertEquals([silent.score, silent.explainedVariance, silent.floor, silent.square], [null, null, null, null]);
  const failed = score([]);
  assertEquals([failed.score, failed.explainedVariance, failed.floor], [null, null, null]);
});

Deno.test("simulationFigures() repeats its interval with the seed, around the score, narrower for more pictures", () => {
  const noisy = (count: number) =>
    Array.from({ length: count }, (_, i) => image(i % 7, (i * 3 + (i % 5) * 2) % 11 / 2 + (i % 7) / 2));
  const [few, many] = [20, 200].map((count) => score(noisy(count)));
  assertEquals(score(noisy(20)), few);
  for (const { score, low, high } of [few, many]) assert(low! < score! && score! < high!);
  assert(many.high! - many.low! < few.high! - few.low!);
});
