// How far a picture has a mark that words name: a stroke, a ring, an arc, a spot or just ink, at a place.

import type { GreyPicture } from "./prompt.ts";

/** A mark as words name it; without a place it may be anywhere. Sides are -1 (left, top), 0 (the middle) and 1. */
export interface Mark {
  shape: "horizontal" | "vertical" | "rising" | "falling" | "stroke" | "ring" | "arc" | "spot" | "ink";
  long?: boolean;
  small?: boolean;
  /** Undefined where the words leave it open: "at the left" says nothing of the height. */
  across?: -1 | 0 | 1;
  down?: -1 | 0 | 1;
  /** Of an arc: where it is open. */
  open?: { across: number; down: number };
}

/** From 0, there is nothing of the mark, to 1, there is all of it, in a picture of bytes from 0 to 255 (full ink). */
export function measureMark(picture: GreyPicture, mark: Mark): number {
  const ink = (x: number, y: number) => {
    if (x < 0 || y < 0 || x >= 1 || y >= 1) return 0;
    return picture.pixels[Math.floor(y * picture.height) * picture.width + Math.floor(x * picture.width)] / 255;
  };
  const [columns, rows] = [bandOf(mark.across), bandOf(mark.down)];
  if (mark.shape === "ink") return Math.min(1, meanInk(ink, columns, rows) / plenty);
  const drawings = draw(mark);
  let best = 0;
  for (const x of stepsThrough(columns)) {
    for (const y of stepsThrough(rows)) {
      for (const drawing of drawings) best = Math.max(best, fit(ink, drawing, x, y));
    }
  }
  return best;
}

/** Pen strokes are two to three of 28 pixels wide, so an area with a third of full ink is as good as full. */
const plenty = 1 / 3;
const pixel = 1 / 28;

/** Points relative to the mark's place that have ink, and points that have none. */
interface Drawing {
  inked: readonly Point[];
  blank: readonly Point[];
}

type Point = readonly [x: number, y: number];
type Band = readonly [from: number, to: number];

/** The digits of MNIST keep to the middle 20 of 28 pixels; the middle third of the picture is a little under a half of these. */
function bandOf(side: -1 | 0 | 1 | undefined): Band {
  if (side === undefined) return [0.14, 0.86];
  return side === 0 ? [0.38, 0.62] : side < 0 ? [0.14, 0.4] : [0.6, 0.86];
}

function stepsThrough([from, to]: Band): number[] {
  return Array.from({ length: Math.floor((to - from) / pixel) + 1 }, (_, i) => from + i * pixel);
}

function meanInk(ink: (x: number, y: number) => number, columns: Band, rows: Band): number {
  const points = stepsThrough(rows).flatMap((y) => stepsThrough(columns).map((x) => ink(x, y)));
  return points.reduce((sum, value) => sum + value, 0) / points.length;
}

function fit(ink: (x: number, y: number) => number, { inked, blank }: Drawing, x: number, y: number): number {
  const mean = (points: readonly Point[]) => {
    return points.reduce((sum, [dx, dy]) => sum + ink(x + dx, y + dy), 0) / Math.max(1, points.length);
  };
  const present = mean(inked);
  return present === 0 ? 0 : present * (1 - mean(blank));
}

function draw({ shape, long, small, open }: Mark): Drawing[] {
  if (shape === "spot") {
    return [{ inked: [[0, 0], [0.5, 0], [0, 0.5], [-0.5, 0], [0, -0.5]].map(scale(2 * pixel)), blank: [] }];
  }
  if (shape === "ring" || shape === "arc") {
    const radii = small ? [3, 3.5, 4] : [3, 4, 5, 6];
    return radii.flatMap((radius) => [0.8, 1, 1.3].map((height) => drawRing(radius, height, open)));
  }
  const angles = anglesOf[shape];
  const half = (long ? 8 : 5) * pixel;
  return angles.map((degrees) => {
    const [x, y] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
    const inked = Array.from({ length: 11 }, (_, i): Point => [(i / 5 - 1) * half * x, (i / 5 - 1) * half * y]);
    return { inked, blank: [] };
  });
}

/** Degrees from the horizontal; y runs downwards. */
const anglesOf: Record<Exclude<Mark["shape"], "ring" | "arc" | "spot">, number[]> = {
  horizontal: [0],
  vertical: [90],
  falling: [45],
  rising: [-45],
  stroke: [0, 45, 90, 135],
  ink: [],
};

/** Around a blank hole; of an arc, the quarter towards its open side is blank too. */
function drawRing(radius: number, height: number, open: Mark["open"]): Drawing {
  const points = Array.from({ length: 16 }, (_, i): Point => [Math.cos(i * Math.PI / 8), Math.sin(i * Math.PI / 8)]);
  const size = open ? Math.hypot(open.across, open.down) : 1;
  const isOpen = ([x, y]: Point) => open !== undefined && (x * open.across + y * open.down) / size > 0.7;
  const place = ([x, y]: Point): Point => [x * radius * pixel, y * radius * height * pixel];
  const hole: Point[] = [[0, 0], [0.4, 0], [0, 0.4], [-0.4, 0], [0, -0.4]];
  return {
    inked: points.filter((point) => !isOpen(point)).map(place),
    blank: [...hole, ...points.filter(isOpen)].map(place),
  };
}

function scale(factor: number): (point: number[]) => Point {
  return ([x, y]) => [x * factor, y * factor];
}
