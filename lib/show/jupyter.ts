// Shows drawings, pictures, tables and texts below a notebook's cell: each call is one display, to be awaited.

import { type Bundle, displayBundle } from "./display.ts";
import type { Picture } from "../pictures/mod.ts";
import { type Message, messagesBundle, noteBundle, textBundle } from "./messages.ts";
import { type Cell, tableBundle, type TableOptions } from "./table.ts";

/** Shows an SVG document, a picture, or several one below the other. */
export async function show(drawing: string | Picture | readonly (string | Picture)[]): Promise<void> {
  const drawings = typeof drawing === "string" || "png" in drawing ? [drawing] : drawing;
  for (const each of drawings) await displayBundle(drawingBundle(each));
}

/** Shows rows as a table with a column for each key. */
export async function showTable(
  rows: readonly Readonly<Record<string, Cell>>[],
  options: TableOptions = {},
): Promise<void> {
  await displayBundle(tableBundle(rows, options));
}

/** Shows a text of a model or a prompt verbatim. */
export async function showText(text: string, options: { title?: string } = {}): Promise<void> {
  await displayBundle(textBundle(text, options));
}

/** Shows the messages of a prompt verbatim, pictures included. */
export async function showMessages(messages: readonly Message[]): Promise<void> {
  await displayBundle(messagesBundle(messages));
}

/** Shows a paragraph of plain text. */
export async function showNote(text: string): Promise<void> {
  await displayBundle(noteBundle(text));
}

function drawingBundle(drawing: string | Picture): Bundle {
  if (typeof drawing !== "string") {
    const { png, width, height } = drawing;
    return { "text/plain": `[picture, ${width} × ${height}]`, "image/png": png.toBase64() };
  }
  if (!drawing.startsWith("<svg")) {
    throw new TypeError(
      `Cannot show a drawing: this is no SVG, got "${drawing.slice(0, 40)}". Use showText() for text.`,
    );
  }
  const label = /^<svg[^>]* aria-label="([^"]*)"/.exec(drawing)?.[1] ?? "drawing";
  return { "text/plain": `[${unescape(label)}]`, "image/svg+xml": drawing };
}

function unescape(text: string): string {
  const characters: Record<string, string> = { lt: "<", gt: ">", quot: '"', amp: "&" };
  return text.replace(/&(lt|gt|quot|amp);/g, (_, name) => characters[name]);
}
