/** A Jupyter client that executes code in a real Deno kernel and loses none of its outputs. */

import { chooseConnection, openChannels } from "./channels.ts";
import { openInbox } from "./inbox.ts";
import { type ErrorOutput, errorOutput, type Output } from "./outputs.ts";
import { startProcess } from "./process.ts";
import { explainSyntaxError } from "./syntax.ts";
import type { Message } from "./wire.ts";

/** A kernel that is ready to execute code. */
export interface Kernel {
  readonly pid: number;
  /**
   * Executes a cell's code and waits for all of its outputs. Never rejects because of what the code does: whatever goes
   * wrong is the last output and the `failure`. An interrupted cell that does not stop within a few seconds, and one that
   * writes too much, end the kernel.
   */
  execute(code: string, options?: { timeout?: number }): Promise<Execution>;
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

async function launch(
  folder: string,
  { environment = {}, startTimeout = 60_000, outputLimit = 20_000_000, signal }: KernelOptions,
): Promise<Kernel> {
  signal?.throwIfAborted();
  const info = chooseConnection();
  const inbox = openInbox();
  const process = startProcess(info, folder, environment);
  const channels = openChannels(info, inbox.receive);
  let isGone = false;
  signal?.addEventListener("abort", process.kill);
  process.exited.then(() => {
    isGone = true;
    inbox.close();
    signal?.removeEventListener("abort", process.kill);
  });

  /** Silent code belongs to this client: it is not counted and not in the notebook. */
  function send(code: string, silent: boolean): Promise<Message> {
    const rest = { store_history: !silent, user_expressions: {}, allow_stdin: false, stop_on_error: true };
    return channels.request("shell", "execute_request", { code, silent, ...rest });
  }

  async function collectRest(): Promise<void> {
    await inbox.flush((code) => send(code, true).catch(() => {}));
  }

  async function kill(): Promise<void> {
    process.kill();
    await process.exited;
  }

  async function waitUntilReady(): Promise<void> {
    const deadline = performance.now() + startTimeout;
    let hasReply = false;
    while (!hasReply || !inbox.hasStatus()) {
      if (isGone) throw new KernelExit(`Cannot start the Deno kernel: it ended at once, got ${await process.exited}.`);
      if (performance.now() > deadline) {
        throw new Error(`Cannot start the Deno kernel: it must answer within ${startTimeout / 1000} s, got no answer.`);
      }
      // The first broadcasts are lost until the subscription has reached the kernel, so it is asked again.
      const reply = channels.request("shell", "kernel_info_request").then(() => hasReply = true);
      await raceTimer<unknown>(250, process.exited, reply.then(inbox.quiet));
    }
    await raceTimer<unknown>(startTimeout, send(inbox.setUpCode, true), process.exited);
  }

  /** Stops what runs: by a message first, which lets the kernel live, then by force. */
  async function interrupt(reply: Promise<Message>): Promise<void> {
    channels.request("control", "interrupt_request").catch(() => {});
    const ending = await raceTimer<unknown>(INTERRUPT_LIMIT, reply, process.exited);
    if (ending === undefined) await kill();
    else await collectRest();
  }

  async function execute(code: string, { timeout = 600_000 } = {}): Promise<Execution> {
    const { cell, overflow } = inbox.openCell(outputLimit);
    const { outputs, executionCount } = cell;
    const fail = (failure: ErrorOutput): Execution => {
      // An interrupt has an error of its own, which says less.
      const kept = outputs.filter((output) => output.output_type !== "error");
      outputs.splice(0, outputs.length, ...kept, failure);
      return { executionCount, outputs, failure };
    };

    if (isGone) {
      return fail(errorOutput("KernelExit", "The kernel had ended before this cell; an earlier one did that."));
    }
    const reply = send(code, false);
    const exit = process.exited.then((how) => ({ how }));
    const ended = await raceTimer<"replied" | "overflow" | { how: string }>(
      timeout,
      reply.then(() => "replied"),
      overflow,
      exit,
    );
    const ending = ended === "replied" ? await Promise.race([collectRest().then(() => reply), overflow, exit]) : ended;
    if (ending === undefined) {
      await interrupt(reply);
      return fail(errorOutput("Timeout", `The cell took longer than ${timeout / 1000} s and was stopped.`));
    }
    if (ending === "overflow") {
      await kill();
      return fail(
        errorOutput("TooMuchOutput", `The cell wrote more than ${outputLimit / 1e6} MB; the rest is cut off.`),
      );
    }
    if ("how" in ending) {
      await inbox.quiet();
      return fail(errorOutput("KernelExit", `The cell exited the kernel (${ending.how}).`));
    }
    const { status, ename, evalue } = ending.content;
    const shown = outputs.findLast((output) => output.output_type === "error");
    if (status === "ok") return shown ? fail(shown) : { executionCount, outputs };
    const failure = shown ??
      await explainSyntaxError(code) ??
      // Seen where the promise that a cell awaits was collected as garbage, because nothing could resolve it any more.
      errorOutput(
        String(ename),
        `${evalue}. The kernel says no more; does the cell await what never comes?`,
      );
    return fail(failure);
  }

  async function shutdown(): Promise<void> {
    try {
      if (isGone) return;
      channels.request("control", "shutdown_request", { restart: false }).catch(() => {});
      await raceTimer(SHUTDOWN_LIMIT, process.exited);
    } finally {
      await kill();
      channels.close();
    }
  }

  try {
    await waitUntilReady();
  } catch (error) {
    await kill();
    channels.close();
    throw error;
  }
  return { pid: process.pid, execute, shutdown };
}

class KernelExit extends Error {}

const INTERRUPT_LIMIT = 3_000;
const SHUTDOWN_LIMIT = 5_000;

/** What the first of the promises gives, or undefined when none resolves in time; leaves no timer behind. */
async function raceTimer<T>(milliseconds: number, ...promises: Promise<T>[]): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<undefined>((resolve) => timer = setTimeout(() => resolve(undefined), milliseconds));
  try {
    return await Promise.race([...promises, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
