// Finds the connected regions of a picture that matter, and describes each one's place and shape in words.

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
    .map((pixels) => ({ words: describeRegion(pixels, strength, grid), share: sumOver(pixels, strength) / total }))
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

function describeRegion(pixels: number[], strength: Float64Array, { width, height }: Grid): string {
  const mass = sumOver(pixels, strength);
  const mean = (of: (i: number) => number) => pixels.reduce((sum, i) => sum + strength[i] * of(i), 0) / mass;
  const column = (i: number) => i % width;
  const row = (i: number) => Math.floor(i / width);
  const [x, y] = [mean(column), mean(row)];
  const columns = pixels.map(column);
  const rows = pixels.map(row);
  const box = {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
  const wide = (box.right - box.left + 1) / width;
  const high = (box.bottom - box.top + 1) / height;
  const place = namePlace(x / (width - 1), y / (height - 1));
  const peak = pixels.reduce((best, i) => strength[i] > strength[best] ? i : best);
  const peakPlace = namePlace(column(peak) / (width - 1), row(peak) / (height - 1));
  const isLarge = pixels.length > 0.09 * width * height;
  const isPeaked = strength[peak] > 2 * mass / pixels.length;
  const strongest = isLarge && isPeaked && peakPlace !== place ? `, strongest ${peakPlace}` : "";
  if (pixels.length <= 0.012 * width * height) return `a spot ${place}`;
  if (hasHole(pixels, box, width)) return `a ring ${place}${strongest}`;
  // The axes of the ellipse with the region's second moments.
  const xx = mean((i) => (column(i) - x) ** 2) + 1 / 12;
  const yy = mean((i) => (row(i) - y) ** 2) + 1 / 12;
  const xy = mean((i) => (column(i) - x) * (row(i) - y));
  const spread = Math.hypot((xx - yy) / 2, xy);
  const [long, short] = [(xx + yy) / 2 + spread, Math.max((xx + yy) / 2 - spread, 1 / 12)];
  const [dx, dy] = [(box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y];
  if (pixels.length < 0.72 * 4 * Math.PI * Math.sqrt(long * short) && Math.hypot(dx, dy) > 0.8) {
    return `an arc open to the ${nameDirection(dx, dy)} ${place}${strongest}`;
  }
  if (long > 4 * short) {
    const angle = Math.atan2(2 * xy, xx - yy) / 2 * 180 / Math.PI;
    const length = Math.max(wide, high) > 0.5 ? "long " : "";
    return `a ${length}${nameStroke(angle)} ${length ? across(place) : place}${strongest}`;
  }
  return `a ${isLarge ? "broad area" : "blob"} ${place}${strongest}`;
}

function namePlace(x: number, y: number): string {
  const third = (part: number) => part < 0.38 ? 0 : part > 0.62 ? 2 : 1;
  const vertical = ["top", "", "bottom"][third(y)];
  const horizontal = ["left", "", "right"][third(x)];
  if (vertical === "" && horizontal === "") return "in the centre";
  return `at the ${[vertical, horizontal].filter((word) => word !== "").join(" ")}`;
}

function across(place: string): string {
  if (place === "in the centre") return "through the centre";
  return /left|right/.test(place) ? place.replace("at the", "along the") : place.replace("at the", "across the");
}

/** Degrees from the horizontal; rows count downwards, so a positive angle falls to the right. */
function nameStroke(angle: number): string {
  if (Math.abs(angle) <= 22.5) return "horizontal stroke";
  if (Math.abs(angle) >= 67.5) return "vertical stroke";
  return angle > 0 ? "diagonal stroke (\\)" : "diagonal stroke (/)";
}

function nameDirection(dx: number, dy: number): string {
  const vertical = Math.abs(dy) > 0.4 * Math.abs(dx) ? (dy < 0 ? "top" : "bottom") : "";
  const horizontal = Math.abs(dx) > 0.4 * Math.abs(dy) ? (dx < 0 ? "left" : "right") : "";
  return [vertical, horizontal].filter((word) => word !== "").join(" ");
}

/** Whether the region closes in some pixels of its box from which no way leads out of it. */
function hasHole(pixels: number[], box: { left: number; right: number; top: number; bottom: number }, width: number) {
  const inside = new Set(pixels);
  const [boxWidth, boxHeight] = [box.right - box.left + 3, box.bottom - box.top + 3];
  const isFree = Float64Array.from({ length: boxWidth * boxHeight }, (_, i) => {
    const [x, y] = [i % boxWidth + box.left - 1, Math.floor(i / boxWidth) + box.top - 1];
    return x >= box.left && x <= box.right && inside.has(y * width + x) ? 0 : 1;
  });
  const outside = connect(isFree, 0, { width: boxWidth, height: boxHeight }).find((part) => part[0] === 0);
  return boxWidth * boxHeight - pixels.length - (outside?.length ?? 0) >= 3;
}

/** Groups of pixels above the threshold that share edges, each in the order found. */
function connect(
  values: Float64Array,
  above: number,
  { width, height }: { width: number; height: number },
): number[][] {
  const seen = new Uint8Array(values.length);
  const groups: number[][] = [];
  for (let start = 0; start < values.length; start++) {
    if (seen[start] || values[start] <= above) continue;
    const group = [start];
    seen[start] = 1;
    for (const i of group) {
      const x = i % width;
      const next = [x > 0 ? i - 1 : i, x < width - 1 ? i + 1 : i, i - width, i + width];
      for (const j of next) {
        if (j < 0 || j >= width * height || seen[j] || values[j] <= above) continue;
        seen[j] = 1;
        group.push(j);
      }
    }
    groups.push(group);
  }
  return groups;
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
