// Runs the walkthroughs of a sweep, several at once, and keeps how each of them ended.

import { join } from "node:path";
import pLimit from "p-limit";
import * as v from "valibot";
import { readPlainText, writeWhole } from "../files.ts";
import type { PlannedRun } from "./sweep_plan.ts";
import { runWalkthrough } from "./walkthrough_process.ts";

/** How the last walkthrough of a run ended; one that stopped with the sweep leaves none. */
export interface RunEnd {
  /** The walkthrough's arguments: a run that was planned otherwise has not ended yet. */
  readonly arguments: readonly string[];
  readonly seconds: number;
  /** What went wrong, as the walkthrough said it. */
  readonly failure?: string;
}

/** Told how far the sweep is. */
export interface SweepProgress {
  start(run: string): void;
  /** The run's walkthrough has printed a line. */
  say(run: string, line: string): void;
  end(run: string, end: RunEnd): void;
}

export interface SweepOptions {
  /** The project's folder. */
  readonly project: string;
  /** The sweep's folder, for logs and ends. */
  readonly folder: string;
  /** Walkthroughs at the same time, each with a kernel. */
  readonly atOnce: number;
  readonly progress?: SweepProgress;
  readonly signal?: AbortSignal;
}

/**
 * Walks through all runs. A failed one is told and the others go on. What is kept of a run is its walkthrough's
 * business: one of which all is kept ends within a second. When aborted, it throws once all processes are gone.
 */
export async function walkRuns(
  runs: readonly PlannedRun[],
  { project, folder, atOnce, progress, signal }: SweepOptions,
): Promise<void> {
  const limit = pLimit(atOnce);
  await Deno.mkdir(join(folder, "runs"), { recursive: true });
  const walk = async (run: PlannedRun) => {
    if (signal?.aborted) return;
    progress?.start(run.name);
    const start = performance.now();
    await Deno.remove(endPath(folder, run.name)).catch(() => {});
    const { code, errors } = await runWalkthrough(["--run", run.name, ...run.arguments], {
      folder: project,
      log: join(folder, "runs", `${run.name}.log`),
      onLine: (line) => progress?.say(run.name, line),
      signal,
    });
    if (signal?.aborted) return;
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    const failure = code === 0 ? undefined : errors || `its walkthrough ended with exit code ${code}`;
    const end: RunEnd = { arguments: run.arguments, seconds, failure };
    await writeWhole(endPath(folder, run.name), JSON.stringify(end, null, 2) + "\n");
    progress?.end(run.name, end);
  };
  await Promise.all(runs.map((run) => limit(walk, run)));
  signal?.throwIfAborted();
}

/** How a run's walkthrough ended; undefined where it has not, or was planned otherwise then. */
export async function readEnd(folder: string, run: PlannedRun): Promise<RunEnd | undefined> {
  try {
    const end = v.parse(endSchema, JSON.parse(await readPlainText(endPath(folder, run.name))));
    return JSON.stringify(end.arguments) === JSON.stringify(run.arguments) ? end : undefined;
  } catch {
    return undefined;
  }
}

const endSchema = v.object({ arguments: v.array(v.string()), seconds: v.number(), failure: v.optional(v.string()) });

function endPath(folder: string, run: string): string {
  return join(folder, "runs", `${run}.json`);
}
