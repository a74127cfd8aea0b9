// The blog post's published results of its prediction test, as printed.

import { type ScoreName, scoresOf, standardErrorsOf } from "./figures.ts";

/** One published run: fractions of 100 right and 100 wrong pictures, scores, and the errors printed beside them. */
export interface PublishedResult {
  name: string;
  fractions: Record<"C" | "N" | "L" | "F", number>;
  sizes: { right: number; wrong: number };
  scores: Record<ScoreName, number>;
  errors: Record<ScoreName, number>;
}

/** Two widths of the one hidden layer, and the narrow one again where the reader was told that half is wrong. */
export const publishedResults: readonly PublishedResult[] = [
  {
    name: "width 6",
    fractions: { C: 0.98, N: 0.04, L: 0.75, F: 0.21 },
    sizes: { right: 100, wrong: 100 },
    scores: { correct: 0.92, incorrect: 0.0141, final: 0.4671 },
    errors: { correct: 0.007, incorrect: 0.02, final: 0.01 },
  },
  {
    name: "width 6, half are wrong",
    fractions: { C: 0.51, N: 0.12, L: 0.43, F: 0.45 },
    sizes: { right: 100, wrong: 100 },
    scores: { correct: 0.1404, incorrect: 0.0675, final: 0.104 },
    errors: { correct: 0.04, incorrect: 0.032, final: 0.026 },
  },
  {
    name: "width 12",
    fractions: { C: 0.95, N: 0.06, L: 0.83, F: 0.11 },
    sizes: { right: 100, wrong: 100 },
    scores: { correct: 0.7059, incorrect: 0.0469, final: 0.3764 },
    errors: { correct: 0.005, incorrect: 0.024, final: 0.012 },
  },
];

/** A row for each run and score: as printed and as it follows from the fractions, each with its error. */
export function publishedRows() {
  return publishedResults.flatMap(({ name, fractions, sizes, scores, errors }) => {
    const [ours, right] = [scoresOf(fractions), standardErrorsOf(fractions, sizes)];
    return (["correct", "incorrect", "final"] as const).map((score) => ({
      run: name,
      score,
      printed: scores[score],
      ours: ours[score]!,
      "printed error": errors[score],
      "right error": right[score]!,
    }));
  });
}

/** The scores as they follow from the fractions, each with its 95 % interval by the right error, to be drawn. */
export function publishedIntervals() {
  return publishedRows().map(({ run, score, ours, "right error": error }) => {
    return { name: `published, ${run}`, group: score, value: ours, low: ours - z * error, high: ours + z * error };
  });
}

/** The final scores as levels to compare with, since how long those summaries were was not published. */
export function publishedLevels() {
  return publishedResults.filter(({ name }) => !name.includes(",")).map(({ name, scores }) => {
    return { name, y: scores.final, label: `published, ${name}: ${scores.final}` };
  });
}

/** The standard normal's 97.5 % point. */
const z = 1.96;
