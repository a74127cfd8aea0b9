// Pictures in a grid, each over its caption: digits, maximising inputs, exemplars.

import { type Picture, toDataUrl } from "../pictures/mod.ts";
import { drawScaleBar } from "./scalebar.ts";
import { label, wrap } from "./label.ts";
import { type Drawing, page, widestDrawing } from "./layout.ts";

/**
 * A picture with what is to be said of it; line breaks in the caption are kept. Without a picture its place stays
 * empty.
 */
export interface CaptionedPicture {
  readonly picture: Picture | undefined;
  readonly caption: string;
}

/**
 * Draws pictures in rows of `columns`, each enlarged to `cellSize` pixels without smoothing, smaller where the rows
 * would be too wide. With a `limit` a scale bar tells the colours of divergingPicture() apart, `limitMeaning` says what
 * its two ends mean.
 */
export function drawPictureGrid(
  items: readonly CaptionedPicture[],
  { title, columns = 8, cellSize = 96, note = "", limit, limitMeaning = ["", ""] }: {
    title: string;
    columns?: number;
    cellSize?: number;
    note?: string;
    limit?: number;
    limitMeaning?: readonly [negative: string, positive: string];
  },
): string {
  const most = Math.max(1, Math.min(columns, items.length));
  const size = Math.max(28, Math.min(cellSize, Math.floor((widestDrawing + gap) / most) - gap));
  const perRow = Math.min(most, Math.floor((widestDrawing + gap) / (size + gap)));
  const grid = layOut(items.map((item) => drawCell(item, size)), perRow, size);
  const captions = items.map(({ caption }) => caption.replaceAll("\n", ", ")).filter(Boolean);
  return page([grid], {
    title,
    description: `Pictures: ${captions.join("; ") || items.length}`,
    below: limit === undefined ? undefined : drawScaleBar(limit, limitMeaning),
    note,
  });
}

const gap = 10;
const fontSize = 11;

function drawCell({ picture, caption }: CaptionedPicture, size: number): Drawing {
  const lines = caption === "" ? [] : wrap(caption, Math.floor(size / (fontSize * 0.54)));
  const height = size + 6 + lines.length * fontSize * 1.25;
  const text = label(lines.join("\n"), { x: size / 2, y: size + 4 + fontSize, size: fontSize, anchor: "middle" });
  return { width: size, height, body: (picture ? drawPicture(picture, size) : "") + text };
}

// A picture that is not square keeps its shape, at the bottom of its cell.
function drawPicture(picture: Picture, size: number): string {
  const scale = size / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const place = `x="${(size - width) / 2}" y="${size - height}" width="${width}" height="${height}"`;
  return `<image ${place} href="${toDataUrl(picture)}" image-rendering="pixelated" preserveAspectRatio="none"/>` +
    `<rect ${place} fill="none" stroke="#bbbbbb" stroke-width="0.5"/>`;
}

function layOut(cells: readonly Drawing[], columns: number, size: number): Drawing {
  const parts: string[] = [];
  let y = 0;
  for (let start = 0; start < cells.length; start += columns) {
    const row = cells.slice(start, start + columns);
    row.forEach(({ body }, i) => parts.push(`<g transform="translate(${i * (size + gap)},${y})">${body}</g>`));
    y += Math.max(...row.map(({ height }) => height)) + gap;
  }
  return { width: columns * (size + gap) - gap, height: y - gap, body: parts.join("") };
}
