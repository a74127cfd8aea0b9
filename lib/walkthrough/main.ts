// The command line of the walkthrough: runs the notebooks in order on the real Deno kernel.

import { basename, dirname, relative } from "node:path";
import { findLaunchers, watchLaunchers } from "./ancestors.ts";
import { checkVersion } from "../kernel/mod.ts";
import { openKeeper } from "./kept.ts";
import { lockFolder } from "./lock.ts";
import { makePage } from "./page_step.ts";
import { HELP, makePlan, type Plan } from "./plan.ts";
import { runNotebooks, type RunSummary } from "./run.ts";
import { showProgress } from "./terminal.ts";

/** Runs the command line and gives its exit code: 0, 1 when the run failed, 2 when the arguments are wrong. */
async function main(args: string[]): Promise<number> {
  const start = performance.now();
  try {
    checkVersion();
  } catch (error) {
    console.error(readMessage(error));
    return 2;
  }
  let plan: Plan | undefined;
  try {
    plan = await makePlan(args, Deno.cwd());
  } catch (error) {
    console.error(`${readMessage(error)}\nSee --help for what there is.`);
    return 2;
  }
  if (plan === undefined) {
    console.log(HELP);
    return 0;
  }
  const stopper = listenForStops();
  const progress = openProgress();
  let leave = () => Promise.resolve();
  try {
    leave = await lockFolder(plan.folder);
    const keeper = plan.inPlace ? undefined : await openKeeper({ ...plan, environment: Deno.env.toObject() });
    const summary = await runNotebooks(plan.paths, { ...plan, progress, keeper, signal: stopper.signal });
    writeOut(describeEnd(summary, plan, performance.now() - start));
    // A part of the notebooks makes no whole page.
    const isWhole = plan.paths.length === plan.names.length && summary.kept < plan.names.length;
    if (isWhole) writeOut(await makePage(plan.root, basename(plan.folder)));
    return 0;
  } catch (error) {
    progress.stop();
    console.error(stopper.code() > 0 && error === stopper.signal.reason ? "Stopped." : readMessage(error));
    return stopper.code() || 1;
  } finally {
    await leave();
  }
}

/** A signal that is aborted by Ctrl-C and its like, and by the end of the commands that have started this process. */
function listenForStops(): { signal: AbortSignal; code: () => number } {
  const abort = new AbortController();
  let exitCode = 0;
  let stoppedAt = 0;
  const stop = (code: number) => {
    // A task passes on what the terminal has sent to all; who asks a second time does not want to wait.
    if (exitCode > 0 && performance.now() - stoppedAt > 300) Deno.exit(code);
    exitCode = code;
    stoppedAt = performance.now();
    abort.abort();
  };
  for (const [signal, code] of Object.entries(SIGNALS)) Deno.addSignalListener(signal as Deno.Signal, () => stop(code));
  findLaunchers().then((launchers) => watchLaunchers(launchers, () => stop(TERMINATED)));
  return { signal: abort.signal, code: () => exitCode };
}

/** The exit code of a process that was asked to end. */
const TERMINATED = 143;
const SIGNALS = Deno.build.os === "windows"
  ? { SIGINT: 130, SIGBREAK: 131 }
  : { SIGINT: 130, SIGTERM: TERMINATED, SIGHUP: 129 };

function openProgress() {
  const isTerminal = Deno.stdout.isTerminal();
  // Some terminals say that they have no columns at all.
  return showProgress({
    write: writeOut,
    isTerminal,
    columns: (isTerminal && Deno.consoleSize().columns) || undefined,
  });
}

let isOutGone = false;

/** Writes to the standard output. Where that takes no more, the run is worth more than its progress. */
function writeOut(text: string): void {
  if (isOutGone) return;
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  } catch (error) {
    isOutGone = true;
    console.error(
      `Cannot write the progress: the standard output takes no more, got "${readMessage(error)}". The run goes on.`,
    );
  }
}

function describeEnd({ notebooks, kept, cells, failedRequests }: RunSummary, plan: Plan, milliseconds: number): string {
  const place = relative(Deno.cwd(), dirname(plan.copyPath("x"))) || ".";
  const keeping = kept > 0 ? `, ${kept} kept (--fresh runs all)` : "";
  const end = `${notebooks} notebook(s) run${keeping}, ${cells} cells, ${(milliseconds / 1000).toFixed(1)} s. ` +
    `The executed notebooks are in ${place}/\n`;
  const failures = [...failedRequests].map(([notebook, count]) => `${count} in ${notebook}`).join(", ");
  return failures === ""
    ? end
    : `${end}Requests to a model that failed: ${failures}. The same command asks them again, and nothing else.\n`;
}

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
