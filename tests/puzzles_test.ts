import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { type LabelledImages, loadMnist, pixelsOf } from "../lib/data/mnist.ts";
import { puzzleNetwork } from "../lib/scores/neuron/puzzle_network.ts";
import { puzzles } from "../lib/scores/neuron/puzzles.ts";
import { answersOf } from "../lib/network/answers.ts";
import { activationsOf } from "../lib/network/mlp.ts";

const network = puzzleNetwork();
const [top, loop, either, blank] = puzzles;

/** A picture by what is inked: 1 there and -1 elsewhere. */
const draw = (isInk: (row: number, column: number) => boolean) =>
  Float32Array.from({ length: 784 }, (_, i) => isInk(Math.floor(i / 28), i % 28) ? 1 : -1);

const between = (value: number, low: number, high: number) => value >= low && value <= high;
const topStroke = draw((row, column) => between(row, 7, 9) && between(column, 6, 20));
const leftStroke = draw((row, column) => between(row, 8, 20) && between(column, 7, 9));
const rightStroke = draw((row, column) => between(row, 10, 22) && between(column, 15, 17));
const bottomStroke = draw((row, column) => between(row, 21, 23) && between(column, 7, 21));
const loopBelow = draw((row, column) => between(Math.hypot(row - 18, column - 13), 1.5, 4));
const loopAbove = draw((row, column) => between(Math.hypot(row - 4, column - 13), 1.5, 3));
const middleStroke = draw((row, column) => between(row, 5, 22) && between(column, 12, 15));

/** Which of the four fire for a picture. */
function firing(picture: Float32Array): string[] {
  const activations = activationsOf(network, picture);
  return puzzles.filter(({ layer, neuron }) => activations[layer][neuron] > 0).map(({ name }) => name);
}

Deno.test("the puzzles fire for what they are said to fire for, and for nothing else that is drawn", () => {
  assertEquals(firing(topStroke), [top.name, blank.name]);
  assertEquals(firing(loopBelow), [loop.name]);
  assertEquals(firing(leftStroke), [either.name, blank.name]);
  assertEquals(firing(rightStroke), [either.name]);
  assertEquals(firing(bottomStroke), [blank.name]);
  assertEquals(firing(loopAbove), [blank.name]);
  assertEquals(firing(middleStroke), []);
  assertEquals(firing(draw(() => false)), [blank.name]);
  assertEquals(firing(draw(() => true)), [either.name]);
});

Deno.test("the stroke at the top wants no ink below it, and the loop a hole", () => {
  const without = draw((row, column) => between(row, 7, 14) && between(column, 6, 20));
  assert(!firing(without).includes(top.name));
  const disc = draw((row, column) => Math.hypot(row - 18, column - 13) <= 4);
  assert(!firing(disc).includes(loop.name));
});

Deno.test("one stroke or another fires for either and for both, and not for half of each", () => {
  const value = (picture: Float32Array) => activationsOf(network, picture)[either.layer][either.neuron];
  const both = leftStroke.map((value, i) => Math.max(value, rightStroke[i]));
  assertAlmostEquals(value(leftStroke), 5, 1e-4);
  assertAlmostEquals(value(rightStroke), 5, 1e-4);
  assertAlmostEquals(value(both), 10, 1e-4);
  // Three rows of eight, and four of ten.
  const halves = both.map((value, i) => i < 28 * 11 || i >= 28 * 14 && i < 28 * 20 ? -1 : value);
  assertEquals(value(halves), 0);
});

const { test } = await loadMnist();

/** The mean ink of a picture where a condition holds, from 0 to 1. */
function inkWhere({ pixels }: LabelledImages, image: number, isIn: (row: number, column: number) => boolean): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < 28; row++) {
    for (let column = 0; column < 28; column++) {
      if (!isIn(row, column)) continue;
      sum += (pixels[image * 784 + row * 28 + column] + 1) / 2;
      count++;
    }
  }
  return sum / count;
}

Deno.test("the puzzles measure the ink of real digits as they are said to", () => {
  const count = 300;
  const activations = activationsOf(network, test.pixels.subarray(0, 784 * count));
  for (let image = 0; image < count; image++) {
    const ink = (isIn: (row: number, column: number) => boolean) => inkWhere(test, image, isIn);
    const box = (t: number, b: number, l: number, r: number) =>
      ink((row, column) => between(row, t, b) && between(column, l, r));
    const distance = (row: number, column: number) => Math.hypot(row - 18, column - 13);
    const isRing = (row: number, column: number) => between(distance(row, column), 2, 3.5);
    const ringInk = ink(isRing) + ink((row, column) => isRing(row, column) && column <= 11);
    const relu = (value: number) => Math.max(0, 10 * value);
    const expected = [
      relu(box(7, 9, 9, 18) - box(12, 14, 8, 14) - 0.3),
      relu(ringInk - 2 * ink((row, column) => distance(row, column) <= 1) - 0.6),
      relu(box(11, 18, 7, 9) - 0.5) + relu(box(12, 21, 15, 17) - 0.5),
      relu(0.1 - box(11, 16, 12, 15)),
    ];
    puzzles.forEach(({ name, layer, neuron }, i) => {
      const width = network.layers[layer].outputs;
      assertAlmostEquals(activations[layer][image * width + neuron], expected[i], 1e-4, `${name}, digit ${image}`);
    });
  }
});

Deno.test("the puzzles fire for the real digits that have what they look for", () => {
  const activations = activationsOf(network, test.pixels);
  const shares = ({ layer, neuron }: typeof top) => {
    const width = network.layers[layer].outputs;
    return Array.from({ length: 10 }, (_, digit) => {
      const own = Array.from(test.labels.keys()).filter((image) => test.labels[image] === digit);
      return own.filter((image) => activations[layer][image * width + neuron] > 0).length / own.length;
    });
  };
  const expect = (neuron: typeof top, often: number[], seldom: number[]) => {
    const found = shares(neuron);
    for (const frequent of often) for (const rare of seldom) assertGreater(found[frequent], 2 * found[rare]);
  };
  expect(top, [7], [0, 1, 2, 3, 4, 5, 6, 8, 9]);
  expect(loop, [6, 8], [1, 3, 4, 5, 7, 9]);
  expect(either, [0, 4, 6, 9], [1]);
  expect(blank, [0], [1, 2, 3, 4, 5, 6, 8, 9]);
  assertLess(shares(top)[1], 0.01);
});

Deno.test("the network of the puzzles reads a digit from its features, and a picture without any as a 1", () => {
  const answer = (picture: Float32Array) => answersOf(activationsOf(network, picture)[2], 10)[0];
  assertEquals([answer(middleStroke), answer(rightStroke), answer(topStroke)], [1, 4, 7]);
  const { pixels, labels } = test;
  const answers = answersOf(activationsOf(network, pixels)[2], 10);
  const right = labels.reduce((sum, label, i) => sum + (answers[i] === label ? 1 : 0), 0);
  assert(between(right / labels.length, 0.25, 0.35));
  assertEquals(pixelsOf(test, 0).length, network.layers[0].inputs);
});

Deno.test("every puzzle has four descriptions, all different", () => {
  const texts = puzzles.flatMap(({ descriptions }) => Object.values(descriptions));
  assertEquals(texts.length, 16);
  for (const { descriptions } of puzzles) assertEquals(new Set(Object.values(descriptions)).size, 4);
});
