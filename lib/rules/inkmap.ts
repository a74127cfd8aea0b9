// A neuron's weights as a coarse map of few levels: what ink in each cell of the picture adds to its value.

import type { Grid } from "./weights.ts";

/** A neuron of the first layer, coarsely: value = empty + step · Σ level · ink, with the ink of a cell from 0 to 1. */
export interface InkMap {
  /** The picture's size in pixels; an outer frame, where no digit has ink, is left out of the map. */
  height: number;
  width: number;
  rows: number;
  columns: number;
  /** From −4 to 4, row by row. */
  levels: Int8Array;
  step: number;
  /** The value on a picture without ink: the bias, and the black of every pixel. */
  empty: number;
}

/** Draws weights for inputs from −1 (no ink) to 1 (full ink) as a map of at most `rows` × `columns` cells. */
export function drawMap(weights: Grid, bias: number, { rows = 24, columns = 24 } = {}): InkMap {
  const { width, height, values } = weights;
  const size = { width, height, rows: Math.min(rows, inner(height)), columns: Math.min(columns, inner(width)) };
  const cellOf = placeCells(size);
  const cells = new Float64Array(size.rows * size.columns);
  // From no ink to full ink an input rises by 2.
  values.forEach((weight, i) => cellOf[i] >= 0 && (cells[cellOf[i]] += 2 * weight));
  return { ...size, ...roundToLevels(cells, size), empty: bias - values.reduce((sum, weight) => sum + weight, 0) };
}

/** The same map with fewer cells; each new cell holds whole old ones. */
export function coarsenMap(map: InkMap, { rows, columns }: { rows: number; columns: number }): InkMap {
  if (map.rows % rows !== 0 || map.columns % columns !== 0) return map;
  const cells = new Float64Array(rows * columns);
  map.levels.forEach((level, i) => {
    const row = Math.floor(Math.floor(i / map.columns) * rows / map.rows);
    cells[row * columns + Math.floor(i % map.columns * columns / map.columns)] += level * map.step;
  });
  return { ...map, rows, columns, ...roundToLevels(cells, { rows, columns }) };
}

/** The neuron's value before the relu on a picture of bytes from 0 (no ink) to 255 (full ink), enlarged or not. */
export function applyMap(
  map: InkMap,
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
) {
  const cellOf = placeCells(map);
  const cell = (inner(map.height) / map.rows) * (inner(map.width) / map.columns);
  let value = map.empty;
  for (let y = 0; y < map.height; y++) {
    const row = Math.floor((y + 0.5) * height / map.height) * width;
    for (let x = 0; x < map.width; x++) {
      const level = map.levels[cellOf[y * map.width + x]] ?? 0;
      value += level * map.step / cell * pixels[row + Math.floor((x + 0.5) * width / map.width)] / 255;
    }
  }
  return value;
}

/** How a reader works a map out, for people and models alike. */
export function explainMaps({ width, height }: InkMap): string {
  const frame = Math.max(width - inner(width), height - inner(height)) / 2;
  return `A map's digits cover the picture row by row${frame > 0 ? `, without its outer ${frame} pixels` : ""}. ` +
    "Value = empty + step x sum over cells of (digit - 5) x ink, where ink is 0 in a black cell and 1 in a white one. " +
    "The activation is the value, or 0 if that is negative.";
}

const largest = 4;

/** The side of the part that the map covers: a multiple of 12, which halves and thirds divide (24 of 28 pixels). */
function inner(side: number): number {
  return side < 12 ? side : side - side % 12;
}

/** The cell of each pixel, −1 in the outer frame. */
function placeCells({ width, height, rows, columns }: Omit<InkMap, "levels" | "step" | "empty">): Int32Array {
  const place = (pixel: number, side: number, cells: number) => {
    const covered = inner(side);
    const at = pixel - (side - covered) / 2;
    return at < 0 || at >= covered ? -1 : Math.floor(at * cells / covered);
  };
  return Int32Array.from({ length: width * height }, (_, i) => {
    const [row, column] = [place(Math.floor(i / width), height, rows), place(i % width, width, columns)];
    return row < 0 || column < 0 ? -1 : row * columns + column;
  });
}

/**
 * Error diffusion (Floyd and Steinberg 1976): what rounding a cell loses is passed to its neighbours, so that sums over
 * a few cells, which is all that pen strokes are, stay right though each cell has nine levels only.
 */
function roundToLevels(cells: Float64Array, { rows, columns }: { rows: number; columns: number }) {
  const step = cells.reduce((most, cell) => Math.max(most, Math.abs(cell)), 0) / largest;
  const rest = cells.map((cell) => step === 0 ? 0 : cell / step);
  const levels = new Int8Array(cells.length);
  const neighbours = [[0, 1, 7], [1, -1, 3], [1, 0, 5], [1, 1, 1]];
  for (let i = 0; i < cells.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    levels[i] = Math.max(-largest, Math.min(largest, Math.round(rest[i])));
    for (const [down, right, share] of neighbours) {
      if (row + down >= rows || column + right < 0 || column + right >= columns) continue;
      rest[i + down * columns + right] += (rest[i] - levels[i]) * share / 16;
    }
  }
  return { levels, step };
}
