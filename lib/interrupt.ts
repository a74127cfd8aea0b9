// Tells the code of a cell that its user wants it to stop: by Jupyter's interrupt button, or by Ctrl-C in a walkthrough.

/**
 * The signal of the running cell, aborted about a tenth of a second after the user interrupts. Ask for it where work
 * begins: after an interrupted cell the next one gets a fresh signal. It is seen wherever the work pauses, so a loop has to
 * await something (a timer, say) several times a second. Outside a notebook, and in a kernel that knows of no such signal,
 * it never aborts.
 */
export function interruptSignal(): AbortSignal {
  const folder = Deno.env.get(SIGNAL_FOLDER);
  if (folder === undefined) return never.signal;
  const flag = `${folder}/interrupt`;
  // Who interrupts removes the flag before the next cell.
  if (current.signal.aborted && !exists(flag)) current = new AbortController();
  if (!current.signal.aborted) watch(flag);
  return current.signal;
}

/** The variable that names the folder in which a client and the code of its kernel leave each other word. */
export const SIGNAL_FOLDER = "NOTEBOOK_SIGNALS";

const never = new AbortController();
let current = new AbortController();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(flag: string): void {
  if (timer !== undefined) return;
  timer = setInterval(() => {
    if (!exists(flag)) return;
    clearInterval(timer);
    timer = undefined;
    current.abort(new DOMException("Stopped by hand.", "AbortError"));
  }, 100);
  // A program must not stay alive for it.
  Deno.unrefTimer(timer);
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
