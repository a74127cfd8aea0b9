// Several ways to explain one neuron as rows of a table, and as intervals to be drawn.

import type { ScoredWay } from "./meanings.ts";
import { scoreRows } from "./score_rows.ts";

/** A row for each way, and below a way of several meanings one for each of these by itself. */
export function wayRows(scored: readonly ScoredWay[]): Record<string, string | number | null>[] {
  const named = nameAll(scored);
  return scoreRows(named, ({ name }) => name).map(({ neuron, ...row }, i) => ({
    explanation: neuron,
    meanings: named[i].meanings,
    ...row,
  }));
}

/** The figure that a score is named after, with its interval, as wayRows() has it: those that are defined, score by score. */
export function wayIntervals(
  scored: readonly ScoredWay[],
): { name: string; group: string; value: number; low: number; high: number }[] {
  const named = nameAll(scored);
  return Object.keys(scored[0]?.together.scores ?? {}).flatMap((score) =>
    named.flatMap(({ name, scores }) => {
      const { value, low, high } = scores[score].figures[score];
      if (value === null || low === null || high === null) return [];
      return [{ name: name.trim(), group: score, value, low, high }];
    })
  );
}

function nameAll(scored: readonly ScoredWay[]) {
  return scored.flatMap(({ way, each, together }) => [
    { ...together, name: way, meanings: each.length },
    ...(each.length < 2 ? [] : each.map((one, i) => ({ ...one, name: `   meaning ${i + 1} alone`, meanings: 1 }))),
  ]);
}
