// What asking really took: a line for every request that was sent, and their sums by stage and model.

import { join } from "node:path";
import * as v from "valibot";
import { readPlainText } from "../files.ts";
import { costOf, formatCost } from "./prices.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const lineSchema = v.object({
  stage: v.string(),
  model: v.string(),
  isOpenAi: v.boolean(),
  failed: v.boolean(),
  promptTokens: count,
  completionTokens: count,
  estimatedPromptTokens: count,
  batch: v.optional(v.boolean()),
});

/** One request that was sent, with the tokens that the server counted in all its tries. */
export type UsageLine = v.InferOutput<typeof lineSchema>;

/** The sum of a stage's requests to one model, for a table. */
export interface UsageRow {
  stage: string;
  model: string;
  requests: number;
  failed: number;
  promptTokens: number;
  completionTokens: number;
  /** What the estimate said of the same requests' prompts, less what the server counted, as a share of the latter. */
  estimateError?: number;
  money?: string;
}

/** Adds a line to the folder's `usage.jsonl`. Where it cannot be written, the sums are too small, and nothing else. */
export async function noteUsage(folder: string | undefined, line: UsageLine): Promise<void> {
  if (folder === undefined) return;
  await Deno.mkdir(folder, { recursive: true }).catch(() => {});
  await Deno.writeTextFile(join(folder, "usage.jsonl"), JSON.stringify(line) + "\n", { append: true }).catch(() => {});
}

/** The lines of a run's folder of replies; a line that a kill cut in two is left out. */
export async function readUsage(folder: string): Promise<UsageLine[]> {
  const text = await readPlainText(join(folder, "usage.jsonl")).catch(() => "");
  return text.split("\n").flatMap((line) => {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lineSchema), line);
    return parsed.success ? [parsed.output] : [];
  });
}

/** The sums by stage and model, in the order in which they were first asked, and last the sum of all. */
export function usageRows(lines: readonly UsageLine[]): UsageRow[] {
  const groups = Map.groupBy(lines, ({ stage, model }) => JSON.stringify([stage, model]));
  const rows = [...groups.values()].map((group) => sumUp(group, group[0].stage, group[0].model));
  return rows.length > 1 ? [...rows, sumUp(lines, "all", "")] : rows;
}

function sumUp(lines: readonly UsageLine[], stage: string, model: string): UsageRow {
  const sum = (valueOf: (line: UsageLine) => number) => lines.reduce((total, line) => total + valueOf(line), 0);
  const row: UsageRow = {
    stage,
    model,
    requests: lines.length,
    failed: sum(({ failed }) => failed ? 1 : 0),
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
  };
  // Where the server counts nothing, the estimate has nothing to be compared with.
  const compared = lines.filter(({ promptTokens }) => promptTokens > 0);
  const counted = compared.reduce((total, { promptTokens }) => total + promptTokens, 0);
  const estimated = compared.reduce((total, { estimatedPromptTokens }) => total + estimatedPromptTokens, 0);
  if (counted > 0) row.estimateError = estimated / counted - 1;
  const costs = lines.map((line) => costOf(line, line));
  if (costs.every((cost) => cost !== undefined)) row.money = formatCost(costs.reduce((total, cost) => total + cost, 0));
  return row;
}
