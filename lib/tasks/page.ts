// The command line of the page: makes outputs/<run>/page/index.html, which shows a run's network and every neuron of
// it.

import { parseArgs } from "node:util";
import { loadRunData, writeBytes } from "../runs/mod.ts";
import { gatherPage, writePage } from "../show/mod.ts";
import { readRun } from "./page_run.ts";

const HELP = `Makes a page of a run: its network with a pencil to draw with, every neuron, pictures of the test set.

    deno task page                              # of the run "blog": outputs/blog/page/index.html
    deno task page --run wide                   # of another run
    deno task page --run blog --with other      # two runs side by side

The page is one file that needs no server and no network.`;

/**
 * Makes the page of a run, and beside it that of another where one is named; answers with its path and what was left
 * out.
 */
export async function makePage(
  name: string,
  { beside, from }: { beside?: string; from?: string } = {},
): Promise<{ path: string; bytes: number; notes: readonly string[] }> {
  const read = [await readRun(name, { from })];
  if (beside !== undefined) read.push(await readRun(beside, { from }));
  const [{ run }] = read;
  const data = await loadRunData(run);
  const page = await gatherPage(read.map(({ told }) => told), data.test, { dataset: data.name });
  const bytes = new TextEncoder().encode(await writePage(page));
  await writeBytes(run, "page/index.html", bytes);
  return { path: `${run.folder}/page/index.html`, bytes: bytes.length, notes: read.flatMap(({ notes }) => notes) };
}

/** Runs the command line and gives its exit code: 0, 1 when it failed, 2 when the arguments are wrong. */
async function main(args: string[]): Promise<number> {
  let values: { run: string; with?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: { run: { type: "string", default: "blog" }, with: { type: "string" }, help: { type: "boolean" } },
    }));
  } catch (error) {
    console.error(`${(error as Error).message}\nSee --help for what there is.`);
    return 2;
  }
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  try {
    const { path, bytes, notes } = await makePage(values.run, { beside: values.with });
    for (const note of notes) console.log(note);
    console.log(`${path}: ${Math.round(bytes / 1000)} kB`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
