// Curves over a common x axis: losses and accuracies over epochs, scores over a network's width.

import * as Plot from "@observablehq/plot";
import { coloursOf, dashesOf } from "./legend.ts";
import { type Drawing, page } from "./layout.ts";
import { plot, valuesAxis } from "./plot.ts";

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

interface Look {
  xLabel: string;
  logX?: boolean;
  /** The size of a panel in pixels. */
  width?: number;
  height?: number;
}

/**
 * Draws panels of curves side by side; a series has the same colour in all of them. Later curves are dashed and have
 * smaller points, so that those which they run over are seen below them.
 */
export function drawCurves(
  panels: readonly CurvePanel[],
  { title, note, ...look }: { title: string; note?: string } & Look,
): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))];
  const colour = coloursOf(names);
  const dashes = dashesOf(names);
  const drawings = panels.map((panel) => drawPanel(panel, look, { colour, dashes }));
  const legend = names.length > 1
    ? names.map((name) => ({ label: name, colour: colour(name), mark: "line" as const, dashes: dashes(name) }))
    : [];
  const description = panels.map(({ yLabel, series }) => {
    const ends = series.filter(({ points }) => points.length > 0).map(({ name, points }) => {
      const [x, y] = points[points.length - 1];
      return `${name} ends at ${Number(y.toPrecision(3))} for ${look.xLabel} ${Number(x.toPrecision(3))}`;
    });
    return `${yLabel} over ${look.xLabel}: ${ends.join(", ")}`;
  }).join("; ");
  return page(drawings, { title, description: `Curves. ${description}`, legend, note });
}

function drawPanel(
  { yLabel, series, yDomain }: CurvePanel,
  { xLabel, logX = false, width = 380, height = 260 }: Look,
  { colour, dashes }: { colour: (name: string) => string; dashes: (name: string) => string | undefined },
): Drawing {
  const xs = [...new Set(series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const crowded = Math.max(0, ...series.map(({ points }) => points.length)) > 40;
  return plot({
    width,
    height,
    marginLeft: 50,
    marginBottom: 42,
    marginTop: 14,
    x: { type: logX ? "log" : "linear" },
    y: { label: null, grid: true, nice: !yDomain, domain: yDomain, ticks: 6 },
    marks: [
      valuesAxis(xs, { label: xLabel, most: 12 }),
      // Whole lines first, that none covers a dashed one.
      ...series.toSorted((a, b) => Number(dashes(a.name) !== undefined) - Number(dashes(b.name) !== undefined))
        .map(({ name, points }) =>
          Plot.line(points, { stroke: colour(name), strokeWidth: 2, strokeDasharray: dashes(name) })
        ),
      ...(crowded
        ? []
        : series.map(({ name, points }, i) =>
          Plot.dot(points, { fill: colour(name), r: 4 - 1.5 * i / Math.max(1, series.length - 1) })
        )),
    ],
  }, yLabel);
}
