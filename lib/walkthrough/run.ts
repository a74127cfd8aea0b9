/** Executes notebooks from top to bottom, each in a fresh kernel, and keeps the executed copies. */

import { basename, dirname } from "node:path";
import type { Keeper } from "./kept.ts";
import { type ErrorOutput, type Kernel, type Output, startKernel } from "../kernel/mod.ts";
import { type Cell, type Notebook, readNotebook, writeNotebook } from "./notebook.ts";
import { injectParameters, readParameters } from "./parameters.ts";
import { parseSettings } from "./settings.ts";
import type { Progress } from "./terminal.ts";

/** How to run; `timeout` is in milliseconds a cell. */
export interface RunOptions {
  /** Where the executed copy of a notebook is written, by the name of its file. */
  readonly copyPath: (name: string) => string;
  /** Where the copy is written when a cell fails; the same place unless given. */
  readonly failedCopyPath?: (name: string) => string;
  /** Parameters as `name=value` or `01.name=value`. */
  readonly settings?: readonly string[];
  readonly timeout?: number;
  readonly progress?: Progress;
  /** Leaves out the notebooks for which nothing has changed; all run unless given. */
  readonly keeper?: Keeper;
  /** Ends the kernel and the run when aborted. */
  readonly signal?: AbortSignal;
}

/** What was run, and how many notebooks did not have to. */
export interface RunSummary {
  readonly notebooks: number;
  readonly kept: number;
  readonly cells: number;
}

/**
 * Runs the notebooks in the given order. All are read and all settings are checked before the first kernel starts.
 * Throws at the first cell that fails, after its notebook's copy is written with the error as last output; the message
 * names notebook and cell and shows the error.
 */
export async function runNotebooks(
  paths: readonly string[],
  { copyPath, failedCopyPath = copyPath, settings = [], timeout, progress, keeper, signal }: RunOptions,
): Promise<RunSummary> {
  const originals = await Promise.all(paths.map(readNotebook));
  const constants = originals.map((notebook, i) => [basename(paths[i]), readParameters(notebook)] as const);
  const values = parseSettings(settings, new Map(constants));
  let cellCount = 0;
  let kept = 0;
  for (const [index, path] of paths.entries()) {
    const name = basename(path);
    const notebook = injectParameters(originals[index], values.get(name)!);
    const reason = await keeper?.reasonToRun(name, notebook);
    if (keeper !== undefined && reason === undefined) {
      kept++;
      progress?.keepNotebook(withoutExtension(name));
      continue;
    }
    if (reason) progress?.startNotebook(withoutExtension(name), reason);
    const remember = await keeper?.watch(name, notebook);
    const { executed, failure } = await executeNotebook(notebook, dirname(path), {
      timeout,
      signal,
      onStart: (number, count) => progress?.startCell(withoutExtension(name), number, count),
      onEnd: () => progress?.endCell(),
    });
    signal?.throwIfAborted();
    const target = (failure ? failedCopyPath : copyPath)(name);
    const problem = await writeNotebook(target, executed).then(() => undefined, (error: Error) => error);
    if (failure) {
      progress?.stop();
      // A full disk fails the cell first and the copy then.
      throw new Error(`${name}, ${failure}\n${problem?.message ?? `The copy up to there is ${target}`}`);
    }
    if (problem) throw problem;
    await remember?.();
    const count = executed.cells.filter(isRunnable).length;
    cellCount += count;
    progress?.endNotebook(withoutExtension(name), count);
  }
  return { notebooks: paths.length - kept, kept, cells: cellCount };
}

interface ExecuteOptions extends Pick<RunOptions, "timeout" | "signal"> {
  onStart: (number: number, count: number) => void;
  onEnd: () => void;
}

async function executeNotebook(
  notebook: Notebook,
  folder: string,
  { timeout, signal, onStart, onEnd }: ExecuteOptions,
): Promise<{ executed: Notebook; failure?: string }> {
  const count = notebook.cells.filter(isRunnable).length;
  const outputs = new Map<Cell, readonly Output[]>();
  let failure: string | undefined;
  let kernel: Kernel | undefined;
  try {
    kernel = await startKernel(folder, { signal });
    for (const cell of notebook.cells.filter(isRunnable)) {
      onStart(outputs.size + 1, count);
      const execution = await kernel.execute(cell.source, { timeout });
      outputs.set(cell, execution.outputs);
      onEnd();
      if (execution.failure) {
        failure = describeFailure(outputs.size, cell, execution.failure);
        break;
      }
    }
  } finally {
    await kernel?.shutdown();
  }
  const numbers = [...outputs.keys()];
  const cells = notebook.cells.map((cell) =>
    cell.type !== "code" ? cell : {
      ...cell,
      outputs: outputs.get(cell) ?? [],
      executionCount: outputs.has(cell) ? numbers.indexOf(cell) + 1 : null,
    }
  );
  return { executed: { ...notebook, cells }, failure };
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

/** Jupyter does not execute empty cells either. */
function isRunnable(cell: Cell): boolean {
  return cell.type === "code" && cell.source.trim() !== "";
}

function withoutExtension(name: string): string {
  return name.replace(/\.ipynb$/, "");
}
