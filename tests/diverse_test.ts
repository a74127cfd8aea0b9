import { assert, assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { diverseObjective, type DiverseSettings, maximiseDiverse } from "../lib/evidence/diverse_maximisation.ts";
import { firstLayerOptimum } from "../lib/evidence/maximisation.ts";
import { tf } from "../lib/network/backend.ts";
import { createNetwork, type Network } from "../lib/network/mlp.ts";
import { layerFromRows, weightRows } from "../lib/network/rows.ts";
import { normalNumbers, seededRandom } from "../lib/random.ts";

/** Ink in the top stroke (three pixels) and none in the bottom one. */
const top = [1, 1, 1, -1, -1, -1];

/** An OR of two strokes: the one hidden neuron sees the top stroke, the other the bottom one, and the third either. */
const either: Network = {
  layers: [
    layerFromRows([top, top.map((weight) => -weight)], [-1, -1]),
    layerFromRows([[1, 1]], [0]),
  ],
};

const small = createNetwork({ inputs: 4, hidden: [7, 6], outputs: 3 }, 12);

/** The objective by plain loops in float64, written down from its formula. */
function plainObjective(
  { layers }: Network,
  { layer, neuron }: { layer: number; neuron: number },
  rows: number[][],
  { regularisation, weight, through }: { regularisation: number; weight: number; through: boolean },
): number {
  let objective = 0;
  const vectors = rows.map((row) => {
    let values = row;
    const hidden: number[] = [];
    for (let k = 0; k <= layer; k++) {
      const sums = weightRows(layers[k]).map((weights, i) => {
        return weights.reduce((sum, weight, j) => sum + weight * values[j], layers[k].bias[i]);
      });
      if (k === layer) objective += sums[neuron];
      values = sums.map((sum) => Math.max(0, sum));
      if (k < layer || through) hidden.push(...values);
    }
    objective -= regularisation * row.reduce((sum, x) => sum + x * x, 0);
    return hidden;
  });
  const length = (vector: number[]) => Math.hypot(...vector);
  vectors.forEach((own, i) => {
    objective += weight * length(own);
    vectors.forEach((other, j) => {
      if (i === j) return;
      const product = own.reduce((sum, value, k) => sum + value * other[k], 0);
      objective -= product === 0 ? 0 : weight * product / length(other) / (vectors.length - 1);
    });
  });
  return objective;
}

const assertClose = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assertEquals(found.length, expected.length);
  for (let i = 0; i < found.length; i++) assertAlmostEquals(found[i], expected[i], tolerance);
};

Deno.test("diverseObjective() and its gradient agree with finite differences of the formula, in every layer", () => {
  const inputs = normalNumbers(3 * 4, seededRandom(5));
  for (const [layer, vectors] of [[0, "through"], [1, "below"], [1, "through"], [2, "below"]] as const) {
    const about = { regularisation: 0.3, weight: 1.7, vectors };
    const before = tf.backend().numDataIds();
    const { objective, gradient } = diverseObjective(small, { layer, neuron: 2 }, inputs, about);
    assertEquals(tf.backend().numDataIds(), before);
    const at = (moved: ArrayLike<number>) => {
      const rows = [0, 1, 2].map((row) => Array.from(moved).slice(4 * row, 4 * row + 4));
      return plainObjective(small, { layer, neuron: 2 }, rows, { ...about, through: vectors === "through" });
    };
    assertAlmostEquals(objective, at(inputs), 1e-4);
    inputs.forEach((value, k) => {
      const moved = Float64Array.from(inputs);
      const slope = (at(moved.with(k, value + 1e-6)) - at(moved.with(k, value - 1e-6))) / 2e-6;
      assertAlmostEquals(gradient[k], slope, 1e-4);
    });
  }
});

Deno.test("maximiseDiverse() finds both strokes that excite an OR, from every seed", () => {
  for (let seed = 0; seed < 6; seed++) {
    const before = tf.backend().numDataIds();
    const found = maximiseDiverse(either, { layer: 1, neuron: 0 }, { count: 2, weight: 0.5, seed });
    assertEquals(tf.backend().numDataIds(), before);
    // Each stroke's value is 6 x − 1; it counts 1 + δ times and costs 6 x², so that it is best at x = (1 + δ) / 2.
    const [first, second] = found.inputs.toSorted((a, b) => b.input[0] - a.input[0]);
    assertClose(first.input, top.map((weight) => 0.75 * weight), 1e-3);
    assertClose(second.input, top.map((weight) => -0.75 * weight), 1e-3);
    assertClose(found.inputs.map(({ activation }) => activation), [3.5, 3.5], 1e-2);
    assertAlmostEquals(found.cosines[0][1], 0, 1e-6);
    assertAlmostEquals(found.diversity, 7, 1e-2);
    assertAlmostEquals(found.objective, 7 - 12 * 0.75 ** 2 + 0.5 * 7, 1e-2);
  }
});

Deno.test("maximiseDiverse() without a weight finds one stroke twice from some seeds", () => {
  const cosines = Array.from({ length: 12 }, (_, seed) => {
    const about = { count: 2, weight: 0, starts: 1, steps: 100, seed };
    return maximiseDiverse(either, { layer: 1, neuron: 0 }, about).cosines[0][1];
  });
  assert(cosines.some((cosine) => cosine > 0.99), cosines.join());
});

Deno.test("maximiseDiverse() finds one input again and again in the first layer, whatever diversity is worth", () => {
  const { inputs, diversity } = maximiseDiverse(small, { layer: 0, neuron: 3 }, { weight: 10, seed: 1, starts: 1 });
  assertEquals([inputs.length, diversity], [3, 0]);
  const optimum = firstLayerOptimum(small, 3);
  for (const { input, preActivation } of inputs) {
    assertClose(input, optimum.input, 1e-3);
    assertAlmostEquals(preActivation, optimum.preActivation, 1e-3);
  }
});

Deno.test("maximiseDiverse() within a limit finds the first layer's optimum cut off there, also without regularisation", () => {
  const optimum = firstLayerOptimum(small, 3, 0.2).input;
  assert(optimum.some((x) => Math.abs(x) > 0.5) && optimum.some((x) => Math.abs(x) < 0.5));
  const about: DiverseSettings = { regularisation: 0.2, limit: 0.5, seed: 1, starts: 1 };
  for (const { input, curve } of maximiseDiverse(small, { layer: 0, neuron: 3 }, about).inputs) {
    assertClose(input, optimum.map((x) => Math.max(-0.5, Math.min(0.5, x))), 1e-3);
    assertEquals(curve.length, 201);
  }
  const free = maximiseDiverse(small, { layer: 0, neuron: 3 }, { ...about, regularisation: 0 });
  for (const { input } of free.inputs) assertEquals(input, optimum.map((x) => 0.5 * Math.sign(x)));
});

Deno.test("maximiseDiverse() tells inputs apart in the first layer through its own neurons, and pays in activation", () => {
  const find = (weight: number) => {
    const about: DiverseSettings = { weight, vectors: "through", limit: 1, regularisation: 0.1, seed: 1 };
    return maximiseDiverse(small, { layer: 0, neuron: 3 }, about);
  };
  const [same, apart] = [find(0), find(2)];
  assertAlmostEquals(Math.min(...same.cosines.flat()), 1, 1e-4);
  assertLess(Math.min(...apart.cosines.flat()), 0.8);
  const sum = ({ inputs }: typeof same) => inputs.reduce((all, { preActivation }) => all + preActivation, 0);
  assertLess(sum(apart), sum(same));
  assert(apart.inputs.every(({ input }) => input.every((x) => Math.abs(x) <= 1)));
});

Deno.test("maximiseDiverse() reaches more with more starts, repeats with the seed, and puts the most exciting first", () => {
  const find = (starts: number) => {
    return maximiseDiverse(small, { layer: 2, neuron: 1 }, { starts, seed: 3, steps: 60, regularisation: 0.2 });
  };
  assertEquals(find(3), find(3));
  assert(find(6).objective >= find(3).objective && find(3).objective >= find(1).objective);
  const values = find(3).inputs.map(({ preActivation }) => preActivation);
  assertEquals(values, values.toSorted((a, b) => b - a));
});

Deno.test("maximiseDiverse() refuses layers, neurons and settings that make no sense", () => {
  const refuses = (settings: Partial<DiverseSettings>, message: string, about = { layer: 1, neuron: 0 }) =>
    assertThrows(() => maximiseDiverse(either, about, { seed: 1, ...settings }), Error, `Cannot maximise: ${message}`);
  refuses({}, "the layers run from 0 to 1, got 2.", { layer: 2, neuron: 0 });
  refuses({}, "the neurons of layer 1 run from 0 to 0, got 1.", { layer: 1, neuron: 1 });
  refuses({ count: 0 }, "count is a whole number, 1 or more, got 0.");
  refuses({ starts: 0.5 }, "starts is a whole number, 1 or more, got 0.5.");
  refuses({ regularisation: 0 }, "the regularisation is above 0, got 0.");
  refuses({ regularisation: -1, limit: 1 }, "the regularisation is above 0, got -1.");
  for (const limit of [0, -1, NaN]) refuses({ limit }, `the limit of the inputs is above 0, got ${limit}.`);
  for (const weight of [-1, NaN, Infinity]) {
    refuses({ weight }, `the weight of the diversity is 0 or more, got ${weight}.`);
  }
});
