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
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const watchdog = startWatchdog(child.pid, temporary);

  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const log = readTail(reader);
  const exited = child.status.then(async ({ code, signal }) => {
    removeFolder(temporary);
    killSafely(watchdog);
    await watchdog.stdin.close().catch(() => {});
    await watchdog.status;
    // What the kernel has started may live on and hold the pipe open.
    const timer = setTimeout(() => reader.cancel(), LOG_LIMIT);
    const lines = await log;
    clearTimeout(timer);
    return (signal ? `signal ${signal}` : `exit code ${code}`) + (lines && `; its log ends with: ${lines}`);
  });

  return {
    pid: child.pid,
    exited,
    kill() {
      killSafely(child);
      removeFolder(temporary);
    },
  };
}

/** Milliseconds after its exit in which the kernel's last words are read. */
const LOG_LIMIT = 200;

/**
 * A process that kills the kernel when this process is gone, even by kill -9 and while the kernel is in an endless loop:
 * its stdin is a pipe from here, which then ends. It also removes the folder of the connection file.
 */
function startWatchdog(kernel: number, folder: string): Deno.ChildProcess {
  const code = `
    for await (const _ of Deno.stdin.readable);
    try { Deno.kill(${kernel}, "SIGKILL"); } catch {}
    Deno.removeSync(${JSON.stringify(folder)}, { recursive: true });`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", code],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** The last lines that a process writes to stderr, without the notice that every kernel starts with. */
async function readTail(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let tail = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) tail = (tail + read.value).slice(-2000);
  return tail.split("\n").filter((line) => !line.includes('"deno jupyter" is unstable')).join("\n").trim();
}

/** Kills a process that may have ended by itself, for instance because Ctrl-C reached it too. */
function killSafely(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function removeFolder(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
