// A maximising input as prompts show it, as an image or in characters, and the lines that make it readable as numbers.

import { type Picture, stretchedPicture, toDataUrl } from "../pictures/mod.ts";
import { signedGrid } from "./character_grids.ts";
import type { NetworkContext } from "./context.ts";
import type { PromptValues } from "./fill.ts";
import { first, number } from "./line_patterns.ts";

/** What the maximising picture leaves open: its scale, the value reached, and the penalty it was found under. */
export interface PictureScale {
  /** The input value of the brightest grey (255); 128 is 0, and 1 is the negative of it. In characters 9, . and i. */
  white: number;
  /** The neuron's value at this input, before the relu. */
  preActivation: number;
  /** λ of the objective: pre-activation − λ Σ x². */
  regularisation: number;
}

/** A maximising input as the model is sent it: stretched over all greys, each pixel enlarged to 8 × 8. */
export function maximisingPicture(
  input: Float32Array,
  { width, height }: { width: number; height: number },
): Picture & { white: number } {
  return stretchedPicture(input, { width, height, scale: 8 });
}

/** What stands at {picture} and at {calibration} for a maximising input. */
export function portraitValues(
  context: NetworkContext,
  { input, preActivation }: { input: Float32Array; preActivation: number },
): { picture: PromptValues[string]; calibration: string } {
  const { calibration, regularisation, pictures } = context;
  const lines = calibration && regularisation !== undefined
    ? calibrationLines({ white: largestOf(input), preActivation, regularisation }, pictures)
    : "";
  return { picture: signedValue(context, input), calibration: lines };
}

/** What a placeholder stands for that shows signed values, one for each pixel. */
export function signedValue(context: NetworkContext, values: Float32Array): PromptValues[string] {
  return context.pictures === "text"
    ? signedGrid(values, context)
    : { picture: toDataUrl(maximisingPicture(values, context)) };
}

/** The largest magnitude: what white, or 9, stands for. */
export function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * The lines that make a maximising picture readable as numbers. Without them the evidence does not determine the
 * neuron; with them a first-layer neuron follows from the picture: w = 2 λ x, and its bias is the value minus w · x.
 */
export function calibrationLines(
  { white, preActivation, regularisation }: PictureScale,
  pictures: NetworkContext["pictures"] = "image",
): string {
  const [most, zero, least] = pictures === "image" ? ["white", "mid-grey", "black"] : ["9 is", ". is", "i is"];
  return [
    `Image scale: ${most} ${white}, ${zero} 0, ${least} ${-white} (digits have 1 for full ink and -1 for no ink)`,
    `Image activation before relu: ${preActivation}`,
    `Image penalty: ${regularisation} times the sum of squared inputs`,
  ].join("\n");
}

/** What the calibration lines tell of the picture; a line that is missing leaves its value out. */
export function readScale(text: string): Partial<PictureScale> {
  return {
    white: first(text, `^Image scale: (?:white|9 is) ${number}`),
    preActivation: first(text, `^Image activation before relu: ${number}`),
    regularisation: first(text, `^Image penalty: ${number}`),
  };
}
