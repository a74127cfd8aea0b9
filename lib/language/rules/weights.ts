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
export function readPicture(picture: GreyPicture): Grid {
  const { width, height, pixels } = undoEnlargement(picture);
  return { width, height, values: Float64Array.from(pixels, (byte) => (byte - 128) / 127) };
}

/** The picture with one pixel for each square of equal ones that nearest neighbour made of it. */
export function undoEnlargement(picture: GreyPicture): GreyPicture {
  const factor = findEnlargement(picture);
  const [width, height] = [picture.width / factor, picture.height / factor];
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    return picture.pixels[Math.floor(i / width) * factor * picture.width + (i % width) * factor];
  });
  return { width, height, pixels };
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
      const x = i % width;
      const y = (i - x) / width;
      return pixel === pixels[(y - y % factor) * width + x - x % factor];
    });
    if (isEnlarged) return factor;
  }
  return 1;
}
