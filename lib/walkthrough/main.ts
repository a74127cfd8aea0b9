/** The command line of the walkthrough: runs the notebooks in order on the real Deno kernel. */

import { dirname, relative } from "node:path";
import { openKeeper } from "./kept.ts";
import { lockFolder } from "./lock.ts";
import { HELP, makePlan, type Plan } from "./plan.ts";
import { runNotebooks } from "./run.ts";
import { showProgress } from "./terminal.ts";

/** Runs the command line and gives its exit code: 0, 1 when the run failed, 2 when the arguments are wrong. */
async function main(args: string[]): Promise<number> {
  const start = performance.now();
  const isTerminal = Deno.stdout.isTerminal();
  const progress = showProgress({
    write: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
    isTerminal,
    // Some terminals say that they have no columns at all.
    columns: (isTerminal && Deno.consoleSize().columns) || undefined,
  });
  const abort = new AbortController();
  let interruptCode = 0;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    Deno.addSignalListener(signal as Deno.Signal, () => {
      interruptCode = code;
      abort.abort();
    });
  }
  let plan: Plan | undefined;
  try {
    plan = await makePlan(args, Deno.cwd());
  } catch (error) {
    console.error(`${readMessage(error)}\nSee --help for what there is.`);
    return 2;
  }
  if (plan === undefined) {
    console.log(HELP);
    return 0;
  }
  let leave = () => Promise.resolve();
  try {
    leave = await lockFolder(plan.folder);
    const keeper = plan.inPlace ? undefined : await openKeeper({ ...plan, environment: Deno.env.toObject() });
    const options = { ...plan, progress, keeper, signal: abort.signal };
    const { notebooks, kept, cells } = await runNotebooks(plan.paths, options);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const place = relative(Deno.cwd(), dirname(plan.copyPath("x"))) || ".";
    const keeping = kept > 0 ? `, ${kept} kept (--fresh runs all)` : "";
    console.log(
      `${notebooks} notebook(s) run${keeping}, ${cells} cells, ${seconds} s. The executed notebooks are in ${place}/`,
    );
    return 0;
  } catch (error) {
    progress.stop();
    console.error(interruptCode > 0 ? "Stopped. No kernel is left running." : readMessage(error));
    return interruptCode || 1;
  } finally {
    await leave();
  }
}

const SIGNALS = Deno.build.os === "windows"
  ? { SIGINT: 130, SIGBREAK: 131 }
  : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
