// Undoing the enlargement of pictures: which factor is found.

import { assertEquals } from "@std/assert";
import { seededRandom } from "../lib/random.ts";
import { shrink } from "../lib/rules/enlargement.ts";

const random = seededRandom(1);
const small = { width: 20, height: 12, pixels: Uint8Array.from({ length: 20 * 12 }, () => 256 * random()) };

function enlarge({ width, height, pixels }: typeof small, factor: number): typeof small {
  const size = { width: width * factor, height: height * factor };
  const at = (i: number) =>
    Math.floor(Math.floor(i / size.width) / factor) * width + Math.floor(i % size.width / factor);
  return { ...size, pixels: Uint8Array.from({ length: size.width * size.height }, (_, i) => pixels[at(i)]) };
}

Deno.test("shrink() gives back what was enlarged by any factor, and what was not", () => {
  for (const factor of [1, 2, 3, 8]) {
    const { width, height, values } = shrink(enlarge(small, factor), (byte) => byte);
    assertEquals([width, height, Array.from(values)], [20, 12, Array.from(small.pixels)]);
  }
});

Deno.test("shrink() leaves a picture as it is where a single pixel of a square differs, wherever it lies in there", () => {
  for (const place of [0, 3, 3 * 80, 4 * 80 + 79, 47 * 80 + 79]) {
    const picture = enlarge(small, 4);
    picture.pixels[place] ^= 1;
    assertEquals(shrink(picture, (byte) => byte).width, 80, `pixel ${place}`);
  }
});

Deno.test("shrink() takes a square picture down to 28 pixels where that can be, though its areas are larger", () => {
  const halves = { width: 28, height: 28, pixels: Uint8Array.from({ length: 784 }, (_, i) => i % 28 < 14 ? 0 : 255) };
  assertEquals(shrink(enlarge(halves, 4), (byte) => byte).width, 28);
});
