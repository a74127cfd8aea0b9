// Shows drawings, pictures, tables and texts below a notebook's cell: each call is one display, to be awaited.

import type { Network } from "../network/mod.ts";
import type { Picture } from "../pictures/mod.ts";
import { noteOnKernel } from "../interrupt.ts";
import { displayBundle } from "./display.ts";
import { drawingBundle } from "./drawing_bundle.ts";
import { type Message, messagesBundle, noteBundle, textBundle, type TextOptions } from "./messages.ts";
import { pencilBundle, type PencilOptions } from "./pencil/pencil_bundle.ts";
import { tableBundle, type TableOptions, type TableRow } from "./table.ts";

/** Shows an SVG document, a picture, or several one below the other. */
export async function show(drawing: string | Picture | readonly (string | Picture)[]): Promise<void> {
  const drawings = typeof drawing === "string" || "png" in drawing ? [drawing] : drawing;
  for (const each of drawings) await displayBundle(await drawingBundle(each));
}

/** Shows rows as a table with a column for each key. */
export async function showTable<Row extends TableRow<Row>>(
  rows: readonly Row[],
  options: TableOptions = {},
): Promise<void> {
  await displayBundle(tableBundle(rows, options));
}

/** Shows a text of a model or a prompt verbatim. */
export async function showText(text: string, options: TextOptions = {}): Promise<void> {
  await displayBundle(textBundle(text, options));
}

/** Shows the messages of a prompt verbatim, pictures included. */
export async function showMessages(messages: readonly Message[], options: { fold?: boolean } = {}): Promise<void> {
  await displayBundle(messagesBundle(messages, options));
}

/** Shows a paragraph of plain text. */
export async function showNote(text: string): Promise<void> {
  await displayBundle(noteBundle(text));
}

/** Says what is weaker on Deno's own kernel, where a notebook runs on that one; shows nothing elsewhere. */
export async function showKernelNote(): Promise<void> {
  const note = noteOnKernel();
  if (note !== undefined) await showNote(note);
}

/**
 * Shows a sheet to draw on beside what the network makes of the drawing. It runs in the page itself, without the
 * kernel; where scripts do not run, the example stands in its place.
 */
export async function showPencil(network: Network, options: PencilOptions): Promise<void> {
  await displayBundle(await pencilBundle(network, options));
}
