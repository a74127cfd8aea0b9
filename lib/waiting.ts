// Tells a walkthrough that a cell waits for a model, which may take minutes, so that it is not taken for one that hangs.

import { SIGNAL_FOLDER } from "./interrupt.ts";

/** Does the work, and lets the time that it takes count apart from the cell's own. */
export async function countAsWaiting<T>(work: () => Promise<T>): Promise<T> {
  const folder = Deno.env.get(SIGNAL_FOLDER);
  if (folder === undefined) return await work();
  const flag = `${folder}/waiting`;
  // Several requests may be under way at once.
  if (++underWay === 1) attempt(() => Deno.writeTextFileSync(flag, ""));
  try {
    return await work();
  } finally {
    if (--underWay === 0) attempt(() => Deno.removeSync(flag));
  }
}

let underWay = 0;

/** Without the flag the work is the same: only its time counts as the cell's. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    return;
  }
}
