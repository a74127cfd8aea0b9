// Values over a square, such as a neuron's response to two inputs, as coloured maps with points on them.

import * as Plot from "@observablehq/plot";
import { divergingPicture, toDataUrl } from "../pictures/mod.ts";
import { drawScaleBar } from "./scalebar.ts";
import { type Drawing, page, plot } from "./svg.ts";

/** A map over the square: n × n values, row by row from the lowest y, each row from the lowest x. */
export interface HeatMap {
  readonly heading: string;
  readonly values: ArrayLike<number>;
}

/** A point on the maps. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** Draws maps side by side on a common scale: blue below zero, white at zero, red above; values lie at cell centres. */
export function drawHeatMaps(
  maps: readonly HeatMap[],
  { title, points = [], domain = [0, 1], xLabel = "x", yLabel = "y", columns = 4, limit = findLimit(maps), note }: {
    title: string;
    points?: readonly MapPoint[];
    domain?: readonly [low: number, high: number];
    xLabel?: string;
    yLabel?: string;
    columns?: number;
    limit?: number;
    note?: string;
  },
): string {
  const drawings = maps.map((map) => drawMap(map, { points, domain, xLabel, yLabel, limit }));
  const rows = Math.ceil(drawings.length / columns);
  const perRow = Math.ceil(drawings.length / rows);
  const bar = drawScaleBar(limit);
  // The bar stands below the first column, on a row of its own.
  const filler = Array.from({ length: rows * perRow - drawings.length }, () => ({ width: 0, height: 0, body: "" }));
  return page([...drawings, ...filler, bar], { title, columns: perRow, note });
}

const size = 200;
const margins = { marginLeft: 46, marginRight: 12, marginTop: 12, marginBottom: 42 };

function drawMap(
  { heading, values }: HeatMap,
  { points, domain, xLabel, yLabel, limit }: {
    points: readonly MapPoint[];
    domain: readonly [number, number];
    xLabel: string;
    yLabel: string;
    limit: number;
  },
): Drawing {
  const side = Math.sqrt(values.length);
  if (!Number.isInteger(side) || side < 1) {
    throw new RangeError(
      `Cannot draw a heat map: "${heading}" must have n × n values, got ${values.length}. Evaluate a square grid.`,
    );
  }
  // Pictures begin with their top row, maps with the lowest y.
  const flipped = Array.from(values, (_, i) => values[(side - 1 - Math.floor(i / side)) * side + i % side]);
  const picture = divergingPicture(flipped, { width: side, height: side, limit });
  const axis = { domain, ticks: 5, labelAnchor: "center", labelArrow: "none" } as const;
  return plot({
    width: size + margins.marginLeft + margins.marginRight,
    height: size + margins.marginTop + margins.marginBottom,
    ...margins,
    x: { ...axis, label: xLabel },
    y: { ...axis, label: yLabel },
    marks: [
      Plot.image([0], {
        frameAnchor: "middle",
        src: () => toDataUrl(picture),
        width: size,
        height: size,
        preserveAspectRatio: "none",
        imageRendering: "pixelated",
      }),
      Plot.frame({ stroke: "#999999" }),
      Plot.dot(points, { x: "x", y: "y", r: 5, fill: "#ffffff", stroke: "#1a1a1a", strokeWidth: 1.5 }),
      // Labels stand towards the middle, so that those of corners stay inside.
      ...points.map((point) =>
        Plot.text([point], {
          x: "x",
          y: "y",
          text: "label",
          textAnchor: 2 * point.x > domain[0] + domain[1] ? "end" : "start",
          dx: 2 * point.x > domain[0] + domain[1] ? -8 : 8,
          dy: 2 * point.y > domain[0] + domain[1] ? 14 : -14,
          stroke: "#ffffff",
          strokeWidth: 3,
          fill: "#1a1a1a",
        })
      ),
    ],
  }, heading);
}

function findLimit(maps: readonly HeatMap[]): number {
  return maps.reduce((limit, { values }) => Array.from(values).reduce((a, b) => Math.max(a, Math.abs(b)), limit), 1e-6);
}
