// A picture of one's own, from a PNG file, as a network gets it.

import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { type Ink, inkOf, normaliseDrawing, type Size } from "./drawing.ts";

/** A picture of one's own, and what was made of its file. */
export interface OwnPicture extends Size {
  /** Row after row, from -1 (no ink) to 1 (full ink). */
  pixels: Float32Array;
  /** The file's size, and which of its two ends was taken for paper. */
  file: Size & Pick<Ink, "ground">;
}

/**
 * Reads a PNG of any kind (grey, palette or colour, 1 to 16 bits, transparent, of any size) and brings it to the form of
 * the data set's pictures: see inkOf() and normaliseDrawing(). Throws on what is no PNG, on more than 16 million pixels,
 * and on a blank sheet.
 */
export async function loadPicture(
  file: string | URL,
  { width, height }: Size = { width: 28, height: 28 },
): Promise<OwnPicture> {
  const { isFile, size } = await statOf(file);
  if (!isFile || size > mostBytes) {
    throw broken(file, `it is no file of 64 MB or less, got ${isFile ? `${size} bytes` : "something else"}`);
  }
  return readPicture(await Deno.readFile(file), String(file), { width, height });
}

/** The same for the bytes of a file; `name` is for the errors. */
export function readPicture(bytes: Uint8Array, name: string, to: Size): OwnPicture {
  const { width, height } = sizeOf(bytes, name);
  if (width * height === 0) throw broken(name, `it has no pixels, got ${width} by ${height}`);
  if (width * height > mostPixels) throw broken(name, `it has more than 16 million pixels, got ${width} by ${height}`);
  const png = decode(bytes, name);
  try {
    const { ink, ground } = inkOf(png.data, png);
    return { ...to, pixels: normaliseDrawing(ink, png, to), file: { width, height, ground } };
  } catch (cause) {
    throw new Error(`Cannot read ${name}: ${(cause as Error).message}`, { cause });
  }
}

const mostBytes = 64e6;
const mostPixels = 16e6;

async function statOf(file: string | URL): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(file);
  } catch (cause) {
    throw broken(file, `it cannot be opened, got "${(cause as Error).message}"`, "Give the path of a PNG file", cause);
  }
}

/** The size stands in the first bytes: read before a picture is unpacked. */
function sizeOf(bytes: Uint8Array, name: string): Size {
  const signature = [137, 80, 78, 71, 13, 10, 26, 10];
  if (bytes.length < 24 || signature.some((byte, i) => bytes[i] !== byte)) {
    throw broken(name, `it is no PNG, but begins with the bytes ${bytes.subarray(0, 4).join(" ") || "of nothing"}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function decode(bytes: Uint8Array, name: string): PNG {
  try {
    return PNG.sync.read(Buffer.from(bytes));
  } catch (cause) {
    throw broken(name, `its PNG data is damaged, got "${(cause as Error).message}"`, "Save the picture again", cause);
  }
}

function broken(file: string | URL, what: string, advice = "Save the picture as a PNG", cause?: unknown): Error {
  return new Error(`Cannot read ${file}: ${what}. ${advice}.`, { cause });
}
