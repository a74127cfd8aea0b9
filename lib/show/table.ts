// Rows of numbers, texts and pictures as a table in HTML and in plain text.

import { type Cell, drawCell, isPicture, writeCell } from "./cell.ts";
import type { Bundle } from "./display.ts";
import { headingOf } from "./headings.ts";
import { defuse, escapeHtml, verbatim } from "./html.ts";

export type { Cell } from "./cell.ts";

/** How a table is titled, which columns it has, and how its numbers are written. */
export interface TableOptions {
  title?: string;
  /** Keys of the rows in the order to show; all keys in order of appearance by default. */
  columns?: readonly string[];
  /** Words for the headings of these columns; by default headingOf() has them. */
  headings?: Readonly<Record<string, string>>;
  /** Digits after the point, for all numbers or by column; by default integers stay whole, others get 4 significant. */
  digits?: number | Readonly<Record<string, number>>;
}

/** A row: any object whose values can be shown. */
export type TableRow<Row> = { readonly [Key in keyof Row]: Cell };

/** Builds a table with a column for each key; numbers stand right, texts left with their line breaks, long ones folded. */
export function tableBundle<Row extends TableRow<Row>>(
  given: readonly Row[],
  { title = "", columns = collectKeys(given), headings = {}, digits = {} }: TableOptions = {},
): Bundle {
  const rows: readonly Readonly<Record<string, Cell>>[] = given;
  const digitsOf = (column: string) => typeof digits === "number" ? digits : digits[column];
  const named = columns.map((column) => ({ column, heading: headings[column] ?? headingOf(column) }));
  const right = columns.map((column) => rows.some((row) => typeof row[column] === "number"));

  // Pages that strip styles set cells to the right; the attribute of a block inside stays.
  const block = (content: string, i: number) => right[i] ? content : `<div align="left">${content}</div>`;
  const head = named.map(({ heading }, i) =>
    `<th style="${alignment(right[i])}">${block(escapeHtml(heading), i)}</th>`
  );
  const body = rows.map((row) =>
    named.map(({ column, heading }, i) => {
      const value = row[column];
      const content = drawCell(value, { heading, digits: digitsOf(column) });
      return `<td style="${alignment(right[i])}${roomOf(value)}"${widthOf(value)}>${block(content, i)}</td>`;
    }).join("")
  );
  const html = [
    title && `<div ${verbatim}><b>${escapeHtml(title)}</b></div>\n`,
    `<table class="tex2jax_ignore mathjax_ignore">\n<thead><tr>${head.join("")}</tr></thead>\n<tbody>\n`,
    ...body.map((cells) => `<tr>${cells}</tr>\n`),
    "</tbody>\n</table>",
  ];
  const texts = rows.map((row) =>
    columns.map((column) => defuse(writeCell(row[column], digitsOf(column))).replace(/\s*\n\s*/g, " "))
  );
  const plain = layOut([named.map(({ heading }) => defuse(heading)), ...texts], right);
  return { "text/plain": [title && defuse(title) + "\n", plain].join(""), "text/html": html.join("") };
}

function collectKeys(rows: readonly Readonly<Record<string, Cell>>[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))];
}

function alignment(right: boolean): string {
  return right ? "text-align: right" : "text-align: left; white-space: pre-wrap";
}

/** A long text has room beside pictures, and a word without an end does not make the table wider than the page. */
function roomOf(value: Cell): string {
  if (typeof value !== "string") return "";
  const isEndless = /\S{40}/.test(value);
  const least = value.length > 200 ? 440 : isEndless ? 220 : value.length > 40 ? 150 : 0;
  const room = least > 0 ? `; min-width: ${least}px` : "";
  return isEndless ? `${room}; overflow-wrap: anywhere` : room;
}

// Beside a long text a picture's column would shrink to nothing.
function widthOf(value: Cell): string {
  // Beside pictures a text would be squeezed to a word a line.
  if (typeof value === "string" && value.length > 200) return ' width="440"';
  return isPicture(value) && !("svg" in value) ? ` width="${value.width}"` : isPicture(value) ? ' width="300"' : "";
}

function layOut(lines: readonly (readonly string[])[], right: readonly boolean[]): string {
  const widths = right.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line.map((text, i) => right[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])).join("  ").trimEnd()
  ).join("\n");
}
