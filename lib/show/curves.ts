// Curves over a common x axis: losses and accuracies over epochs, scores over a network's width.

import * as Plot from "@observablehq/plot";
import { seriesColour } from "../pictures/mod.ts";
import { type Drawing, page, plot } from "./svg.ts";

/** A named curve through its points. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One panel of curves; `yDomain` fixes the axis where the data should not choose it. */
export interface CurvePanel {
  readonly yLabel: string;
  readonly series: readonly Series[];
  readonly yDomain?: readonly [low: number, high: number];
}

/** Draws panels of curves side by side; a series has the same colour in all of them. */
export function drawCurves(
  panels: readonly CurvePanel[],
  { title, xLabel, logX = false, width = 380, height = 260 }: {
    title: string;
    xLabel: string;
    logX?: boolean;
    width?: number;
    height?: number;
  },
): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  const colour = (name: string) => seriesColour(name, names.indexOf(name));
  const drawings = panels.map((panel) => drawPanel(panel, { xLabel, logX, width, height, colour }));
  const legend = names.length > 1 ? names.map((name) => ({ label: name, colour: colour(name) })) : [];
  return page(drawings, { title, legend });
}

function drawPanel(
  { yLabel, series, yDomain }: CurvePanel,
  { xLabel, logX, width, height, colour }: {
    xLabel: string;
    logX: boolean;
    width: number;
    height: number;
    colour: (name: string) => string;
  },
): Drawing {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const crowded = Math.max(0, ...series.map(({ points }) => points.length)) > 40;
  const axis = { label: xLabel, labelAnchor: "center", labelArrow: "none" } as const;
  return plot({
    width,
    height,
    marginLeft: 50,
    marginBottom: 42,
    marginTop: 14,
    x: { type: logX ? "log" : "linear" },
    y: { label: null, grid: true, nice: !yDomain, domain: yDomain, ticks: 6 },
    marks: [
      // Few values are their own ticks: there is no epoch 1.5.
      xs.length <= 12 ? Plot.axisX(xs, { ...axis, text: (x: number) => String(x) }) : Plot.axisX(axis),
      ...series.flatMap(({ name, points }) => [
        Plot.line(points, { stroke: colour(name), strokeWidth: 2 }),
        ...(crowded ? [] : [Plot.dot(points, { fill: colour(name), r: 3 })]),
      ]),
    ],
  }, yLabel);
}
