// Recovers a first-layer neuron's weights from its maximising picture, by the closed form of the objective.

import type { PictureScale } from "../lines.ts";
import type { GreyPicture } from "./prompt.ts";

/** Signed values of a picture, row by row. */
export interface Grid {
  width: number;
  height: number;
  values: Float64Array;
}

/** The input as the picture shows it, in units of its white: byte 128 is 0, 255 is 1 and 1 is −1; enlargement undone. */
export function readPicture({ width, height, pixels }: GreyPicture): Grid {
  const factor = findEnlargement({ width, height, pixels });
  const grid = { width: width / factor, height: height / factor };
  const values = Float64Array.from({ length: grid.width * grid.height }, (_, i) => {
    const y = Math.floor(i / grid.width) * factor;
    return (pixels[y * width + (i % grid.width) * factor] - 128) / 127;
  });
  return { ...grid, values };
}

/** −(w·x + b) + λ Σ x² is smallest at x = w / 2λ, so w = 2 λ x and b = value − w·x. */
export function recoverWeights(picture: Grid, { white, preActivation, regularisation }: PictureScale) {
  const weights = picture.values.map((value) => 2 * regularisation * white * value);
  const reached = picture.values.reduce((sum, value, i) => sum + weights[i] * value * white, 0);
  return { weights: { ...picture, values: weights }, bias: preActivation - reached };
}

/** The largest factor by which the picture can be shrunk without losing anything; 1 for a picture of one grey. */
function findEnlargement({ width, height, pixels }: GreyPicture): number {
  if (pixels.every((pixel) => pixel === pixels[0])) return 1;
  for (let factor = Math.min(width, height); factor > 1; factor--) {
    if (width % factor !== 0 || height % factor !== 0) continue;
    const isEnlarged = pixels.every((pixel, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return pixel === pixels[(y - y % factor) * width + x - x % factor];
    });
    if (isEnlarged) return factor;
  }
  return 1;
}
