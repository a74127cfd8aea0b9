// The IDX file format: a magic number, the sizes, then one byte for each pixel or label, all big-endian.
// http://yann.lecun.com/exdb/mnist/ describes it.

import { gunzipSync } from "node:zlib";

/** Grey pictures of one size, a byte a pixel (0 no ink, 255 full ink), picture after picture, row after row. */
export interface Images {
  pixels: Uint8Array;
  count: number;
  height: number;
  width: number;
}

/** Reads an IDX file of images, plain or gzip; `name` is for the errors, which are thrown on anything else. */
export function readImages(bytes: Uint8Array, name: string): Images {
  const { sizes: [count, height, width], data } = readIdx(bytes, name, 3, "images");
  if (height === 0 || width === 0) throw broken(name, `its pictures have no pixels, got ${width} by ${height}`);
  return { pixels: data, count, height, width };
}

/** Reads an IDX file of labels, plain or gzip; `name` is for the errors, which are thrown on anything else. */
export function readLabels(bytes: Uint8Array, name: string): Uint8Array {
  return readIdx(bytes, name, 1, "labels").data;
}

function readIdx(raw: Uint8Array, name: string, dimensions: number, what: string) {
  const bytes = unpack(raw, name);
  const start = 4 + 4 * dimensions;
  // 8 is IDX's code for unsigned bytes; the last byte of the magic number counts the sizes that follow.
  const expected = (8 << 8) | dimensions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < start) throw broken(name, `it ends within its first ${start} bytes, got ${bytes.length}`);
  const magic = view.getUint32(0);
  if (magic !== expected) throw broken(name, `${what} begin with the magic number ${expected}, got ${magic}`);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const length = sizes.reduce((product, size) => product * size, 1);
  const found = bytes.length - start;
  if (found !== length) {
    throw broken(name, `it announces ${sizes.join(" × ")} = ${length} bytes of ${what}, got ${found}`);
  }
  return { sizes, data: bytes.subarray(start) };
}

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    const beginning = new TextDecoder().decode(bytes.subarray(0, 40));
    if (beginning.startsWith("version https://git-lfs")) {
      throw broken(name, "it is a git-lfs pointer, not the data", "Run `git lfs pull` where it came from");
    }
    if (name.endsWith(".gz")) throw broken(name, `it is named .gz but is no gzip file, got ${bytes[0]} ${bytes[1]}`);
    return bytes;
  }
  try {
    // Plain bytes in the place of Node's Buffer, whose slice() does not copy.
    return new Uint8Array(gunzipSync(bytes));
  } catch (cause) {
    throw broken(name, "its gzip data is damaged", "Fetch the file again", cause);
  }
}

function broken(name: string, what: string, advice = "Fetch the file again, whole", cause?: unknown): Error {
  return new Error(`Cannot read ${name}: ${what}. ${advice}.`, { cause });
}
