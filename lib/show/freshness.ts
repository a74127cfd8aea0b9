// Says above results whether they still belong to the prompt that they were made with: one display, replaced in place.

import { displayBundle } from "./display.ts";
import { noteBundle } from "./messages.ts";

/** Shows, above what was made with a prompt, that it belongs to that prompt as it stands. */
export async function showFresh(prompt: string): Promise<void> {
  await displayBundle(noteBundle(`Made with the prompt "${prompt}" as it stands above.`), { id: idOf(prompt) });
}

/** Replaces what showFresh() showed in cells that ran before: the prompt was edited since. */
export async function markStale(prompt: string): Promise<void> {
  const text = `Out of date: the prompt "${prompt}" was edited since. Run this cell again.`;
  await displayBundle(noteBundle(text), { id: idOf(prompt), update: true });
}

function idOf(prompt: string): string {
  return `made-with-${prompt}`;
}
