// Notices when the commands that have started this process are gone: npx, deno task and the shells between them.

import process from "node:process";

/**
 * The processes above this one that belong to its command, the nearest first: programs that start programs (npx, node,
 * deno), and the plain shells between two of those. A user's own shell is none, so that a run may outlive a terminal.
 */
export async function findLaunchers(readParent: ReadParent = readParentOf): Promise<number[]> {
  const launchers: number[] = [];
  const shells: number[] = [];
  for (let pid = Deno.ppid; pid > 1 && launchers.length + shells.length < 20;) {
    const found = await readParent(pid);
    if (found === undefined) break;
    if (/^(sh|dash)$/.test(found.name)) shells.push(pid);
    else if (/^(npx?|npm exec.*|node|MainThread|deno)/.test(found.name)) launchers.push(...shells.splice(0), pid);
    else break;
    pid = found.parent;
  }
  return launchers;
}

/** Calls back once when one of the processes is gone. Gives a function that ends the watch. */
export function watchLaunchers(pids: readonly number[], onGone: () => void): () => void {
  const parent = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid === parent && pids.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, 500);
  Deno.unrefTimer(timer);
  return () => clearInterval(timer);
}

/** A process's name and the process above it. */
export type ReadParent = (pid: number) => Promise<{ name: string; parent: number } | undefined>;

/** Asks the system, by what every Linux has or by what every other Unix has. */
async function readParentOf(pid: number): Promise<{ name: string; parent: number } | undefined> {
  if (Deno.build.os === "windows") return undefined;
  const stat = await run("cat", [`/proc/${pid}/stat`]);
  const [, name, parent] = stat?.match(/^\d+ \((.*)\) \S (\d+)/s) ?? [];
  if (name !== undefined) return { name, parent: Number(parent) };
  const [, number, command] =
    (await run("ps", ["-o", "ppid=,comm=", "-p", String(pid)]))?.match(/^\s*(\d+)\s+(.+)$/m) ?? [];
  return number === undefined ? undefined : { name: command.trim().split("/").at(-1)!, parent: Number(number) };
}

async function run(command: string, args: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as { code?: string }).code === "EPERM";
  }
}
