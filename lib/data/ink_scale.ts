// From a file's grey values to ink: which value is paper and which is full ink, and a word where that is unusual.

import type { IdxValues } from "./idx.ts";
import type { Images } from "./images.ts";

/** The values that stand for no ink and for full ink. */
export interface InkScale {
  paper: number;
  ink: number;
  /** What a person should know of it. */
  notes: string[];
}

/**
 * The scale of a data set's pictures, taken from its training half. Bytes run from 0 to 255, floats from 0 to 1, from -1
 * to 1 or to 255, unless they say otherwise: see the notes. Where the edges of the pictures are bright, so that the paper
 * is what the file calls ink, the two are exchanged. Throws on values that are no numbers or all the same.
 */
export function inkScaleOf(images: Images, name: string): InkScale {
  const [least, most] = rangeOf(images.values);
  if (!Number.isFinite(least) || !Number.isFinite(most) || least === most) {
    throw new Error(
      `Cannot read ${name}: pixels are numbers that differ, got ${least} to ${most}. Write bytes from 0 to 255.`,
    );
  }
  const scale = usualScale(images.values, { least, most });
  const { edge, mean } = brightness(images, scale);
  if (edge <= 0.75 || mean <= 0.5) return scale;
  const share = `${(100 * edge).toFixed(0)} %`;
  const note =
    `Its pictures are dark ink on light paper (their edges have ${share} of full brightness): read the other ` +
    "way round, so that ink is 1 and paper -1.";
  return { paper: scale.ink, ink: scale.paper, notes: [...scale.notes, note] };
}

/** The pixels from -1 (no ink) to 1 (full ink). */
export function toPixels({ values }: Images, { paper, ink }: Pick<InkScale, "paper" | "ink">): Float32Array {
  const scaled = (value: number) => 2 * (value - paper) / (ink - paper) - 1;
  const pixels = new Float32Array(values.length);
  if (values instanceof Uint8Array) {
    const table = Float32Array.from({ length: 256 }, (_, value) => scaled(value));
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[values[i]];
  } else {
    for (let i = 0; i < pixels.length; i++) pixels[i] = scaled(values[i]);
  }
  return pixels;
}

function usualScale(values: IdxValues, { least, most }: { least: number; most: number }): InkScale {
  const isFloat = values instanceof Float32Array || values instanceof Float64Array;
  const scale = (paper: number, ink: number, ...notes: string[]): InkScale => ({ paper, ink, notes });
  if (least >= 0 && most <= 1) {
    return isFloat ? scale(0, 1) : scale(0, 1, "Its pixels are 0 and 1, not 0 to 255: 1 is read as full ink.");
  }
  if (isFloat && least >= -1 && most <= 1) return scale(-1, 1);
  if (least >= 0 && most <= 255) {
    if (most >= 128) return scale(0, 255);
    return scale(0, 255, `Its pictures are faint: the brightest training pixel is ${most} of 255.`);
  }
  return scale(least, most, `Its pixels run from ${least} to ${most}: these are read as paper and full ink.`);
}

/** Bytes are looked at until it is known that they are neither faint nor 0 and 1: all the others would change nothing. */
function rangeOf(values: IdxValues): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) return [NaN, NaN];
    if (value < least) least = value;
    if (value > most) most = value;
    if (least === 0 && most >= 128 && values instanceof Uint8Array) break;
  }
  return [least, most];
}

/** The mean brightness, from 0 to 1, of the outermost pixels and of all, over two hundred pictures spread over the file. */
function brightness(images: Images, { paper, ink }: InkScale): { edge: number; mean: number } {
  const { values, count, height, width } = images;
  const step = Math.max(1, Math.floor(count / 200));
  let [edge, edges, all, pixels] = [0, 0, 0, 0];
  for (let picture = 0; picture < count; picture += step) {
    for (let i = 0; i < height * width; i++) {
      const value = (values[picture * height * width + i] - paper) / (ink - paper);
      const [row, column] = [Math.floor(i / width), i % width];
      const isEdge = row === 0 || row === height - 1 || column === 0 || column === width - 1;
      all += value;
      pixels++;
      if (!isEdge) continue;
      edge += value;
      edges++;
    }
  }
  return { edge: edge / edges, mean: all / pixels };
}
