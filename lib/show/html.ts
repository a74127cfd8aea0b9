// Text and pictures as HTML that shows them and never interprets them.

import { type Picture, toDataUrl } from "../pictures/mod.ts";

/** Attributes that keep line breaks and keep MathJax from reading the dollar signs of a text as formulas. */
export const verbatim = 'class="tex2jax_ignore mathjax_ignore" style="white-space: pre-wrap; text-align: left"';

/**
 * Makes visible what a terminal or a page would obey: control characters, as their Unicode pictures, and marks that
 * change the direction of writing. Line breaks and tabs stay. Half surrogates become the replacement character, because
 * the kernel's JSON cannot carry them.
 */
export function defuse(text: string): string {
  return text.toWellFormed().replaceAll("\r\n", "\n").replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/** Text for HTML's content and for its quoted attributes. */
export function escapeHtml(text: string): string {
  return defuse(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** A verbatim block of text. */
export function pre(text: string): string {
  // A parser drops the first line break inside of <pre>, so that one is added for it.
  return `<pre ${verbatim}>\n${escapeHtml(text)}</pre>`;
}

/** A picture, or an SVG document, as an image; scripts inside of an SVG do not run there. */
export function img(picture: Picture | { readonly svg: string }, alt = ""): string {
  const label = escapeHtml(alt);
  if ("svg" in picture) {
    const base64 = new TextEncoder().encode(picture.svg.toWellFormed()).toBase64();
    return `<img src="data:image/svg+xml;base64,${base64}" alt="${label}" style="${wholeWidth}">`;
  }
  const { width, height } = picture;
  return `<img src="${toDataUrl(picture)}" width="${width}" height="${height}" alt="${label}" ` +
    `style="${wholeWidth}; image-rendering: pixelated">`;
}

// Notebook pages let pictures shrink to their column, which a long text beside them leaves no room.
const wholeWidth = "max-width: none";

// deno-lint-ignore no-control-regex -- control characters are what is looked for
const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
