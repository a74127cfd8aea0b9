// What a prediction for one picture counts as, in words, and why a reader has no score.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { assessAll } from "../lib/scores/prediction/assessment.ts";
import { hitRows } from "../lib/scores/prediction/hit_rows.ts";
import { publishedIntervals } from "../lib/scores/prediction/published.ts";
import { undefinedScores } from "../lib/scores/prediction/undefined_scores.ts";

Deno.test("a right picture has two kinds of hit, a wrong one three", () => {
  const kindsOf = (image: { truth: number; answer: number }) =>
    hitRows(image).map((row) => `${row["the reader says"]}: ${row["counts as"][0]}`);
  assertEquals(kindsOf({ truth: 4, answer: 4 }), ["4, the answer and the label: C", "any other digit: I"]);
  assertEquals(kindsOf({ truth: 4, answer: 9 }), [
    "9, the network's answer: N",
    "4, the label: L",
    "any other digit: F",
  ]);
});

Deno.test("who says every label has no correct score, and so has who predicts nothing; each is told why", () => {
  const images = [{ index: 0, truth: 1, answer: 1 }, { index: 1, truth: 2, answer: 3 }];
  const lines = undefinedScores(assessAll({
    labels: images.map((image) => ({ ...image, predicted: image.truth })),
    answers: images.map((image) => ({ ...image, predicted: image.answer })),
    nobody: images.map((image) => ({ ...image, predicted: null })),
  }, { seed: 1 }));
  assertEquals(lines.length, 2);
  assertStringIncludes(lines[0], '"labels" has no correct score: with C = 1.00 and L = 1 it is (1.00 − 1) / (1 − 1)');
  assertStringIncludes(lines[1], '"nobody" has no correct score: 0 of 2 replies');
});

Deno.test("the published incorrect scores are within two standard errors of zero, or nearly so", () => {
  const incorrect = publishedIntervals().filter(({ group }) => group === "incorrect");
  assertEquals(incorrect.map(({ low, high }) => low <= 0 && high >= 0), [true, true, true]);
});
