// Measured curves, each point with its interval, beside levels and single points to compare them with.

import * as Plot from "@observablehq/plot";
import { seriesColour } from "../pictures/mod.ts";
import { page, plot } from "./svg.ts";

/** A point of a curve; without an interval `low` and `high` are null. */
export interface MeasuredPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A named curve; a level or a point of the same name has its colour. */
export interface MeasuredCurve {
  readonly name: string;
  readonly points: readonly MeasuredPoint[];
}

/** A value of which no place on the x axis is known: a dashed line across, with its label. */
export interface Level {
  readonly name: string;
  readonly y: number;
  readonly label: string;
}

/** A single point, which the legend names: a diamond. */
export interface SinglePoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Draws curves with their intervals as bars, levels as dashed lines and single points as diamonds; x begins at 0. */
export function drawIntervalCurves(
  curves: readonly MeasuredCurve[],
  { title, xLabel, yLabel, levels = [], points = [], note, width = 640, height = 360 }: {
    title: string;
    xLabel: string;
    yLabel: string;
    levels?: readonly Level[];
    points?: readonly SinglePoint[];
    note?: string;
    width?: number;
    height?: number;
  },
): string {
  const names = [...new Set([...curves, ...levels, ...points].map(({ name }) => name))];
  const colour = (name: string) => seriesColour(name, names.indexOf(name));
  const xs = [...curves.flatMap((curve) => curve.points), ...points].map(({ x }) => x);
  const axis = { labelAnchor: "center", labelArrow: "none", grid: true } as const;
  const drawing = plot({
    width,
    height,
    marginLeft: 56,
    marginBottom: 44,
    marginRight: 24,
    x: { ...axis, label: xLabel, domain: [0, 1.06 * Math.max(1, ...xs)] },
    y: { ...axis, label: yLabel, nice: true, zero: true },
    marks: [
      Plot.ruleY([0], { stroke: "#555555" }),
      ...levels.flatMap(({ name, y, label }) => [
        Plot.ruleY([y], { stroke: colour(name), strokeDasharray: "6 4" }),
        Plot.text([label], { y: () => y, frameAnchor: "left", textAnchor: "start", dx: 6, dy: -8, fill: colour(name) }),
      ]),
      ...curves.flatMap(({ name, points }) => {
        const known = points.filter(({ low, high }) => low !== null && high !== null);
        return [
          Plot.ruleX(known, { x: "x", y1: "low", y2: "high", stroke: colour(name), strokeWidth: 1.5 }),
          Plot.line(points, { x: "x", y: "y", stroke: colour(name), strokeWidth: 2 }),
          Plot.dot(points, { x: "x", y: "y", fill: colour(name), r: 4 }),
        ];
      }),
      ...points.map(({ name, ...point }) =>
        Plot.dot([point], {
          ...{ x: "x", y: "y", symbol: "diamond", r: 7, fill: colour(name) },
          ...{ stroke: "#1a1a1a", strokeWidth: 1.2 },
        })
      ),
    ],
  });
  return page([drawing], { title, legend: names.map((name) => ({ label: name, colour: colour(name) })), note });
}
