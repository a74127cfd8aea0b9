// Scores of explanations as rows of a table, as points, as their best and worst pictures, and as what a run keeps.

import { nameFailures } from "../asking.ts";
import type { ScoredExplanation } from "./scored.ts";
import type { Figure } from "./score.ts";

/**
 * A row for each explanation: every figure, its interval, and what class means alone reach where that is known; for some
 * scores alone, where they are named.
 */
export function scoreRows<Scored extends ScoredExplanation>(
  scored: readonly Scored[],
  nameOf: (one: Scored) => string,
  names?: readonly string[],
): Record<string, string | number | null>[] {
  return scored.map((one) => {
    const results = Object.entries(one.scores).filter(([name]) => names?.includes(name) ?? true);
    const cells = results.flatMap(([, { figures }]) => Object.entries(figures)).flatMap(([name, figure]) => [
      [name, figure.value],
      ...(figure.low === null ? [] : [[`${name}: 95 %`, nameInterval(figure)]]),
      ...(figure.floor === undefined ? [] : [[`${name}: by class means`, figure.floor]]),
    ]);
    const failed = nameFailures(...results.map(([, { failures }]) => failures));
    const notes = one.notes.length > 0 ? { notes: one.notes.join(" ") } : {};
    return { neuron: nameOf(one), ...Object.fromEntries(cells), failed, ...notes };
  });
}

/** `0.61 … 0.83`, or a dash where there is no interval. */
export function nameInterval({ low, high }: Pick<Figure, "low" | "high">): string {
  return low === null || high === null ? "–" : `${low.toFixed(2)} … ${high.toFixed(2)}`;
}

/** A point for each answered item of a score: what the reader says of it, and what is measured; a class has its name. */
export function answerPoints<Scored extends ScoredExplanation>(
  scored: readonly Scored[],
  score: string,
  nameOf: (one: Scored) => string,
): { x: number; y: number; group: string; label?: string }[] {
  return scored.flatMap((one) =>
    (one.scores[score]?.values ?? []).flatMap(({ value, item: { measured, text } }) =>
      value === null || measured === undefined ? [] : { x: value, y: measured, group: nameOf(one), label: text }
    )
  );
}

/**
 * The pictures whose value is told best, then those told worst, `count` of each at most, with words to stand below. Those
 * that leave the neuron silent are not among the best: a 0 is easily told.
 */
export function extremePictures(
  { scores }: ScoredExplanation,
  score: string,
  { count = 5 }: { count?: number } = {},
): { index: number; caption: string }[] {
  const told = scores[score].values.flatMap(({ item: { pictures, truth }, value }) =>
    value === null || truth === undefined ? [] : { index: pictures[0], truth, value }
  ).sort((a, b) => Math.abs(a.value - a.truth) - Math.abs(b.value - b.truth));
  const half = Math.min(count, Math.floor(told.length / 2));
  const best = told.filter(({ truth }) => truth > 0).slice(0, half);
  const worst = told.filter((one) => !best.includes(one)).slice(-half).reverse();
  return [...best, ...worst].map(({ index, truth, value }) => ({
    index,
    caption: `said ${value}, is ${Number(truth.toFixed(1))}`,
  }));
}

/** What a run keeps of the scores: everything but the single answers and the explanation, which has a file of its own. */
export function keptScores(scored: readonly ScoredExplanation[]) {
  return scored.map(({ layer, neuron, scores, notes }) => ({
    layer,
    neuron,
    scores: Object.fromEntries(Object.entries(scores).map(([name, { values: _, ...kept }]) => [name, kept])),
    notes,
  }));
}
