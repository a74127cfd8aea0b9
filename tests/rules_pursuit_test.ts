// Drawing marks and finding them again: the shares of drawn marks, and the fit of small neurons made by hand.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { seededRandom } from "../lib/random.ts";
import { boxOf, drawDescription, drawMark } from "../lib/rules/drawing.ts";
import { dictionaryFor, dot } from "../lib/rules/dictionary.ts";
import { fitGlance } from "../lib/rules/glance.ts";
import { modelInk } from "../lib/rules/ink.ts";
import { nameIdea, nameNeuron } from "../lib/rules/idea.ts";
import { type InkEffect, pursue } from "../lib/rules/pursuit.ts";
import { fitWeights, selectColumns } from "../lib/rules/sparse_sum.ts";
import { type Mark, marks, type Phrase, type Place, places } from "../lib/rules/vocabulary.ts";

const size = { width: 28, height: 28 };
const centre: Place = { x: 50, y: 50 };
const bar: Mark = { kind: "stroke", size: "plain", turn: "horizontal" };
const post: Mark = { kind: "stroke", size: "large", turn: "vertical" };
const ring: Mark = { kind: "ring", size: "plain" };

/** The rows and columns where a mark is well over half as dark as at its darkest. */
function inkedBox(mark: Mark, place = centre, of = size) {
  const weights = drawMark(mark, place, of);
  const dark = [...weights.keys()].filter((i) => weights[i] >= 0.6 * Math.max(...weights));
  const [xs, ys] = [dark.map((i) => i % of.width), dark.map((i) => Math.floor(i / of.width))];
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

Deno.test("drawMark() draws weights that add up to 1, of the mark's own size and form", () => {
  for (const mark of marks) {
    for (const place of places) assertAlmostEquals(drawMark(mark, place, size).reduce((a, b) => a + b), 1, 1e-9);
  }
  // The middle of the picture lies between pixels 13 and 14; a bar is 9 long with round ends, and 2.8 thick.
  assertEquals(inkedBox(bar), [8, 19, 13, 14]);
  assertEquals(inkedBox({ ...bar, turn: "vertical" }), [13, 14, 8, 19]);
  assertEquals(inkedBox({ kind: "spot", size: "large" }), [10, 17, 10, 17]);
  // An arc is centred as the box around it: a cup of radius 5.2 is about as wide as a ring, and half as high.
  const [left, right, top, bottom] = inkedBox({ kind: "arc", size: "plain", turn: "top" });
  assertEquals([right - left, bottom - top], [11, 7]);
  assert(drawMark(ring, centre, size)[13 * 28 + 13] === 0);
});

Deno.test("boxOf() is the box that holds a mark's middle line, or a whole spot", () => {
  const middle = { x: 50, y: 50 };
  const rounded = ({ across, down }: ReturnType<typeof boxOf>) => [across, down].map((ends) => ends.map(Math.round));
  // Lengths of 28: a stroke of 9, a patch of radius 4.5, a half circle of radius 5.2.
  assertEquals(rounded(boxOf({ kind: "stroke", size: "plain", turn: "vertical" }, middle)), [[50, 50], [34, 66]]);
  assertEquals(rounded(boxOf({ kind: "stroke", size: "plain", turn: "rising" }, middle)), [[39, 61], [39, 61]]);
  assertEquals(rounded(boxOf({ kind: "spot", size: "large" }, middle)), [[34, 66], [34, 66]]);
  assertEquals(rounded(boxOf({ kind: "arc", size: "plain", turn: "top" }, middle)), [[31, 69], [41, 59]]);
});

Deno.test("fitGlance() fits each effect for itself, whatever it fitted before", () => {
  const adds = drawDescription([{ mark: bar, place: centre, strength: 10 }], size);
  const effect = { ...size, empty: 1, adds: Float64Array.from(adds) };
  const fit = (change: Partial<InkEffect>, top = 10) =>
    fitGlance({ ...effect, ...change }, { marks: 6, top, strengths: "numbers" });
  const own = fit({});
  assertAlmostEquals(fit({ empty: 5 }).rest - own.rest, 4, 1e-9);
  assertEquals(fit({ adds: effect.adds.map((add) => -add) }).phrases[0].strength < 0, true);
  assertNotEquals(fit({ mean: new Float64Array(784).fill(0.1) }).rest, own.rest);
  assertEquals(fit({}), own);
});

Deno.test("drawMark() puts a mark where its place is, and scales it with the picture", () => {
  assertEquals(inkedBox(bar, { x: 75, y: 25 }), [15, 26, 6, 7]);
  assertEquals(inkedBox(bar, centre, { width: 56, height: 28 }), [16, 39, 13, 14]);
});

Deno.test("drawDescription() adds up signed marks", () => {
  const phrases: Phrase[] = [{ mark: bar, place: centre, strength: 3 }, { mark: post, place: centre, strength: -1 }];
  const drawn = drawDescription(phrases, size);
  assertAlmostEquals(drawn.reduce((a, b) => a + b), 2, 1e-5);
  const expected = 3 * drawMark(bar, centre, size)[14 * 28 + 9];
  assertAlmostEquals(drawn[14 * 28 + 9], expected, 1e-6);
});

Deno.test("modelInk() has covariances that are symmetric and never negative, and larger along the slant of handwriting", () => {
  const { covary } = modelInk({ width: 12, height: 12 });
  const random = seededRandom(2);
  const [a, b] = [1, 2].map(() => Float64Array.from({ length: 144 }, () => random() - 0.5));
  assertAlmostEquals(dot(a, covary(b)), dot(b, covary(a)), 1e-12);
  assertGreater(dot(a, covary(a)), 0);
  const pixel = (x: number, y: number) => Float64Array.from({ length: 784 }, (_, i) => i === y * 28 + x ? 1 : 0);
  const large = modelInk(size);
  const own = large.covary(pixel(14, 14));
  assertGreater(own[12 * 28 + 16], 1.5 * own[16 * 28 + 16]);
});

Deno.test("selectColumns() and fitWeights() find a sparse sum exactly, beside a plain least-squares solution", () => {
  const random = seededRandom(4);
  const columns = Array.from({ length: 12 }, () => Float64Array.from({ length: 40 }, () => random() - 0.5));
  const aim = Float64Array.from({ length: 40 }, (_, i) => 3 * columns[2][i] - 2 * columns[7][i]);
  const problem = {
    aims: columns.map((column) => dot(column, aim)),
    signs: columns.map((column) => Math.sign(dot(column, aim))),
    worth: columns.map(() => 1),
    gram: (i: number, k: number) => dot(columns[i], columns[k]),
    clash: () => false,
  };
  const chosen = selectColumns(problem, 2);
  assertEquals(chosen.toSorted((a, b) => a - b), [2, 7]);
  const weights = fitWeights(problem, [2, 7], (weight) => Math.round(weight * 10) / 10);
  assertEquals(weights, [3, -2]);
});

const effectOf = (phrases: Phrase[]) => ({
  ...size,
  empty: 2,
  adds: Float64Array.from(drawDescription(phrases, size)),
});
const whole = { round: Math.round };

Deno.test("pursue() finds the marks that a neuron was made of, their strengths, and the empty picture's value", () => {
  const made: Phrase[] = [
    { mark: ring, place: places[17], strength: 30 },
    { mark: bar, place: places[2], strength: 20 },
    { mark: post, place: places[10], strength: -25 },
  ];
  const { phrases, rest, explained, likeness } = pursue(effectOf(made), { count: 3, ...whole });
  assertEquals(
    phrases.map(({ mark, place }) => ({ mark, place })),
    [made[0], made[2], made[1]].map(({ mark, place }) => ({ mark, place })),
  );
  // The penalty for misplacement keeps strengths a little small.
  phrases.forEach(({ strength }, i) => {
    const ratio = strength / [30, -25, 20][i];
    assert(ratio > 0.75 && ratio <= 1, String(ratio));
    assertEquals(strength, Math.round(strength));
  });
  assertAlmostEquals(rest, 2, 2);
  assertGreater(Math.min(explained, likeness), 0.95);
});

Deno.test("pursue() tells nothing that the portrait denies, and no two marks of opposite sign on one place", () => {
  const random = seededRandom(8);
  const { templates } = dictionaryFor(size);
  for (let round = 0; round < 5; round++) {
    const made = Array.from({ length: 8 }, (): Phrase => ({
      ...templates[Math.floor(random() * templates.length)],
      strength: 40 * (random() - 0.5),
    }));
    const effect = effectOf(made);
    const noisy = effect.adds.map((value) => value + 0.3 * (random() - 0.5));
    const { phrases } = pursue({ ...effect, adds: noisy }, { count: 10, ...whole });
    assertGreater(phrases.length, 4);
    for (const { mark, place, strength } of phrases) {
      assertEquals(Math.sign(dot(drawMark(mark, place, size), noisy)), Math.sign(strength));
      for (const other of phrases) {
        assert(other.place !== place || Math.sign(other.strength) === Math.sign(strength));
      }
    }
  }
});

Deno.test("pursue() takes as many marks as it may, and none of a neuron that does nothing", () => {
  const nothing = pursue({ ...size, empty: 1, adds: new Float64Array(784) }, { count: 5, ...whole });
  assertEquals([nothing.phrases, nothing.rest, nothing.explained], [[], 1, 0]);
  const small = { width: 12, height: 9 };
  const adds = Float64Array.from(drawDescription([{ mark: bar, place: centre, strength: 20 }], small));
  assertEquals(pursue({ ...small, empty: 0, adds }, { count: 1, ...whole }).phrases[0].mark, bar);
});

Deno.test("a neuron's name and idea say where its marks are strongest", () => {
  const phrases: Phrase[] = [
    { mark: ring, place: centre, strength: 20 },
    { mark: { ...bar, size: "small" }, place: { x: 50, y: 80 }, strength: -18 },
  ];
  assertEquals(nameNeuron({ phrases, feeds: [] }), "no short bar at bottom centre");
  const hollow: Phrase[] = [
    { mark: ring, place: centre, strength: -20 },
    { mark: post, place: { x: 20, y: 50 }, strength: 8 },
    { mark: post, place: { x: 80, y: 50 }, strength: 8 },
  ];
  assertEquals(
    nameIdea({ phrases: hollow, feeds: [] }),
    "It looks for an empty middle with ink around it; most depends on no ink on a ring in the centre.",
  );
  assertEquals(nameNeuron({ phrases: [], feeds: [{ from: 2, weight: -3 }] }), "not feature 2");
});
