// Drawings laid out on one standalone SVG page, white so that it reads on dark backgrounds too, and never too wide.

import { defuse, escapeHtml } from "./html.ts";
import { ink, label, shorten, wrap } from "./label.ts";
import { drawLegend, type LegendEntry } from "./legend.ts";

/** A piece of SVG with its size in pixels, under an optional heading. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  readonly heading?: string;
}

/** The widest page: a notebook beside its list of files, on a screen of 1,366 pixels, shows a little more. */
export const widestPage = 900;

/** Room for drawings on the widest page. */
export const widestDrawing = widestPage - 32;

/** How wide each drawing may be where so many are to stand side by side. */
export function columnWidth(columns: number): number {
  return Math.floor((widestDrawing - gap * (columns - 1)) / columns);
}

/**
 * Lays drawings out in rows of at most `columns`, fewer where the page would become too wide, with a title, a legend, a
 * note and `below` them all one more drawing, such as a scale; answers with the SVG document. `description` is read out
 * after the title to those who cannot see it. The heading of a single drawing is left out where the title says it.
 */
export function page(
  given: readonly Drawing[],
  { title = "", description = "", columns = given.length, legend = [], below, note = "" }: {
    title?: string;
    description?: string;
    columns?: number;
    legend?: readonly LegendEntry[];
    below?: Drawing;
    note?: string;
  } = {},
): string {
  const isSaid = (heading = "") => given.length === 1 && title.toLowerCase().includes(heading.toLowerCase());
  const drawings = given.map((drawing) => isSaid(drawing.heading) ? { ...drawing, heading: undefined } : drawing);
  const rows = arrange(drawings, columns);
  if (below) rows.push([below]);
  // A title stands on one line where the widest page has room for it.
  const titleWidth = Math.min(widestDrawing, lineWidth(title, titleLook) + 1);
  const width = Math.ceil(Math.max(narrowest, titleWidth, ...rows.map(widthOf)) + 2 * margin);
  const parts: string[] = [];
  let y = margin;
  const write = (text: string, look: typeof titleLook | typeof noteLook) => {
    const lines = wrap(text, (width - 2 * margin) / lineWidth("m", look));
    parts.push(label(lines.join("\n"), { x: margin, y: y + look.size, ...look }));
    y += look.size * 1.25 * lines.length + 8;
  };

  if (title) write(title, titleLook);
  const { body, height: legendHeight } = drawLegend(legend, { left: margin, top: y, width: width - 2 * margin });
  parts.push(body);
  y += legendHeight;
  for (const row of rows) {
    const headed = row.some(({ heading }) => heading) ? 20 : 0;
    let x = margin;
    for (const { heading, body, width } of row) {
      if (heading) parts.push(label(heading, { x, y: y + 14, size: 13, weight: "bold" }));
      parts.push(`<g transform="translate(${shorten(x)},${shorten(y + headed)})">${body}</g>`);
      x += width + gap;
    }
    y += headed + Math.max(...row.map(({ height }) => height)) + 10;
  }
  if (note) write(note, noteLook);

  const height = Math.ceil(y + margin - 8);
  const alternative = [title, description].filter(Boolean).join(". ");
  return defuse(
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(alternative)}" width="${width}" ` +
      `height="${height}" viewBox="0 0 ${width} ${height}" color="${ink.strong}" font-family="${fonts}">` +
      `<rect width="${width}" height="${height}" fill="#ffffff"/>${parts.join("")}</svg>`,
  );
}

const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif";
const margin = 16;
const gap = 20;
const narrowest = 240;
const titleLook = { size: 16, weight: "bold", colour: ink.strong } as const;
const noteLook = { size: 12, weight: "normal", colour: ink.weak } as const;

/** How wide a line is at most in the widest of the fonts; bold letters are wider. */
function lineWidth(text: string, { size, weight }: { size: number; weight: "normal" | "bold" }): number {
  return size * (weight === "bold" ? 0.66 : 0.54) * Math.max(...text.split("\n").map((line) => line.length));
}

function arrange(drawings: readonly Drawing[], columns: number): Drawing[][] {
  for (let count = Math.max(1, columns); count > 1; count--) {
    const rows = split(drawings, count);
    if (rows.every((row) => widthOf(row) <= widestDrawing)) {
      // As many rows as that takes, filled evenly.
      return split(drawings, Math.min(count, Math.ceil(drawings.length / rows.length)));
    }
  }
  return split(drawings, 1);
}

function split(drawings: readonly Drawing[], count: number): Drawing[][] {
  return Array.from({ length: Math.ceil(drawings.length / count) }, (_, i) => {
    return drawings.slice(i * count, (i + 1) * count);
  });
}

function widthOf(row: readonly Drawing[]): number {
  return row.reduce((sum, { width }) => sum + width, gap * (row.length - 1));
}
