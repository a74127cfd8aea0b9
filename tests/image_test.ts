import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { divergingHex, divergingRgb } from "../lib/pictures/colours.ts";
import { fromDataUrl, toDataUrl } from "../lib/pictures/dataurl.ts";
import { decodeGrey, divergingPicture, greyPicture, stretchedPicture } from "../lib/pictures/image.ts";

const decodeColours = (png: Uint8Array) => {
  const { data } = PNG.sync.read(Buffer.from(png));
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
};

Deno.test("greyPicture() draws low as black, high as white and clamps what lies outside", () => {
  const values = [-1, 0, 1, 300, -300, 0.5, Infinity, -Infinity];
  const picture = greyPicture(values, { width: 4, height: 2, low: -1, high: 1 });
  assertEquals([picture.width, picture.height], [4, 2]);
  assertEquals(decodeGrey(picture.png), {
    width: 4,
    height: 2,
    pixels: new Uint8Array([0, 128, 255, 255, 0, 191, 255, 0]),
  });
});

Deno.test("greyPicture() gives every byte back that it was given", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const { png } = greyPicture(bytes, { width: 16, height: 16, low: 0, high: 255 });
  assertEquals(decodeGrey(png).pixels, bytes);
});

Deno.test("greyPicture() enlarges with nearest neighbour", () => {
  const picture = greyPicture([0, 1, 1, 0], { width: 2, height: 2, low: 0, high: 1, scale: 2 });
  assertEquals([picture.width, picture.height], [4, 4]);
  const [o, w] = [0, 255];
  assertEquals([...decodeGrey(picture.png).pixels], [o, o, w, w, o, o, w, w, w, w, o, o, w, w, o, o]);
});

Deno.test("greyPicture() writes an opaque PNG of one grey byte a pixel", () => {
  const { png } = greyPicture([0, 1], { width: 2, height: 1, low: 0, high: 1 });
  assertEquals([...png.subarray(24, 26)], [8, 0]); // bit depth, colour type
  assertEquals(decodeColours(png), [[0, 0, 0, 255], [255, 255, 255, 255]]);
});

Deno.test("greyPicture() refuses NaN, a wrong number of pixels, an empty range and odd sizes", () => {
  const draw = (values: number[], options = {}) =>
    greyPicture(values, { width: 2, height: 1, low: 0, high: 1, ...options });
  assertThrows(() => draw([0, NaN]), RangeError, "pixel 1 is no number, got NaN");
  assertThrows(() => draw([0]), RangeError, "2 × 1 pixels are needed, got 1 values");
  assertThrows(() => draw([0, 1], { high: 0 }), RangeError, "low must be below high, got 0 and 0");
  assertThrows(() => draw([0, 1], { low: NaN }), RangeError, "got NaN and 1");
  assertThrows(() => draw([0, 1], { scale: 1.5 }), RangeError, "scale must be a whole number above zero, got 1.5");
  assertThrows(() => draw([], { width: 0 }), RangeError, "width must be a whole number above zero, got 0");
});

Deno.test("stretchedPicture() puts zero at 128 and the largest magnitude at 255 or 1", () => {
  const picture = stretchedPicture([0, 0.2, -0.2, 0.1, -0.1, 0.001], { width: 3, height: 2 });
  assertEquals([...decodeGrey(picture.png).pixels], [128, 255, 1, 192, 65, 129]);
  assertAlmostEquals(picture.white, 0.2);
  assertAlmostEquals(picture.black, -0.2);
});

Deno.test("stretchedPicture() stretches by the negative side where that is larger, and by tiny and huge values", () => {
  for (const size of [4, 5e-324, 1.7e308]) {
    const picture = stretchedPicture([-size, 0, 0, size === 4 ? 2 : size], { width: 4, height: 1 });
    assertEquals([...decodeGrey(picture.png).pixels], [1, 128, 128, size === 4 ? 192 : 255]);
    assertEquals([picture.black, picture.white], [-size, size]);
  }
});

Deno.test("stretchedPicture() of zeros alone is mid-grey with a white value of zero", () => {
  const picture = stretchedPicture(new Float32Array(4), { width: 2, height: 2, scale: 3 });
  assertEquals([...decodeGrey(picture.png).pixels], Array(36).fill(128));
  assertEquals([picture.black, picture.white], [0, 0]);
});

Deno.test("stretchedPicture() refuses NaN and infinities", () => {
  assertThrows(() => stretchedPicture([NaN], { width: 1, height: 1 }), RangeError, "got NaN");
  assertThrows(() => stretchedPicture([-Infinity], { width: 1, height: 1 }), RangeError, "infinite");
});

Deno.test("divergingPicture() draws zero white, negative blue, positive red, and clamps at the limit", () => {
  const picture = divergingPicture([0, -2, 2, -9, 9, 1], { width: 3, height: 2, limit: 2 });
  const [zero, blue, red, below, above, half] = decodeColours(picture.png);
  assertEquals(zero, [255, 255, 255, 255]);
  assertEquals(blue, [33, 102, 172, 255]);
  assertEquals(red, [178, 24, 43, 255]);
  assertEquals([below, above], [blue, red]);
  assertEquals(half, [244, 165, 130, 255]);
  assertThrows(() => divergingPicture([0], { width: 1, height: 1, limit: 0 }), RangeError, "got 0");
});

Deno.test("divergingRgb() grows darker with the magnitude on both sides, without a jump", () => {
  for (const sign of [-1, 1]) {
    const greens = Array.from({ length: 101 }, (_, i) => divergingRgb(sign * i / 100)[1]);
    for (let i = 1; i <= 100; i++) assert(greens[i] < greens[i - 1] && greens[i - 1] - greens[i] < 5);
  }
  assertEquals([divergingHex(0), divergingHex(-1), divergingHex(7)], ["#ffffff", "#2166ac", "#b2182b"]);
});

Deno.test("pictures are the same bytes every time", () => {
  const values = Array.from({ length: 784 }, (_, i) => Math.sin(i));
  const size = { width: 28, height: 28, scale: 8 };
  assertEquals(stretchedPicture(values, size).png, stretchedPicture(Float64Array.from(values), size).png);
  const colour = () => divergingPicture(values, { ...size, limit: 1 }).png;
  assertEquals(colour(), colour());
});

Deno.test("decodeGrey() turns colours into their luma on white", () => {
  const picture = new PNG({ width: 4, height: 1 });
  picture.data.set([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0]);
  const { pixels } = decodeGrey(PNG.sync.write(picture));
  assertEquals([...pixels], [76, 150, 29, 255]);
});

Deno.test("decodeGrey() names what is wrong with bytes that are no PNG", () => {
  assertThrows(() => decodeGrey(new Uint8Array()), Error, "got nothing");
  assertThrows(() => decodeGrey(new TextEncoder().encode("<svg>".repeat(10))), Error, "got 3c 73 76 67 3e 3c 73 76");
});

Deno.test("decodeGrey() refuses a file cut off anywhere or damaged", () => {
  const { png } = stretchedPicture(Array.from({ length: 784 }, (_, i) => Math.sin(i)), { width: 28, height: 28 });
  for (let length = 0; length < png.length; length++) {
    assertThrows(() => decodeGrey(png.subarray(0, length)), Error, "Cannot read a PNG", `${length} of ${png.length}`);
  }
  // Byte 37 begins the name of the picture's data, which a decoder would skip as unknown and draw black.
  for (const place of [37, 60, png.length - 1]) {
    const damaged = png.slice();
    damaged[place] ^= 0x36;
    assertThrows(() => decodeGrey(damaged), Error, "damaged or cut off");
  }
});

Deno.test("decodeGrey() refuses a file whose checksums are right and whose header is not, and keeps the cause", () => {
  const { png } = greyPicture([0, 1], { width: 2, height: 1, low: 0, high: 1 });
  const forged = png.slice();
  forged[24] = 3; // bits for a pixel
  new DataView(forged.buffer).setUint32(29, crc32(forged.subarray(12, 29)));
  const error = assertThrows(() => decodeGrey(forged), Error, "damaged or cut off");
  assert(error.cause instanceof Error);
});

Deno.test("decodeGrey() refuses absurd sizes before it reserves memory for them", () => {
  const { png } = greyPicture([0], { width: 1, height: 1, low: 0, high: 1 });
  const huge = png.slice();
  new DataView(huge.buffer).setUint32(16, 0x7fffffff);
  assertThrows(() => decodeGrey(huge), RangeError, "got 2147483647 × 1");
});

Deno.test("toDataUrl() and fromDataUrl() are each other's inverse", () => {
  const picture = divergingPicture([-1, 0, 1, 2], { width: 2, height: 2, limit: 2, scale: 4 });
  const url = toDataUrl(picture);
  assert(url.startsWith("data:image/png;base64,iVBORw0KGgo"));
  assertEquals(fromDataUrl(url), picture);
});

Deno.test("fromDataUrl() names what is wrong with a text that is no picture", () => {
  assertThrows(() => fromDataUrl("https://example.org/a.png"), Error, 'got "https://example.org/a.png"');
  assertThrows(() => fromDataUrl("data:image/jpeg;base64,AAAA"), Error, "data URL of a PNG");
  const error = assertThrows(() => fromDataUrl("data:image/png;base64,*"), Error, "not valid base64");
  assert(error.cause instanceof SyntaxError);
  assertThrows(() => fromDataUrl("data:image/png;base64,AAAA"), Error, "not the bytes of a PNG");
});
