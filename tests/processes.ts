// The project's tasks as processes of their own, as a terminal would start them.

import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
const files = {
  ask: "lib/tasks/ask.ts",
  bench: "bench/main.ts",
  sweep: "lib/tasks/sweep.ts",
  walkthrough: "lib/walkthrough/main.ts",
};

/** Starts a task in a project, with what deno.json allows it and the code of this project. */
export function startTask(
  task: keyof typeof files,
  args: readonly string[],
  { project, env = {} }: { project: string; env?: Record<string, string> },
): Deno.ChildProcess {
  const permissions: string[] = tasks[task].command.match(/--allow\S+/g);
  const config = ["--frozen", `--config=${root}deno.json`];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", ...permissions, ...config, `${root}${files[task]}`, ...args],
    cwd: project,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** How a process ended, and what it printed. */
export async function endOf(child: Deno.ChildProcess): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await child.output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The command lines of all processes, a line each; slim machines have no `ps`, and Deno reads no /proc without leave. */
export async function commandLines(): Promise<string> {
  const list = 'for one in /proc/[0-9]*/cmdline; do tr "\\0" " " <"$one"; echo; done 2>/dev/null';
  const command = Deno.build.os === "linux" ? ["sh", "-c", list] : ["ps", "-eo", "args"];
  const { stdout } = await new Deno.Command(command[0], { args: command.slice(1) }).output();
  return new TextDecoder().decode(stdout);
}
