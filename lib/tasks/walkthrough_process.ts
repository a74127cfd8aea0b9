// Runs one walkthrough through its command line, in a process of its own with one kernel.

import { fileURLToPath } from "node:url";

/** How a walkthrough ended: exit code 0 is good. */
export interface WalkthroughEnd {
  readonly code: number;
  /** What it said on its error stream. */
  readonly errors: string;
}

export interface WalkthroughProcessOptions {
  /** The folder to start in: the project, or one within. */
  readonly folder: string;
  /** The file that gets all it prints. */
  readonly log: string;
  /** Told each line that it prints. */
  readonly onLine?: (line: string) => void;
  /** Asks it to stop, and kills it where it does not within ten seconds. */
  readonly signal?: AbortSignal;
}

/** Runs a walkthrough with these arguments until it ends. Where this process is killed, it notices and ends as well. */
export async function runWalkthrough(
  args: readonly string[],
  { folder, log, onLine, signal }: WalkthroughProcessOptions,
): Promise<WalkthroughEnd> {
  const main = fileURLToPath(new URL("../walkthrough/main.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...await readPermissions(), main, ...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => stopProcess(child);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const file = await Deno.open(log, { write: true, create: true, truncate: true });
  const keep = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    let text = "";
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      await file.write(new TextEncoder().encode(chunk));
      const line = text.trimEnd().split("\n").at(-1);
      if (line) onLine?.(line);
    }
    return text;
  };
  try {
    const [{ code }, , errors] = await Promise.all([child.status, keep(child.stdout), keep(child.stderr)]);
    return { code, errors: errors.trim() };
  } finally {
    signal?.removeEventListener("abort", stop);
    file.close();
  }
}

/** What the walkthrough's task may do: see deno.json. */
async function readPermissions(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  return tasks.walkthrough.command.match(/--allow\S+/g);
}

async function stopProcess(child: Deno.ChildProcess): Promise<void> {
  const timer = setTimeout(() => kill(child, "SIGKILL"), patience);
  kill(child, "SIGTERM");
  await child.status;
  clearTimeout(timer);
}

/** Milliseconds in which a walkthrough may stop by itself. */
const patience = 10_000;

/** Sends a signal to a process that may have ended by itself, for instance because Ctrl-C reached it too. */
function kill(child: Deno.ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
  }
}
