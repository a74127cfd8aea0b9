// Shows how far a sweep is: on a terminal a line for each worker, elsewhere a line for each run that ends.

import type { SweepProgress } from "./sweep_runs.ts";

/** Where to write, whether it is a terminal, and how wide it is. */
export interface SweepLinesOptions {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns?: number;
}

/** Makes the lines for a sweep of so many runs; `stop` takes the workers' lines away. */
export function showSweep(
  total: number,
  { write, isTerminal, columns = 80 }: SweepLinesOptions,
): SweepProgress & { stop(): void } {
  const working = new Map<string, string>();
  let done = 0;
  let failed = 0;
  let drawn = 0;

  function clear(): void {
    if (drawn > 0) write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  }
  function draw(): void {
    if (!isTerminal) return;
    const failures = failed > 0 ? `, ${failed} failed` : "";
    const lines = [`${bar(done, total)} ${done} of ${total} runs${failures}`];
    for (const [run, line] of working) lines.push(`${run}  ${line}`);
    clear();
    write(lines.map((line) => `${line.slice(0, columns - 1)}\n`).join(""));
    drawn = lines.length;
  }

  return {
    start(run) {
      working.set(run, "starts");
      draw();
    },
    say(run, line) {
      working.set(run, line);
      draw();
    },
    end(run, { seconds, failure }) {
      working.delete(run);
      done++;
      clear();
      if (failure !== undefined) failed++;
      if (failure !== undefined) write(`${run}  failed: ${failure.split("\n")[0]}\n`);
      else if (!isTerminal) write(`${run}  ${seconds.toFixed(1)} s  (${done} of ${total})\n`);
      draw();
    },
    stop: clear,
  };
}

function bar(done: number, total: number): string {
  const full = Math.round(20 * done / Math.max(1, total));
  return `[${"#".repeat(full)}${".".repeat(20 - full)}]`;
}
