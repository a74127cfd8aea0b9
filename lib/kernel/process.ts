// The Deno kernel's process: started with a connection file, never left over, nor what its cells have started.

import { join } from "node:path";
import process from "node:process";
import { SIGNAL_FOLDER } from "../interrupt.ts";
import type { ConnectionInfo } from "./channels.ts";

/** A running kernel process. */
export interface KernelProcess {
  readonly pid: number;
  /** Resolves when the process is gone, in words: "exit code 0", or the signal, and the last lines of its log. */
  readonly exited: Promise<string>;
  /** Raises a flag that code in the kernel looks for, or takes it down. */
  setFlag(name: "interrupt" | "force" | "alive", isUp: boolean): void;
  /** Whether the code in the kernel has raised a flag. */
  hasFlag(name: "waiting" | "alive"): boolean;
  /** What cells have replaced although JavaScript or the kernel needs it, by name; "" where that is nothing. */
  readReplaced(): string;
  /** How many requests to a model the code in the kernel says have failed. */
  countFailedRequests(): number;
  /** Ends the process at once, with all that it has started; harmless when that is done already. */
  kill(): void;
}

/** Starts `deno jupyter --kernel` with the given working folder. Throws where no temporary folder can be made. */
export function startProcess(
  info: ConnectionInfo,
  folder: string,
  environment: Readonly<Record<string, string>>,
): KernelProcess {
  const temporary = makeTemporaryFolder(info);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["jupyter", "--kernel", "--conn", join(temporary, "connection.json")],
    cwd: folder,
    env: { NO_COLOR: "1", DENO_V8_FLAGS: V8_FLAGS, ...environment, [SIGNAL_FOLDER]: temporary },
    // Its end tells the kernel that this process is gone.
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    // A group of its own: Ctrl-C on the terminal would end the kernel with its variables.
    detached: true,
  }).spawn();
  const watchdog = startWatchdog(child.pid, temporary);

  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const log = readTail(reader);
  const exited = child.status.then(async ({ code, signal }) => {
    killGroup(child.pid);
    removeQuietly(temporary);
    await child.stdin.close().catch(() => {});
    await watchdog?.stdin.close().catch(() => {});
    await watchdog?.status;
    // What the kernel has started may live on and hold the pipe open.
    const timer = setTimeout(() => reader.cancel(), LOG_LIMIT);
    const lines = await log;
    clearTimeout(timer);
    return (signal ? `signal ${signal}` : `exit code ${code}`) + (lines && `; its log ends with: ${lines}`);
  });

  const readFlag = (name: string): string => {
    try {
      return Deno.readTextFileSync(join(temporary, name));
    } catch {
      return "";
    }
  };

  return {
    pid: child.pid,
    exited,
    setFlag(name, isUp) {
      const path = join(temporary, name);
      try {
        if (isUp) Deno.writeTextFileSync(path, "");
        else removeQuietly(path);
      } catch {
        // The kernel has gone, or the disk is full: what no flag stops is stopped otherwise.
      }
    },
    hasFlag(name) {
      try {
        return Deno.statSync(join(temporary, name)).isFile;
      } catch {
        return false;
      }
    },
    readReplaced: () => readFlag("replaced"),
    countFailedRequests: () => readFlag("failed").split("\n").reduce((sum, line) => sum + Number(line), 0),
    kill() {
      killGroup(child.pid);
      removeQuietly(temporary);
    },
  };
}

/**
 * The collector, called by hand, ends a cell that waits for what will never come. Left alone it now and then collects what
 * the kernel waits for behind a cell with much that nobody awaits, which then fails for no reason: more room for the young
 * makes that rare.
 */
const V8_FLAGS = "--expose-gc,--min-semi-space-size=32";
/** Milliseconds after its exit in which the kernel's last words are read. */
const LOG_LIMIT = 200;

function makeTemporaryFolder(info: ConnectionInfo): string {
  try {
    const temporary = Deno.makeTempDirSync({ prefix: "deno_kernel_" });
    Deno.writeTextFileSync(join(temporary, "connection.json"), JSON.stringify(info), { mode: 0o600 });
    return temporary;
  } catch (cause) {
    throw new Error(
      `Cannot start the Deno kernel: no temporary folder can be made, got "${(cause as Error).message}". ` +
        "Make room, or set TMPDIR to a folder that can be written to.",
      { cause },
    );
  }
}

/**
 * A small process that kills the kernel when this process is gone before the kernel can watch for that itself: its stdin
 * is a pipe from here, which then ends. It also removes the temporary folder.
 */
function startWatchdog(kernel: number, folder: string): Deno.ChildProcess | undefined {
  if (Deno.build.os === "windows") return undefined;
  const script = 'while read -r line; do :; done; kill -9 "-$0" 2>/dev/null; rm -rf -- "$1"';
  try {
    return new Deno.Command("sh", {
      args: ["-c", script, String(kernel), folder],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
      // Ctrl-C on the terminal must not end it.
      detached: true,
    }).spawn();
  } catch {
    // Without a shell the kernel has its own watch alone.
    return undefined;
  }
}

/** The last lines that a process writes to stderr, without the notice that every kernel starts with. */
async function readTail(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let tail = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) tail = (tail + read.value).slice(-2000);
  return tail.split("\n").filter((line) => !line.includes('"deno jupyter" is unstable')).join("\n").trim();
}

/** Kills a process and its group; either may have ended by itself. */
function killGroup(pid: number): void {
  for (const target of Deno.build.os === "windows" ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // There is none any more.
    }
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
