import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { attributionOverlap, gradientTimesInput } from "../lib/evidence/attribution.ts";
import { tf } from "../lib/network/backend.ts";
import type { Network } from "../lib/network/mlp.ts";
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
