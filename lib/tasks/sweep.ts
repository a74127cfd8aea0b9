// The command line of a sweep: trains and studies many networks, each in a run of its own, and compares them.

import { join, relative } from "node:path";
import { openRun, type Run, writeBytes, writeJson } from "../runs/mod.ts";
import { tableBundle } from "../show/mod.ts";
import { HELP, readArguments, type SweepArguments } from "./sweep_arguments.ts";
import { readFigures, type SweepRow } from "./sweep_figures.ts";
import { showSweep } from "./sweep_lines.ts";
import { planSweep, readPlan, type SweepPlan, takeShard } from "./sweep_plan.ts";
import { walkRuns } from "./sweep_runs.ts";
import { drawSweep, groupRows, tableRows } from "./sweep_table.ts";

/** Runs the command line and gives its exit code: 0, 1 when a run failed, 2 when the arguments are wrong, 130 stopped. */
async function main(args: string[]): Promise<number> {
  const abort = new AbortController();
  for (const signal of ["SIGINT", Deno.build.os === "windows" ? "SIGBREAK" : "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => abort.abort());
  }
  let given: SweepArguments | undefined;
  let plan: SweepPlan;
  let sweeps: Run;
  try {
    given = readArguments(args, {
      cores: navigator.hardwareConcurrency,
      memory: Deno.systemMemoryInfo().available,
    });
    if (given === undefined) {
      console.log(HELP);
      return 0;
    }
    // All sweeps lie in one folder beside the runs.
    sweeps = await openRun("sweeps");
    plan = given.settings.length > 0
      ? planSweep(given.name, given.settings, given.common)
      : await readPlan(join(sweeps.folder, given.name));
  } catch (error) {
    console.error(`${(error as Error).message}\nSee --help for what there is.`);
    return 2;
  }
  try {
    if (given.settings.length > 0) await writeJson(sweeps, `${plan.name}/plan.json`, plan);
    const runs = given.shard === undefined ? plan.runs : takeShard(plan.runs, given.shard);
    if (!given.gather) await walk({ name: plan.name, runs }, { atOnce: given.atOnce, sweeps, signal: abort.signal });
    if (given.shard !== undefined) {
      console.log(`Shard ${given.shard} has ended. When all have: deno task sweep --name ${plan.name} --gather`);
    }
    const rows = await readFigures({ name: plan.name, runs }, {
      project: sweeps.project,
      folder: join(sweeps.folder, plan.name),
    });
    if (given.shard === undefined) await tell(sweeps, plan, rows);
    return rows.some(({ state }) => state === "failed") ? 1 : 0;
  } catch (error) {
    console.error(
      abort.signal.aborted
        ? "Stopped. No kernel is left running; the same command goes on from here."
        : (error as Error).message,
    );
    return abort.signal.aborted ? 130 : 1;
  }
}

async function walk(
  { name, runs }: SweepPlan,
  { atOnce, sweeps, signal }: { atOnce: number; sweeps: Run; signal: AbortSignal },
): Promise<void> {
  const isTerminal = Deno.stdout.isTerminal();
  const progress = showSweep(runs.length, {
    write: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
    isTerminal,
    columns: (isTerminal && Deno.consoleSize().columns) || undefined,
  });
  console.log(`${runs.length} runs, at most ${atOnce} at once`);
  try {
    const folder = join(sweeps.folder, name);
    await walkRuns(runs, { project: sweeps.project, folder, atOnce, progress, signal });
  } finally {
    progress.stop();
  }
}

/** Keeps the table and the plot, and prints the table and what failed. */
async function tell(sweeps: Run, plan: SweepPlan, rows: readonly SweepRow[]): Promise<void> {
  const groups = groupRows(rows);
  await writeJson(sweeps, `${plan.name}/sweep.json`, { groups, runs: rows });
  await writeBytes(sweeps, `${plan.name}/sweep.svg`, new TextEncoder().encode(drawSweep(rows, `Sweep "${plan.name}"`)));
  console.log(`\n${tableBundle(tableRows(groups))["text/plain"]}\n`);
  const waiting = rows.filter(({ state }) => state === "waiting");
  if (waiting.length > 0) console.log(`${waiting.length} run(s) have not ended yet: ${waiting[0].run} and so on.`);
  const folder = relative(Deno.cwd(), join(sweeps.folder, plan.name)) || ".";
  for (const { run, failure, notes } of rows) {
    // The lines after the second are the stack.
    const failed = failure?.split("\n").slice(0, 2).join("\n  ");
    if (failed !== undefined) console.log(`${run} failed: ${failed}\n  All it printed is in ${folder}/runs/${run}.log`);
    for (const note of notes) console.log(`Left out: ${note}`);
  }
  console.log(`The table is in ${folder}/sweep.json, the plot in ${folder}/sweep.svg`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
