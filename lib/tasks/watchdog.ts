// Ends processes when the one that started them is gone, even by kill -9: a process of its own that waits for that.

import process from "node:process";

/** Keeps an eye on processes until they are released. */
export interface Watchdog {
  watch(pid: number): Promise<void>;
  release(pid: number): Promise<void>;
  /** Ends the watchdog, and with it what it still watches. */
  close(): Promise<void>;
}

/** Starts a watchdog. It reads a pipe from this process, which the system closes when this process is gone. */
export function startWatchdog(): Watchdog {
  const dog = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--no-config", "--no-lock", "--allow-run", "--allow-env", import.meta.url],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = dog.stdin.getWriter();
  // A watchdog that was killed is missed only when this process is killed as well.
  const say = (line: string) => writer.write(new TextEncoder().encode(`${line}\n`)).catch(() => {});
  return {
    watch: (pid) => say(`+${pid}`),
    release: (pid) => say(`-${pid}`),
    async close() {
      await writer.close().catch(() => {});
      await dog.status;
    },
  };
}

/** The other side: waits for the end of the pipe, asks what is left to stop, and kills it when it does not. */
async function keepWatch(): Promise<void> {
  // Ctrl-C reaches all processes of a terminal; this one must outlive the others.
  Deno.addSignalListener("SIGINT", () => {});
  let said = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) said += text;
  const watched = new Set<number>();
  for (const [, sign, pid] of said.matchAll(/([+-])(\d+)\n/g)) {
    if (sign === "+") watched.add(Number(pid));
    else watched.delete(Number(pid));
  }
  for (const pid of watched) signal(pid, "SIGTERM");
  for (const end = performance.now() + patience; watched.size > 0 && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const pid of watched) if (!signal(pid, 0)) watched.delete(pid);
  }
  for (const pid of watched) signal(pid, "SIGKILL");
}

/** Milliseconds in which a process may stop by itself. */
const patience = 5000;

/** Sends a signal, 0 for none; false where there is no such process any more. */
function signal(pid: number, name: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

if (import.meta.main) await keepWatch();
