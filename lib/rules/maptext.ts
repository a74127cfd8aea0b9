// Writes a map of weights as rows of digits, which take a token for three cells, and reads it again.

import type { InkMap } from "./inkmap.ts";

/** A line with the map's figures, and its rows of digits from 1 to 9. */
export function writeMap(map: InkMap): string {
  const { rows, columns, height, width, levels, step, empty } = map;
  const digits = Array.from(levels, (level) => level + 5).join("");
  const lines = Array.from({ length: rows }, (_, row) => digits.slice(row * columns, (row + 1) * columns));
  return [
    `Map ${rows}x${columns} of ${height}x${width}, step ${step.toPrecision(3)}, empty ${empty.toFixed(2)}:`,
    ...lines,
  ].join("\n");
}

/** The first map in a text; undefined where there is none, or where rows are missing. */
export function readMap(text: string): InkMap | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [rows, columns, height, width, step, empty] = match.slice(1, 7).map(Number);
  const digits = match[7].replace(/\D/g, "");
  const isSound = [rows, columns, height, width].every((side) => side > 0 && side <= 1024) &&
    Number.isFinite(step) && Number.isFinite(empty) && digits.length >= rows * columns;
  if (!isSound) return undefined;
  const levels = Int8Array.from(digits.slice(0, rows * columns), (digit) => Number(digit) - 5);
  return { rows, columns, height, width, step, empty, levels };
}

/** A text without its first map: what is left of an explanation when only its words and figures count. */
export function withoutMap(text: string): string {
  return text.replace(pattern, "").replace(/\n{3,}/g, "\n\n").trim();
}

const pattern =
  /^[ \t>*]*Map (\d+)x(\d+) of (\d+)x(\d+), step ([-\d.e+]+), empty ([-\d.e+]+):((?:\s*\n[ \t>]*[1-9]+)+)/m;
