// What a sweep is made of: its runs, the settings of each, and the notebooks that they run.

import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { checkRunName, readPlainText } from "../files.ts";
import { type Combination, combineSettings, variedSettings } from "./setting_lists.ts";

/** One network of the sweep: the run that keeps it, and its values of the settings that vary. */
export interface PlannedRun {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  /** The walkthrough's arguments for it, --run aside. */
  readonly arguments: readonly string[];
}

export interface SweepPlan {
  readonly name: string;
  readonly runs: readonly PlannedRun[];
}

/**
 * The plan for settings with several values each; `common` are arguments that each walkthrough gets, such as --only.
 * A run is named after the sweep and what varies: `sweep_width-6_seed-3`, so that the same command finds it again. Where
 * that can be no folder's name, a checksum stands in its place.
 */
export function planSweep(name: string, settings: readonly string[], common: readonly string[] = []): SweepPlan {
  checkRunName(name);
  const combinations = combineSettings(settings);
  const varied = variedSettings(combinations);
  const runs = combinations.map((values): PlannedRun => ({
    name: nameRun(name, values, varied),
    values: Object.fromEntries(varied.map((setting) => [setting, values.get(setting)!])),
    arguments: [...common, ...[...values].flatMap(([setting, value]) => ["--set", `${setting}=${value}`])],
  }));
  return { name, runs };
}

/** The plan that was last run in a sweep's folder. Throws where there is none, or what lies there is none. */
export async function readPlan(folder: string): Promise<SweepPlan> {
  const path = join(folder, "plan.json");
  try {
    return v.parse(planSchema, JSON.parse(await readPlainText(path)));
  } catch (cause) {
    const what = cause instanceof Deno.errors.NotFound
      ? `there is no plan in ${folder}`
      : `${path} is no plan, got "${(cause as Error).message}"`;
    throw new Error(`Cannot go on with a sweep: ${what}. Say with --set what to sweep over.`, { cause });
  }
}

const runName = v.pipe(v.string(), v.check((name) => isRunName(name), "a run's name"));
const planSchema = v.object({
  name: runName,
  runs: v.array(
    v.object({ name: runName, values: v.record(v.string(), v.string()), arguments: v.array(v.string()) }),
  ),
});

/** The runs of one of several shards, numbered from 1 on: every so many-th, since neighbours take about equally long. */
export function takeShard(runs: readonly PlannedRun[], shard: string): PlannedRun[] {
  const [, number, count] = shard.match(/^(\d{1,6})\/(\d{1,6})$/)?.map(Number) ?? [];
  if (!(number >= 1 && number <= count)) {
    throw new Error(`Cannot take a shard: it looks like 3/16, the third of sixteen, got "${shard}". Write it so.`);
  }
  return runs.filter((_, place) => place % count === number - 1);
}

function nameRun(sweep: string, values: Combination, varied: readonly string[]): string {
  const label = [sweep, ...varied.map((setting) => `${setting}-${values.get(setting)}`)].join("_");
  if (isRunName(label)) return label;
  const checksum = createHash("sha256").update(label).digest("hex").slice(0, 12);
  return `${sweep.slice(0, 40)}_${checksum}`;
}

function isRunName(name: string): boolean {
  try {
    checkRunName(name);
    return true;
  } catch {
    return false;
  }
}
