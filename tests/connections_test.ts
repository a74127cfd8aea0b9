import { assertEquals } from "@std/assert";
import { strongestConnections } from "../lib/evidence/attribution.ts";
import type { DenseLayer } from "../lib/network/mlp.ts";

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
