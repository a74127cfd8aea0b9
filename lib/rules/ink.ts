// How handwritten ink usually lies on a picture: what a reader knows of digits without having seen these, or by their mean.

import type { Size } from "./drawing.ts";

/** The mean ink of each pixel, from 0 to 1, and the product of the covariances with weights of the pixels. */
export interface InkModel {
  mean: Float64Array;
  /** The covariance of each pixel's ink with the weighted sum of all pixels' ink. */
  covary: (weights: ArrayLike<number>) => Float64Array;
}

/**
 * Ink lies in a bell around the centre, higher than wide. Pixels go together where a pen covers both: more so along
 * the slant of handwriting than across it.
 *
 * @param shown The mean ink, where it is known, in the place of the bell.
 */
export function modelInk({ width, height }: Size, shown?: Float64Array): InkModel {
  const place = (i: number) => [(i % width + 0.5) * 28 / width, (Math.floor(i / width) + 0.5) * 28 / height];
  const pixels = Array.from({ length: width * height }, (_, i) => place(i));
  const mean = shown ?? Float64Array.from(
    pixels,
    ([x, y]) => peak * Math.exp(-(((x - 14) / spreadAcross) ** 2 + ((y - 14) / spreadDown) ** 2) / 2),
  );
  const deviation = mean.map((ink) => Math.sqrt(variance * ink * (1 - ink)));
  const [across, down] = [Math.ceil(reach * width / 28), Math.ceil(reach * height / 28)];
  const covary = (weights: ArrayLike<number>) => {
    const sums = new Float64Array(mean.length);
    for (let i = 0; i < mean.length; i++) {
      const weight = weights[i] * deviation[i];
      if (weight === 0) continue;
      const [column, row] = [i % width, Math.floor(i / width)];
      for (let y = Math.max(0, row - down); y <= Math.min(height - 1, row + down); y++) {
        for (let x = Math.max(0, column - across); x <= Math.min(width - 1, column + across); x++) {
          sums[y * width + x] += weight * kernel[(y - row + down) * (2 * across + 1) + x - column + across];
        }
      }
    }
    return sums.map((sum, i) => sum * deviation[i]);
  };
  const kernel = Float64Array.from({ length: (2 * across + 1) * (2 * down + 1) }, (_, i) => {
    const x = (i % (2 * across + 1) - across) * 28 / width;
    const y = (Math.floor(i / (2 * across + 1)) - down) * 28 / height;
    return Math.exp(-(nearness.across * x * x + nearness.down * y * y + nearness.slant * x * y));
  });
  return { mean, covary };
}

const peak = 0.54;
const spreadAcross = 5;
const spreadDown = 7;
/** Of the variance m(1 − m) that ink would have which is either full or none. */
const variance = 0.78;
/** How fast pixels' inks part with their distance, in 1 / pixel². */
const nearness = { across: 0.24, down: 0.21, slant: 0.2 };
const reach = 6;
