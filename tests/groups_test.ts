import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { countClasses, gatherGroups, strongestOfEachClass } from "../lib/evidence/image_groups.ts";
import type { Network } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";

/** Two pixels; neuron 1 adds them up, neuron 0 is another. */
const network: Network = {
  layers: [layerFromRows([[1, 0], [1, 1]], [0, 0]), layerFromRows([[1, 1]], [0])],
};
const images: LabelledImages = {
  pixels: Float32Array.of(1, 0, -1, -1, 0, 1, 0.5, 1),
  labels: Uint8Array.of(7, 7, 3, 7),
  ...{ count: 4, width: 2, height: 1 },
};

Deno.test("gatherGroups() counts classes, averages activations and ink, and shows the most exciting images first", () => {
  const [mixed, single] = gatherGroups(network, images, {
    ...{ layer: 0, neuron: 1, clusters: [[0, 2, 3], [2]], shown: 2 },
  });
  assertEquals(mixed.classes, [{ label: 7, count: 2 }, { label: 3, count: 1 }]);
  assertEquals([mixed.count, single.count, single.mean], [3, 1, 1]);
  assertAlmostEquals(mixed.mean, (1 + 1 + 1.5) / 3, 1e-6);
  // Inks of the three images: 2 1, 1 2 and 1.5 2; the weights are 1.
  assertEquals([...mixed.contributions], [4.5 / 3, 5 / 3].map(Math.fround));
  assertEquals(mixed.exemplars.map((pixels) => [...pixels]), [[0.5, 1], [1, 0]]);
});

Deno.test("countClasses() puts the most frequent class first, and equals in their order", () => {
  const labels = Uint8Array.of(5, 2, 2, 9, 5, 7);
  assertEquals(countClasses([5, 4, 3, 2, 1, 0], labels).map(({ label, count }) => [label, count]), [
    [2, 2],
    [5, 2],
    [7, 1],
    [9, 1],
  ]);
  assertEquals(countClasses([], labels), []);
});

Deno.test("strongestOfEachClass() finds every class's most exciting image, the most exciting class first", () => {
  // Neuron 1 gives 1, 0 (-2 before the relu), 1 and 1.5; neuron 0 gives 1, 0, 0 and 0.5.
  assertEquals(strongestOfEachClass(network, images, { layer: 0, neuron: 1 }), [
    { index: 3, label: 7, activation: 1.5 },
    { index: 2, label: 3, activation: 1 },
  ]);
  assertEquals(strongestOfEachClass(network, images, { layer: 0, neuron: 0 }), [
    { index: 0, label: 7, activation: 1 },
    { index: 2, label: 3, activation: 0 },
  ]);
});
