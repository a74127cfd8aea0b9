// Draws marks: how much each pixel of a picture counts in the share of a mark that is inked.

import { seededRandom } from "../random.ts";
import type { Mark, Phrase, Place } from "./vocabulary.ts";

/** A picture's size in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** How somebody else may imagine the marks: a thicker pen, softer edges, each mark a little off its place. */
export interface Hand {
  /** The pen's width, 1 for ours. */
  thickness?: number;
  edges?: "straight" | "gaussian";
  /** How far each mark may be off its place, in 28ths of the picture, and the seed that draws how far each is. */
  shift?: number;
  seed?: number;
}

/** The weights of a mark's pixels, row by row; they add up to 1, so that the weighted ink is the share that is inked. */
export function drawMark(mark: Mark, place: Place, { width, height }: Size, hand: Hand = {}): Float64Array {
  const { thickness = 1, edges = "straight" } = hand;
  const [x0, y0] = displace(mark, place, hand);
  const radius = thickness * (mark.kind === "spot" ? spotRadius[mark.size] : penWidth / 2);
  // Beyond the mark's box and the pen's edge there is no ink; a Gaussian edge has no end.
  const border = edges === "gaussian" ? Infinity : radius + edge / 2;
  const [wide, high] = halfExtent(mark);
  const weights = new Float64Array(width * height);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const x = (i % width + 0.5) * unit / width - x0;
    const y = (Math.floor(i / width) + 0.5) * unit / height - y0;
    if (Math.abs(x) > wide + border || Math.abs(y) > high + border) continue;
    const distance = distanceTo(mark, x, y);
    const ink = edges === "gaussian"
      ? 2 ** -((distance / radius) ** 2)
      : Math.max(0, Math.min(1, (radius - distance) / edge + 0.5));
    weights[i] = ink;
    sum += ink;
  }
  return sum > 0 ? weights.map((ink) => ink / sum) : weights;
}

/** What ink on each pixel adds, by the phrases: the picture of a description, to be held beside the portrait. */
export function drawDescription(phrases: readonly Phrase[], size: Size): Float32Array {
  const picture = new Float32Array(size.width * size.height);
  for (const { mark, place, strength } of phrases) {
    drawMark(mark, place, size).forEach((weight, i) => picture[i] += strength * weight);
  }
  return picture;
}

/** The box around a mark in per cent of the picture: around the middle line of the pen, or around a whole spot. */
export function boxOf(
  mark: Mark,
  { x, y }: Place,
): { across: [number, number]; down: [number, number] } {
  const [wide, high] = halfExtent(mark);
  const around = (centre: number, half: number): [number, number] => [
    centre - 100 * half / unit,
    centre + 100 * half / unit,
  ];
  return { across: around(x, wide), down: around(y, high) };
}

/** Half the width and half the height, in 28ths. */
function halfExtent({ kind, size, turn }: Mark): [number, number] {
  if (kind === "spot") return [spotRadius[size], spotRadius[size]];
  const radius = arcRadius[size];
  if (kind === "ring") return [radius, radius];
  const [dx, dy] = directions[turn ?? "horizontal"].map(Math.abs);
  if (kind === "stroke") return [dx * strokeLength[size] / 2, dy * strokeLength[size] / 2];
  // A half circle is half as deep, towards its opening, as it is wide.
  return dx === 0 ? [radius, radius / 2] : [radius / 2, radius];
}

// Lengths are those of a picture of 28 × 28, whatever its size.
const unit = 28;
const penWidth = 2.8;
const edge = 2.5;
const spotRadius = { small: 1.3, plain: 2.6, large: 4.5 };
const strokeLength = { small: 5, plain: 9, large: 15 };
const arcRadius = { small: 3.2, plain: 5.2, large: 7.2 };

const half = Math.SQRT1_2;
/** Along a stroke; towards the opening of an arc. */
const directions = {
  ...{ horizontal: [1, 0], vertical: [0, 1], rising: [half, -half], falling: [half, half] },
  ...{ top: [0, -1], bottom: [0, 1], left: [-1, 0], right: [1, 0] },
};

/** From a point to the middle line of the pen, the mark's centre being at 0, 0. */
function distanceTo({ kind, size, turn }: Mark, x: number, y: number): number {
  if (kind === "spot") return Math.hypot(x, y);
  if (kind === "ring") return Math.abs(Math.hypot(x, y) - arcRadius[size]);
  const [dx, dy] = directions[turn ?? "horizontal"];
  const [along, aside] = [x * dx + y * dy, x * dy - y * dx];
  if (kind === "stroke") return Math.hypot(Math.max(0, Math.abs(along) - strokeLength[size] / 2), aside);
  // The circle's centre lies off the mark's own, for an arc is centred as the box around it.
  const radius = arcRadius[size];
  const open = along - radius / 2;
  return open > 0 ? Math.hypot(open, Math.abs(aside) - radius) : Math.abs(Math.hypot(open, aside) - radius);
}

/** The mark's centre in 28ths, moved by as much as the hand misplaces this mark. */
function displace(mark: Mark, { x, y }: Place, { shift = 0, seed = 1 }: Hand): [number, number] {
  const [x0, y0] = [x / 100 * unit, y / 100 * unit];
  if (shift === 0) return [x0, y0];
  const name = Object.values(mark).join() + Math.round(x) + Math.round(y);
  const random = seededRandom(seed, ...Array.from(name, (letter) => letter.charCodeAt(0)));
  const [angle, distance] = [2 * Math.PI * random(), shift * Math.sqrt(random())];
  return [x0 + distance * Math.cos(angle), y0 + distance * Math.sin(angle)];
}
