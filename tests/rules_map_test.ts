import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { seededRandom } from "../lib/random.ts";
import { applyMap, coarsenMap, drawMap } from "../lib/rules/inkmap.ts";
import { readMap, withoutMap, writeMap } from "../lib/rules/maptext.ts";
import { readPicture, recoverWeights } from "../lib/rules/weights.ts";
import { decodeGrey, stretchedPicture } from "../lib/pictures/image.ts";

const side = 28;
const size = { width: side, height: side };
const random = seededRandom(4);
const weights = Float64Array.from({ length: side * side }, () => random() - 0.5);
/** A disc of ink, which leaves the outer pixels black as digits do. */
const disc = Uint8Array.from({ length: side * side }, (_, i) => {
  return Math.hypot(i % side - 12, Math.floor(i / side) - 14) < 7 ? 255 : 0;
});
const value = (bias: number, pixels: Uint8Array) =>
  weights.reduce((sum, weight, i) => sum + weight * (pixels[i] / 127.5 - 1), bias);

Deno.test("recoverWeights() finds weights and bias from the picture to 8 bits, enlarged or not", () => {
  for (const [scale, regularisation] of [[8, 1], [1, 1], [3, 0.25]]) {
    const input = weights.map((weight) => weight / (2 * regularisation));
    const preActivation = weights.reduce((sum, weight, i) => sum + weight * input[i], -1.5);
    const { png, white } = stretchedPicture(input, { ...size, scale });
    const found = recoverWeights(readPicture(decodeGrey(png)), { white, preActivation, regularisation });
    const rounding = 2 * regularisation * white / 254;
    assertEquals([found.weights.width, found.weights.height], [side, side]);
    found.weights.values.forEach((weight, i) => assertAlmostEquals(weight, weights[i], rounding * 1.001));
    assertAlmostEquals(found.bias, -1.5, 0.05);
  }
});

Deno.test("a map gives the value on a picture without ink exactly, whatever its detail", () => {
  const empty = value(0.75, new Uint8Array(side * side));
  for (const cells of [24, 12, 8]) {
    const map = drawMap({ ...size, values: weights }, 0.75, { rows: cells, columns: cells });
    assertAlmostEquals(applyMap(map, { ...size, pixels: new Uint8Array(side * side) }), empty, 1e-9);
  }
});

Deno.test("a map gives the value on a stroke to a few of its steps, though its cells have nine levels only", () => {
  const map = drawMap({ ...size, values: weights }, 0.75);
  // Rounding each of the disc's 149 cells alone would be off by about 149 ** 0.5 * 0.29 = 3.5 steps.
  assertAlmostEquals(applyMap(map, { ...size, pixels: disc }), value(0.75, disc), 3 * map.step);
});

Deno.test("a map reads an enlarged picture as the picture itself", () => {
  const map = drawMap({ ...size, values: weights }, 0.75);
  const large = stretchedPicture(Array.from(disc, (byte) => byte / 255), { ...size, scale: 8 });
  const enlarged = decodeGrey(large.png);
  enlarged.pixels = enlarged.pixels.map((byte) => byte === 255 ? 255 : 0);
  assertAlmostEquals(applyMap(map, enlarged), applyMap(map, { ...size, pixels: disc }), 1e-9);
});

Deno.test("a coarser map keeps the sums of the finer one", () => {
  // Each cell of 2 × 2 weights of 1, 0, 0, 1 adds 2 · 2 to the value where it is full of ink.
  const values = Float64Array.from({ length: 144 }, (_, i) => (i % 12 + Math.floor(i / 12)) % 2 === 0 ? 1 : 0);
  const fine = drawMap({ width: 12, height: 12, values }, 0);
  const coarse = coarsenMap(fine, { rows: 6, columns: 6 });
  assertEquals(coarse.levels.length, 36);
  assertEquals(Array.from(coarse.levels, (level) => level * coarse.step), new Array(36).fill(4));
});

Deno.test("readMap() reads what writeMap() writes, and nothing where rows are missing", () => {
  const map = drawMap({ ...size, values: weights }, 0.75);
  const text = writeMap(map);
  const read = readMap(`Some words.\n${text}\nMore words.`)!;
  assertEquals([read.rows, read.columns, read.width, read.height], [24, 24, 28, 28]);
  assertEquals(read.levels, map.levels);
  assertAlmostEquals(read.step, map.step, map.step / 100);
  assertEquals(readMap(text.split("\n").slice(0, -1).join("\n")), undefined);
  assertEquals(readMap("Map 24x24 of 0x0, step 1, empty 0:\n5"), undefined);
  assert(text.split("\n").length === 25);
});

Deno.test("withoutMap() leaves the words before and after a map as they are", () => {
  const map = drawMap({ width: 4, height: 4, values: new Float64Array(16).fill(0.5) }, 0);
  assertEquals(withoutMap(`Wants ink: here.\n${writeMap(map)}`), "Wants ink: here.");
  assertEquals(withoutMap(`Before.\n${writeMap(map)}\nAfter 5 lines.`), "Before.\n\nAfter 5 lines.");
  assertEquals(withoutMap("No map, 555555."), "No map, 555555.");
});
