import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { assess, assessAll, fractionRows, predictionRows } from "../lib/scores/prediction/assessment.ts";
import { wilsonInterval } from "../lib/scores/intervals.ts";
import type { Prediction } from "../lib/scores/prediction/predict.ts";
import { standardErrorsOf } from "../lib/scores/prediction/figures.ts";

const right = (index: number, predicted: number): Prediction => ({ index, truth: 1, answer: 1, predicted });
const wrong = (index: number, predicted: number): Prediction => ({ index, truth: 1, answer: 2, predicted });
const failed = (index: number, kind: "no-digit" | "refusal"): Prediction => ({
  ...{ index, truth: 1, answer: index % 2, predicted: null },
  failure: { kind, message: "" },
});
const many = (count: number, make: (i: number) => Prediction) => Array.from({ length: count }, (_, i) => make(i));

const predictions = [
  ...many(9, (i) => right(i, 1)),
  ...many(1, (i) => right(10 + i, 7)),
  ...many(4, (i) => wrong(20 + i, 2)),
  ...many(10, (i) => wrong(30 + i, 1)),
  ...many(6, (i) => wrong(40 + i, 9)),
  ...many(3, (i) => failed(50 + i, "no-digit")),
  failed(60, "refusal"),
];

Deno.test("assess() gives fractions, scores, errors and counts worked out by hand, failures beside them", () => {
  const { fractions, scores, intervals, images, failures } = assess(predictions, { seed: 1 });
  assertEquals(fractions, { C: 0.9, I: 0.1, N: 0.2, L: 0.5, F: 0.3 });
  assertEquals(images, { asked: 34, predicted: 30, right: 10, wrong: 20 });
  assertEquals(failures, { "no-digit": 3, refusal: 1 });
  assertEquals([intervals.C, intervals.L], [wilsonInterval(9, 10), wilsonInterval(10, 20)]);
  assertAlmostEquals(scores.correct.score!, 0.8);
  assertAlmostEquals(scores.incorrect.score!, (0.2 - 0.0375) / (1 - 0.0375));
  assertEquals(
    scores.final.standardError,
    standardErrorsOf({ C: 0.9, N: 0.2, L: 0.5, F: 0.3 }, { right: 10, wrong: 20 }).final,
  );
  for (const { score, low, high } of Object.values(scores)) assert(low! < score! && score! < high!);
});

Deno.test("assess() has intervals about as wide as 2 × 1.96 standard errors", () => {
  const large = Array.from({ length: 20 }, () => predictions).flat();
  for (const { standardError, low, high } of Object.values(assess(large, { seed: 1 }).scores)) {
    assertAlmostEquals((high! - low!) / (2 * 1.96 * standardError!), 1, 0.1);
  }
});

Deno.test("assess() repeats its figures for the same seed", () => {
  assertEquals(assess(predictions, { seed: 2 }), assess(predictions, { seed: 2 }));
});

Deno.test("assess() gives a reader without any prediction no score, and not 0", () => {
  const { fractions, scores, intervals, images, failures } = assess(predictions.slice(30), { seed: 1 });
  const nothing = { score: null, standardError: null, low: null, high: null };
  assertEquals(fractions, { C: null, I: null, N: null, L: null, F: null });
  assertEquals(intervals, { C: null, I: null, N: null, L: null, F: null });
  assertEquals(scores, { correct: nothing, incorrect: nothing, final: nothing });
  assertEquals(images, { asked: 4, predicted: 0, right: 0, wrong: 0 });
  assertEquals(failures, { "no-digit": 3, refusal: 1 });
});

Deno.test("assess() gives a reader who always says the label no correct score, and no interval of it", () => {
  const { scores } = assess([...many(5, (i) => right(i, 1)), ...many(5, (i) => wrong(i, 1))], { seed: 1 });
  assertEquals(scores.correct, { score: null, standardError: null, low: null, high: null });
  // All of 5 say the label: by the exact interval up to 52 % may hit the answer, or neither.
  const { score, standardError, low, high } = scores.incorrect;
  const [share] = [1 - 0.025 ** (1 / 5)];
  assertEquals([score, standardError], [0, 0]);
  assertAlmostEquals(high!, share, 1e-6);
  assertAlmostEquals(low!, -share / 8 / (1 - share / 8), 1e-6);
});

Deno.test("assess() has an interval with a width for a reader who predicts everything", () => {
  const perfect = assess([...many(20, (i) => right(i, 1)), ...many(20, (i) => wrong(30 + i, 2))], { seed: 1 });
  for (const { score, low, high } of Object.values(perfect.scores)) {
    assert(score === 1 && high === 1 && low! < 0.9, JSON.stringify(perfect.scores));
  }
  // C at its exact end 0.832, and L, which none of 20 hits, at 0.168 in the worst case.
  const end = 0.025 ** (1 / 20);
  assertAlmostEquals(perfect.scores.correct.low!, (end - (1 - end)) / end, 1e-6);
});

Deno.test("assessAll() assesses each reader; fractionRows() and predictionRows() write what there is, and no score where there is none", () => {
  const assessments = {
    real: assess(predictions, { seed: 1 }),
    none: assess(predictions.slice(30), { seed: 1 }),
    sure: assess([right(0, 1)], { seed: 1 }),
  };
  assertEquals(assessAll({ real: predictions, sure: [right(0, 1)] }, { seed: 1 }), {
    real: assessments.real,
    sure: assessments.sure,
  });
  const [real, none, sure] = fractionRows(assessments);
  assertEquals([real.reader, real.pictures, real.predicted, real.failed], [
    "real",
    34,
    30,
    "3 × no-digit, 1 × refusal",
  ]);
  assertEquals([real.L, none.L, sure.failed], ["0.50 (0.30 … 0.70)", "–", "none"]);
  assertEquals(predictionRows(assessments).map(({ reader, score }) => `${reader} ${score}`), [
    "real correct",
    "real incorrect",
    "real final",
  ]);
  assertEquals(predictionRows(assessments)[0].value, assessments.real.scores.correct.score);
});
