// Describes where a region of a picture lies and what it looks like.

import { connect } from "./components.ts";

/** A region, given by its pixels, such as "a long horizontal stroke across the top"; strong pixels count for more. */
export function describeShape(
  pixels: number[],
  strength: Float64Array,
  { width, height }: { width: number; height: number },
): string {
  const mass = pixels.reduce((sum, i) => sum + strength[i], 0);
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
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  // Along and across the long axis: in an arc, what lies off the axis goes with the square of what lies along it.
  const along = (i: number) => (column(i) - x) * Math.cos(angle) + (row(i) - y) * Math.sin(angle);
  const off = (i: number) => (row(i) - y) * Math.cos(angle) - (column(i) - x) * Math.sin(angle);
  const bend = mean((i) => off(i) * (along(i) ** 2 - long)) /
    Math.sqrt(short * Math.max(mean((i) => (along(i) ** 2 - long) ** 2), 1e-9));
  if (Math.abs(bend) > 0.6 && short > 1.5) {
    const side = nameDirection(-Math.sin(angle) * bend, Math.cos(angle) * bend);
    return `an arc open to the ${side} ${place}${strongest}`;
  }
  if (long > 4 * short) {
    const length = Math.max(wide, high) > 0.5 ? "long " : "";
    return `a ${length}${nameStroke(angle * 180 / Math.PI)} ${length ? across(place) : place}${strongest}`;
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
