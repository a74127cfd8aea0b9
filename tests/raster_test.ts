import { assert, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { checkPng } from "../lib/pictures/png.ts";
import { largestMagnitude } from "../lib/pictures/magnitude.ts";
import { palettePng } from "../lib/pictures/palette.ts";
import { page } from "../lib/show/layout.ts";
import { drawPictureGrid } from "../lib/show/picture_grid.ts";
import { greyPicture } from "../lib/pictures/image.ts";
import { rasterise } from "../lib/show/raster.ts";

const decode = (png: Uint8Array) => PNG.sync.read(Buffer.from(png));

Deno.test("palettePng() gives back up to 256 colours exactly", () => {
  const pixels = Uint8Array.from({ length: 4 * 256 }, (_, i) => i % 4 === 3 ? 255 : (i >> 2) * (i % 4 + 1) % 256);
  const png = palettePng(pixels, { width: 16, height: 16 });
  checkPng(png);
  assertEquals(new Uint8Array(decode(png).data), pixels);
});

Deno.test("palettePng() gives one colour too many the nearest one", () => {
  // 256 colours twice each, four apart, and one colour once, a shade beside the third of them.
  const colours = [...Array(512).keys()].map((i) => [4 * (i % 64), 60 * ((i >> 6) % 4), 0, 255]);
  const pixels = Uint8Array.from([...colours, [8, 1, 0, 255]].flat());
  const { data } = decode(palettePng(pixels, { width: 27, height: 19 }));
  assertEquals([...data.subarray(0, 4 * 512)], colours.flat());
  assertEquals([...data.subarray(4 * 512)], [8, 0, 0, 255]);
  assertThrows(() => palettePng(pixels, { width: 1, height: 1 }), RangeError, "1 × 1 pixels need 4 bytes, got 2052");
});

Deno.test("palettePng() keeps strong colours that are rare among many frequent ones", () => {
  // 4,096 shades of grey-green, ten times each, and one red and one blue pixel, as in a heat map.
  const shades = [...Array(40_960).keys()].map((i) => [128 + (i % 64), 128 + ((i >> 6) % 64), 128, 255]);
  const strong = [[178, 24, 43, 255], [33, 102, 172, 255]];
  const pixels = Uint8Array.from([...shades, ...strong].flat());
  const { data } = decode(palettePng(pixels, { width: 2, height: pixels.length / 8 }));
  assertEquals([...data.subarray(-8)], strong.flat());
  for (const [i, value] of pixels.entries()) assert(Math.abs(data[i] - value) <= 6, `${value} became ${data[i]}`);
});

Deno.test("rasterise() draws the same bytes every time, texts included", async () => {
  const svg = page([{ width: 200, height: 40, body: "" }], { title: "Letters äßλ−×" });
  const png = await rasterise(svg);
  assertEquals(await rasterise(svg), png);
  const { width, height, data } = decode(png);
  assertEquals([width, height], [408, 153]);
  let dark = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] < 100) dark++;
  assert(dark > 200, `letters are drawn, got ${dark} dark pixels`);
});

Deno.test("rasterise() keeps the edges of enlarged pixels sharp", async () => {
  const picture = greyPicture([0, 1, 1, 0], { width: 2, height: 2, low: 0, high: 1 });
  const { data } = decode(await rasterise(drawPictureGrid([{ picture, caption: "" }], { title: "" }), { scale: 1 }));
  const shades = new Set<number>();
  for (let i = 0; i < data.length; i += 4) if (data[i] === data[i + 1]) shades.add(data[i]);
  assert(shades.size <= 6, `black, white and the frame's few greys, got ${[...shades]}`);
});

Deno.test("largestMagnitude() looks at all arrays, and gives a scale some width", () => {
  assertEquals([largestMagnitude([[1, -3], new Float32Array([2])]), largestMagnitude([[0]]), largestMagnitude([])], [
    3,
    1e-6,
    1e-6,
  ]);
});

Deno.test("page() lets no line of a title or note run into the right margin, however the words fall", async () => {
  const texts = [
    "What four neurons make of two inputs",
    "What each feature does to each output",
    "The neuron that fits best, and the drawing of gpt-4o's words",
    "Layer 0: mean activation by class, with one standard deviation up and down, for more than two rows of neurons",
    "Bar: mean activation over the class's images. Line: one standard deviation up and down. Dashed: a blank picture's.",
  ];
  for (const text of texts) {
    for (const { title, note, room } of [{ title: text, note: "", room: 1 }, { title: "", note: text, room: 300 }]) {
      const svg = page([{ width: room, height: 1, body: "" }], { title, note });
      const { width, data } = decode(await rasterise(svg, { scale: 1 }));
      const margin = [...data.keys()].filter((i) => i % 4 === 0 && i / 4 % width >= width - 12);
      assert(margin.every((i) => data[i] > 240), `${title || note} in ${width} pixels`);
    }
  }
});
