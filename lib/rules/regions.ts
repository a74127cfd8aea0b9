// Finds the regions of a picture that matter, of either sign.

import { connect } from "./components.ts";
import { describeShape } from "./shapes.ts";
import type { Grid } from "./weights.ts";

/** One region in words, and its share of all that the picture has of its sign. */
export interface Region {
  words: string;
  share: number;
}

/** The regions with the sign, the weightiest first. Small ones and the frame outside the digits are left out. */
export function describeRegions(grid: Grid, sign: 1 | -1): Region[] {
  const strength = smooth(grid).map((value, i) => isFrame(i, grid) ? 0 : Math.max(0, sign * value));
  const total = sumOver(strength.keys(), strength);
  const strongest = strength.reduce((most, value) => Math.max(most, value), 0);
  if (total === 0) return [];
  const isSmall = (pixels: number[]) => pixels.length < 3 || sumOver(pixels, strength) < 0.04 * total;
  return split(strength, thresholds.map((part) => part * strongest), grid, isSmall)
    .map((pixels) => ({ words: describeShape(pixels, strength, grid), share: sumOver(pixels, strength) / total }))
    .sort((a, b) => b.share - a.share);
}

/** How far the picture has structure: 1 for independent noise, towards 9 for areas of one sign. */
export function measureStructure(grid: Grid): number {
  const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
  const all = energy(grid.values);
  return all === 0 ? 0 : 9 * energy(smooth(grid)) / all;
}

const thresholds = [0.22, 0.3, 0.4, 0.5, 0.6, 0.7];

/** Parts above the lowest threshold, each taken apart further where a higher one shows that it has several cores. */
function split(
  strength: Float64Array,
  [lowest, ...higher]: number[],
  size: { width: number; height: number },
  isSmall: (pixels: number[]) => boolean,
): number[][] {
  return connect(strength, lowest, size).filter((pixels) => !isSmall(pixels)).flatMap((pixels) => {
    if (higher.length === 0) return [pixels];
    const inside = new Float64Array(strength.length);
    for (const i of pixels) inside[i] = strength[i];
    const cores = split(inside, higher, size, isSmall);
    return cores.length > 1 ? cores : [pixels];
  });
}

function sumOver(pixels: Iterable<number>, values: Float64Array): number {
  let sum = 0;
  for (const i of pixels) sum += values[i];
  return sum;
}

/** The mean over each pixel's 3 × 3 surroundings; outside the picture is 0. */
function smooth({ width, height, values }: Grid): Float64Array {
  return values.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let sum = 0;
    for (let row = Math.max(y - 1, 0); row <= Math.min(y + 1, height - 1); row++) {
      for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, width - 1); column++) {
        sum += values[row * width + column];
      }
    }
    return sum / 9;
  });
}

/** The outer pixels that MNIST digits never reach; small pictures have none. */
function isFrame(i: number, { width, height }: Grid): boolean {
  const [x, y] = [i % width, Math.floor(i / width)];
  const margin = Math.floor(Math.min(width, height) / 14);
  return x < margin || y < margin || x >= width - margin || y >= height - margin;
}
