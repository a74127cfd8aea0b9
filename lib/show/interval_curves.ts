// Measured curves, each point with its interval, beside levels and single points to compare them with.

import * as Plot from "@observablehq/plot";
import { coloursOf, type LegendEntry } from "./legend.ts";
import { ink, textWidth } from "./label.ts";
import { page } from "./layout.ts";
import { named, plot } from "./plot.ts";

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

/** A value of which no place on the x axis is known: a dashed line across, with its label at the right. */
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
  const colour = coloursOf([...curves, ...levels, ...points].map(({ name }) => name));
  const xs = [...curves.flatMap((curve) => curve.points), ...points].map(({ x }) => x);
  const axis = { ...named, grid: true } as const;
  // Labels stand outside of the frame, where no interval can strike through them.
  const marginRight = 24 + Math.max(0, ...levels.map(({ label }) => textWidth(label)));
  const drawing = plot({
    width: width + marginRight - 24,
    height,
    marginLeft: 56,
    marginBottom: 44,
    marginRight,
    x: { ...axis, label: xLabel, domain: [0, 1.06 * Math.max(1, ...xs)] },
    y: { ...axis, label: yLabel, nice: true, zero: true },
    marks: [
      Plot.ruleY([0], { stroke: ink.weak }),
      ...levels.flatMap(({ name, y, label }) => [
        Plot.ruleY([y], { stroke: colour(name), strokeDasharray: "6 4" }),
        Plot.text([label], { y: () => y, frameAnchor: "right", textAnchor: "start", dx: 8, fill: colour(name) }),
      ]),
      // Pale and below the curves: an interval that a diamond stands on is seen to its end.
      ...points.map((point) =>
        Plot.dot([point], {
          x: "x",
          y: "y",
          symbol: "diamond",
          r: 7,
          fill: colour(point.name),
          fillOpacity: 0.4,
          stroke: colour(point.name),
          strokeWidth: 1.5,
        })
      ),
      ...curves.flatMap(({ name, points }) => [
        Plot.ruleX(points.filter(({ low, high }) => low !== null && high !== null), {
          x: "x",
          y1: "low",
          y2: "high",
          stroke: colour(name),
          strokeWidth: 1.5,
        }),
        Plot.line(points, { x: "x", y: "y", stroke: colour(name), strokeWidth: 2 }),
        Plot.dot(points, { x: "x", y: "y", fill: colour(name), r: 4 }),
      ]),
    ],
  });
  const marks = new Map<string, LegendEntry["mark"]>();
  for (const { name } of points) marks.set(name, "diamond");
  for (const { name } of levels) marks.set(name, "dashes");
  for (const { name } of curves) marks.set(name, "line");
  const legend = [...new Set([...curves, ...levels, ...points].map(({ name }) => name))]
    .map((name) => ({ label: name, colour: colour(name), mark: marks.get(name) }));
  const description =
    `Curves of ${yLabel} over ${xLabel} with intervals: ${curves.map(({ name }) => name).join(", ")}` +
    points.map(({ name, x, y }) => `; ${name}: ${Number(y.toPrecision(3))} at ${Number(x.toPrecision(3))}`).join("");
  return page([drawing], { title, description, legend, note });
}
