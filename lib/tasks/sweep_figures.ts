// The figures of a sweep's runs, as far as each has got: what its notebooks left in its folder.

import * as v from "valibot";
import { openRun, readJson, type Run, statsSchema, trainingSchema } from "../runs/mod.ts";
import type { PlannedRun, SweepPlan } from "./sweep_plan.ts";
import { readEnd } from "./sweep_runs.ts";

/** What is known of one run. */
export interface SweepRow {
  readonly run: string;
  readonly values: Readonly<Record<string, string>>;
  /** `waiting`: no walkthrough with these settings has ended yet. */
  readonly state: "done" | "failed" | "waiting";
  readonly failure?: string;
  readonly seconds?: number;
  /** Of the test images after the last epoch. */
  readonly accuracy?: number;
  readonly hiddenNeurons?: number;
  readonly deadNeurons?: number;
  /** The final score of the predictions from the summaries. */
  readonly score?: number;
  /** Why a file of the run was not used: it was made from another network than the one there now. */
  readonly notes: readonly string[];
}

/** A row for each run of the plan, in its order. */
export async function readFigures(
  plan: SweepPlan,
  { project, folder }: { project: string; folder: string },
): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  // One after the other: thousands of runs hold more files than a process may open.
  for (const run of plan.runs) rows.push(await readRow(run, { project, folder }));
  return rows;
}

async function readRow(
  planned: PlannedRun,
  { project, folder }: { project: string; folder: string },
): Promise<SweepRow> {
  const { name, values } = planned;
  const end = await readEnd(folder, planned);
  if (end === undefined) return { run: name, values, state: "waiting", notes: [] };
  const { seconds, failure } = end;
  if (failure !== undefined) return { run: name, values, state: "failed", seconds, failure, notes: [] };

  const run = await openRun(name, { from: project });
  const notes: string[] = [];
  const training = await readIfThere(run, "training.json", { schema: trainingSchema, notes });
  const stats = await readIfThere(run, "stats.json", { schema: statsSchema, notes });
  const test = await readIfThere(run, "test.json", { schema: predictionSchema, notes });
  const neurons = stats?.layers.flat();
  return {
    run: name,
    values,
    state: "done",
    seconds,
    accuracy: training?.history.at(-1)?.test.accuracy,
    hiddenNeurons: neurons?.length,
    deadNeurons: neurons?.filter(({ dead }) => dead).length,
    score: test?.real.scores.final.score ?? undefined,
    notes,
  };
}

/** test.json, as far as it is read here. */
const predictionSchema = v.object({
  real: v.object({ scores: v.object({ final: v.object({ score: v.nullable(v.number()) }) }) }),
});

/** A run that went only as far as some notebook has no later files; a file that is there and of no use is noted. */
async function readIfThere<Schema extends v.GenericSchema>(
  run: Run,
  file: string,
  { schema, notes }: { schema: Schema; notes: string[] },
): Promise<v.InferOutput<Schema> | undefined> {
  try {
    await Deno.stat(`${run.folder}/${file}`);
  } catch {
    return undefined;
  }
  try {
    return await readJson(run, file, schema);
  } catch (error) {
    notes.push(`${run.name}: ${(error as Error).message}`);
    return undefined;
  }
}
