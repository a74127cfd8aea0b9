// Texts inside of a drawing.

import { escapeHtml } from "./html.ts";

/** The colour of texts and lines on the white page, and that of what is said by the way. */
export const ink = { strong: "#1a1a1a", weak: "#555555", faint: "#767676" } as const;

/** Writes a text at a place; each line break begins a new line below. */
export function label(
  text: string,
  { x, y, size = 12, anchor = "start", colour = ink.strong, weight = "normal" }: {
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
  return `<text y="${shorten(y)}" font-size="${size}" text-anchor="${anchor}" fill="${colour}" ` +
    `font-weight="${weight}">${lines.join("")}</text>`;
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

/** A number as SVG needs it, to a hundredth of a pixel. */
export function shorten(value: number | string): string {
  return String(Math.round(Number(value) * 100) / 100);
}

/** How wide a text of this size is, at most: the letters of the fonts in use differ. */
export function textWidth(text: string, size = 12): number {
  return 0.6 * size * Math.max(0, ...text.split("\n").map((line) => line.length));
}
