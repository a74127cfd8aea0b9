// What stands in a cell of a table, as HTML and as plain text.

import type { Picture } from "../pictures/mod.ts";
import { escapeHtml } from "./html.ts";
import { describeDrawing, img } from "./images.ts";

/** What can stand in a cell; an SVG is wrapped, so that a text is never taken for one. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | undefined
  | Picture
  | { readonly svg: string }
  | { readonly low: number | null; readonly high: number | null }
  | { readonly counts: Readonly<Record<string, number | undefined>> };

/** Whether a cell holds a picture or a drawing. */
export function isPicture(value: Cell): value is Picture | { readonly svg: string } {
  return typeof value === "object" && value !== null && ("svg" in value || "png" in value);
}

/** The cell in plain text: an interval as "low … high", counts as "2 × refusal", a picture as its description. */
export function writeCell(value: Cell, digits: number | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return writeNumber(value, digits);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  if ("svg" in value) return `[${describeDrawing(value.svg)}]`;
  if ("png" in value) return `[picture, ${value.width} × ${value.height}]`;
  if ("counts" in value) {
    return Object.entries(value.counts).flatMap(([kind, count]) => count ? `${count} × ${kind}` : []).join(", ") ||
      "none";
  }
  if (value.low === null || value.high === null) return "–";
  return `${value.low.toFixed(digits ?? 2)} … ${value.high.toFixed(digits ?? 2)}`;
}

/** The cell in HTML; of a long text the first words, the whole of it unfolded by a click. */
export function drawCell(value: Cell, { heading, digits }: { heading: string; digits: number | undefined }): string {
  if (isPicture(value)) return img(value, "svg" in value ? describeDrawing(value.svg) : heading);
  const text = writeCell(value, digits);
  // An interval stays on one line.
  if (text.length <= longest) return escapeHtml(text).replaceAll(/(?<=\d) … (?=[-−\d])/g, "&nbsp;…&nbsp;");
  const words = text.slice(0, 160).replace(/\s+\S*$/, "");
  return `<details><summary>${escapeHtml(words)} …</summary>${escapeHtml(text)}</details>`;
}

// Beyond this a row is much taller than the pictures in it.
const longest = 1500;

function writeNumber(value: number, digits: number | undefined): string {
  if (digits !== undefined) return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "");
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}
