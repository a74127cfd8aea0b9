// Values over a square, such as a neuron's response to two inputs, as coloured maps with points on them.

import * as Plot from "@observablehq/plot";
import { divergingPicture, largestMagnitude, toDataUrl } from "../pictures/mod.ts";
import { drawScaleBar } from "./scalebar.ts";
import { ink } from "./label.ts";
import { type Drawing, page } from "./layout.ts";
import { named, plot } from "./plot.ts";

/** A map over the square: n × n values, row by row from the lowest y, each row from the lowest x. */
export interface HeatMap {
  readonly heading: string;
  readonly values: ArrayLike<number>;
  /** Of a neuron that is zero everywhere: the map says so. */
  readonly dead?: boolean;
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
  { title, points = [], domain = [0, 1], xLabel = "x", yLabel = "y", columns = 4, note, ...look }: {
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
  const limit = look.limit ?? largestMagnitude(maps.map(({ values }) => values));
  const drawings = maps.map((map) => drawMap(map, { points, domain, xLabel, yLabel, limit }));
  const description = `Coloured maps over ${xLabel} and ${yLabel}: ${maps.map(nameOf).join(", ")}`;
  return page(drawings, { title, description, columns, below: drawScaleBar(limit), note });
}

const size = 200;
const margins = { marginLeft: 46, marginRight: 12, marginTop: 12, marginBottom: 42 };

function drawMap(
  map: HeatMap,
  { points, domain, xLabel, yLabel, limit }: {
    points: readonly MapPoint[];
    domain: readonly [number, number];
    xLabel: string;
    yLabel: string;
    limit: number;
  },
): Drawing {
  const { heading, values, dead } = map;
  const side = Math.sqrt(values.length);
  if (!Number.isInteger(side) || side < 1) {
    throw new RangeError(
      `Cannot draw a heat map: "${heading}" must have n × n values, got ${values.length}. Evaluate a square grid.`,
    );
  }
  // Pictures begin with their top row, maps with the lowest y.
  const flipped = Array.from(values, (_, i) => values[(side - 1 - Math.floor(i / side)) * side + i % side]);
  const picture = divergingPicture(flipped, { width: side, height: side, limit });
  const axis = { domain, ticks: 5, ...named } as const;
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
      dead ? Plot.text(["dead: zero everywhere"], { frameAnchor: "middle", fill: ink.faint }) : null,
      Plot.dot(points, { x: "x", y: "y", r: 5, fill: "#ffffff", stroke: ink.strong, strokeWidth: 1.5 }),
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
          fill: ink.strong,
        })
      ),
    ],
  }, nameOf(map));
}

function nameOf({ heading, dead }: HeatMap): string {
  return dead ? `${heading} (dead)` : heading;
}
