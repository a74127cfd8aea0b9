// Repeated measurements over a common x axis: a dot for each, and a line through the means.

import * as Plot from "@observablehq/plot";
import { extent, group, mean } from "d3-array";
import { type Drawing, page } from "./layout.ts";
import { coloursOf } from "./legend.ts";
import { plot, valuesAxis } from "./plot.ts";

/** One measurement; those of one series at the same x are averaged. */
export interface Measurement {
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** Draws a panel for each measured quantity, side by side; a series has the same colour in all of them. */
export function drawSpread(
  panels: readonly { readonly yLabel: string; readonly measurements: readonly Measurement[] }[],
  { title, xLabel, note, width = 380, height = 260 }: {
    title: string;
    xLabel: string;
    note?: string;
    width?: number;
    height?: number;
  },
): string {
  const names = [...new Set(panels.flatMap(({ measurements }) => measurements.map(({ series }) => series)))];
  const colour = coloursOf(names);
  const drawings = panels.map(({ yLabel, measurements }): Drawing => {
    const xs = [...new Set(measurements.map(({ x }) => x))].sort((a, b) => a - b);
    const ratio = xs[xs.length - 1] / xs[0];
    return plot({
      width,
      height,
      marginLeft: 50,
      marginBottom: 42,
      marginTop: 14,
      // Widths and rates are mostly tried in multiples.
      x: { type: xs[0] > 0 && ratio >= 4 && xs.length > 2 ? "log" : "linear", nice: xs.length < 2 },
      y: { label: null, grid: true, nice: true, ticks: 6, domain: widen(measurements.map(({ y }) => y)) },
      marks: [
        valuesAxis(xs, { label: xLabel, most: 8 }),
        ...group(measurements, ({ series }) => series).entries().flatMap(([name, own]) => [
          Plot.line(meansOf(own), { x: "x", y: "y", stroke: colour(name), strokeWidth: 2 }),
          Plot.dot(own, { x: "x", y: "y", fill: colour(name), fillOpacity: 0.5, r: 3 }),
        ]),
      ],
    }, yLabel);
  });
  const legend = names.length > 1
    ? names.map((name) => ({ label: name, colour: colour(name), mark: "line" as const }))
    : [];
  const description = `Measurements over ${xLabel}: ${panels.map(({ yLabel }) => yLabel).join(", ")}`;
  return page(drawings, { title, description, legend, note });
}

/** The range of the values; where they are all the same, a range around them. */
function widen(values: readonly number[]): [number, number] {
  const [low, high] = extent(values) as [number, number];
  return low === high ? [Math.min(0, low), Math.max(1, high)] : [low, high];
}

function meansOf(measurements: readonly Measurement[]): { x: number; y: number }[] {
  const places = [...group(measurements, ({ x }) => x)].sort(([a], [b]) => a - b);
  return places.map(([x, own]) => ({ x, y: mean(own, ({ y }) => y)! }));
}
