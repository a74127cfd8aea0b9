// Executes code in a real Deno kernel as a notebook would, and loses none of its outputs.

import { randomUUID } from "node:crypto";
import { readShown } from "./contents.ts";
import { type Displays, type ErrorOutput, errorOutput, foldShown, type Output, type RunningCell } from "./outputs.ts";
import { type Ending, openSession, type Session } from "./session.ts";
import { KernelExit } from "./startup.ts";
import { raceTimer, sleep } from "./time.ts";
import { makeMessage, type Message } from "./wire.ts";

/** A kernel that is ready to execute code. */
export interface Kernel {
  readonly pid: number;
  /**
   * Executes a cell's code and waits for all of its outputs. Never rejects because of what the code does: whatever goes
   * wrong is the last output and the `failure`. An interrupted cell that does not stop within a few seconds, and one that
   * writes too much, end the kernel.
   */
  execute(code: string, options?: { timeout?: number }): Promise<Execution>;
  /** Asks the running cell to stop, and makes it stop where it does not within 1.5 seconds, or when asked again. */
  interrupt(): Promise<void>;
  /** How many requests to a model the cells say have failed. */
  countFailedRequests(): number;
  /** Asks the kernel to end, and kills it when it does not. */
  shutdown(): Promise<void>;
}

/** What came of a cell. */
export interface Execution {
  readonly executionCount: number;
  /** Later cells may still change what is displayed here, by its display_id. */
  readonly outputs: Output[];
  readonly failure?: ErrorOutput;
}

/** What a kernel may be given; times in milliseconds, `outputLimit` in bytes a cell. Aborting the signal kills it. */
export interface KernelOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly startTimeout?: number;
  readonly outputLimit?: number;
  readonly signal?: AbortSignal;
  /** Told the plain text of each display as it comes. */
  readonly onDisplay?: (text: string) => void;
}

/**
 * Starts a kernel whose working folder is `folder`, where it also looks for deno.json.
 * Throws when the kernel does not answer in time or exits at once.
 */
export async function startKernel(folder: string, options: KernelOptions = {}): Promise<Kernel> {
  for (let attempt = 1;; attempt++) {
    try {
      return await launch(folder, options);
    } catch (error) {
      // Another program may have taken one of the ports meanwhile.
      if (attempt === 3 || options.signal?.aborted || !(error instanceof KernelExit)) throw error;
    }
  }
}

async function launch(folder: string, options: KernelOptions): Promise<Kernel> {
  const { outputLimit = 20_000_000, onDisplay } = options;
  const displays: Displays = new Map();
  const own = randomUUID();
  let cell: RunningCell = { outputs: [], executionCount: 0 };
  let room = 0;
  let overflow = Promise.withResolvers<"overflow">();
  let isGone = false;

  function receive(message: Message): void {
    const shown = readShown(message);
    if (shown === undefined) return;
    if ((room -= message.texts[3].length) < 0) return overflow.resolve("overflow");
    foldShown(shown, cell, displays);
    if ("data" in shown.content) onDisplay?.(String(shown.content.data["text/plain"] ?? ""));
  }

  const session = await openSession(folder, { ...options, onMessage: receive });
  session.exited.then(() => isGone = true);

  async function execute(code: string, { timeout = 600_000 } = {}): Promise<Execution> {
    cell = { outputs: [], executionCount: cell.executionCount + 1 };
    const { outputs, executionCount } = cell;
    room = outputLimit;
    overflow = Promise.withResolvers();
    const fail = (name: string, value: string, traceback: readonly string[] = []): Execution => {
      // An interrupt has an error of its own, which says less.
      const failure = errorOutput(name, value, traceback);
      outputs.splice(0, outputs.length, ...outputs.filter((output) => output.output_type !== "error"), failure);
      return { executionCount, outputs, failure };
    };

    if (isGone) return fail("KernelExit", "The kernel had ended before this cell; an earlier one did that.");
    const rest = { silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
    const ending = session.execute(makeMessage("execute_request", { code, ...rest }, { session: own }));
    const timer = new AbortController();
    const ended = await Promise.race([ending, overflow.promise, waitForTimeUp(session, timeout, timer.signal)]);
    timer.abort();
    if (ended === "time is up") {
      await session.interrupt();
      if (await isStuck(ending)) await session.kill();
      return fail("Timeout", `The cell took longer than ${timeout / 1000} s and was stopped.`);
    }
    if (ended === "overflow") {
      await session.kill();
      return fail("TooMuchOutput", `The cell wrote more than ${outputLimit / 1e6} MB; the rest is cut off.`);
    }
    if (ended.exit !== undefined) return fail("KernelExit", `The cell exited the kernel (${ended.exit}).`);
    if (ended.reply === undefined) await session.kill();
    const { error } = ended;
    return error ? fail(error.ename, error.evalue, error.traceback) : { executionCount, outputs };
  }

  const { pid, interrupt, countFailedRequests, shutdown } = session;
  return { pid, execute, interrupt, countFailedRequests, shutdown };
}

/** Resolves when the cell has had its time: what it spends on waiting for a model does not count. */
async function waitForTimeUp(session: Session, timeout: number, signal: AbortSignal): Promise<"time is up"> {
  for (let left = timeout; left > 0 && !signal.aborted;) {
    const step = Math.min(left, 250);
    await sleep(step);
    if (!session.isWaiting()) left -= step;
  }
  return "time is up";
}

/** Whether an interrupted cell goes on. */
async function isStuck(ending: Promise<Ending>): Promise<boolean> {
  const ended = await raceTimer(1000, ending);
  return ended === undefined || ended.reply === undefined;
}
