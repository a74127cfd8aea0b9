import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { detectionFigures, measure } from "../lib/scores/neuron/detection.ts";

const image = (excites: boolean, value: number, label = 0) => ({ label, excites, value });
const score = (images: ReturnType<typeof image>[], seed = 1) => {
  const { detection, AUPRC: auprc, "ROC AUC": rocAuc } = detectionFigures(images, { classMeans }, seed);
  return { detection, auprc, rocAuc };
};
// Two of three exciting pictures and one of two others are told rightly.
const five = [image(true, 1, 4), image(true, 1, 7), image(true, 0, 4), image(false, 0, 4), image(false, 1, 7)];
const classMeans = [0, 0, 0, 0, 10, 0, 0, 6, 0, 0];

Deno.test("detectionFigures() gives balanced accuracy, average precision and ROC AUC of yes and no, by hand", () => {
  const { detection, auprc, rocAuc } = score(five);
  assertAlmostEquals(detection.value!, (2 / 3 + 1 / 2) / 2, 1e-12);
  // Of three yes two are right, for two thirds of the recall; then all five, three of them right, for the last third.
  assertAlmostEquals(auprc.value!, 2 / 3 * 2 / 3 + 1 / 3 * 3 / 5, 1e-12);
  // Of six pairs two stand above, one below, and three are ranked alike.
  assertAlmostEquals(rocAuc.value!, (2 + 3 / 2) / 6, 1e-12);
});

Deno.test("the detection's floor goes by the class alone: with a negative for each positive of a class it is 0.5", () => {
  const pairs = [4, 4, 7, 1].flatMap((label) => [image(true, 1, label), image(false, 0, label)]);
  const { detection, auprc, rocAuc } = score(pairs);
  assertEquals([detection.floor, auprc.floor, rocAuc.floor], [0.5, 0.5, 0.5]);
  assertEquals([detection.value, auprc.value, rocAuc.value], [1, 1, 1]);
});

Deno.test("the detection's floor says yes to the classes above the mean of all class means", () => {
  // 4 and 7 stand above 1.6, 1 does not: two yes to the three that excite, none to the other.
  const { detection, auprc } = score([image(true, 1, 4), image(true, 1, 7), image(true, 1, 1), image(false, 0, 1)]);
  assertAlmostEquals(detection.floor!, (2 / 3 + 1) / 2, 1e-12);
  // Ranked 4, 7, and 1 twice.
  assertAlmostEquals(auprc.floor!, 1 / 3 + 1 / 3 + 1 / 3 * 3 / 4, 1e-12);
});

Deno.test("detectionFigures() gives no figure without pictures of both kinds", () => {
  const nothing = { value: null, low: null, high: null, floor: null };
  assertEquals(score([image(true, 1)]), { detection: nothing, auprc: nothing, rocAuc: nothing });
});

Deno.test("the detection's intervals lie around the figures and repeat with the seed", () => {
  const many = Array.from({ length: 12 }, () => five).flat();
  const found = score(many, 2);
  for (const { value, low, high } of Object.values(found)) assert(low! < value! && value! < high!);
  assertEquals(score(many, 2), found);
  // 2/3 and 1/2 of 36 and 24: the standard error of their mean is the root of (2/9 / 36 + 1/4 / 24) / 4.
  const half = 1.96 * Math.sqrt((2 / 9 / 36 + 1 / 4 / 24) / 4);
  assertAlmostEquals(found.detection.low!, found.detection.value! - half, 0.02);
});

Deno.test("the detection's intervals have a width where all pictures of a kind are told alike", () => {
  const kinds = (exciting: number, others: number) => [
    ...Array.from({ length: 10 }, () => image(true, exciting)),
    ...Array.from({ length: 10 }, () => image(false, others)),
  ];
  const perfect = score(kinds(1, 0));
  // 20 of 20, as the exact interval of a share has it.
  assertAlmostEquals(perfect.detection.low!, 0.025 ** (1 / 20), 1e-6);
  for (const { value, low, high } of Object.values(perfect)) assert(value === 1 && high === 1 && low! < 0.9);
  for (const constant of [kinds(1, 1), kinds(0, 0)]) {
    const { value, low, high } = score(constant).detection;
    assert(value === 0.5 && low! < 0.4 && high! > 0.6);
  }
  assertEquals([score(kinds(0, 1)).detection.low, score(kinds(0, 1)).detection.value], [0, 0]);
});

Deno.test("a figure that no sample changes has an interval with a width, also where one kind alone is told alike", () => {
  // None of the exciting pictures is found: the average precision is their share, whatever is said of the others.
  const some = Array.from({ length: 20 }, (_, i) => image(i < 10, i < 10 ? 0 : i % 3 === 0 ? 0 : 1));
  const { value, low, high } = score(some).auprc;
  assertEquals(value, 0.5);
  assert(low! < 0.49 && high! >= 0.5, `${low} … ${high}`);
});

Deno.test("the exact interval of perfect answers holds whatever the two chances are", () => {
  // Readers whose chances of a right answer have a mean below the interval are perfect less often than in 2.5 % of tries.
  const { low } =
    score([...Array.from({ length: 6 }, () => image(true, 1)), image(false, 0), image(false, 0)]).detection;
  for (let yes = 0; yes <= 1; yes += 0.01) {
    const no = 2 * low! - 0.02 - yes;
    if (no < 0 || no > 1) continue;
    assert(yes ** 6 * no ** 2 <= 0.025, `${yes} and ${no}`);
  }
});

const told = (ranks: string) =>
  ranks.split(" ").map((one) => ({ excites: one[0] === "+", rank: Number(one.slice(1)), said: false, weight: 1 }));

const precision = (some: ReturnType<typeof told>) => measure(some).auprc;

Deno.test("the average precision is the sum of precision over the steps of recall, with equal ranks as one step", () => {
  assertAlmostEquals(precision(told("+4 -3 +2 -1"))!, 1 / 2 + 1 / 2 * 2 / 3, 1e-12);
  assertAlmostEquals(precision(told("+3 -2 +2 -1 +0"))!, 1 / 3 + 1 / 3 * 2 / 3 + 1 / 3 * 3 / 5, 1e-12);
  // The order within a tie is no matter.
  assertEquals(precision(told("+3 +2 -2 -1 +0")), precision(told("+3 -2 +2 -1 +0")));
});

Deno.test("the average precision is 1 for a perfect ranking, the share of positives for none, and null for one kind", () => {
  assertEquals(precision(told("+3 +2 -1 -0")), 1);
  assertEquals(precision(told("+1 -1 -1 -1")), 0.25);
  assertEquals([precision(told("+1 +0")), precision([])], [null, null]);
});

Deno.test("the ROC AUC is the share of pairs ranked rightly, counted one by one", () => {
  const ranked = told("+5 -4 +4 -3 +3 -2 +1 -1 -0");
  const [yes, no] = [true, false].map((kind) => ranked.filter(({ excites }) => excites === kind));
  const wins = yes.flatMap((one) => no.map((other) => one.rank > other.rank ? 1 : one.rank === other.rank ? 0.5 : 0));
  assertAlmostEquals(measure(ranked).rocAuc!, wins.reduce((sum: number, win) => sum + win, 0) / wins.length, 1e-12);
});

Deno.test("the balanced accuracy is not moved by how many there are of each kind", () => {
  const always = [true, true, true, false].map((excites) => ({ excites, said: true, rank: 1, weight: 1 }));
  assertEquals(measure(always).balancedAccuracy, 0.5);
});
