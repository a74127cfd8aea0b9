// What a cell and the client of its kernel tell each other: that the user interrupts, and how requests to a model go.

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

/** Does work that waits for a model, which may take minutes: the time counts apart from that in which a cell may hang. */
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

/** Says that so many requests to a model have failed for good, so that a walkthrough does not take the notebook for done. */
export function reportFailedRequests(count: number): void {
  const folder = Deno.env.get(SIGNAL_FOLDER);
  if (folder === undefined || count === 0) return;
  attempt(() => Deno.writeTextFileSync(`${folder}/failed`, `${count}\n`, { append: true }));
}

/** What a notebook should say of its kernel, where that is Deno's own; nothing elsewhere. */
export function noteOnKernel(): string | undefined {
  if (Deno.env.get(SIGNAL_FOLDER) !== undefined || !isInNotebook()) return undefined;
  return "This is Deno's own kernel: an output may come too late to be seen, queued cells go on after an error, and an " +
    'interrupt may take long. "deno task kernel" installs one without these faults.';
}

/** The variable that names the folder in which a client and the code of its kernel leave each other word. */
export const SIGNAL_FOLDER = "NOTEBOOK_SIGNALS";

const never = new AbortController();
let current = new AbortController();
let underWay = 0;
let lastTick = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function watch(flag: string): void {
  // A cell that was broken off by force may have taken the timer with it: then it is silent.
  if (timer !== undefined && performance.now() - lastTick < 1000) return;
  clearInterval(timer);
  lastTick = performance.now();
  timer = setInterval(() => {
    lastTick = performance.now();
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

/** Without the flag the work is the same: only its time counts as the cell's. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    return;
  }
}

// Outside of a notebook Deno.jupyter is not missing: reading it throws.
function isInNotebook(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false;
  }
}
