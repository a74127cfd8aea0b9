// A picture of one's own: PNGs of every kind, ink of either sign, and MNIST's form, of which MNIST itself is the measure.

import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { crc32, deflateSync } from "node:zlib";
import { inkOf, normaliseDrawing } from "../lib/data/drawing.ts";
import { loadMnist, pixelsOf } from "../lib/data/mnist.ts";
import { loadPicture, readPicture } from "../lib/data/own_picture.ts";

const size = { width: 28, height: 28 };

/** A PNG of rows of bytes, each without its filter byte; `more` are chunks before the data. */
function png(
  { width, height, bits, colour }: { width: number; height: number; bits: number; colour: number },
  rows: number[][],
  more: [string, number[]][] = [],
): Uint8Array {
  const big = (value: number) => [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];
  const chunk = (name: string, data: ArrayLike<number>) => {
    const body = [...new TextEncoder().encode(name), ...Array.from(data)];
    return [...big(data.length), ...body, ...big(crc32(Uint8Array.from(body)))];
  };
  return Uint8Array.from([
    ...[137, 80, 78, 71, 13, 10, 26, 10],
    ...chunk("IHDR", [...big(width), ...big(height), bits, colour, 0, 0, 0]),
    ...more.flatMap(([name, data]) => chunk(name, data)),
    ...chunk("IDAT", deflateSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])))),
    ...chunk("IEND", []),
  ]);
}

/** A bar, two pixels wide and four high, in a picture of eight by six: true where it is inked. */
const bar = Array.from({ length: 6 }, (_, y) => Array.from({ length: 8 }, (_, x) => y > 0 && y < 5 && x > 1 && x < 4));
const paint = (of: (inked: boolean) => number[]) => bar.map((row) => row.flatMap(of));
const packBits = (bit: (inked: boolean) => number) =>
  bar.map((row) => [row.reduce((byte, inked) => 2 * byte + bit(inked), 0)]);
const shape = { width: 8, height: 6 };

/** Every kind of PNG that draws the bar, and what it shows. */
const kinds: Record<string, [Uint8Array, "light paper" | "dark paper"]> = {
  "black on white, grey": [png({ ...shape, bits: 8, colour: 0 }, paint((inked) => [inked ? 0 : 255])), "light paper"],
  "white on black, grey": [png({ ...shape, bits: 8, colour: 0 }, paint((inked) => [inked ? 255 : 0])), "dark paper"],
  "one bit": [png({ ...shape, bits: 1, colour: 0 }, packBits((inked) => inked ? 0 : 1)), "light paper"],
  "sixteen bits": [
    png({ ...shape, bits: 16, colour: 0 }, paint((inked) => inked ? [16, 1] : [240, 255])),
    "light paper",
  ],
  "blue on yellow": [
    png({ ...shape, bits: 8, colour: 2 }, paint((inked) => inked ? [0, 0, 200] : [255, 255, 0])),
    "light paper",
  ],
  "palette of one bit": [
    png({ ...shape, bits: 1, colour: 3 }, packBits((inked) => inked ? 1 : 0), [["PLTE", [0, 0, 60, 255, 255, 255]]]),
    "dark paper",
  ],
  "palette with a transparent paper": [
    png({ ...shape, bits: 1, colour: 3 }, packBits((inked) => inked ? 1 : 0), [
      ["PLTE", [255, 255, 255, 250, 250, 250]],
      ["tRNS", [0, 255]],
    ]),
    "dark paper",
  ],
  "white on transparent": [
    png({ ...shape, bits: 8, colour: 6 }, paint((inked) => inked ? [255, 255, 255, 255] : [0, 0, 0, 0])),
    "dark paper",
  ],
  "black on transparent": [
    png({ ...shape, bits: 8, colour: 6 }, paint((inked) => inked ? [0, 0, 0, 255] : [0, 0, 0, 0])),
    "light paper",
  ],
  "grey with alpha": [png({ ...shape, bits: 8, colour: 4 }, paint((inked) => [90, inked ? 255 : 0])), "light paper"],
};

for (const [kind, [bytes, ground]] of Object.entries(kinds)) {
  Deno.test(`readPicture() sees the same bar in a PNG that is ${kind}`, () => {
    const { pixels, file, width, height } = readPicture(bytes, "bar.png", size);
    assertEquals([width, height, file], [28, 28, { ...shape, ground }]);
    // Two by four pixels become ten by twenty, whose centre falls between two places: the later one is taken.
    const inked = [...pixels.keys()].filter((i) => pixels[i] > -1);
    assertEquals(inked.length, 200);
    for (const i of inked) {
      assertEquals(pixels[i], 1);
      const [row, column] = [Math.floor(i / 28), i % 28];
      assert(row >= 5 && row <= 24 && column >= 10 && column <= 19, `${row}, ${column}`);
    }
  });
}

Deno.test("normaliseDrawing() leaves MNIST's own digits as they are", async () => {
  const { test } = await loadMnist();
  for (let i = 0; i < 300; i++) {
    const digit = pixelsOf(test, i);
    // Some digits are of 254 or 253 at the most, which becomes full ink.
    const found = normaliseDrawing(digit.map((pixel) => (pixel + 1) / 2), test, size);
    digit.forEach((pixel, k) => assertAlmostEquals(found[k], pixel, 0.01));
  }
});

Deno.test("normaliseDrawing() finds a digit again that was enlarged and moved on a larger sheet", async () => {
  const { test } = await loadMnist();
  const from = { width: 280, height: 200 };
  for (let i = 0; i < 20; i++) {
    const digit = pixelsOf(test, i);
    const sheet = new Float32Array(from.width * from.height);
    digit.forEach((pixel, k) => {
      const [row, column] = [6 * Math.floor(k / 28) + 17, 6 * (k % 28) + 90];
      for (let y = 0; y < 6; y++) {
        for (let x = 0; x < 6; x++) sheet[(row + y) * from.width + column + x] = (pixel + 1) / 2;
      }
    });
    normaliseDrawing(sheet, from, size).forEach((pixel, k) => assertAlmostEquals(pixel, digit[k], 0.01));
  }
});

Deno.test("normaliseDrawing() averages areas, keeps proportions in other sizes, and makes the strongest ink full", () => {
  // A faint bar of 40 by 10 in a picture of 14 by 28: its box is 10 by 20.
  const ink = new Float32Array(100 * 100);
  for (let y = 20; y < 60; y++) for (let x = 70; x < 80; x++) ink[100 * y + x] = 0.25;
  const pixels = normaliseDrawing(ink, { width: 100, height: 100 }, { width: 14, height: 28 });
  const inked = [...pixels.keys()].filter((i) => pixels[i] > -1);
  assertEquals([inked.length, new Set(inked.map((i) => i % 14)).size], [5 * 20, 5]);
  assert(inked.every((i) => Math.abs(pixels[i] - 1) < 1e-6));
  // Half of each new pixel is inked.
  const stripes = Float32Array.from({ length: 80 * 80 }, (_, i) => i % 2);
  const grey = normaliseDrawing(stripes, { width: 80, height: 80 }, size);
  assert(grey.every((pixel) => pixel === -1 || pixel > 0.9));
});

Deno.test("normaliseDrawing() gives an empty picture for a sheet without ink, and takes a single dot", () => {
  assertEquals(normaliseDrawing(new Float32Array(9), { width: 3, height: 3 }, size), new Float32Array(784).fill(-1));
  const dot = normaliseDrawing([0, 0, 0, 1], { width: 2, height: 2 }, size);
  assertEquals(dot.filter((pixel) => pixel === 1).length, 400);
  assertEquals(normaliseDrawing([1], { width: 1, height: 1 }, { width: 1, height: 1 }), Float32Array.of(1));
});

Deno.test("inkOf() takes shadows and noise of a tenth for paper, by hand", () => {
  const grey = (...values: number[]) => values.flatMap((value) => [value, value, value, 255]);
  const paper = [200, 200, 200, 200, 190, 200, 200, 200];
  const { ink, ground } = inkOf(grey(...paper.slice(0, 4), 0, ...paper.slice(4)), { width: 3, height: 3 });
  assertEquals([ground, [...ink]], ["light paper", [0, 0, 0, 0, 1, 0, 0, 0, 0]]);
});

Deno.test("loadPicture() refuses blank sheets, other files, damaged ones and huge ones, each with its name", async () => {
  const blank = png({ ...shape, bits: 8, colour: 0 }, paint(() => [120]));
  assertThrows(
    () => readPicture(blank, "blank.png", size),
    Error,
    "Cannot read blank.png: Cannot tell ink from paper: the picture is blank, got grey values from 0.47 to 0.47.",
  );
  const read = (bytes: Uint8Array) => () => readPicture(bytes, "a.png", size);
  const good = kinds["one bit"][0];
  assertThrows(read(good.subarray(0, 50)), Error, "Cannot read a.png: its PNG data is damaged");
  assertThrows(
    read(new TextEncoder().encode("GIF89a and so on, thirty bytes")),
    Error,
    "it is no PNG, but begins with",
  );
  assertThrows(read(new Uint8Array()), Error, "it is no PNG");
  const huge = png({ width: 65_000, height: 65_000, bits: 8, colour: 0 }, []);
  assertThrows(read(huge), Error, "it has more than 16 million pixels, got 65000 by 65000");
  const none = png({ width: 0, height: 3, bits: 8, colour: 0 }, []);
  assertThrows(read(none), Error, "it has no pixels, got 0 by 3");
  await assertRejects(() => loadPicture("no/such.png"), Error, "Cannot read no/such.png: it cannot be opened, got");
  await assertRejects(() => loadPicture("lib"), Error, "Cannot read lib: it is no file of 64 MB or less");
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, good);
  assertEquals((await loadPicture(file)).file.ground, "light paper");
  await Deno.remove(file);
});
