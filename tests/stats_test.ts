import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { activationsByClass, gatherStats } from "../lib/evidence/statistics.ts";
import { tf } from "../lib/network/backend.ts";
import { activationsOf, createNetwork, type Network } from "../lib/network/mlp.ts";

/** A picture of one pixel each, the network's hidden neurons copy it: neuron 0 as it is, neuron 1 negated. */
const copying: Network = {
  layers: [
    { inputs: 1, outputs: 2, weights: Float32Array.of(1, -1), bias: Float32Array.of(0, 0) },
    { inputs: 2, outputs: 3, weights: new Float32Array(6), bias: new Float32Array(3) },
  ],
};

const dots = (values: number[], labels: number[]): LabelledImages => ({
  pixels: Float32Array.from(values),
  labels: Uint8Array.from(labels),
  count: labels.length,
  height: 1,
  width: 1,
});

Deno.test("gatherStats() gives mean, population deviation, count and largest value of each class, by hand", () => {
  const before = tf.backend().numDataIds();
  const stats = gatherStats(copying, dots([1, 3, -2, 5, 1, 1, 7], [0, 0, 0, 1, 1, 1, 1]), 3);
  assertEquals(tf.backend().numDataIds(), before);
  assertEquals(stats.length, 1);
  const [kept, negated] = stats[0];
  // Class 0 activates neuron 0 by 1, 3, 0 and neuron 1 by 0, 0, 2; class 1 activates neuron 0 by 5, 1, 1, 7.
  assertEquals([kept.layer, kept.neuron, kept.dead, kept.largest], [0, 0, false, 7]);
  assertEquals(kept.classes.map(({ label, count, largest }) => [label, count, largest]), [[0, 3, 3], [1, 4, 7], [
    2,
    0,
    0,
  ]]);
  assertAlmostEquals(kept.classes[0].mean, 4 / 3, 1e-15);
  assertAlmostEquals(kept.classes[0].std, Math.sqrt(14) / 3, 1e-15);
  assertEquals([kept.classes[1].mean, kept.classes[1].std], [3.5, Math.sqrt((1.5 ** 2 + 2.5 ** 2 * 2 + 3.5 ** 2) / 4)]);
  assertEquals([negated.neuron, negated.largest], [1, 2]);
  assertAlmostEquals(negated.classes[0].std, Math.sqrt(8) / 3, 1e-15);
  assertEquals([negated.classes[1].mean, negated.classes[1].std], [0, 0]);
});

Deno.test("gatherStats() gives a class without images zeros, not NaN", () => {
  const [[{ classes }]] = gatherStats(copying, dots([4], [1]), 3);
  assertEquals(classes, [
    { label: 0, count: 0, mean: 0, std: 0, largest: 0 },
    { label: 1, count: 1, mean: 4, std: 0, largest: 4 },
    { label: 2, count: 0, mean: 0, std: 0, largest: 0 },
  ]);
});

Deno.test("gatherStats() calls a neuron dead when no image brings it above zero", () => {
  const dead = (values: number[]) =>
    gatherStats(copying, dots(values, values.map(() => 0)), 1)[0].map(({ dead }) => dead);
  assertEquals(dead([1, 2, 0]), [false, true]);
  assertEquals(dead([0, 0]), [true, true]);
  assertEquals(dead([1, 1, 1, -1e-30]), [false, false]);
});

Deno.test("gatherStats() agrees with two plain passes in every hidden layer", () => {
  const network = createNetwork({ inputs: 6, hidden: [5, 4], outputs: 3 }, 2);
  const count = 3000;
  const pixels = Float32Array.from({ length: count * 6 }, (_, i) => Math.sin(i * i));
  const labels = Uint8Array.from({ length: count }, (_, i) => i * 7 % 3);
  const stats = gatherStats(network, { pixels, labels, count, height: 2, width: 3 }, 3);
  assertEquals(stats.map((layer) => layer.length), [5, 4]);
  stats.flat().forEach(({ layer, neuron, classes, largest }) => {
    const width = network.layers[layer].outputs;
    const activations = activationsOf(network, pixels)[layer];
    const column = Array.from({ length: count }, (_, i) => activations[i * width + neuron]);
    assertEquals(largest, Math.max(...column));
    classes.forEach((found, label) => {
      const own = column.filter((_, i) => labels[i] === label);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const std = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
      assertEquals([found.label, found.count, found.largest], [label, own.length, Math.max(...own)]);
      assertAlmostEquals(found.mean, mean, 1e-12);
      assertAlmostEquals(found.std, std, 1e-12);
    });
  });
});

Deno.test("gatherStats() stays exact where a tiny spread stands on a large offset", () => {
  // 2^23 and 2^23 + 1 are neighbours in float32, and their squares are beyond what a sum of squares in float64 resolves.
  const count = 40_000;
  const values = Array.from({ length: count }, (_, i) => 2 ** 23 + i % 2);
  const [[{ classes: [{ mean, std }] }]] = gatherStats(copying, dots(values, new Array(count).fill(0)), 1);
  assertAlmostEquals(mean, 2 ** 23 + 0.5, 1e-6);
  assertAlmostEquals(std, 0.5, 1e-9);
});

Deno.test("gatherStats() of a network without hidden layers is empty", () => {
  assertEquals(gatherStats({ layers: [copying.layers[0]] }, dots([1], [0]), 2), []);
});

Deno.test("gatherStats() refuses pictures of another size, also of a multiple", () => {
  const large = { ...dots([1, 2], [0]), width: 2 };
  assertThrows(
    () => gatherStats(copying, large, 1),
    Error,
    "Cannot gather statistics: the network takes 1 pixels, got pictures of 2 by 1. Use the data set",
  );
});

Deno.test("activationsByClass() sorts one neuron's column by class, in the images' order", () => {
  // Three neurons, four images.
  const activations = Float32Array.of(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);
  const labels = Uint8Array.of(1, 0, 1, 3);
  assertEquals(
    activationsByClass(activations, labels, { width: 3, neuron: 1, classes: 4 }),
    [Float32Array.of(11), Float32Array.of(1, 21), new Float32Array(), Float32Array.of(31)],
  );
});
