import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import { gatherEvidence } from "../lib/evidence/neuron_evidence.ts";
import { directLogitAttribution } from "../lib/evidence/attribution.ts";
import { addRichEvidence } from "../lib/evidence/rich_evidence.ts";
import { classContrasts, type ClassStats, gatherStats } from "../lib/evidence/statistics.ts";
import type { Network } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";

/** One pixel; the first neuron copies it, the second is dead for pixels above zero; two outputs. */
const network: Network = { layers: [layerFromRows([[1], [-1]], [0, 0]), layerFromRows([[2, 0], [-0.5, 0]], [7, 7])] };

const images: LabelledImages = {
  pixels: Float32Array.of(1, 0, 3, 8),
  labels: Uint8Array.of(0, 0, 1, 1),
  ...{ count: 4, width: 1, height: 1 },
};

const statsOf = (values: number[], label: number): ClassStats => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { label, count: values.length, mean, std: Math.sqrt(square), largest: Math.max(...values) };
};

Deno.test("classContrasts() counts the standard deviations between a class and the rest, by hand", () => {
  // Means 2 and 8, deviations 1 and 3, ten images against thirty: s² = (10 · 1 + 30 · 9) / 40 = 7.
  const of = (label: number, count: number, mean: number, std: number) => ({ label, count, mean, std, largest: 9 });
  const [first, second] = classContrasts([of(0, 10, 2, 1), of(1, 30, 8, 3)]);
  assertAlmostEquals(first!, -6 / Math.sqrt(7), 1e-12);
  assertAlmostEquals(second!, 6 / Math.sqrt(7), 1e-12);
});

Deno.test("classContrasts() takes all other images as one group, the spread between their classes included", () => {
  const values = [[4, 6, 5], [0, 1], [9, 2, 0, 1]];
  const found = classContrasts(values.map(statsOf));
  values.forEach((own, label) => {
    const rest = statsOf(values.filter((other) => other !== own).flat(), 0);
    const { mean, std } = statsOf(own, label);
    const pooled = Math.sqrt((own.length * std ** 2 + rest.count * rest.std ** 2) / 9);
    assertAlmostEquals(found[label]!, (mean - rest.mean) / pooled, 1e-12);
  });
});

Deno.test("classContrasts() is null without images, without a rest and where nothing varies", () => {
  const empty = { label: 1, count: 0, mean: 0, std: 0, largest: 0 };
  assertEquals(classContrasts([statsOf([1, 2], 0), empty]), [null, null]);
  assertEquals(classContrasts([statsOf([2, 2], 0), statsOf([5], 1)]), [null, null]);
});

Deno.test("directLogitAttribution() is the final weight times the mean activation, in the last hidden layer alone", () => {
  const classes = [statsOf([1, 0], 0), statsOf([3, 8], 1)];
  assertEquals(directLogitAttribution(network, { layer: 0, neuron: 0, classes }), [6, -1.5]);
  assertEquals(directLogitAttribution(network, { layer: 0, neuron: 1, classes }), [0, 0]);
  const deep = { layers: [network.layers[0], layerFromRows([[1, 0], [0, 1]], [0, 0]), network.layers[1]] };
  assertEquals(directLogitAttribution(deep, { layer: 0, neuron: 0, classes }), []);
});

Deno.test("addRichEvidence() adds exemplars with their pixels, contrasts and effects to live neurons alone", () => {
  const stats = gatherStats(network, images, 2);
  const maximisations = [{ layer: 0, neuron: 0, input: Float32Array.of(1), preActivation: 1 }]
    .map((one) => ({ ...one, activation: 1, climb: [], objectives: [], starts: 1 }));
  const evidence = gatherEvidence(network, stats, maximisations);
  const [[live, dead]] = addRichEvidence(network, images, evidence, { exemplars: 2, silent: 1, seed: 1 });
  assertEquals(live.rich!.exemplars, [
    { index: 3, label: 1, activation: 8, pixels: Float32Array.of(8) },
    { index: 2, label: 1, activation: 3, pixels: Float32Array.of(3) },
  ]);
  assertEquals(live.rich!.silent, [{ index: 1, label: 0, activation: 0, pixels: Float32Array.of(0) }]);
  assertEquals(live.rich!.mean, Float32Array.of(3));
  assertEquals([live.rich!.effects, live.rich!.contrasts.length], [[6, -1.5], 2]);
  assertEquals([dead, { ...live, rich: undefined }], [evidence[0][1], { ...evidence[0][0], rich: undefined }]);
});
