import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { ablate } from "../lib/scores/neuron/ablation.ts";
import { tf } from "../lib/network/backend.ts";
import { activationsOf, createNetwork, type Network } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";

/** Two pixels, each with a neuron of its own; output 0 is twice the first, output 1 the second plus 1. */
const network: Network = {
  layers: [
    layerFromRows([[1, 0], [0, 1]], [0, 0]),
    layerFromRows([[2, 0], [0, 1]], [0, 1]),
  ],
};

const imagesOf = (pictures: number[][], labels: number[]): LabelledImages => ({
  pixels: Float32Array.from(pictures.flat()),
  labels: Uint8Array.from(labels),
  count: labels.length,
  height: 1,
  width: pictures[0]?.length ?? 2,
});

/** Hidden values 3 0, 1 0, 1 2, 0 4; logits 6 1, 2 1, 2 3, 0 5; answers 0, 0, 1, 1. */
const images = imagesOf([[3, -1], [1, 0], [1, 2], [-5, 4]], [0, 0, 0, 1]);

Deno.test("ablate() holds a neuron at zero and at its mean, and measures what changes, by hand", () => {
  const before = tf.backend().numDataIds();
  const [zero, mean, ...more] = ablate(network, images, { layer: 0, neurons: [0] });
  assertEquals(tf.backend().numDataIds(), before);
  assertEquals(more, []);
  // At zero the logits are 0 1, 0 1, 0 3, 0 5: all are answered 1. Class 0 loses two of three right answers.
  assertEquals(zero, {
    ...{ layer: 0, neuron: 0, kind: "zero", heldAt: 0, accuracy: -2 / 4 },
    classes: [
      { label: 0, count: 3, accuracy: -2 / 3, ownLogit: -10 / 3, logits: [-10 / 3, 0] },
      { label: 1, count: 1, accuracy: 0, ownLogit: 0, logits: [0, 0] },
    ],
  });
  // The mean is 5/4, so that output 0 is 2.5 for all: the answers are 0, 0, 1, 1 as before.
  assertEquals([mean.kind, mean.heldAt, mean.accuracy], ["mean", 5 / 4, 0]);
  assertAlmostEquals(mean.classes[0].logits![0], 2.5 - 10 / 3, 1e-15);
  assertEquals(mean.classes[1], { label: 1, count: 1, accuracy: 0, ownLogit: 0, logits: [2.5, 0] });
});

Deno.test("ablate() takes all neurons of the layer, each by itself", () => {
  const all = ablate(network, images, { layer: 0 });
  assertEquals(all.map(({ neuron, kind }) => `${neuron} ${kind}`), ["0 zero", "0 mean", "1 zero", "1 mean"]);
  assertEquals(all.slice(2), ablate(network, images, { layer: 0, neurons: [1] }));
  // Without neuron 1, output 1 is 1: the third and the fourth picture become 2 1 and 0 1.
  assertEquals([all[2].accuracy, all[2].classes[1].ownLogit], [1 / 4, -4]);
});

Deno.test("ablate() goes through later layers and their relu", () => {
  // One more hidden layer: relu(first - 2) and the second as it is.
  const deep: Network = {
    layers: [network.layers[0], layerFromRows([[1, 0], [0, 1]], [-2, 0]), network.layers[1]],
  };
  const [zero] = ablate(deep, images, { layer: 0, neurons: [0] });
  // Only the first picture gets through: output 0 falls from 2 to 0, and no value below zero comes out of the relu.
  assertAlmostEquals(zero.classes[0].logits![0], -2 / 3, 1e-6);
  assertEquals(zero.classes[1].logits, [0, 0]);
});

Deno.test("ablate() agrees with networks whose weights out of the neuron are zero", () => {
  const random = createNetwork({ inputs: 6, hidden: [5, 4], outputs: 3 }, 5);
  const count = 200;
  const some: LabelledImages = {
    ...{ count, width: 3, height: 2 },
    pixels: Float32Array.from({ length: 6 * count }, (_, i) => 3 * Math.sin(i * i)),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  };
  const intact = activationsOf(random, some.pixels);
  for (const layer of [0, 1]) {
    for (const { neuron, kind, heldAt, classes } of ablate(random, some, { layer })) {
      const changed = structuredClone(random);
      const next = changed.layers[layer + 1];
      for (let to = 0; to < next.outputs; to++) {
        // A constant into the next layer is the same as a bias.
        next.bias[to] += heldAt * next.weights[neuron * next.outputs + to];
        next.weights[neuron * next.outputs + to] = 0;
      }
      const logits = activationsOf(changed, some.pixels)[2];
      const width = random.layers[layer].outputs;
      const column = Array.from({ length: count }, (_, i) => intact[layer][i * width + neuron]);
      const mean = column.reduce((sum, value) => sum + value, 0) / count;
      assertAlmostEquals(heldAt, kind === "zero" ? 0 : mean, 1e-6);
      classes.forEach((found, label) => {
        const own = Array.from({ length: count }, (_, i) => i).filter((i) => i % 3 === label);
        assertEquals(found.count, own.length);
        found.logits!.forEach((change, output) => {
          const changes = own.map((i) => logits[3 * i + output] - intact[2][3 * i + output]);
          assertAlmostEquals(change, changes.reduce((sum, value) => sum + value, 0) / own.length, 1e-5);
        });
        assertEquals(found.ownLogit, found.logits![label]);
      });
    }
  }
});

Deno.test("ablate() says null for classes without images", () => {
  const [zero] = ablate(network, imagesOf([[1, 1]], [1]), { layer: 0 });
  assertEquals(zero.classes[0], { label: 0, count: 0, accuracy: null, ownLogit: null, logits: null });
});

Deno.test("ablate() refuses layers, neurons and images that it cannot measure with", () => {
  const refuses = (about: Parameters<typeof ablate>[2], message: string, some = images) =>
    assertThrows(() => ablate(network, some, about), Error, message);
  refuses({ layer: 1 }, "Cannot ablate: the hidden layers run from 0 to 0, got layer 1. Choose a hidden layer.");
  refuses({ layer: -1 }, "got layer -1.");
  refuses({ layer: 0, neurons: [0, 2] }, "Cannot ablate: the neurons of layer 0 run from 0 to 1, got 2.");
  refuses({ layer: 0 }, "got 0. Use the test half.", imagesOf([], []));
  refuses({ layer: 0 }, "got class 2 with 2 outputs.", imagesOf([[1, 1]], [2]));
  const flat = { layers: [network.layers[1]] };
  assertThrows(() => ablate(flat, images, { layer: 0 }), Error, "this network has no hidden layer, got layer 0.");
});
