// Which readers have no score, and why: a missing number is said, not shown as zero.

import type { Assessment } from "./assessment.ts";

/** A line for each reader without a correct score. */
export function undefinedScores(assessments: Readonly<Record<string, Assessment>>): string[] {
  return Object.entries(assessments).flatMap(([reader, { scores, fractions: { C, L }, images }]) => {
    if (scores.correct.score !== null) return [];
    const { predicted, asked } = images;
    const why = L === 1
      ? `with C = ${C?.toFixed(2) ?? "–"} and L = 1 it is (${C?.toFixed(2) ?? "–"} − 1) / (1 − 1), which is not defined`
      : `${predicted} of ${asked} replies settle on a digit`;
    return [`The reader "${reader}" has no correct score: ${why}.`];
  });
}
