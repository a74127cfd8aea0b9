// The legend below a drawing's title: each name beside the mark that stands for it.

import { seriesColour } from "../pictures/mod.ts";
import { label, shorten } from "./label.ts";

/** An entry of the legend, and the mark by which it is drawn. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly mark?: "square" | "line" | "dashes" | "dot" | "diamond";
  /** How the line of a mark is broken, as dashesOf() has it. */
  readonly dashes?: string;
}

/** The colour of each name, by its place among all of them. */
export function coloursOf(names: readonly string[]): (name: string) => string {
  const places = new Map([...new Set(names)].map((name, i) => [name, i]));
  return (name) => seriesColour(name, places.get(name) ?? 0);
}

/** How the line of each name is broken, by its place among all: a curve below others shows through, also without colours. */
export function dashesOf(names: readonly string[]): (name: string) => string | undefined {
  return (name) => patterns[names.indexOf(name) % patterns.length];
}

const patterns = [undefined, "6 4", "2 3", "7 3 2 3", "1 4"];

/** Draws the legend in lines of at most `width` pixels, from the height `y` on; answers with its height too. */
export function drawLegend(
  legend: readonly LegendEntry[],
  { left, top, width }: { left: number; top: number; width: number },
): { body: string; height: number } {
  const parts: string[] = [];
  let [x, y] = [left, top];
  for (const entry of legend) {
    const entryWidth = 34 + entry.label.length * 7;
    if (x > left && x + entryWidth > left + width) [x, y] = [left, y + 20];
    parts.push(drawMark(entry, { x, y: y + 2 }), label(entry.label, { x: x + 20, y: y + 13 }));
    x += entryWidth;
  }
  return { body: parts.join(""), height: legend.length === 0 ? 0 : y - top + 26 };
}

function drawMark({ colour, mark = "square", dashes }: LegendEntry, { x, y }: { x: number; y: number }): string {
  const at = (dx: number, dy: number) => `${shorten(x + dx)},${shorten(y + dy)}`;
  const stroke = `stroke="${colour}" stroke-width="2.5"`;
  switch (mark) {
    case "square":
      return `<rect x="${x}" y="${shorten(y)}" width="14" height="14" rx="2" fill="${colour}"/>`;
    case "line":
      return `<path d="M${at(-1, 7)}L${at(15, 7)}" ${stroke}${dashes ? ` stroke-dasharray="${dashes}"` : ""}/>`;
    case "dashes":
      return `<path d="M${at(-1, 7)}L${at(15, 7)}" ${stroke} stroke-dasharray="5 3"/>`;
    case "dot":
      return `<circle cx="${shorten(x + 7)}" cy="${shorten(y + 7)}" r="5" fill="${colour}"/>`;
    case "diamond":
      return `<path d="M${at(7, -1)}L${at(14, 7)}L${at(7, 15)}L${
        at(0, 7)
      }Z" fill="${colour}" fill-opacity="0.4" stroke="${colour}"/>`;
  }
}
