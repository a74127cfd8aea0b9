import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { compare, differenceRows, discordanceRows } from "../lib/scores/prediction/comparison.ts";
import { mcnemarTest } from "../lib/scores/statistics.ts";
import type { Prediction } from "../lib/scores/prediction/predict.ts";

/** Ten pictures of a 1 answered with 1, then ten answered with 2; a dot is a picture without a prediction. */
function predictionsOf(text: string): Prediction[] {
  return [...text].map((digit, index): Prediction => ({
    ...{ index, truth: 1, answer: index < 10 ? 1 : 2 },
    predicted: digit === "." ? null : Number(digit),
  }));
}

Deno.test("compare() gives differences and discordant pictures worked out by hand", () => {
  // first: C = 0.9, N = 0.6, L = 0.2, F = 0.2; second: C = 0.7, N = 0.1, L = 0.5, F = 0.4
  const first = predictionsOf("1111111113" + "2222221199");
  const second = predictionsOf("1111111333" + "2111119999");
  const { pairs, differences, discordances } = compare(first, second, { seed: 1 });
  assertEquals(pairs, 20);
  const correct = 0.7 / 0.8 - 0.2 / 0.5;
  const incorrect = (0.6 - 0.025) / 0.975 - (0.1 - 0.05) / 0.95;
  assertAlmostEquals(differences.correct.difference!, correct);
  assertAlmostEquals(differences.incorrect.difference!, incorrect);
  assertAlmostEquals(differences.final.difference!, (correct + incorrect) / 2);
  assertEquals(discordances, {
    all: { onlyFirst: 7, onlySecond: 0, p: mcnemarTest(7, 0) },
    right: { onlyFirst: 2, onlySecond: 0, p: mcnemarTest(2, 0) },
    wrong: { onlyFirst: 5, onlySecond: 0, p: mcnemarTest(5, 0) },
  });
  for (const { difference, low, high } of Object.values(differences)) {
    assert(low! <= difference! && difference! <= high!);
  }
});

Deno.test("compare() turns around with its readers", () => {
  const [first, second] = [predictionsOf("1111111113" + "2222221199"), predictionsOf("1111111333" + "2111119999")];
  const [there, back] = [compare(first, second, { seed: 1 }), compare(second, first, { seed: 1 })];
  assertAlmostEquals(there.differences.final.difference!, -back.differences.final.difference!);
  assertAlmostEquals(there.differences.final.low!, -back.differences.final.high!);
  assertEquals(back.discordances.wrong.onlySecond, 5);
});

Deno.test("compare() finds no difference between a reader and itself, with an interval of no width", () => {
  const reader = predictionsOf("1111111113" + "2222221199");
  const { differences, discordances } = compare(reader, reader, { seed: 1 });
  assertEquals(differences.final, { difference: 0, low: 0, high: 0 });
  assertEquals(discordances.all, { onlyFirst: 0, onlySecond: 0, p: 1 });
});

Deno.test("compare() looks only at pictures that both predicted, and says nothing without any", () => {
  const reader = predictionsOf("1111111113" + "2222221199");
  const half = compare(reader, predictionsOf("11111....." + "22222....."), { seed: 1 });
  assertEquals([half.pairs, half.discordances.all.onlyFirst], [10, 0]);
  const none = compare(reader, predictionsOf(".".repeat(20)), { seed: 1 });
  assertEquals(none.pairs, 0);
  assertEquals(none.differences.final, { difference: null, low: null, high: null });
  assertEquals(none.discordances.all, { onlyFirst: 0, onlySecond: 0, p: null });
});

Deno.test("compare() goes by the pictures and not by their order, and refuses readers with none in common", () => {
  const [first, second] = [predictionsOf("1111111113" + "2222221199"), predictionsOf("1111111333" + "2111119999")];
  const mixed = second.toReversed();
  assertEquals(compare(first, mixed, { seed: 1 }), compare(first, second, { seed: 1 }));
  assertEquals(compare(first, second.slice(5), { seed: 1 }).pairs, 15);
  const other = first.map((prediction) => ({ ...prediction, index: prediction.index + 100 }));
  assertThrows(() => compare(first, other, { seed: 1 }), Error, "same pictures, got 20 and 20 with none in common");
});

Deno.test("differenceRows() and discordanceRows() write a row for each score and each kind of picture", () => {
  const reader = predictionsOf("1111111113" + "2222221199");
  const comparisons = {
    none: compare(reader, predictionsOf(".".repeat(20)), { seed: 1 }),
    other: compare(reader, predictionsOf("3333333333" + "9999999999"), { seed: 1 }),
  };
  assertEquals(differenceRows(comparisons)[2], {
    ...{ against: "none", pictures: 0, score: "final" },
    ...{ difference: null, low: null, high: null },
  });
  // 9 right and 6 wrong pictures, 2 / 2^15
  assertEquals(discordanceRows(comparisons).map(({ pictures, onlyFirst, p }) => [pictures, onlyFirst, p]), [
    ...[["all", 0, "–"], ["right", 0, "–"], ["wrong", 0, "–"]],
    ...[["all", 15, "< 0.0001"], ["right", 9, "0.0039"], ["wrong", 6, "0.0313"]],
  ]);
});
