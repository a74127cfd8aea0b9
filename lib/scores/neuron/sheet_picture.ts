// The picture of a reading sheet: digits side by side, each below its number.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { greyPicture, type Picture } from "../../pictures/mod.ts";
import type { Item } from "./score.ts";

/** Draws the pictures in rows, black on white paper's grey, each pixel enlarged to `scale` × `scale`. */
export function drawSheet(
  items: readonly Pick<Item, "pictures">[],
  images: LabelledImages,
  { columns = 6, scale = 4 }: { columns?: number; scale?: number } = {},
): Picture {
  const [cellWidth, cellHeight] = [images.width + gap, images.height + glyphHeight + 2 * gap];
  const across = Math.min(columns, items.length);
  const [width, height] = [across * cellWidth + gap, Math.ceil(items.length / across) * cellHeight + gap];
  const values = new Float32Array(width * height).fill(paper);
  items.forEach(({ pictures: [place] }, i) => {
    const left = gap + i % across * cellWidth;
    const top = gap + Math.floor(i / across) * cellHeight;
    [...String(i + 1)].forEach((digit, k) => {
      [...glyphs[Number(digit)]].forEach((dot, pixel) => {
        const column = left + k * (glyphWidth + 1) + pixel % glyphWidth;
        if (dot === "#") values[(top + Math.floor(pixel / glyphWidth)) * width + column] = text;
      });
    });
    const pixels = pixelsOf(images, place);
    for (let row = 0; row < images.height; row++) {
      const from = pixels.subarray(row * images.width, (row + 1) * images.width);
      values.set(from, (top + glyphHeight + gap + row) * width + left);
    }
  });
  return greyPicture(values, { width, height, low: -1, high: 1, scale });
}

const gap = 2;
const [paper, text] = [1, -1];
const [glyphWidth, glyphHeight] = [3, 5];

/** The ten digits of the numbers, row by row. */
const glyphs = [
  "####.##.##.####",
  ".#.##..#..#.###",
  "###..#####..###",
  "###..####..####",
  "#.##.####..#..#",
  "####..###..####",
  "####..####.####",
  "###..#..#..#..#",
  "####.#####.####",
  "####.####..####",
];
