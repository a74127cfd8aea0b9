import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { claim, claimFigures, type ClassItem } from "../lib/scores/neuron/claim.ts";
import { layerFromRows } from "../lib/network/rows.ts";

const lost = (zero: [number, number], mean: [number, number]): ClassItem["lost"] => ({
  zero: { accuracy: zero[0], logit: zero[1] },
  mean: { accuracy: mean[0], logit: mean[1] },
});
/** The third class loses most, and the first gains. */
const classes = [lost([-0.1, -1], [0, 3]), lost([0.2, 2], [0, 2]), lost([0.4, 3], [0, -1])];
const said = (...values: number[]) => values.map((value, i) => ({ value, lost: classes[i] }));
const valuesOf = (figures: ReturnType<typeof claimFigures>) => Object.values(figures).map(({ value }) => value);

Deno.test("claimFigures() ranks the claim against what the classes lose, by hand", () => {
  assertEquals(valuesOf(claimFigures(said(0, 4, 10), 1)), [1, 1, null, -1]);
  // Ranks 1.5, 1.5, 3 against 1, 2, 3: deviations -0.5, -0.5, 1 and -1, 0, 1.
  assertAlmostEquals(valuesOf(claimFigures(said(4, 4, 10), 1))[0]!, 1.5 / Math.sqrt(1.5 * 2), 1e-12);
  assertEquals(valuesOf(claimFigures([], 1)), [null, null, null, null]);
});

Deno.test("claimFigures() has intervals by the bootstrap over the classes, around the figures", () => {
  const many = Array.from({ length: 10 }, (_, i) => {
    return { value: (i * 7) % 10, lost: lost([i + (i % 3), i], [i, (i * 3) % 10]) };
  });
  for (const { value, low, high } of Object.values(claimFigures(many, 1))) {
    assert(low! <= value! && value! <= high! && low! < high!);
  }
});

/** Pictures of one pixel each for two neurons; the outputs are the neurons, so that a class hangs on one of them. */
const images = {
  pixels: Float32Array.of(1, 0, 0.9, 0.1, 0, 1, 0.2, 0.8),
  labels: Uint8Array.of(0, 0, 1, 1),
  count: 4,
  height: 1,
  width: 2,
};
const same = [[1, 0], [0, 1]];
const network = { layers: [layerFromRows(same, [0, 0]), layerFromRows(same, [0, 0])] };
const neuron = { layer: 0, neuron: 1, activations: new Float32Array(4), classMeans: [0, 0], largest: 1 };
const material = { network, images, classNames: ["up", "down"], each: 1, positives: 1, seed: 1, exclude: [] };

Deno.test("the claim asks about each class, and sets the claim against the ablations of the neuron", () => {
  const { items, figures } = claim.draw(neuron, material);
  assertEquals(items.map(({ number, text, measured }) => [number, text, measured]), [[0, "up", 0], [1, "down", 1]]);
  const found = figures(new Map([[items[0], 1], [items[1], 8]]));
  assertAlmostEquals(found["claim and accuracy lost"].value!, 1, 1e-12);
  assertEquals(found["accuracy at zero"].value, -0.5);
});

Deno.test("a claim without an answer for each class has no figure, and what is measured of the neuron stays", () => {
  const { items, figures } = claim.draw(neuron, material);
  const found = figures(new Map([[items[0], 1]]));
  assertEquals([found["claim and accuracy lost"].value, found["accuracy at zero"].value], [null, -0.5]);
});
