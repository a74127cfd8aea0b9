// One measure against another, each point with its label where it does not cover another.

import * as Plot from "@observablehq/plot";
import { nice } from "d3-array";
import { coloursOf } from "./legend.ts";
import { ink, textWidth } from "./label.ts";
import { page } from "./layout.ts";
import { named, plot } from "./plot.ts";

/** A labelled point, in the colour of its group. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly label?: string;
  readonly group?: string;
}

/** Draws points, with the dashed diagonal on which both measures agree where `diagonal` asks for it. */
export function drawScatter(
  points: readonly ScatterPoint[],
  { title, xLabel, yLabel, note, diagonal = false, width = 720, height = 460 }: {
    title: string;
    xLabel: string;
    yLabel: string;
    note?: string;
    diagonal?: boolean;
    width?: number;
    height?: number;
  },
): string {
  const groups = [...new Set(points.map(({ group = "" }) => group))];
  const colour = coloursOf(groups);
  const colourOf = ({ group = "" }: ScatterPoint) => colour(group);
  const values = points.flatMap(({ x, y }) => [x, y]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margins = { marginLeft: 62, marginBottom: 44, marginRight: 40, marginTop: 20 };
  const axis = { ...named, grid: true, inset } as const;
  const [xDomain, yDomain] = [domainOf(points.map(({ x }) => x)), domainOf(points.map(({ y }) => y))];
  const labels = placeLabels(points, {
    width: width - margins.marginLeft - margins.marginRight,
    height: height - margins.marginTop - margins.marginBottom,
    xDomain,
    yDomain,
  });
  const drawing = plot({
    width,
    height,
    ...margins,
    x: { ...axis, label: xLabel, domain: xDomain },
    y: { ...axis, label: yLabel, domain: yDomain },
    color: { type: "identity" },
    marks: [
      Plot.ruleX([0], { stroke: "#bbbbbb" }),
      Plot.ruleY([0], { stroke: "#bbbbbb" }),
      diagonal ? Plot.line([[low, low], [high, high]], { stroke: ink.faint, strokeDasharray: "5 4" }) : null,
      Plot.dot(points, { x: "x", y: "y", fill: colourOf, r: 4, fillOpacity: 0.85 }),
      ...labels.map(({ point, dx, dy, anchor }) =>
        Plot.text([point], { x: "x", y: "y", text: "label", dx, dy, textAnchor: anchor, fill: colourOf, fontSize: 11 })
      ),
    ],
  });
  const legend = groups.length > 1
    ? groups.map((group) => ({ label: group, colour: colour(group), mark: "dot" as const }))
    : [];
  const description = `${points.length} points, ${xLabel} across and ${yLabel} up`;
  return page([drawing], { title, description, legend, note });
}

/** Between the frame and the outermost points, where their labels have room beside the axes. */
const inset = 16;

/** From zero or less to round numbers. */
function domainOf(values: readonly number[]): [low: number, high: number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low < high ? nice(low, high, 10) : [low, high + 1];
}

interface PlacedLabel {
  point: ScatterPoint;
  dx: number;
  dy: number;
  anchor: "start" | "middle" | "end";
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

// Where a label may stand beside its point, the most readable place first.
const places = [
  { dx: 7, dy: 0, anchor: "start" },
  { dx: -7, dy: 0, anchor: "end" },
  { dx: 0, dy: -11, anchor: "middle" },
  { dx: 0, dy: 11, anchor: "middle" },
  { dx: 6, dy: -9, anchor: "start" },
  { dx: -6, dy: 9, anchor: "end" },
  { dx: -6, dy: -9, anchor: "end" },
  { dx: 6, dy: 9, anchor: "start" },
] as const;

/**
 * Gives every label the first place inside of the frame at which it covers no point and no label before it; where there
 * is none, it is left out.
 */
function placeLabels(
  points: readonly ScatterPoint[],
  { width, height, xDomain, yDomain }: {
    width: number;
    height: number;
    xDomain: readonly [number, number];
    yDomain: readonly [number, number];
  },
) {
  const scale = ([low, high]: readonly [number, number], size: number) => (value: number) =>
    inset + (value - low) / (high - low) * (size - 2 * inset);
  const [toX, toY] = [scale(xDomain, width), scale(yDomain, height)];
  const taken: Box[] = points.map(({ x, y }) => boxAt(toX(x), height - toY(y), { width: 8, height: 8 }));
  return points.flatMap((point): PlacedLabel[] => {
    if (!point.label) return [];
    const size = { width: textWidth(point.label, 11), height: 11 };
    for (const place of places) {
      const shift = place.anchor === "start" ? size.width / 2 : place.anchor === "end" ? -size.width / 2 : 0;
      const box = boxAt(toX(point.x) + place.dx + shift, height - toY(point.y) + place.dy, size);
      const isOutside = box.left < 0 || box.right > width || box.top < 0 || box.bottom > height;
      if (isOutside || taken.some((other) => overlap(other, box))) continue;
      taken.push(box);
      return [{ point, ...place }];
    }
    return [];
  });
}

function boxAt(x: number, y: number, { width, height }: { width: number; height: number }): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
