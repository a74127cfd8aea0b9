// Recovers a first-layer neuron's weights from its maximising picture, by the closed form of the objective.

import type { PictureScale } from "../prompts/mod.ts";
import type { GreyPixels } from "../prompts/mod.ts";

/** Signed values of a picture, row by row. */
export interface Grid {
  width: number;
  height: number;
  values: Float64Array;
}

/** The input as the picture shows it, in units of its white: byte 128 is 0, 255 is 1 and 1 is −1; enlargement undone. */
export function readPicture(picture: GreyPixels): Grid {
  const factor = findEnlargement(picture);
  const [width, height] = [picture.width / factor, picture.height / factor];
  const values = Float64Array.from({ length: width * height }, (_, i) => {
    const byte = picture.pixels[Math.floor(i / width) * factor * picture.width + (i % width) * factor];
    return (byte - 128) / 127;
  });
  return { width, height, values };
}

/** −(w·x + b) + λ Σ x² is smallest at x = w / 2λ, so w = 2 λ x and b = value − w·x. */
export function recoverWeights(picture: Grid, { white, preActivation, regularisation }: PictureScale) {
  const weights = picture.values.map((value) => 2 * regularisation * white * value);
  const reached = picture.values.reduce((sum, value, i) => sum + weights[i] * value * white, 0);
  return { weights: { ...picture, values: weights }, bias: preActivation - reached };
}

/**
 * The factor by which nearest neighbour enlarged the picture: the one that leaves a side of 28 pixels where it can be,
 * since a picture of few large areas could be shrunk further; otherwise the largest.
 */
export function findEnlargement({ width, height, pixels }: GreyPixels): number {
  const side = Math.min(width, height);
  const factors = Array.from({ length: side }, (_, i) => side - i)
    .filter((factor) => width % factor === 0 && height % factor === 0);
  return [side / 28, ...factors].find((factor) =>
    factors.includes(factor) && pixels.every((pixel, i) => {
      const x = i % width;
      const y = (i - x) / width;
      return pixel === pixels[(y - y % factor) * width + x - x % factor];
    })
  )!;
}
