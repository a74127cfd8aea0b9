// Scores as points on their intervals, to be compared.

import * as Plot from "@observablehq/plot";
import { coloursOf } from "./legend.ts";
import { ink, textWidth } from "./label.ts";
import { type Drawing, page } from "./layout.ts";
import { named, plot } from "./plot.ts";

/** A score with its interval, in a group of scores that are compared. */
export interface Interval {
  readonly name: string;
  readonly group: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A value that the scores of a group are held against, as a ceiling. */
export interface GroupLevel {
  readonly group: string;
  readonly value: number;
}

/**
 * Draws scores as points on their intervals, a block for each group, with the numbers at the right, and a dashed line for
 * each of the `levels`, which the note should name.
 */
export function drawIntervals(
  rows: readonly Interval[],
  { title, xLabel, note, levels = [], width = 620 }: {
    title: string;
    xLabel: string;
    note?: string;
    levels?: readonly GroupLevel[];
    width?: number;
  },
): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const values = [...rows.flatMap(({ low, high, value }) => [low, high, value]), ...levels.map(({ value }) => value)];
  const ends = values.filter(Number.isFinite);
  const look = {
    width,
    domain: [Math.min(0, ...ends), Math.max(0, ...ends)],
    marginLeft: 20 + Math.max(...rows.map(({ name }) => textWidth(name))),
    marginRight: 14 + Math.max(...rows.map((row) => textWidth(writeInterval(row)))),
    colour: coloursOf(rows.map(({ name }) => name)),
  };
  const drawings = groups.map((group, i) => {
    const members = rows.filter((row) => row.group === group);
    const dashed = levels.filter((level) => level.group === group);
    return drawGroup(members, { ...look, group, dashed, xLabel: i === groups.length - 1 ? xLabel : undefined });
  });
  const told = [
    ...rows.map((row) => `${row.group}, ${row.name}: ${writeInterval(row)}`),
    ...new Set(levels.map(({ group, value }) => `${group}, dashed: ${value.toFixed(3)}`)),
  ];
  return page(drawings, { title, description: told.join("; "), columns: 1, note });
}

interface GroupLook {
  group: string;
  width: number;
  domain: number[];
  marginLeft: number;
  marginRight: number;
  colour: (name: string) => string;
  dashed: readonly GroupLevel[];
  /** The last group alone has the axis that all share. */
  xLabel: string | undefined;
}

function drawGroup(
  members: readonly Interval[],
  { group, width, domain, marginLeft, marginRight, colour, dashed, xLabel }: GroupLook,
): Drawing {
  const last = xLabel !== undefined;
  const stroke = ({ name }: Interval) => colour(name);
  return plot({
    width,
    height: 26 * members.length + (last ? 48 : 8),
    marginLeft,
    marginRight,
    marginTop: 4,
    marginBottom: last ? 44 : 4,
    x: { domain, nice: true, grid: true, axis: last ? "bottom" : null, label: xLabel, ...named },
    y: { type: "band", domain: members.map(({ name }) => name), label: null, tickSize: 0 },
    color: { type: "identity" },
    marks: [
      Plot.ruleX(dashed.some(({ value }) => value === 0) ? [] : [0], { stroke: ink.weak }),
      Plot.ruleX(dashed, { x: "value", stroke: ink.strong, strokeDasharray: "5 4" }),
      Plot.ruleY(members, { x1: "low", x2: "high", y: "name", stroke, strokeWidth: 3 }),
      Plot.dot(members, { x: "value", y: "name", fill: stroke, r: 5 }),
      Plot.text(members, { y: "name", frameAnchor: "right", textAnchor: "start", dx: 14, text: writeInterval }),
    ],
  }, group);
}

function writeInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} … ${high.toFixed(3)})`.replaceAll("-", "−");
}
