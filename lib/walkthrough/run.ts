// Runs notebooks in order, keeps the executed copies, and leaves out what need not run.

import { basename, dirname } from "node:path";
import { executeNotebook, isRunnable } from "./execute.ts";
import type { Keeper } from "./kept.ts";
import { openKernels } from "./kernels.ts";
import { readNotebook, writeNotebook } from "./notebook.ts";
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
  /** Interrupts the running cell and ends the run when aborted. */
  readonly signal?: AbortSignal;
}

/** What was run, and how many notebooks did not have to. */
export interface RunSummary {
  readonly notebooks: number;
  readonly kept: number;
  readonly cells: number;
  /** How many requests to a model failed, by notebook; only those with any. */
  readonly failedRequests: ReadonlyMap<string, number>;
}

/**
 * Runs the notebooks in the given order. All are read and all settings are checked before the first kernel starts.
 * Throws at the first cell that fails, after its notebook's copy is written with the error as last output; the message
 * names notebook and cell and shows the error. Throws as well when it is stopped, and says what is kept.
 */
export async function runNotebooks(
  paths: readonly string[],
  { copyPath, failedCopyPath = copyPath, settings = [], timeout, progress, keeper, signal }: RunOptions,
): Promise<RunSummary> {
  const originals = await Promise.all(paths.map(readNotebook));
  const constants = originals.map((notebook, i) => [basename(paths[i]), readParameters(notebook)] as const);
  const values = parseSettings(settings, new Map(constants));
  const failedRequests = new Map<string, number>();
  let cellCount = 0;
  let kept = 0;
  const folders = paths.map(dirname);
  const kernels = openKernels({ onDisplay: (text) => progress?.showDisplay(text) });
  try {
    for (const [index, path] of paths.entries()) {
      const name = basename(path);
      const title = name.replace(/\.ipynb$/, "");
      const notebook = injectParameters(originals[index], values.get(name)!);
      const reason = await keeper?.reasonToRun(name, notebook);
      if (keeper !== undefined && reason === undefined) {
        kept++;
        progress?.keepNotebook(title);
        continue;
      }
      if (reason) progress?.startNotebook(title, reason);
      const remember = await keeper?.watch(name, notebook);
      const executed = await executeNotebook(notebook, kernels.take(folders[index], folders[index + 1]), {
        timeout,
        signal,
        onStart: (number, count) => progress?.startCell(title, number, count),
        onEnd: () => progress?.endCell(),
      });
      const isWhole = executed.failure === undefined && executed.stoppedIn === undefined;
      const target = (isWhole ? copyPath : failedCopyPath)(name);
      const problem = await writeNotebook(target, executed.notebook).then(() => undefined, (error: Error) => error);
      if (!isWhole) progress?.stop();
      // A full disk fails the cell first and the copy then.
      const copy = problem?.message ?? `The copy up to there is ${target}`;
      if (executed.stoppedIn) {
        throw new Error(
          `Stopped in ${title}, ${executed.stoppedIn}. No kernel is left running. ${copy}\n` +
            `Kept: ${index} notebook(s) before it, and all files and replies that were written whole. The same command goes on.`,
        );
      }
      if (executed.failure) throw new Error(`${name}, ${executed.failure}\n${copy}`);
      if (problem) throw problem;
      await remember?.(executed.failedRequests);
      if (executed.failedRequests > 0) failedRequests.set(title, executed.failedRequests);
      const count = notebook.cells.filter(isRunnable).length;
      cellCount += count;
      progress?.endNotebook(title, count);
    }
  } finally {
    await kernels.close();
  }
  return { notebooks: paths.length - kept, kept, cells: cellCount, failedRequests };
}
