// The walkthrough as a learner runs it: every notebook from nothing kept, and how soon the first output is there.

import { startKernel } from "../lib/kernel/mod.ts";

const project = new URL("..", import.meta.url).pathname;

/** The seconds of each notebook by its name, and of all with what lies between them. */
export interface WalkthroughResult {
  notebooks: Record<string, number>;
  all: number;
}

/** Runs all notebooks, or those that `options` name, under a run name of its own, which it removes again. */
export async function measureWalkthrough(options: string[] = []): Promise<WalkthroughResult> {
  const run = `bench-${crypto.randomUUID().slice(0, 8)}`;
  const start = performance.now();
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "walkthrough", "--fresh", "--run", run, ...options],
      cwd: project,
      env: { NO_COLOR: "1", OPENAI_API_KEY: "", OPENAI_BASE_URL: "" },
    }).output();
    const printed = new TextDecoder().decode(stdout);
    if (!success) {
      const said = printed + new TextDecoder().decode(stderr);
      throw new Error(
        `Cannot measure the walkthrough: it ended with "${said.trim().split("\n").slice(-3).join(" ")}".`,
      );
    }
    return { notebooks: readNotebookSeconds(printed), all: (performance.now() - start) / 1000 };
  } finally {
    await Deno.remove(`${project}outputs/${run}`, { recursive: true }).catch(() => {});
  }
}

/** The seconds by notebook in what the walkthrough prints: `01_train  26 cells  8.1 s`. */
export function readNotebookSeconds(printed: string): Record<string, number> {
  const lines = printed.matchAll(/^(?:.*\/)?(\d\d_\w+)(?:\.ipynb)? {2}\d+ cells {2}([\d.]+) s$/gm);
  return Object.fromEntries([...lines].map(([, notebook, seconds]) => [notebook, Number(seconds)]));
}

/** The seconds from nothing to the first output of a kernel, the lib's display loaded. */
export async function startSeconds(): Promise<number> {
  const start = performance.now();
  const kernel = await startKernel(`${project}notebooks`);
  try {
    const { failure } = await kernel.execute('import { showText } from "lib/show/mod.ts";\nawait showText("ready");');
    if (failure) throw new Error(`Cannot measure the start: the first cell failed with "${failure.evalue}".`);
    return (performance.now() - start) / 1000;
  } finally {
    await kernel.shutdown();
  }
}
