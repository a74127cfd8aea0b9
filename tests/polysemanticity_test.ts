import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { classesTold, participationRatio, toldByChance } from "../lib/evidence/effective_counts.ts";
import { measurePolysemanticity } from "../lib/evidence/polysemanticity.ts";
import { tf } from "../lib/network/backend.ts";
import type { Network } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";

Deno.test("participationRatio() counts the classes that share a neuron, by hand", () => {
  assertEquals(participationRatio([0, 5, 0]), 1);
  assertEquals(participationRatio([2, 2, 2, 0]), 3);
  assertEquals(participationRatio([3, 1]), 16 / 10);
  assertEquals(participationRatio([0, 0]), 0);
});

Deno.test("classesTold() counts the classes that clusters tell apart, by hand", () => {
  assertAlmostEquals(classesTold([[4, 4], [9, 9]]), 2, 1e-12);
  assertAlmostEquals(classesTold([[4], [5], [6]]), 3, 1e-12);
  assertEquals([classesTold([[4, 4, 9, 9]]), classesTold([[4, 4], [4]])], [1, 1]);
  assertAlmostEquals(classesTold([[4, 9], [9, 4]]), 1, 1e-12);
  // Clusters of three and one: I is the entropy of the classes, whose shares are 3/4 and 1/4.
  const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  assertAlmostEquals(classesTold([[7, 7, 7], [1]]), Math.exp(entropy), 1e-12);
  // Half of the first cluster shares the second's class: I = 1/4 ln 2 + 1/4 ln(2/3) + 1/2 ln(4/3).
  const shared = 0.25 * Math.log(2) + 0.25 * Math.log(2 / 3) + 0.5 * Math.log(4 / 3);
  assertAlmostEquals(classesTold([[4, 9], [9, 9]]), Math.exp(shared), 1e-12);
});

Deno.test("toldByChance() comes to the mean over all ways to deal the labels, counted by hand", () => {
  // Two fours and two nines in two pairs: one way in three puts like with like and tells 2, the others tell 1.
  assertAlmostEquals(toldByChance([[4, 4], [9, 9]], { seed: 1, draws: 20000 }), 4 / 3, 0.02);
  assertAlmostEquals(toldByChance([[4, 9], [9, 4]], { seed: 2, draws: 20000 }), 4 / 3, 0.02);
  assertEquals(toldByChance([[7, 7], [7]], { seed: 1 }), 1);
});

/** Three pixels. Neuron 0 takes the first or the second, neuron 1 the third; neuron 2 is dead, neuron 3 sees all alike. */
const network: Network = {
  layers: [
    layerFromRows([[1, 1, 0], [0, 0, 1], [-1, -1, -1], [1, 1, 1]], [0, 0, 0, 0]),
    layerFromRows([[1, 0, 0, 0]], [0]),
    layerFromRows([[1], [0], [0]], [0, 0, 0]),
  ],
};

/** Class 0 has the first pixel, class 1 the second, class 2 the third; four images each, of somewhat different ink. */
const images: LabelledImages = {
  pixels: Float32Array.from({ length: 36 }, (_, i) => {
    const [image, pixel] = [Math.floor(i / 3), i % 3];
    return Math.floor(image / 4) === pixel ? 0.7 + 0.1 * (image % 4) : 0;
  }),
  labels: Uint8Array.from({ length: 12 }, (_, image) => Math.floor(image / 4)),
  ...{ count: 12, width: 3, height: 1 },
};

Deno.test("measurePolysemanticity() tells a neuron of two meanings from one of one, and skips the dead", () => {
  const before = tf.backend().numDataIds();
  const [[two, one, dead, three], [later]] = measurePolysemanticity(network, images, { classes: 3, top: 12 });
  assertEquals(tf.backend().numDataIds(), before);
  assertEquals(dead, null);
  assertEquals([two!.layer, two!.neuron], [0, 0]);
  // Of each class the most exciting image first.
  assertEquals(two!.clusters, [[3, 2, 1, 0], [7, 6, 5, 4]]);
  assertAlmostEquals(two!.classes, 2, 1e-6);
  assertAlmostEquals(two!.meanings, 2, 1e-6);
  assertAlmostEquals(one!.classes, 1, 1e-6);
  assertAlmostEquals(one!.meanings, 1, 1e-6);
  assertAlmostEquals(three!.meanings, 3, 1e-6);
  // A later neuron that has one of the two-meaning neuron's inputs alone sees no difference between its classes.
  assertEquals([later!.layer, later!.neuron], [1, 0]);
  assertAlmostEquals(later!.classes, 2, 1e-6);
});

Deno.test("measurePolysemanticity() looks at the most exciting images alone", () => {
  const [[, one]] = measurePolysemanticity(network, images, { classes: 3, top: 2 });
  assertEquals(one!.clusters, [[11, 10]]);
});
