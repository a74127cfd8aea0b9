// The data set's pictures as prompts show them: one alone, or several in one sheet, as an image or in characters.

import { greyPicture, type Picture, toDataUrl } from "../pictures/mod.ts";
import { inkGrid } from "./character_grids.ts";
import type { NetworkContext } from "./context.ts";
import type { PromptValues } from "./fill.ts";

/** A digit as a model is sent it: black without ink, white with full ink, each pixel enlarged to 8 × 8. */
export function digitPicture(
  pixels: Float32Array,
  { width, height, scale = 8 }: { width: number; height: number; scale?: number },
): Picture {
  return greyPicture(pixels, { width, height, low: -1, high: 1, scale });
}

/** What a placeholder stands for that shows one digit. */
export function digitValue(
  { width, height, pictures }: NetworkContext,
  pixels: Float32Array,
  { scale }: { scale?: number } = {},
): PromptValues[string] {
  if (pictures === "text") return inkGrid(pixels, { width, height });
  return { picture: toDataUrl(digitPicture(pixels, { width, height, scale })) };
}

/** What a placeholder stands for that shows several digits in one: empty where there are none. */
export function sheetValue(
  { width, height, pictures }: NetworkContext,
  digits: readonly Float32Array[],
): PromptValues[string] {
  if (digits.length === 0) return "";
  if (pictures === "image") return { picture: toDataUrl(contactSheet(digits, { width, height })) };
  return digits.map((pixels, i) => inkGrid(pixels, { width, height, title: `Ink of picture ${i + 1}` })).join("\n");
}

/**
 * Digits side by side in one picture, four in a row by default: black without ink, white with full ink, each pixel
 * enlarged to 4 × 4, and a grey line between them. Throws without pictures.
 */
export function contactSheet(
  pictures: readonly Float32Array[],
  { width, height, columns = 4 }: { width: number; height: number; columns?: number },
): Picture {
  if (pictures.length === 0) {
    throw new RangeError("Cannot draw a contact sheet: it takes one picture or more, got 0. Leave it out instead.");
  }
  const across = Math.min(columns, pictures.length);
  const down = Math.ceil(pictures.length / across);
  const [sheetWidth, sheetHeight] = [across * (width + 1) - 1, down * (height + 1) - 1];
  const values = new Float32Array(sheetWidth * sheetHeight);
  pictures.forEach((pixels, i) => {
    const [left, top] = [i % across * (width + 1), Math.floor(i / across) * (height + 1)];
    for (let y = 0; y < height; y++) {
      values.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * sheetWidth + left);
    }
  });
  return greyPicture(values, { width: sheetWidth, height: sheetHeight, low: -1, high: 1, scale: 4 });
}
