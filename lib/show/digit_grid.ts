// Pictures of a data set and portraits of neurons in grids: each kind in its own colours, a grid's pictures on one
// scale.

import { divergingPicture, greyPicture, largestMagnitude } from "../pictures/mod.ts";
import { drawPictureGrid } from "./picture_grid.ts";

/** Pixels, row after row, with what is to be said of them; line breaks in the caption are kept. */
export interface CaptionedPixels {
  readonly pixels: ArrayLike<number>;
  readonly caption: string;
}

/** How large the pictures are in pixels, and how the grid is laid out; see drawPictureGrid(). */
export interface GridLook {
  title: string;
  width: number;
  height: number;
  columns?: number;
  cellSize?: number;
  note?: string;
}

/** Draws pictures of a data set: -1 (no ink) black, 1 (full ink) white. */
export function drawDigits(
  digits: readonly CaptionedPixels[],
  { width, height, cellSize = 64, ...look }: GridLook,
): string {
  const items = digits.map(({ pixels, caption }) => ({
    picture: greyPicture(pixels, { width, height, low: -1, high: 1 }),
    caption,
  }));
  return drawPictureGrid(items, { ...look, cellSize });
}

/** Draws portraits on one scale: red wants ink, blue wants none, white does not matter. */
export function drawPortraits(
  portraits: readonly CaptionedPixels[],
  { width, height, cellSize = 112, columns = 6, ...look }: GridLook,
): string {
  const limit = largestMagnitude(portraits.map(({ pixels }) => pixels));
  const items = portraits.map(({ pixels, caption }) => ({
    picture: divergingPicture(pixels, { width, height, limit }),
    caption,
  }));
  return drawPictureGrid(items, { ...look, columns, cellSize, limit, limitMeaning: ["no ink", "ink"] });
}
