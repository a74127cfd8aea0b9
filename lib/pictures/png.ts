// PNG files: how they are put together, and what can be known of one before it is decoded.

import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

/**
 * A PNG file of 8 bits a channel (PNG specification, 11.2). Same rows, same bytes.
 *
 * @param rows Row after row, each begun by the byte of its filter.
 * @param colourType 0 for grey, 2 for red, green and blue, 3 for places in the palette, three bytes a colour.
 * @param strategy zlib's way to look for what repeats.
 */
export function writePng(
  rows: Uint8Array,
  { width, height, colourType, palette, strategy }: {
    width: number;
    height: number;
    colourType: 0 | 2 | 3;
    palette?: Uint8Array;
    strategy?: number;
  },
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType], 8);
  return new Uint8Array(Buffer.concat([
    Buffer.from(signature),
    chunk("IHDR", header),
    ...(palette === undefined ? [] : [chunk("PLTE", palette)]),
    chunk("IDAT", deflateSync(rows, { level: 9, strategy })),
    chunk("IEND", new Uint8Array()),
  ]));
}

/**
 * The size of a PNG's picture. Throws unless the file is whole: every chunk with its checksum, the picture's data among
 * them and the end chunk last (PNG specification, 5.3 and 5.6). A decoder skips what it does not know, so that a chunk
 * with a damaged name would be missed, and its picture be black.
 */
export function checkPng(png: Uint8Array): { width: number; height: number } {
  if (png.length < 33 || signature.some((byte, i) => png[i] !== byte)) {
    const start = Array.from(png.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ") || "nothing";
    throw new Error(`Cannot read a PNG: these are not the bytes of a PNG file, got ${start}. Give a PNG.`);
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  // The decoder reserves as many bytes as the header asks for.
  if (width < 1 || height < 1 || width > largestSide || height > largestSide) {
    throw new RangeError(
      `Cannot read a PNG: a side must have 1 to ${largestSide} pixels, got ${width} × ${height}. Give a smaller picture.`,
    );
  }
  const names: string[] = [];
  for (let place = signature.length; place < png.length && names.at(-1) !== "IEND";) {
    const end = place + 12 + view.getUint32(place);
    if (end > png.length || crc32(png.subarray(place + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged(png);
    names.push(Buffer.from(png.subarray(place + 4, place + 8)).toString("latin1"));
    if (png.length - end < 12 && names.at(-1) !== "IEND") throw damaged(png);
    place = end;
  }
  if (names[0] !== "IHDR" || !names.includes("IDAT")) throw damaged(png);
  return { width, height };
}

/** The error for a PNG that cannot be decoded. */
export function damaged(png: Uint8Array, cause?: unknown): Error {
  return new Error(`Cannot read a PNG: it is damaged or cut off, got ${png.length} bytes. Write the file again.`, {
    cause,
  });
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

const largestSide = 4096;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
