// Drawn pages as small PNG files: their few colours in a palette, one byte a pixel.

import { writePng } from "./png.ts";

/**
 * The PNG file of opaque pixels, four bytes each (red, green, blue, alpha), with a palette of at most 256 colours: all of
 * them, or where there are more, frequent ones that stand equally far apart, so that no colour, however rare, moves
 * further than that. Same pixels, same bytes.
 */
export function palettePng(pixels: Uint8Array, { width, height }: { width: number; height: number }): Uint8Array {
  if (pixels.length !== 4 * width * height) {
    throw new RangeError(
      `Cannot write a PNG: ${width} × ${height} pixels need ${4 * width * height} bytes, got ${pixels.length}. ` +
        "Give four bytes a pixel.",
    );
  }
  const palette = spreadColours(pixels);
  const places = new Map<number, number>();
  const rows = new Uint8Array(height * (width + 1)); // each row begins with its filter, 0 for none
  // Most pixels are of their neighbour's colour, and need no look into the map.
  let [last, place] = [-1, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colourAt(pixels, y * width + x);
      if (colour !== last) {
        last = colour;
        place = places.get(colour) ?? nearest(palette, colour);
        places.set(colour, place);
      }
      rows[y * (width + 1) + 1 + x] = place;
    }
  }
  const colours = palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return writePng(rows, { width, height, colourType: 3, palette: Uint8Array.from(colours) });
}

function spreadColours(pixels: Uint8Array): number[] {
  const counts = new Map<number, number>();
  const count = pixels.length / 4;
  for (let start = 0, end = 0; start < count; start = end) {
    const colour = colourAt(pixels, start);
    while (end < count && colourAt(pixels, end) === colour) end++;
    counts.set(colour, (counts.get(colour) ?? 0) + end - start);
  }
  const byFrequency = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  if (byFrequency.length <= 256) return byFrequency;
  for (let apart = 2;; apart += 2) {
    const palette: number[] = [];
    for (const colour of byFrequency) {
      if (palette.every((chosen) => squaredDistance(chosen, colour) > apart ** 2)) palette.push(colour);
      if (palette.length > 256) break;
    }
    if (palette.length <= 256) return palette;
  }
}

function colourAt(pixels: Uint8Array, i: number): number {
  return (pixels[4 * i] << 16) | (pixels[4 * i + 1] << 8) | pixels[4 * i + 2];
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Infinity];
  palette.forEach((candidate, place) => {
    const distance = squaredDistance(candidate, colour);
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}

function squaredDistance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}
