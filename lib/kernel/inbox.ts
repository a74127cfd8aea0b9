/** Collects what a kernel broadcasts for the cell being executed, and knows when all of it is here. */

import { randomUUID } from "node:crypto";
import { type Displays, foldMessage, type MimeBundle, type RunningCell } from "./outputs.ts";
import type { Message } from "./wire.ts";

/** The receiving end of a kernel's iopub channel. */
export interface Inbox {
  receive(message: Message): void;
  /** Whether any status came, that is, whether the subscription works. */
  hasStatus(): boolean;
  /** Begins a cell: from now on outputs go to it, up to `limit` bytes; `overflow` resolves when they are more. */
  openCell(limit: number): { cell: RunningCell; overflow: Promise<"overflow"> };
  /**
   * To be executed in the kernel once, so that flush() works, and so that what the kernel would swallow becomes an error
   * of the cell: a rejected promise that nobody awaits, and an error thrown in a callback.
   */
  readonly setUpCode: string;
  /**
   * Waits until every output of the cell is here. A kernel replies before its queued outputs have left, but they leave in
   * order: a last text and a last display of our own, made by the code given to `execute`, tell that all before them have
   * come. A short silence then covers displays that nobody awaited. What `execute` gives resolves when its code has run.
   */
  flush(execute: (code: string) => Promise<unknown>): Promise<void>;
  /** Waits until nothing has come for a short while. */
  quiet(): Promise<void>;
  /** Says that the kernel is gone, so that no flush waits for it. */
  close(): void;
}

/** Makes an inbox for a fresh kernel. */
export function openInbox(): Inbox {
  const displays: Displays = new Map();
  const mark = `walkthrough ${randomUUID()}`;
  let cell: RunningCell = { outputs: [], executionCount: 0 };
  let room = Infinity;
  let reportOverflow = () => {};
  let hasStatus = false;
  let lastHeard = 0;
  let flushCount = 0;
  let marksSeen = 0;
  let isClosed = false;

  async function quiet(): Promise<void> {
    // Silence counts from now on at the earliest.
    const start = performance.now();
    for (let rest = QUIET; rest > 0; rest = Math.max(start, lastHeard) + QUIET - performance.now()) await sleep(rest);
  }

  return {
    hasStatus: () => hasStatus,
    quiet,
    receive(message) {
      lastHeard = performance.now();
      const type = message.header.msg_type;
      const text = readText(message);
      if (type === "status") hasStatus = true;
      else if (type === "execute_input") return;
      else if (text?.startsWith(mark)) marksSeen += text.trimEnd() === `${mark} ${flushCount}` ? 1 : 0;
      else if ((room -= message.size) < 0) reportOverflow();
      else foldMessage(message, cell, displays);
    },
    openCell(limit) {
      const opened: RunningCell = { outputs: [], executionCount: cell.executionCount + 1 };
      cell = opened;
      room = limit;
      const overflow = new Promise<"overflow">((resolve) => reportOverflow = () => resolve("overflow"));
      return { cell: opened, overflow };
    },
    // Leaves no names behind, and works when a cell has put something else in the place of console.log.
    setUpCode: `{
      const print = console.log.bind(console);
      const jupyter = Deno.jupyter;
      const report = (event, error, what) => {
        event.preventDefault();
        const known = error instanceof Error;
        const [ename, value] = known ? [error.name, error.message] : ["Error", String(error)];
        const stack = known ? String(error.stack).split("\\n").slice(1) : [];
        const evalue = value + " (" + what + ")";
        jupyter.broadcast("error", { ename, evalue, traceback: [ename + ": " + evalue, ...stack] });
      };
      addEventListener("unhandledrejection", (event) =>
        report(event, event.reason, "the rejection of a promise that no cell awaits"));
      addEventListener("error", (event) => report(event, event.error, "thrown where no cell waits for it"));
      Object.defineProperty(globalThis, Symbol.for("${mark}"), {
        value: (text) => {
          print(text);
          jupyter.broadcast("display_data", { data: { "text/plain": text }, metadata: {}, transient: {} });
        },
      });
    }`,
    async flush(execute) {
      marksSeen = 0;
      flushCount++;
      lastHeard = performance.now();
      let limit = FLUSH_LIMIT;
      execute(`globalThis[Symbol.for("${mark}")]("${mark} ${flushCount}")`).then(() => limit = DELIVERY_LIMIT);
      while (marksSeen < 2 && !isClosed && performance.now() - lastHeard < limit) await sleep(2);
      await quiet();
    },
    close() {
      isClosed = true;
    },
  };
}

/** Milliseconds of silence after which nothing more is expected. */
const QUIET = 30;
/** Milliseconds of silence after which the kernel is thought to be busy with something that a cell left running. */
const FLUSH_LIMIT = 5_000;
/** The same once the kernel has run the code of the flush: what is still missing is on its way, and may be large. */
const DELIVERY_LIMIT = 60_000;

/** The text of a stream or the plain text of a display. */
function readText({ content }: Message): string | undefined {
  const { text, data } = content as { text?: string; data?: MimeBundle };
  const shown = text ?? data?.["text/plain"];
  return typeof shown === "string" ? shown : undefined;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
