// Executes one notebook from top to bottom in a kernel of its own.

import type { ErrorOutput, Kernel, Output } from "../kernel/mod.ts";
import type { Cell } from "./cells.ts";
import type { StartingKernel } from "./kernels.ts";
import type { Notebook } from "./notebook.ts";

/** How to execute; `timeout` is in milliseconds a cell. */
export interface ExecuteOptions {
  readonly timeout?: number;
  /** Interrupts the running cell when aborted, and ends the kernel where it does not stop at once. */
  readonly signal?: AbortSignal;
  /** Told each cell's number, from 1 on, and how many there are. */
  readonly onStart?: (number: number, count: number) => void;
  readonly onEnd?: () => void;
}

/** An executed notebook. */
export interface Executed {
  readonly notebook: Notebook;
  /** What went wrong, with the cell: the cells after it were not executed. */
  readonly failure?: string;
  /** The cell in which it was interrupted. */
  readonly stoppedIn?: string;
  /** How many requests to a model failed without failing a cell. */
  readonly failedRequests: number;
}

/** Executes a notebook in a kernel that ran none before, and leaves that open. Throws where it cannot start. */
export async function executeNotebook(
  notebook: Notebook,
  starting: StartingKernel,
  { timeout, signal, onStart, onEnd }: ExecuteOptions = {},
): Promise<Executed> {
  const cells = notebook.cells.filter(isRunnable);
  const outputs = new Map<Cell, readonly Output[]>();
  let kernel: Kernel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    if (kernel === undefined) return starting.end();
    kernel.interrupt();
    timer = setTimeout(starting.end, STOP_LIMIT);
  };
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop);
  let failure: string | undefined;
  let stoppedIn: string | undefined;
  let failedRequests = 0;
  try {
    kernel = await starting.ready;
    for (const [index, cell] of cells.entries()) {
      onStart?.(index + 1, cells.length);
      const execution = await kernel.execute(cell.source, { timeout });
      outputs.set(cell, execution.outputs);
      onEnd?.();
      if (signal?.aborted) stoppedIn = `cell ${index + 1} of ${cells.length}`;
      else if (execution.failure) failure = describeFailure(index + 1, cell, execution.failure);
      if (stoppedIn ?? failure) break;
    }
    failedRequests = kernel.countFailedRequests();
  } catch (error) {
    if (!signal?.aborted) throw error;
    stoppedIn = "its start";
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  return { notebook: withOutputs(notebook, outputs), failure, stoppedIn, failedRequests };
}

/** Jupyter does not execute empty cells either. */
export function isRunnable(cell: Cell): boolean {
  return cell.type === "code" && cell.source.trim() !== "";
}

/** Milliseconds in which an interrupted cell may stop by itself. */
const STOP_LIMIT = 700;

function withOutputs(notebook: Notebook, outputs: ReadonlyMap<Cell, readonly Output[]>): Notebook {
  const numbers = [...outputs.keys()];
  const cells = notebook.cells.map((cell) => {
    if (cell.type !== "code") return cell;
    const executionCount = outputs.has(cell) ? numbers.indexOf(cell) + 1 : null;
    return { ...cell, outputs: outputs.get(cell) ?? [], executionCount };
  });
  return { ...notebook, cells };
}

/** Cells are counted as their execution counts are: code cells only. */
function describeFailure(number: number, cell: Cell, error: ErrorOutput): string {
  const firstLine = cell.source.trim().split("\n")[0];
  const title = `${error.ename}: ${error.evalue}`;
  const trace = error.traceback.join("\n");
  // The traceback usually begins with name and value.
  const shown = trace.startsWith(title) ? trace : `${title}\n${trace}`;
  return `cell ${number}: ${firstLine}\n${shown.trimEnd()}`;
}
