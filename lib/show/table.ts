// Rows of numbers, texts and pictures as a table in HTML and in plain text.

import type { Bundle } from "./display.ts";
import { defuse, escapeHtml, img, verbatim } from "./html.ts";
import type { Picture } from "../pictures/mod.ts";

/** What stands in a cell; an SVG is wrapped, so that a text is never taken for one. */
export type Cell = string | number | boolean | null | undefined | Picture | { readonly svg: string };

export interface TableOptions {
  title?: string;
  /** Keys of the rows in the order to show; all keys in order of appearance by default. */
  columns?: readonly string[];
  /** Digits after the point, for all numbers or by column; by default integers stay whole, others get 4 significant. */
  digits?: number | Readonly<Record<string, number>>;
}

/** Builds a table with a column for each key; numbers stand right, texts keep their line breaks. */
export function tableBundle(
  rows: readonly Readonly<Record<string, Cell>>[],
  { title = "", columns = collectKeys(rows), digits = {} }: TableOptions = {},
): Bundle {
  const write = (value: Cell, column: string) => writeCell(value, typeof digits === "number" ? digits : digits[column]);
  const numeric = columns.map((column) => rows.some((row) => typeof row[column] === "number"));

  const align = (i: number) => numeric[i] ? "right" : "left";
  const head = columns.map((column, i) => `<th style="text-align: ${align(i)}">${escapeHtml(column)}</th>`);
  const body = rows.map((row) =>
    columns.map((column, i) => {
      const value = row[column];
      if (isPicture(value)) return `<td>${img(value, column)}</td>`;
      const style = numeric[i] ? "text-align: right" : "text-align: left; white-space: pre-wrap";
      return `<td style="${style}">${escapeHtml(write(value, column))}</td>`;
    })
  );
  const html = [
    title && `<div ${verbatim}><b>${escapeHtml(title)}</b></div>\n`,
    `<table class="tex2jax_ignore mathjax_ignore">\n<thead><tr>${head.join("")}</tr></thead>\n<tbody>\n`,
    ...body.map((cells) => `<tr>${cells.join("")}</tr>\n`),
    "</tbody>\n</table>",
  ];

  const texts = rows.map((row) =>
    columns.map((column) => defuse(write(row[column], column)).replace(/\s*\n\s*/g, " "))
  );
  const plain = layOut([columns.map(defuse), ...texts], numeric);
  return { "text/plain": [title && defuse(title) + "\n", plain].join(""), "text/html": html.join("") };
}

function collectKeys(rows: readonly Readonly<Record<string, Cell>>[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))];
}

function isPicture(value: Cell): value is Picture | { readonly svg: string } {
  return typeof value === "object" && value !== null;
}

function writeCell(value: Cell, digits: number | undefined): string {
  if (value === null || value === undefined) return "";
  if (isPicture(value)) return "svg" in value ? "[drawing]" : `[picture, ${value.width} × ${value.height}]`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if (digits !== undefined) return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

function layOut(lines: readonly (readonly string[])[], numeric: readonly boolean[]): string {
  const widths = numeric.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line.map((text, i) => numeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])).join("  ").trimEnd()
  ).join("\n");
}
