// The data lines of the rich evidence: contrasts, effects, a coarse grid, the mean image, captions of exemplars.

import { matches, number } from "./line_patterns.ts";

/** `Contrast label 4: 2.1`, a line for each class; a class without a contrast has none. */
export function contrastLines(contrasts: readonly { label: string; contrast: number | null }[]): string {
  return contrasts.flatMap(({ label, contrast }) =>
    contrast === null ? [] : `Contrast label ${label}: ${round(contrast)}`
  )
    .join("\n");
}

/** `Effect on output 4: -1.2`, a line for each output. */
export function effectLines(effects: readonly { label: string; effect: number }[]): string {
  return effects.map(({ label, effect }) => `Effect on output ${label}: ${round(effect)}`).join("\n");
}

/** The effects that a text lists, in order. */
export function readEffects(text: string): { label: string; effect: number }[] {
  return matches(text, `^Effect on output (.+?): ${number}`)
    .map(([label, effect]) => ({ label, effect: Number(effect) }));
}

/** What follows the picture of the mean image, and says what its greys are. */
export const meanLine = "Mean image scale: from no ink to full ink, on the mean over the images";

/** Whether a text shows the mean image. */
export function showsMean(text: string): boolean {
  return text.includes(meanLine);
}

/** `Picture 1: label 4, activation 19.8`, a line for each picture of a contact sheet. */
export function captionLines(exemplars: readonly { label: string; activation: number }[]): string {
  return exemplars.map(({ label, activation }, i) =>
    `Picture ${i + 1}: label ${label}, activation ${round(activation)}`
  )
    .join("\n");
}

/**
 * A signed picture as rows of whole numbers from -9 to 9, for models that see no pictures: the mean over each block of
 * pixels, 9 for the largest magnitude, which the line above the rows gives. Blocks differ by a pixel where the size is
 * no multiple; small pictures have a block for each pixel.
 */
export function gridLines(
  input: ArrayLike<number>,
  { width, height, blocks = 7 }: { width: number; height: number; blocks?: number },
): string {
  const [rows, columns] = [Math.min(blocks, height), Math.min(blocks, width)];
  const means = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const [top, bottom] = edges(row, height, rows);
      const [left, right] = edges(column, width, columns);
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += input[y * width + x];
      return sum / ((bottom - top) * (right - left));
    }));
  const largest = Math.max(...means.flat().map(Math.abs));
  // The sum turns -0 into 0.
  const level = (mean: number) => largest === 0 ? 0 : Math.round(9 * mean / largest) + 0;
  return [
    `Grid of ${rows} x ${columns} blocks, the top row first; 9 is a mean of ${round(largest)}, -9 of ${
      round(-largest)
    }:`,
    ...means.map((row) => row.map((mean) => String(level(mean)).padStart(2)).join(" ")),
  ].join("\n");
}

function edges(part: number, size: number, parts: number): [number, number] {
  return [Math.floor(part * size / parts), Math.floor((part + 1) * size / parts)];
}

/** Three significant digits. */
function round(value: number): number {
  return Number(value.toPrecision(3)) + 0;
}
