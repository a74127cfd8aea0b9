import { assert, assertEquals } from "@std/assert";
import { describeRegions, measureStructure } from "../lib/rules/regions.ts";
import { seededRandom } from "../lib/random.ts";

/** A picture that is 1 where the condition holds. */
function draw(isInk: (x: number, y: number) => boolean) {
  const values = Float64Array.from({ length: 784 }, (_, i) => isInk(i % 28, Math.floor(i / 28)) ? 1 : 0);
  return { width: 28, height: 28, values };
}

const inside = (value: number, low: number, high: number) => value >= low && value <= high;

Deno.test("describeRegions() names the shape and the place of a region", () => {
  const shapes: [string, (x: number, y: number) => boolean][] = [
    ["a long horizontal stroke across the top", (x, y) => inside(x, 5, 22) && inside(y, 4, 6)],
    ["a long horizontal stroke through the centre", (x, y) => inside(x, 5, 22) && inside(y, 13, 15)],
    ["a long vertical stroke along the right", (x, y) => inside(x, 20, 22) && inside(y, 5, 22)],
    ["a horizontal stroke at the bottom left", (x, y) => inside(x, 4, 12) && inside(y, 21, 22)],
    ["a long diagonal stroke (\\) through the centre", (x, y) => Math.abs(x - y) <= 1 && inside(x, 6, 21)],
    ["a long diagonal stroke (/) through the centre", (x, y) => Math.abs(x - (27 - y)) <= 1 && inside(x, 6, 21)],
    ["a ring in the centre", (x, y) => inside(Math.hypot(x - 13.5, y - 13.5), 5, 8)],
    ["a blob at the top right", (x, y) => Math.hypot(x - 20, y - 7) < 3.5],
  ];
  for (const [words, isInk] of shapes) assertEquals(describeRegions(draw(isInk), 1)[0].words, words);
});

Deno.test("describeRegions() says to which side an arc is open", () => {
  const half = draw((x, y) => inside(Math.hypot(x - 13.5, y - 13.5), 7, 9) && x < 14);
  assertEquals(describeRegions(half, 1)[0].words, "an arc open to the right at the left");
});

Deno.test("describeRegions() gives each sign its own regions, the weightiest first, with their shares", () => {
  const left = draw((x, y) => Math.hypot(x - 6, y - 14) < 4);
  const right = draw((x, y) => Math.hypot(x - 21, y - 14) < 2.5);
  const values = left.values.map((value, i) => value + right.values[i]);
  const regions = describeRegions({ ...left, values }, 1);
  assertEquals(regions.map(({ words }) => words), ["a blob at the left", "a blob at the right"]);
  assert(regions[0].share > regions[1].share && regions[0].share + regions[1].share <= 1);
  assertEquals(describeRegions({ ...left, values }, -1), []);
  assertEquals(describeRegions({ ...left, values: values.map((value) => -value) }, -1).length, 2);
});

Deno.test("measureStructure() is about 1 for noise and far above for areas", () => {
  const random = seededRandom(5);
  const noise = { width: 28, height: 28, values: Float64Array.from({ length: 784 }, () => random() - 0.5) };
  assert(Math.abs(measureStructure(noise) - 1) < 0.3);
  assert(measureStructure(draw((x) => x < 14)) > 7);
});
