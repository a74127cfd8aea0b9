// The first second of a kernel: until it answers, and until it can tell all that its client wants to know.

import { type Channels } from "./channels.ts";
import type { KernelProcess } from "./process.ts";
import { raceTimer } from "./time.ts";
import type { Message } from "./wire.ts";

/** Thrown when the kernel ended while it was started. */
export class KernelExit extends Error {}

/** Connects to a kernel that starts. Throws a KernelExit when it ends, and an error when it takes too long. */
export async function connectInTime(
  process: KernelProcess,
  limit: number,
  connect: (signal: AbortSignal) => Promise<Channels>,
): Promise<Channels> {
  const abort = new AbortController();
  try {
    const opening = connect(abort.signal);
    opening.catch(() => {});
    const opened = await raceTimer<Channels | string>(limit, opening, process.exited);
    if (opened === undefined) {
      throw new Error(`Cannot start the Deno kernel: it must answer within ${limit / 1000} s, got no answer.`);
    }
    if (typeof opened === "string") {
      throw new KernelExit(`Cannot start the Deno kernel: it ended at once, got ${opened}.`);
    }
    return opened;
  } finally {
    abort.abort();
  }
}

/** Lets the kernel execute what lies in inside.ts. Throws when that fails. */
export async function setUp(execute: (code: string) => Promise<Message | string>, mark: string): Promise<void> {
  const module = new URL("./inside.ts", import.meta.url).href;
  const reply = await execute(`(await import(${JSON.stringify(module)})).setUp(${JSON.stringify(mark)});`);
  if (typeof reply === "string") throw new KernelExit(`Cannot set up the Deno kernel: it ended, got ${reply}.`);
  if (reply.content.status === "ok") return;
  throw new Error(
    `Cannot set up the Deno kernel: its first code fails, got "${reply.content.ename}: ${reply.content.evalue}". ` +
      'Is this the whole project, and may a process open some hundred files ("ulimit -n")? ' +
      'Where the project was moved, install the kernel again with "deno task kernel".',
  );
}
