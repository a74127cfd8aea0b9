// evidence/attribution.ts: the weights, the ink and the neurons that something is made of, by hand.

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { attributionOverlap, gradientTimesInput, strongestConnections } from "../lib/evidence/attribution.ts";
import { tf } from "../lib/network/backend.ts";
import type { DenseLayer, Network } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";

/** Three pixels; the second layer's neuron is 2 × neuron 0 − neuron 1, both of the first. */
const network: Network = {
  layers: [layerFromRows([[1, -2, 0], [0, 0, 1]], [0.5, 0]), layerFromRows([[2, -1]], [0]), layerFromRows([[1]], [0])],
};
const images: LabelledImages = {
  // Image 2 silences neuron 0 of the first layer.
  pixels: Float32Array.of(1, -1, -1, 1, 0, 1, -1, 1, 0.5),
  labels: Uint8Array.of(0, 0, 1),
  ...{ count: 3, width: 3, height: 1 },
};

Deno.test("gradientTimesInput() is weight × ink in the first layer, and adds up to what the ink adds", () => {
  const before = tf.backend().numDataIds();
  const found = gradientTimesInput(network, images, { layer: 0, neuron: 0, places: [0, 1] });
  assertEquals(tf.backend().numDataIds(), before);
  // Inks 2, 0, 0 and 2, 1, 2 with the weights 1, -2, 0.
  assertEquals([...found], [2, -1, 0]);
  // Pre-activations 3.5 and 1.5; without ink it is -1 + 2 + 0.5 = 1.5.
  assertEquals(found.reduce((sum, value) => sum + value, 0), (3.5 + 1.5) / 2 - 1.5);
});

Deno.test("gradientTimesInput() goes back through the active neurons of the layers before", () => {
  // In image 1 both are active: the weights are 2, -4 and -1; in image 2 only the second is: 0, 0 and -1.
  assertEquals([...gradientTimesInput(network, images, { layer: 1, neuron: 0, places: [1] })], [4, -4, -2]);
  assertEquals([...gradientTimesInput(network, images, { layer: 1, neuron: 0, places: [2] })].map((x) => x + 0), [
    0,
    0,
    -1.5,
  ]);
});

Deno.test("gradientTimesInput() refuses no images", () => {
  assertThrows(() => gradientTimesInput(network, images, { layer: 0, neuron: 0, places: [] }), RangeError, "got 0");
});

Deno.test("attributionOverlap() compares what is added alone", () => {
  assertEquals(attributionOverlap([1, 0, -5], [2, 0, 7]), 2 / Math.sqrt(1 * (4 + 49)));
  assertEquals(attributionOverlap([1, 0], [0, 1]), 0);
  assertEquals(attributionOverlap([-1, -1], [1, 1]), 0);
  assertAlmostEquals(attributionOverlap([3, 4, -1], [6, 8, 0]), 1, 1e-12);
});

/** A layer of one neuron among two: its weights as given, the other's all 9. */
const layerOf = (weights: number[]): DenseLayer => ({
  inputs: weights.length,
  outputs: 2,
  weights: Float32Array.from(weights.flatMap((weight) => [9, weight])),
  bias: new Float32Array(2),
});

Deno.test("strongestConnections() puts the largest magnitude first and keeps the signs", () => {
  assertEquals(strongestConnections(layerOf([0.5, -2, 1, 0]), 1), [
    { from: 1, weight: -2 },
    { from: 2, weight: 1 },
    { from: 0, weight: 0.5 },
    { from: 3, weight: 0 },
  ]);
});

Deno.test("strongestConnections() gives all where there are fewer, and refuses a count that is none", () => {
  assertEquals(strongestConnections(layerOf([0.5, -2]), 1, 1_000_000).length, 2);
  for (const count of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => strongestConnections(layerOf([0.5, -2]), 1, count),
      RangeError,
      `got ${count}. Choose one as 10.`,
    );
  }
});

Deno.test("strongestConnections() takes the weights of the neuron that is asked for", () => {
  assertEquals(strongestConnections(layerOf([0.5, -2]), 0), [{ from: 0, weight: 9 }, { from: 1, weight: 9 }]);
});

Deno.test("strongestConnections() leaves equal magnitudes in the order of their activations", () => {
  const froms = (weights: number[]) => strongestConnections(layerOf(weights), 1).map(({ from }) => from);
  assertEquals(froms([1, -1, 2, 1, -2]), [2, 4, 0, 1, 3]);
});

Deno.test("strongestConnections() gives ten unless told otherwise, or as many as there are", () => {
  const layer = layerOf(Array.from({ length: 30 }, (_, i) => i));
  assertEquals(strongestConnections(layer, 1).map(({ from }) => from), [29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
  assertEquals(strongestConnections(layer, 1, 2).map(({ weight }) => weight), [29, 28]);
  assertEquals(strongestConnections(layerOf([3, 4]), 1).length, 2);
});
