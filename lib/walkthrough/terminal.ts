// Shows how far a walkthrough is: one line rewritten on a terminal, plain lines elsewhere.

/** Told by the runner what happens. */
export interface Progress {
  /** A notebook that could have been kept begins, for this reason. */
  startNotebook(notebook: string, reason: string): void;
  /** A notebook is left as it is. */
  keepNotebook(notebook: string): void;
  startCell(notebook: string, number: number, count: number): void;
  /** The running cell shows this, a progress bar perhaps. */
  showDisplay(text: string): void;
  endCell(): void;
  endNotebook(notebook: string, count: number): void;
  /** Leaves the line, so that something else can be written. */
  stop(): void;
}

/** Where to write, whether it is a terminal, how wide it is, and a clock in milliseconds. */
export interface TerminalOptions {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns?: number;
  readonly now?: () => number;
}

/** Makes the progress lines; nothing is written but when something changes or, on a terminal, each second. */
export function showProgress(
  { write, isTerminal, columns = 80, now = () => performance.now() }: TerminalOptions,
): Progress {
  let label = "";
  let detail = "";
  let cellStart = 0;
  let notebookStart: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const seconds = (start: number) => `${((now() - start) / 1000).toFixed(1)} s`;
  const rewrite = (text: string) => write(`\r\x1b[K${text}`);
  const tick = () => rewrite(`${label}  ${seconds(cellStart)}${detail}`.slice(0, columns - 1));

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    if (isTerminal && label !== "") rewrite("");
    label = "";
  }

  return {
    startNotebook(notebook, reason) {
      write(`${notebook}  runs, for ${reason}\n`);
    },
    keepNotebook(notebook) {
      write(`${notebook}  kept: nothing that it is made from has changed\n`);
    },
    startCell(notebook, number, count) {
      label = `${notebook}  cell ${number} of ${count}`;
      detail = "";
      cellStart = now();
      notebookStart ??= cellStart;
      if (!isTerminal) return;
      tick();
      timer ??= setInterval(tick, 1000);
    },
    showDisplay(text) {
      // Tables and plots have several lines; a bar has one. What a terminal would obey is left out.
      const line = text.replace(/\p{Cc}.*/su, "").trim();
      if (line === text.trim() && line !== "") detail = `  ${line}`;
    },
    endCell() {
      if (!isTerminal) write(`${label}  ${seconds(cellStart)}\n`);
    },
    endNotebook(notebook, count) {
      stop();
      write(`${notebook}  ${count} cells  ${seconds(notebookStart ?? now())}\n`);
      notebookStart = undefined;
    },
    stop,
  };
}
