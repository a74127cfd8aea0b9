// Knows when all that a cell has shown is here: a kernel replies before its queued outputs have left.

import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { sleep } from "./time.ts";
import type { Message } from "./wire.ts";

/** The marks that the kernel shows behind a cell's outputs. */
export interface Flush {
  /** By this name the kernel knows what shows the marks: see inside.ts. */
  readonly mark: string;
  /** Looks at each message that comes, and takes those that are marks. */
  receive(message: Message): boolean;
  /**
   * Waits until every output of the cell is here. Outputs leave in order, so a text and a display of our own, shown by the
   * code given to `execute`, tell that all before them have come. A short silence then covers displays that nobody
   * awaited. Gives the causes of what a failed cell has thrown.
   */
  flush(execute: (code: string) => Promise<Message | string>, cell: FlushedCell): Promise<string[]>;
  /** Waits until nothing has come for a short while. */
  quiet(): Promise<void>;
  /** Says that the kernel is gone, so that no flush waits for it. */
  close(): void;
}

/** What the kernel has to know of the cell behind which it shows the marks. */
export interface FlushedCell {
  readonly failed: boolean;
  /** Whether cells have replaced what the kernel needs, so that the marks may never come. */
  readonly isBroken: () => boolean;
  readonly imports: readonly { specifier: string; names: readonly string[] }[];
}

/** Makes marks for a fresh kernel. */
export function openFlush(): Flush {
  const mark = `flush ${randomUUID()}`;
  let lastHeard = 0;
  let count = 0;
  let seen = 0;
  let causes: string[] = [];
  let isClosed = false;

  async function quiet(): Promise<void> {
    // Silence counts from now on at the earliest.
    const start = performance.now();
    for (let rest = QUIET; rest > 0; rest = Math.max(start, lastHeard) + QUIET - performance.now()) await sleep(rest);
  }

  return {
    mark,
    quiet,
    receive({ header, content }) {
      lastHeard = performance.now();
      const text = header.msg_type === "stream" ? content.text : v.is(MARK, content) ? content.data["text/plain"] : "";
      if (typeof text !== "string" || !text.startsWith(mark)) return false;
      if (text.trimEnd() === `${mark} ${count}`) {
        seen++;
        if (v.is(MARK, content)) causes = content.data["application/json"];
      }
      return true;
    },
    async flush(execute, { failed, isBroken, imports }) {
      seen = 0;
      count++;
      causes = [];
      lastHeard = performance.now();
      let limit = BUSY_LIMIT;
      const modules = imports.map(({ specifier, names }) =>
        // Through a variable, because the kernel looks for written-out imports before it runs the code.
        `{ specifier: ${JSON.stringify(specifier)}, names: ${JSON.stringify(names)},
           load() { const name = ${JSON.stringify(specifier)}; return import(name); } }`
      );
      const code = `this["${mark}"].flush(${count}, { failed: ${failed}, imports: [${modules}] });`;
      // Where a cell has broken what the marks need, none will come.
      execute(code).then((reply) => limit = isOk(reply) ? DELIVERY_LIMIT : 0);
      const isOver = () => performance.now() - lastHeard > (isBroken() ? Math.min(BROKEN_LIMIT, limit) : limit);
      while (seen < 2 && !isClosed && !isOver()) await sleep(1);
      await quiet();
      return causes;
    },
    close() {
      isClosed = true;
    },
  };
}

function isOk(reply: Message | string): boolean {
  return typeof reply === "object" && reply.content.status === "ok";
}

const MARK = v.object({ data: v.object({ "text/plain": v.string(), "application/json": v.array(v.string()) }) });

/** Milliseconds of silence after which nothing more is expected. */
const QUIET = 10;
/** Milliseconds of silence after which the kernel is thought to be busy with something that a cell left running. */
const BUSY_LIMIT = 5_000;
/** The same once the kernel has run the code of the flush: what is still missing is on its way, and may be large. */
const DELIVERY_LIMIT = 20_000;
/** The same where cells have replaced what the kernel needs. */
const BROKEN_LIMIT = 1_000;
