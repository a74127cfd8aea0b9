// Undoes the enlargement of a picture in a prompt: one value for each pixel of the data.

import type { GreyPixels } from "../prompts/mod.ts";

/** Numbers of a picture, row by row. */
export interface Grid {
  width: number;
  height: number;
  values: Float64Array;
}

/** The picture before it was enlarged, each byte as the number that it stands for. */
export function shrink(picture: GreyPixels, valueOf: (byte: number) => number): Grid {
  const factor = findEnlargement(picture);
  const [width, height] = [picture.width / factor, picture.height / factor];
  const values = Float64Array.from({ length: width * height }, (_, i) => {
    return valueOf(picture.pixels[Math.floor(i / width) * factor * picture.width + (i % width) * factor]);
  });
  return { width, height, values };
}

/**
 * The factor by which nearest neighbour enlarged the picture: the one that leaves a side of 28 pixels where it can be,
 * since a picture of few large areas could be shrunk further; otherwise the largest.
 */
function findEnlargement({ width, height, pixels }: GreyPixels): number {
  const side = Math.min(width, height);
  const factors = Array.from({ length: side }, (_, i) => side - i)
    .filter((factor) => width % factor === 0 && height % factor === 0);
  return [side / 28, ...factors].find((factor) => factors.includes(factor) && isEnlarged({ width, pixels }, factor))!;
}

/** Whether each square of factor × factor is of one shade: each pixel as its neighbour to the left or above in there. */
function isEnlarged({ width, pixels }: Pick<GreyPixels, "width" | "pixels">, factor: number): boolean {
  for (let row = 0; row * width < pixels.length; row++) {
    const above = row % factor === 0 ? 0 : width;
    for (let x = 0, i = row * width; x < width; x++, i++) {
      if (pixels[i] !== pixels[x % factor === 0 ? i - above : i - 1]) return false;
    }
  }
  return true;
}
