// Pictures in a grid, each over its caption: digits, maximising inputs, exemplars.

import { type Picture, toDataUrl } from "../pictures/mod.ts";
import { drawScaleBar } from "./scalebar.ts";
import { type Drawing, label, page, wrap } from "./svg.ts";

/** A picture with what is to be said of it; line breaks in the caption are kept. */
export interface CaptionedPicture {
  readonly picture: Picture;
  readonly caption: string;
}

/**
 * Draws pictures in rows of `columns`, each enlarged to `cellSize` pixels without smoothing. With a `limit` a scale bar
 * tells the colours of divergingPicture() apart, `limitMeaning` says what its two ends mean.
 */
export function drawPictureGrid(
  items: readonly CaptionedPicture[],
  { title, columns = Math.min(items.length, 8), cellSize = 96, note = "", limit, limitMeaning = ["", ""] }: {
    title: string;
    columns?: number;
    cellSize?: number;
    note?: string;
    limit?: number;
    limitMeaning?: readonly [negative: string, positive: string];
  },
): string {
  const cells = items.map((item) => drawCell(item, cellSize));
  const grid = layOut(cells, columns, cellSize);
  const drawings = limit === undefined ? [grid] : [grid, drawScaleBar(limit, limitMeaning)];
  return page(drawings, { title, columns: 1, note });
}

const gap = 10;
const fontSize = 11;
// The attribute is for viewers that know SVG but not this value of CSS.
const pixelated = 'image-rendering="optimizeSpeed" style="image-rendering: pixelated"';

function drawCell({ picture, caption }: CaptionedPicture, size: number): Drawing {
  // A picture that is not square keeps its shape, at the bottom of its cell.
  const scale = size / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const place = `x="${(size - width) / 2}" y="${size - height}" width="${width}" height="${height}"`;
  const lines = wrap(caption, Math.floor(size / (fontSize * 0.54)));
  return {
    width: size,
    height: size + 6 + lines.length * fontSize * 1.25,
    body: `<image ${place} href="${toDataUrl(picture)}" ${pixelated} preserveAspectRatio="none"/>` +
      `<rect ${place} fill="none" stroke="#bbbbbb" stroke-width="0.5"/>` +
      label(lines.join("\n"), { x: size / 2, y: size + 4 + fontSize, size: fontSize, anchor: "middle" }),
  };
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
