/** The Deno kernel's process: started with a connection file, never left over. */

import { join } from "node:path";
import type { ConnectionInfo } from "./channels.ts";

/** A running kernel process. */
export interface KernelProcess {
  readonly pid: number;
  /** Resolves when the process is gone, in words: "exit code 0", or the signal, and the last lines of its log. */
  readonly exited: Promise<string>;
  /** Ends the process at once and removes the connection file; harmless when that is done already. */
  kill(): void;
}

/** Starts `deno jupyter --kernel` with the given working folder. */
export function startProcess(
  info: ConnectionInfo,
  folder: string,
  environment: Readonly<Record<string, string>>,
): KernelProcess {
  const temporary = Deno.makeTempDirSync({ prefix: "deno_kernel_" });
  const file = join(temporary, "connection.json");
  Deno.writeTextFileSync(file, JSON.stringify(info), { mode: 0o600 });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["jupyter", "--kernel", "--conn", file],
    cwd: folder,
    env: { NO_COLOR: "1", ...environment },
    // The kernel ends itself when this pipe closes: see WATCH_PARENT.
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();

  let isGone = false;
  const log = readTail(child.stderr);
  const exited = child.status.then(async ({ code, signal }) => {
    isGone = true;
    await child.stdin.close().catch(() => {});
    removeFolder(temporary);
    const lines = await log;
    return (signal ? `signal ${signal}` : `exit code ${code}`) + (lines && `; its log ends with: ${lines}`);
  });

  return {
    pid: child.pid,
    exited,
    kill() {
      if (!isGone) child.kill("SIGKILL");
      removeFolder(temporary);
    },
  };
}

/**
 * Code for a kernel that ends it as soon as the process that started it is gone, even by kill -9 and even in the middle
 * of an endless loop: a thread of its own waits for the end of the stdin pipe.
 */
export const WATCH_PARENT = `new Worker("data:text/javascript," + encodeURIComponent(
  'for await (const _ of Deno.stdin.readable); Deno.kill(Deno.pid, "SIGKILL");'
), { type: "module" });`;

/** The last lines that a process writes to stderr, without the notice that every kernel starts with. */
async function readTail(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let tail = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) tail = (tail + text).slice(-2000);
  return tail.split("\n").filter((line) => !line.includes('"deno jupyter" is unstable')).join("\n").trim();
}

function removeFolder(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
