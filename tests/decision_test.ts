// evidence/decision.ts and the blank picture: sums by hand, and the network's own logits.

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type LabelledImages, pixelsOf } from "../lib/data/mnist.ts";
import { pixelsAt, placesOf } from "../lib/data/selection.ts";
import { marginBetween } from "../lib/evidence/decision.ts";
import { blankActivations } from "../lib/evidence/statistics.ts";
import { createNetwork, logitsOf, type Network } from "../lib/network/mlp.ts";

/** Two pixels; hidden relu(x) and relu(y + 1); outputs 3h₀ − h₁ + 0.5 and h₀ + 2h₁. */
const network: Network = {
  layers: [
    { inputs: 2, outputs: 2, weights: Float32Array.of(1, 0, 0, 1), bias: Float32Array.of(0, 1) },
    { inputs: 2, outputs: 2, weights: Float32Array.of(3, 1, -1, 2), bias: Float32Array.of(0.5, 0) },
  ],
};
const images: LabelledImages = {
  pixels: Float32Array.of(1, 0, -1, 1, 1, 1),
  labels: Uint8Array.of(1, 0, 1),
  count: 3,
  height: 1,
  width: 2,
};

Deno.test("marginBetween() gives what each neuron adds to one answer against another, by hand", () => {
  // Hidden values at (1, 0) are 1 and 1; at (1, 1) they are 1 and 2.
  assertEquals(marginBetween(network, images, { between: [0, 1], places: [0] }), {
    between: [0, 1],
    margin: -0.5,
    bias: 0.5,
    parts: [{ from: 0, activation: 1, weight: 2, adds: 2 }, { from: 1, activation: 1, weight: -3, adds: -3 }],
  });
  const { margin, parts } = marginBetween(network, images, { between: [0, 1], places: [0, 2] });
  assertEquals([margin, ...parts.map(({ adds }) => adds)], [-2, 2, -4.5]);
});

Deno.test("marginBetween() is the difference of the logits, at every depth and for any images", () => {
  const pixels = Float32Array.from({ length: 60 }, (_, i) => Math.sin(5 * i));
  const many = { pixels, labels: new Uint8Array(20), count: 20, height: 1, width: 3 };
  for (const hidden of [[], [5], [6, 4]]) {
    const deep = createNetwork({ inputs: 3, hidden, outputs: 4 }, 7);
    for (const places of [[3], [1, 4, 15]]) {
      const expected = places.map((place) => logitsOf(deep, pixelsOf(many, place)))
        .reduce((sum, logits) => sum + logits[2] - logits[1], 0) / places.length;
      const found = marginBetween(deep, many, { between: [2, 1], places });
      assertAlmostEquals(found.margin, expected, 1e-5);
      assertAlmostEquals(found.parts.reduce((sum, { adds }) => sum + adds, found.bias), found.margin, 1e-12);
      assertEquals(found.parts.length, hidden.at(-1) ?? 3);
    }
  }
});

Deno.test("marginBetween() refuses no images, and classes that the network lacks", () => {
  const explain = (between: [number, number], places: number[]) => () =>
    marginBetween(network, images, { between, places });
  assertThrows(explain([0, 1], []), RangeError, "it takes one image or more, got 0");
  assertThrows(explain([0, 2], [0]), RangeError, "the outputs run from 0 to 1, got 2");
});

Deno.test("placesOf() and pixelsAt() take the images of some classes", () => {
  assertEquals(placesOf(images, 1), [0, 2]);
  assertEquals(placesOf(images, 1, 0), [0, 1, 2]);
  assertEquals([...pixelsAt(images, [2, 0])], [1, 1, 1, 0]);
});

Deno.test("blankActivations() gives every layer's answer to a sheet without ink, by hand", () => {
  // x = y = -1: hidden 0 and 0, so that the outputs are their biases.
  assertEquals(blankActivations(network), [[0, 0], [0.5, 0]]);
  assertEquals(blankActivations(network, 0), [[0, 1], [-0.5, 2]]);
});
