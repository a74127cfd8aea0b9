// The picture of a reading sheet: digits side by side, each below its number.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { greyPicture, type Picture } from "../../pictures/mod.ts";
import type { Item } from "./score.ts";

/**
 * Draws the pictures as they are, white ink on black, in rows on white paper, each pixel enlarged to `scale` × `scale` and
 * each picture below its number. Dotted lines at 25, 50 and 75 % across and down make places measurable that an
 * explanation gives in per cent.
 */
export function drawSheet(
  items: readonly Pick<Item, "pictures">[],
  images: LabelledImages,
  { columns = 6, scale = 7 }: { columns?: number; scale?: number } = {},
): Picture {
  const [cellWidth, cellHeight] = [images.width + gap, images.height + glyphHeight + 2 * gap];
  const across = Math.min(columns, items.length);
  const width = scale * (across * cellWidth + gap);
  const height = scale * (Math.ceil(items.length / across) * cellHeight + gap);
  const values = new Float32Array(width * height).fill(paper);
  const fill = (column: number, row: number, grey: number) => {
    for (let y = row * scale; y < (row + 1) * scale; y++) {
      values.fill(grey, y * width + column * scale, y * width + (column + 1) * scale);
    }
  };
  items.forEach(({ pictures: [place] }, i) => {
    const left = gap + i % across * cellWidth;
    const top = gap + Math.floor(i / across) * cellHeight;
    drawNumber(i + 1, (column, row) => fill(left + column, top + row, text));
    const first = top + glyphHeight + gap;
    pixelsOf(images, place).forEach((ink, pixel) => {
      fill(left + pixel % images.width, first + Math.floor(pixel / images.width), ink);
    });
    for (const share of [0.25, 0.5, 0.75]) {
      const x = Math.round(scale * (left + share * images.width));
      const y = Math.round(scale * (first + share * images.height));
      for (let along = 0; along < scale * images.height; along += 2) values[(scale * first + along) * width + x] = line;
      for (let along = 0; along < scale * images.width; along += 2) values[y * width + scale * left + along] = line;
    }
  });
  return greyPicture(values, { width, height, low: -1, high: 1, scale: 1 });
}

/** Marks the pixels of a number, from the top left on. */
function drawNumber(number: number, mark: (column: number, row: number) => void): void {
  [...String(number)].forEach((digit, k) => {
    [...glyphs[Number(digit)]].forEach((dot, pixel) => {
      if (dot === "#") mark(k * (glyphWidth + 1) + pixel % glyphWidth, Math.floor(pixel / glyphWidth));
    });
  });
}

const gap = 2;
const [paper, text] = [1, -1];
/** Seen on ink and beside it. */
const line = 0.25;
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
