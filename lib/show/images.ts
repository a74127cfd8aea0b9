// Pictures and drawings as images of HTML, with words for those who cannot see them.

import { type Picture, toDataUrl } from "../pictures/mod.ts";
import { escapeHtml, unescapeHtml } from "./html.ts";

/** A picture, or an SVG document, as an image of its own size; scripts inside of an SVG do not run there. */
export function img(picture: Picture | { readonly svg: string }, alt = ""): string {
  const isDrawing = "svg" in picture;
  const { width, height } = isDrawing ? sizeOf(picture.svg) : picture;
  const url = isDrawing ? `data:image/svg+xml;base64,${toBase64(picture.svg)}` : toDataUrl(picture);
  // In a column of its own size a picture is whole; wider than its page it shrinks, which the styles of pages see to.
  const style = isDrawing ? "" : ' style="image-rendering: pixelated"';
  return `<img src="${url}" width="${width}" height="${height}" alt="${escapeHtml(alt)}"${style}>`;
}

/** What a drawing is, in words, for those who cannot see it: the label of its SVG. */
export function describeDrawing(svg: string): string {
  return unescapeHtml(/^<svg[^>]* aria-label="([^"]*)"/.exec(svg)?.[1] ?? "") || "drawing";
}

/** The size in pixels that an SVG document asks for. */
export function sizeOf(svg: string): { width: number; height: number } {
  const [, start = ""] = /^<svg([^>]*)>/.exec(svg) ?? [];
  const [width, height] = ["width", "height"].map((name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(start)?.[1]));
  if (!(width > 0 && height > 0)) {
    throw new TypeError(
      `Cannot show a drawing: this is no SVG with a size, got "${svg.slice(0, 40)}". Use showText() for text.`,
    );
  }
  return { width, height };
}

function toBase64(svg: string): string {
  return new TextEncoder().encode(svg.toWellFormed()).toBase64();
}
