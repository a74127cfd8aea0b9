// What the scores draw: pictures of every strength, and pairs that the class does not tell apart.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { choice } from "../lib/scores/neuron/choice.ts";
import { detection, type DetectionItem } from "../lib/scores/neuron/detection.ts";
import { drawStrata, type StratumItem } from "../lib/scores/neuron/simulation.ts";

/** 100 images of 5 classes in turn: the first 20 silent, then 1, 2, … 80. Quartiles of what excites: 20.75 and 60.25. */
const labels = Uint8Array.from({ length: 100 }, (_, i) => i % 5);
const activations = Float32Array.from({ length: 100 }, (_, i) => Math.max(0, i - 19));

const counts = (images: readonly { label: number }[]) => {
  const found = new Array(5).fill(0);
  for (const { label } of images) found[label]++;
  return found;
};
const inStratum = (items: StratumItem[], stratum: string) => items.filter((item) => item.stratum === stratum);

interface Draw {
  each?: number;
  positives?: number;
  seed: number;
  exclude?: number[];
}
const settle = (values: Float32Array, classes: Uint8Array, { each = 10, positives = 10, seed, exclude = [] }: Draw) => {
  const images = { labels: classes, pixels: new Float32Array(0), count: classes.length, width: 0, height: 0 };
  const neuron = { layer: 0, neuron: 0, activations: values, classMeans: [], largest: 100 };
  const material = { network: { layers: [] }, images, classNames: [], each, positives, seed, exclude };
  return [neuron, material] as const;
};
const drawHeldOut = (values: Float32Array, classes: Uint8Array, draw: Draw) => {
  const { items, notes } = drawStrata(...settle(values, classes, draw));
  return { notes, images: items.map((item) => ({ ...item, index: item.pictures[0], activation: item.measured })) };
};
const drawDetection = (values: Float32Array, classes: Uint8Array, draw: Draw) => {
  const { items, notes } = detection.draw(...settle(values, classes, draw));
  const images = (items as DetectionItem[]).map((item) => {
    return { ...item, index: item.pictures[0], activation: item.measured! };
  });
  return { images, notes };
};

Deno.test("the simulation draws each stratum by the quartiles, with the true activations", () => {
  const { images, notes } = drawHeldOut(activations, labels, { each: 10, seed: 1 });
  assertEquals([images.length, notes], [30, []]);
  for (const { index, label, activation, stratum } of images) {
    assertEquals([label, activation], [labels[index], activations[index]]);
    assertEquals(stratum, activation === 0 ? "zero" : activation > 60.25 ? "high" : "middle");
  }
  for (const stratum of ["high", "middle", "zero"]) {
    assertEquals(counts(inStratum(images, stratum)), [2, 2, 2, 2, 2], stratum);
  }
  assertEquals(new Set(images.map(({ index }) => index)).size, 30);
});

Deno.test("the simulation never draws an image that was shown as evidence", () => {
  const exclude = [0, 21, 99, 98, 97, 50];
  for (let seed = 0; seed < 20; seed++) {
    const { images } = drawHeldOut(activations, labels, { each: 20, seed, exclude });
    assert(images.every(({ index }) => !exclude.includes(index)));
  }
});

Deno.test("the simulation takes more of the other classes where one has no more", () => {
  // Only one image of class 0 and two of class 1 are silent.
  const few = labels.slice();
  few.set([0, 1, 1, ...new Array(17).fill(2)]);
  const { images } = drawHeldOut(activations, few, { each: 9, seed: 1 });
  assertEquals(counts(inStratum(images, "zero")), [1, 2, 6, 0, 0]);
});

Deno.test("the simulation repeats with the seed, draws others with another, and mixes the strata", () => {
  const draw = (seed: number) => drawHeldOut(activations, labels, { each: 10, seed }).images;
  assertEquals(draw(7), draw(7));
  assert(draw(7).map(({ index }) => index).join() !== draw(8).map(({ index }) => index).join());
  assert(new Set(draw(7).slice(0, 10).map(({ stratum }) => stratum)).size > 1);
});

Deno.test("the simulation of a neuron that is never silent draws its lowest quarter in the place of zero", () => {
  const busy = Float32Array.from({ length: 100 }, (_, i) => i + 1);
  const { images, notes } = drawHeldOut(busy, labels, { each: 10, seed: 1 });
  assertEquals(notes, [
    "Only 0 images leave the neuron silent: the lowest quarter of its activations stands in for zero.",
  ]);
  // The quartiles of 1 to 100 are 25.75 and 75.25.
  for (const { activation, stratum } of images) {
    assertEquals(stratum, activation <= 25 ? "low" : activation <= 75 ? "middle" : "high");
  }
  assertEquals(["high", "middle", "low"].map((stratum) => inStratum(images, stratum).length), [10, 10, 10]);
});

Deno.test("the simulation of a neuron that hardly any image excites draws what there is, and says so", () => {
  const rare = new Float32Array(100);
  rare.set([1, 2, 3]);
  const { images, notes } = drawHeldOut(rare, labels, { each: 5, seed: 1 });
  assertEquals(["high", "middle", "zero"].map((stratum) => inStratum(images, stratum).length), [1, 2, 5]);
  assertEquals(notes, ["Only 1 images are of high activation, of 5.", "Only 2 images are of middle activation, of 5."]);
  const dead = drawHeldOut(new Float32Array(100), labels, { each: 5, seed: 1 });
  assertEquals(dead.images.map(({ stratum }) => stratum), new Array(5).fill("zero"));
});

Deno.test("the detection draws as many hard negatives of each class as positives", () => {
  const { images, notes } = drawDetection(activations, labels, { positives: 10, seed: 1, exclude: [99] });
  assertEquals(notes, []);
  const [positives, negatives] = [true, false].map((kind) => images.filter(({ excites }) => excites === kind));
  assertEquals([counts(positives), counts(negatives)], [[2, 2, 2, 2, 2], [2, 2, 2, 2, 2]]);
  assert(positives.every(({ activation, index }) => activation > 60.25 && index !== 99));
  // Low is silent, or in the lowest quarter of what excites.
  assert(negatives.every(({ activation }) => activation <= 20.75));
  assert(new Set(images.slice(0, 10).map(({ excites }) => excites)).size === 2, "both kinds are mixed");
});

Deno.test("the detection says which class has no images of low activation", () => {
  // Class 4 is always high, class 3 has one silent image, and nothing else is above zero.
  const steep = Float32Array.from(labels, (label, i) => label === 4 || label === 3 && i !== 3 ? 100 + i : 0);
  const { images, notes } = drawDetection(steep, labels, { positives: 8, seed: 1 });
  const negatives = images.filter(({ excites }) => !excites);
  assert(negatives.every(({ label, activation }) => label === 3 || label === 4 && activation < 140));
  const strict = drawDetection(Float32Array.from(labels, (label, i) => label === 4 ? 5 : i === 3 ? 0 : label), labels, {
    positives: 4,
    seed: 1,
  });
  assertEquals(strict.images.map(({ label, excites }) => [label, excites]), new Array(4).fill([4, true]));
  assertEquals(strict.notes, ["Class 4 lacks 4 of 4 images with low activation."]);
  assertEquals(notes, []);
});

Deno.test("the detection of a neuron that has one value alone draws no negatives that are as high", () => {
  const { images, notes } = drawDetection(new Float32Array(100).fill(3), labels, { positives: 5, seed: 1 });
  assert(images.every(({ excites }) => excites));
  assertEquals(notes.length, 5);
});

Deno.test("the detection of a dead neuron draws nothing, and says so", () => {
  assertEquals(drawDetection(new Float32Array(100), labels, { positives: 5, seed: 1 }), {
    images: [],
    notes: ["Only 0 images excite the neuron highly, of 5."],
  });
});

Deno.test("the simulation and detection refuse activations of other images, and counts that make no sense", () => {
  const message = "Cannot draw images: 100 images need as many activations, got 99.";
  assertThrows(() => drawHeldOut(activations.subarray(1), labels, { seed: 1 }), RangeError, message);
  assertThrows(() => drawDetection(activations.subarray(1), labels, { seed: 1 }), RangeError, message);
  assertThrows(() => drawHeldOut(activations, labels, { each: -1, seed: 1 }), RangeError, "got -1.");
  assertThrows(() => drawDetection(activations, labels, { positives: 1.5, seed: 1 }), RangeError, "got 1.5.");
});

Deno.test("the choice draws pairs of one class, the exciting picture first or second by chance", () => {
  const { items, notes } = choice.draw(...settle(activations, labels, { positives: 15, seed: 1 }));
  assertEquals([items.length, notes], [15, []]);
  for (const { pictures, truth } of items) {
    const [exciting, other] = truth === 1 ? pictures : pictures.toReversed();
    assertEquals(labels[exciting], labels[other]);
    assert(activations[exciting] > 60.25 && activations[other] <= 20.75);
  }
  assertEquals(new Set(items.map(({ truth }) => truth)).size, 2);
  assertEquals(new Set(items.flatMap(({ pictures }) => pictures)).size, 30);
});

Deno.test("the choice's figure is the share of pairs told rightly, with an interval at the edge too", () => {
  const { items, figures } = choice.draw(...settle(activations, labels, { positives: 10, seed: 1 }));
  const right = figures(new Map(items.map((item) => [item, item.truth!]))).choice;
  assertEquals([right.value, right.high, right.floor], [1, 1, 0.5]);
  assertEquals(right.low!.toFixed(4), (0.025 ** (1 / 10)).toFixed(4));
  const nine = figures(new Map(items.map((item, i) => [item, i === 0 ? 1 - item.truth! : item.truth!]))).choice;
  assertEquals(nine.value, 0.9);
  assertEquals(figures(new Map()).choice, { value: null, low: null, high: null, floor: 0.5 });
});
