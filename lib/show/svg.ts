// Drawings, from Plot or by hand, laid out on one standalone SVG page that reads on white and on dark backgrounds.

import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { defuse, escapeHtml } from "./html.ts";

/** A piece of SVG with its size in pixels, under an optional heading. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  readonly heading?: string;
}

/** Renders a plot. Title, legend and clipping are left to the page: Plot would answer with HTML or counted ids. */
export function plot(options: Plot.PlotOptions & { width: number; height: number }, heading?: string): Drawing {
  const svg = Plot.plot({ className: "plot", ...options, document });
  if (svg.localName !== "svg") {
    throw new TypeError(
      `Cannot draw a plot: Plot answered with <${svg.localName}>. Leave title and legends to page().`,
    );
  }
  svg.querySelector("style")?.remove();
  svg.removeAttribute("style");
  svg.removeAttribute("font-family");
  svg.setAttribute("font-size", "12");
  for (const element of svg.querySelectorAll("*")) {
    for (const name of ["transform", "d", "x", "y", "width", "height", "cx", "cy", "r", "x1", "x2", "y1", "y2"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-?\d+\.\d{3,}/g, shorten));
    }
  }
  return { width: options.width, height: options.height, body: svg.outerHTML, heading };
}

/** Writes a text at a place; each line break begins a new line below. */
export function label(
  text: string,
  { x, y, size = 12, anchor = "start", colour = ink, weight = "normal" }: {
    x: number;
    y: number;
    size?: number;
    anchor?: "start" | "middle" | "end";
    colour?: string;
    weight?: "normal" | "bold";
  },
): string {
  const lines = text.split("\n").map((line, i) =>
    `<tspan x="${shorten(x)}" dy="${i === 0 ? 0 : shorten(size * 1.25)}">${escapeHtml(line)}</tspan>`
  );
  return `<text y="${
    shorten(y)
  }" font-size="${size}" text-anchor="${anchor}" fill="${colour}" font-weight="${weight}">` +
    `${lines.join("")}</text>`;
}

/** Lays drawings out in rows on a white page with a title, a legend and a note; answers with the SVG document. */
export function page(
  drawings: readonly Drawing[],
  { title = "", columns = drawings.length, legend = [], note = "" }: {
    title?: string;
    columns?: number;
    legend?: readonly LegendEntry[];
    note?: string;
  } = {},
): string {
  const rows = Array.from({ length: Math.ceil(drawings.length / columns) }, (_, i) => {
    return drawings.slice(i * columns, (i + 1) * columns);
  });
  const rowWidths = rows.map((row) => sum(row.map(({ width }) => width)) + gap * (row.length - 1));
  const width = Math.ceil(Math.max(minimalWidth, ...rowWidths) + 2 * margin);
  const parts: string[] = [];
  let y = margin;
  const write = (text: string, size: number, weight: "normal" | "bold", colour = ink) => {
    const lines = wrap(text, (width - 2 * margin) / (size * 0.56));
    parts.push(label(lines.join("\n"), { x: margin, y: y + size, size, weight, colour }));
    y += size * 1.25 * lines.length + 8;
  };

  if (title) write(title, 16, "bold");
  if (legend.length > 0) y = drawLegend(legend, { parts, y, width });
  for (const row of rows) {
    let x = margin;
    const headed = row.some(({ heading }) => heading) ? 20 : 0;
    for (const { heading, body, width } of row) {
      if (heading) parts.push(label(heading, { x, y: y + 14, size: 13, weight: "bold" }));
      parts.push(`<g transform="translate(${shorten(x)},${shorten(y + headed)})">${body}</g>`);
      x += width + gap;
    }
    y += headed + Math.max(...row.map(({ height }) => height)) + 10;
  }
  if (note) write(note, 12, "normal", "#555555");

  const height = Math.ceil(y + margin - 8);
  return defuse(
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" width="${width}" ` +
      `height="${height}" viewBox="0 0 ${width} ${height}" color="${ink}" font-family="${fonts}" style="max-width: 100%; height: auto">` +
      `<rect width="${width}" height="${height}" fill="#ffffff"/>${parts.join("")}</svg>`,
  );
}

/** Breaks a text between words into lines of at most `limit` characters; its own line breaks stay. */
export function wrap(text: string, limit: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && last.length + 1 + word.length > limit) lines.push(word);
      else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines;
  });
}

/** An entry of the legend below the title. */
interface LegendEntry {
  readonly label: string;
  readonly colour: string;
}

const ink = "#1a1a1a";
const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif";
const margin = 16;
const gap = 20;
const minimalWidth = 240;
const document = new DOMParser().parseFromString("<html><body></body></html>", "text/html");

function drawLegend(
  legend: readonly LegendEntry[],
  { parts, y, width }: { parts: string[]; y: number; width: number },
): number {
  let x = margin;
  for (const entry of legend) {
    const entryWidth = 34 + entry.label.length * 7;
    if (x > margin && x + entryWidth > width - margin) {
      x = margin;
      y += 20;
    }
    parts.push(`<rect x="${x}" y="${shorten(y + 2)}" width="14" height="14" rx="2" fill="${entry.colour}"/>`);
    parts.push(label(entry.label, { x: x + 20, y: y + 13 }));
    x += entryWidth;
  }
  return y + 26;
}

function shorten(value: number | string): string {
  return String(Math.round(Number(value) * 100) / 100);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
