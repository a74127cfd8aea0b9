// Pixels to PNG pictures and back: arrays of numbers drawn in grey, in stretched grey or in diverging colour.

import { Buffer } from "node:buffer";
import { constants } from "node:zlib";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { divergingRgb } from "./colours.ts";
import { checkPng, damaged, writePng } from "./png.ts";

/** A PNG file with its size in pixels. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Size {
  /** Columns of `values`, which are given row by row from the top. */
  width: number;
  height: number;
  /** Each value becomes a square of scale × scale pixels. */
  scale?: number;
}

/** Draws `low` as black and `high` as white; values outside are clamped. Throws on NaN. */
export function greyPicture(
  values: ArrayLike<number>,
  { width, height, low, high, scale = 1 }: Size & { low: number; high: number },
): Picture {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(`Cannot draw a picture: low must be below high, got ${low} and ${high}. Give a finite range.`);
  }
  checkValues(values, { width, height, scale });
  const toByte = (value: number) => Math.round(255 * clamp((value - low) / (high - low), 0, 1));
  return encode(Array.from(values, (value) => [toByte(value)]), { width, height, scale });
}

/**
 * Draws signed values as a vision model is sent them: stretched by the largest magnitude m to the byte
 * 128 + round(127·v/m), so that mid-grey 128 is exactly zero, 255 is +m and 1 is −m. Without any value but zero all is
 * 128. `white` and `black` are the values that those two shades stand for. Throws on NaN and infinities.
 */
export function stretchedPicture(
  values: ArrayLike<number>,
  { width, height, scale = 1 }: Size,
): Picture & { readonly white: number; readonly black: number } {
  checkValues(values, { width, height, scale });
  let white = 0;
  for (let i = 0; i < values.length; i++) white = Math.max(white, Math.abs(values[i]));
  if (white === Infinity) {
    throw new RangeError(
      "Cannot stretch a picture: a pixel is infinite, got Infinity. Check what computed the pixels.",
    );
  }
  const toByte = (value: number) => 128 + (white === 0 ? 0 : Math.round(127 * (value / white)));
  const picture = encode(Array.from(values, (value) => [toByte(value)]), { width, height, scale });
  return { ...picture, white, black: white === 0 ? 0 : -white };
}

/** Draws signed values in colour: −limit and below blue, zero white, +limit and above red. Throws on NaN. */
export function divergingPicture(
  values: ArrayLike<number>,
  { width, height, limit, scale = 1 }: Size & { limit: number },
): Picture {
  if (!(Number.isFinite(limit) && limit > 0)) {
    throw new RangeError(
      `Cannot draw a picture: the limit must be above zero, got ${limit}. Give the full colours' value.`,
    );
  }
  checkValues(values, { width, height, scale });
  return encode(Array.from(values, (value) => divergingRgb(value / limit)), { width, height, scale });
}

/** Reads a PNG's pixels as grey bytes, row by row; colours become their luma (ITU-R BT.601), as if on white paper. */
export function decodeGrey(png: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const { width, height } = checkPng(png);
  let data: Uint8Array;
  try {
    data = PNG.sync.read(Buffer.from(png)).data;
  } catch (cause) {
    throw damaged(png, cause);
  }
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    // By index: a view for each pixel would take ten times as long.
    const [red, green, blue, alpha] = [data[4 * i], data[4 * i + 1], data[4 * i + 2], data[4 * i + 3]];
    pixels[i] = Math.round(255 + alpha / 255 * (0.299 * red + 0.587 * green + 0.114 * blue - 255));
  }
  return { width, height, pixels };
}

function checkValues(values: ArrayLike<number>, { width, height, scale }: Required<Size>) {
  for (const [name, count] of Object.entries({ width, height, scale })) {
    if (!(Number.isInteger(count) && count > 0)) {
      throw new RangeError(
        `Cannot draw a picture: ${name} must be a whole number above zero, got ${count}. Correct it.`,
      );
    }
  }
  if (values.length !== width * height) {
    throw new RangeError(
      `Cannot draw a picture: ${width} × ${height} pixels are needed, got ${values.length} values. Check the size.`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    throw new RangeError(`Cannot draw a picture: pixel ${i} is no number, got NaN. Check what computed the pixels.`);
  }
}

function encode(colours: readonly (readonly number[])[], { width, height, scale }: Required<Size>): Picture {
  const channels = colours[0].length;
  const size = { width: width * scale, height: height * scale };
  const rowLength = 1 + size.width * channels;
  const rows = new Uint8Array(size.height * rowLength);
  const above = new Uint8Array(rowLength);
  for (let row = 0; row < size.height; row++) {
    // Filter 2 writes what a row differs by from the one above: nothing where that is the same row of values.
    rows[row * rowLength] = 2;
    if (row % scale > 0) continue;
    for (let x = 0, place = 1; x < width; x++) {
      const colour = colours[row / scale * width + x];
      for (let copy = 0; copy < scale; copy++) {
        for (let k = 0; k < channels; k++, place++) {
          rows[row * rowLength + place] = colour[k] - above[place];
          above[place] = colour[k];
        }
      }
    }
  }
  const strategy = constants.Z_RLE;
  return { png: writePng(rows, { ...size, colourType: channels === 1 ? 0 : 2, strategy }), ...size };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
