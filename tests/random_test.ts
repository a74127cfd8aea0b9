import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { normalNumbers, seededRandom, shuffledIndices } from "../lib/random.ts";

const draw = (count: number, ...seed: [number, ...number[]]) => Array.from({ length: count }, seededRandom(...seed));

const momentsOf = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, std: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
};

Deno.test("seededRandom() repeats a seed's numbers, and gives another seed others", () => {
  assertEquals(draw(100, 7), draw(100, 7));
  assertNotEquals(draw(100, 7), draw(100, 8));
});

Deno.test("seededRandom() keeps to pinned numbers, so that networks of earlier runs can be made again", () => {
  assertEquals(draw(2, 1), [0.5516269059277428, 0.9171766928384073]);
  assertEquals(draw(1, -1), [0.4377544038146255]);
  assertEquals(draw(1, 1, 2, 3), [0.7689930887498031]);
  assertEquals(normalNumbers(2, seededRandom(1)), Float32Array.of(0.8267571330070496, 0.10231375694274902));
});

Deno.test("seededRandom() gives uniform numbers from 0 up to but not 1", () => {
  const numbers = draw(10_000, 1);
  assert(numbers.every((number) => number >= 0 && number < 1));
  const { mean, std } = momentsOf(numbers);
  assertAlmostEquals(mean, 0.5, 0.01);
  assertAlmostEquals(std, Math.sqrt(1 / 12), 0.01);
});

Deno.test("seededRandom() begins differently with neighbouring seeds", () => {
  // Independent uniform numbers are 1/3 apart in the mean.
  const firsts = Array.from({ length: 1000 }, (_, seed) => draw(1, seed)[0]);
  assertAlmostEquals(momentsOf(firsts).mean, 0.5, 0.04);
  const distances = firsts.slice(1).map((first, i) => Math.abs(first - firsts[i]));
  assertAlmostEquals(momentsOf(distances).mean, 1 / 3, 0.04);
});

Deno.test("seededRandom() splits a seed into streams by further whole numbers", () => {
  assertEquals(draw(5, 3, 1, 2), draw(5, 3, 1, 2));
  const streams = [[3], [3, 0], [3, 1], [3, 1, 2], [3, 2, 1], [4, 1, 2]] as [number, ...number[]][];
  assertEquals(new Set(streams.map((stream) => draw(1, ...stream)[0])).size, streams.length);
});

Deno.test("seededRandom() takes zero, negative seeds and a date", () => {
  const seeds = [0, -1, -2, 20251231, 2 ** 40 + 5];
  const drawn = seeds.map((seed) => draw(1000, seed));
  assertEquals(new Set(drawn.map(([first]) => first)).size, seeds.length);
  for (const numbers of drawn) assertAlmostEquals(momentsOf(numbers).mean, 0.5, 0.04);
});

Deno.test("seededRandom() refuses a seed that is no whole number", () => {
  for (const seed of [1.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => seededRandom(seed), Error, `a seed is a whole number, got ${seed}. Choose one such as 1.`);
  }
  assertThrows(() => seededRandom(1, 0.5), Error, "got 0.5");
});

Deno.test("normalNumbers() has mean 0, standard deviation 1 and two thirds of its numbers within it", () => {
  const numbers = normalNumbers(20_000, seededRandom(5));
  const { mean, std } = momentsOf(numbers);
  assertAlmostEquals(mean, 0, 0.03);
  assertAlmostEquals(std, 1, 0.02);
  assertAlmostEquals(numbers.filter((number) => Math.abs(number) < 1).length / numbers.length, 0.6827, 0.01);
});

Deno.test("normalNumbers() repeats with the seed", () => {
  assertEquals(normalNumbers(9, seededRandom(5)), normalNumbers(9, seededRandom(5)));
  assertEquals(normalNumbers(0, seededRandom(5)).length, 0);
});

Deno.test("shuffledIndices() holds every index once, in an order that repeats with the seed", () => {
  const indices = shuffledIndices(1000, seededRandom(2));
  assertEquals([...indices].sort((a, b) => a - b), [...Array(1000).keys()]);
  assertEquals(indices, shuffledIndices(1000, seededRandom(2)));
  assertNotEquals(indices, shuffledIndices(1000, seededRandom(3)));
});

Deno.test("shuffledIndices() gives each of the six orders of three equally often", () => {
  const counts = new Map<string, number>();
  const random = seededRandom(1);
  for (let i = 0; i < 6000; i++) {
    const order = shuffledIndices(3, random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  // 1000 each, with a standard deviation of 29.
  for (const count of counts.values()) assertAlmostEquals(count, 1000, 120);
});
