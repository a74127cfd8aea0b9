import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  averagePrecision,
  balancedAccuracy,
  type DetectedImage,
  scoreDetection,
} from "../lib/scores/neuron/detection.ts";

const image = (excites: boolean, value: number | null, label = 0): DetectedImage => ({
  ...{ index: 0, label, activation: excites ? 5 : 0, excites },
  answer: value === null ? { value, failure: { kind: "refusal", message: "" } } : { value },
});
// Two of three exciting pictures and one of two others are told rightly.
const five = [image(true, 1, 4), image(true, 1, 7), image(true, 0, 4), image(false, 0, 4), image(false, 1, 7)];
const classMeans = [0, 0, 0, 0, 10, 0, 0, 6, 0, 0];

Deno.test("scoreDetection() gives balanced accuracy and average precision of yes and no, by hand", () => {
  const { balancedAccuracy, auprc } = scoreDetection(five, { classMeans, seed: 1 });
  assertAlmostEquals(balancedAccuracy!, (2 / 3 + 1 / 2) / 2, 1e-12);
  // Of three yes two are right, for two thirds of the recall; then all five, three of them right, for the last third.
  assertAlmostEquals(auprc!, 2 / 3 * 2 / 3 + 1 / 3 * 3 / 5, 1e-12);
});

Deno.test("scoreDetection()'s floor goes by the class alone: with a negative for each positive of a class it is 0.5", () => {
  const pairs = [4, 4, 7, 1].flatMap((label) => [image(true, 1, label), image(false, 0, label)]);
  const { floor, balancedAccuracy, auprc } = scoreDetection(pairs, { classMeans, seed: 1 });
  assertEquals([floor.balancedAccuracy, floor.auprc], [0.5, 0.5]);
  assertEquals([balancedAccuracy, auprc], [1, 1]);
});

Deno.test("scoreDetection()'s floor says yes to the classes above the mean of all class means", () => {
  // 4 and 7 stand above 1.6, 1 does not: two yes to the three that excite, none to the other.
  const images = [image(true, 1, 4), image(true, 1, 7), image(true, 1, 1), image(false, 0, 1)];
  const { floor } = scoreDetection(images, { classMeans, seed: 1 });
  assertAlmostEquals(floor.balancedAccuracy!, (2 / 3 + 1) / 2, 1e-12);
  // Ranked 4, 7, and 1 twice.
  assertAlmostEquals(floor.auprc!, 1 / 3 + 1 / 3 + 1 / 3 * 3 / 4, 1e-12);
});

Deno.test("scoreDetection() counts what failed, and gives no figure without pictures of both kinds", () => {
  const found = scoreDetection([image(false, null), ...five], { classMeans, seed: 1 });
  assertEquals([found.images.asked, found.images.answered, found.failures], [6, 5, { refusal: 1 }]);
  const one = scoreDetection([image(true, 1), image(false, null)], { classMeans, seed: 1 });
  assertEquals([one.balancedAccuracy, one.auprc, one.intervals.auprc, one.floor.auprc], [null, null, null, null]);
});

Deno.test("scoreDetection()'s intervals lie around the figures and repeat with the seed", () => {
  const many = Array.from({ length: 12 }, () => five).flat();
  const { balancedAccuracy, auprc, intervals } = scoreDetection(many, { classMeans, seed: 2 });
  assert(intervals.balancedAccuracy!.low < balancedAccuracy! && balancedAccuracy! < intervals.balancedAccuracy!.high);
  assert(intervals.auprc!.low < auprc! && auprc! < intervals.auprc!.high);
  assertEquals(scoreDetection(many, { classMeans, seed: 2 }).intervals, intervals);
  // 2/3 and 1/2 of 36 and 24: the standard error of their mean is the root of (2/9 / 36 + 1/4 / 24) / 4.
  const half = 1.96 * Math.sqrt((2 / 9 / 36 + 1 / 4 / 24) / 4);
  assertAlmostEquals(intervals.balancedAccuracy!.low, balancedAccuracy! - half, 0.02);
});

const told = (ranks: string) =>
  ranks.split(" ").map((one) => ({ excites: one[0] === "+", rank: Number(one.slice(1)), said: false }));

Deno.test("averagePrecision() is the sum of precision over the steps of recall, with equal ranks as one step", () => {
  assertAlmostEquals(averagePrecision(told("+4 -3 +2 -1"))!, 1 / 2 + 1 / 2 * 2 / 3, 1e-12);
  assertAlmostEquals(averagePrecision(told("+3 -2 +2 -1 +0"))!, 1 / 3 + 1 / 3 * 2 / 3 + 1 / 3 * 3 / 5, 1e-12);
  // The order within a tie is no matter.
  assertEquals(averagePrecision(told("+3 +2 -2 -1 +0")), averagePrecision(told("+3 -2 +2 -1 +0")));
});

Deno.test("averagePrecision() is 1 for a perfect ranking, the share of positives for none, and null for one kind", () => {
  assertEquals(averagePrecision(told("+3 +2 -1 -0")), 1);
  assertEquals(averagePrecision(told("+1 -1 -1 -1")), 0.25);
  assertEquals([averagePrecision(told("+1 +0")), averagePrecision([])], [null, null]);
});

Deno.test("balancedAccuracy() is not moved by how many there are of each kind", () => {
  const always = [true, true, true, false].map((excites) => ({ excites, said: true }));
  assertEquals(balancedAccuracy(always), 0.5);
});
