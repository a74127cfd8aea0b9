// Scores with their intervals, and one measure against another.

import * as Plot from "@observablehq/plot";
import { seriesColour } from "../pictures/mod.ts";
import { page, plot } from "./svg.ts";

/** A score with its interval, in a group of scores that are compared. */
export interface Interval {
  readonly name: string;
  readonly group: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A labelled point, in the colour of its group. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly label?: string;
  readonly group?: string;
}

/** Draws scores as points on their intervals, a block for each group, with the numbers at the right. */
export function drawIntervals(
  rows: readonly Interval[],
  { title, xLabel, note, width = 620 }: { title: string; xLabel: string; note?: string; width?: number },
): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const names = [...new Set(rows.map(({ name }) => name))];
  const ends = rows.flatMap(({ low, high, value }) => [low, high, value]).filter(Number.isFinite);
  const domain = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const marginLeft = 20 + 7 * Math.max(...names.map((name) => name.length));
  const drawings = groups.map((group, i) => {
    const members = rows.filter((row) => row.group === group);
    const last = i === groups.length - 1;
    const colour = (row: Interval) => seriesColour(row.name, names.indexOf(row.name));
    return plot({
      width,
      height: 26 * members.length + (last ? 48 : 8),
      marginLeft,
      marginRight: 165,
      marginTop: 4,
      marginBottom: last ? 44 : 4,
      x: {
        domain,
        nice: true,
        grid: true,
        axis: last ? "bottom" : null,
        label: xLabel,
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: { type: "band", domain: members.map(({ name }) => name), label: null, tickSize: 0 },
      color: { type: "identity" },
      marks: [
        Plot.ruleX([0], { stroke: "#555555" }),
        Plot.ruleY(members, { x1: "low", x2: "high", y: "name", stroke: colour, strokeWidth: 3 }),
        Plot.dot(members, { x: "value", y: "name", fill: colour, r: 5 }),
        Plot.text(members, {
          y: "name",
          frameAnchor: "right",
          textAnchor: "start",
          dx: 14,
          text: writeInterval,
        }),
      ],
    }, group);
  });
  return page(drawings, { title, columns: 1, note });
}

/** Draws points, with the dashed diagonal on which both measures agree where `diagonal` asks for it. */
export function drawScatter(
  points: readonly ScatterPoint[],
  { title, xLabel, yLabel, diagonal = false, width = 480, height = 420 }: {
    title: string;
    xLabel: string;
    yLabel: string;
    diagonal?: boolean;
    width?: number;
    height?: number;
  },
): string {
  const groups = [...new Set(points.map(({ group = "" }) => group))];
  const colour = ({ group = "" }: ScatterPoint) => seriesColour(group, groups.indexOf(group));
  const values = points.flatMap(({ x, y }) => [x, y]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const axis = { labelAnchor: "center", labelArrow: "none", nice: true, grid: true } as const;
  const drawing = plot({
    width,
    height,
    marginLeft: 62,
    marginBottom: 44,
    marginRight: 40,
    x: { ...axis, label: xLabel },
    y: { ...axis, label: yLabel },
    color: { type: "identity" },
    marks: [
      Plot.ruleX([0], { stroke: "#bbbbbb" }),
      Plot.ruleY([0], { stroke: "#bbbbbb" }),
      diagonal ? Plot.line([[low, low], [high, high]], { stroke: "#777777", strokeDasharray: "5 4" }) : null,
      Plot.dot(points, { x: "x", y: "y", fill: colour, r: 4, fillOpacity: 0.85 }),
      Plot.text(points.filter((point) => point.label), {
        x: "x",
        y: "y",
        text: "label",
        dy: -10,
        stroke: "#ffffff",
        strokeWidth: 3,
        fill: "#1a1a1a",
      }),
    ],
  });
  const legend = groups.length > 1
    ? groups.map((group) => ({ label: group, colour: colour({ x: 0, y: 0, group }) }))
    : [];
  return page([drawing], { title, legend });
}

function writeInterval({ value, low, high }: Interval): string {
  const symmetric = Math.abs((low + high) / 2 - value) < 5e-4;
  return value.toFixed(3) +
    (symmetric ? ` ± ${((high - low) / 2).toFixed(3)}` : ` (${low.toFixed(3)} … ${high.toFixed(3)})`);
}
