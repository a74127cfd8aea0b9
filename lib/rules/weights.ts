// Recovers a first-layer neuron's weights from its maximising picture, by the closed form of the objective.

import type { GreyPixels, PictureScale } from "../prompts/mod.ts";
import { type Grid, shrink } from "./enlargement.ts";

/** The input as the picture shows it, in units of its white: byte 128 is 0, 255 is 1 and 1 is −1; enlargement undone. */
export function readPicture(picture: GreyPixels): Grid {
  return shrink(picture, (byte) => (byte - 128) / 127);
}

/** −(w·x + b) + λ Σ x² is smallest at x = w / 2λ, so w = 2 λ x and b = value − w·x. */
export function recoverWeights(picture: Grid, { white, preActivation, regularisation }: PictureScale) {
  const weights = picture.values.map((value) => 2 * regularisation * white * value);
  const reached = picture.values.reduce((sum, value, i) => sum + weights[i] * value * white, 0);
  return { weights: { ...picture, values: weights }, bias: preActivation - reached };
}
