import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type Fractions,
  fractionsOf,
  type Hit,
  type ScoreName,
  scoresOf,
  standardErrorsOf,
} from "../lib/scores/prediction/figures.ts";
import { publishedResults } from "../lib/scores/prediction/published.ts";
import { seededRandom } from "../lib/random.ts";

const scoreNames: readonly ScoreName[] = ["correct", "incorrect", "final"];

Deno.test("scoresOf() gives scores worked out by hand", () => {
  // (0.9 - 0.5) / 0.5 = 0.8; (0.3 - 0.2/8) / (1 - 0.2/8) = 0.275 / 0.975
  const { correct, incorrect, final } = scoresOf({ C: 0.9, N: 0.3, L: 0.5, F: 0.2 });
  assertAlmostEquals(correct!, 0.8);
  assertAlmostEquals(incorrect!, 0.275 / 0.975);
  assertAlmostEquals(final!, (0.8 + 0.275 / 0.975) / 2);
});

Deno.test("scoresOf() is 1 for a reader who predicts all, and near 0 for one who guesses or says the label", () => {
  assertEquals(scoresOf({ C: 1, N: 1, L: 0, F: 0 }), { correct: 1, incorrect: 1, final: 1 });
  const guessing = scoresOf({ C: 0.1, N: 0.1, L: 0.1, F: 0.8 });
  for (const name of scoreNames) assertAlmostEquals(guessing[name]!, 0, 1e-12);
  const almostLabel = scoresOf({ C: 0.9, N: 0.05, L: 0.9, F: 0.05 });
  assertAlmostEquals(almostLabel.correct!, 0, 1e-12);
});

Deno.test("Without a wrong picture that is not called by its label there is no correct and no final score", () => {
  assertEquals(scoresOf({ C: 1, N: 0, L: 1, F: 0 }), { correct: null, incorrect: 0, final: null });
  assertEquals(standardErrorsOf({ C: 1, N: 0, L: 1, F: 0 }, { right: 9, wrong: 9 }), {
    correct: null,
    incorrect: 0,
    final: null,
  });
});

Deno.test("Without pictures of a kind, what hangs on them has neither score nor error", () => {
  const nothing = { correct: null, incorrect: null, final: null };
  const onlyRight = fractionsOf(["C", "I"]);
  assertEquals(scoresOf(onlyRight.fractions), nothing);
  assertEquals(standardErrorsOf(onlyRight.fractions, onlyRight.of), nothing);
  const onlyWrong = fractionsOf(["N", "L"]);
  assertEquals(scoresOf(onlyWrong.fractions), { ...nothing, incorrect: 0.5 });
  // F is 0, so the score is N, and its error the binomial one
  assertAlmostEquals(standardErrorsOf(onlyWrong.fractions, onlyWrong.of).incorrect!, Math.sqrt(0.25 / 2));
});

Deno.test("standardErrorsOf() gives the binomial error where a score is a fraction itself", () => {
  const { correct, incorrect, final } = standardErrorsOf({ C: 0.8, N: 1, L: 0, F: 0 }, { right: 50, wrong: 50 });
  assertAlmostEquals(correct!, Math.sqrt(0.8 * 0.2 / 50));
  assertAlmostEquals(incorrect!, 0);
  assertAlmostEquals(final!, Math.sqrt(0.8 * 0.2 / 50) / 2);
});

// The blog post's page on testing: per run the scores that follow from its fractions, and their right standard errors.
const expected: Record<string, Record<ScoreName, [score: string, error: string]>> = {
  "width 6": { correct: ["0.9200", "0.0577"], incorrect: ["0.0141", "0.0213"], final: ["0.4671", "0.0310"] },
  "width 6, half are wrong": {
    correct: ["0.1404", "0.1152"],
    incorrect: ["0.0675", "0.0369"],
    final: ["0.1040", "0.0624"],
  },
  "width 12": { correct: ["0.7059", "0.1437"], incorrect: ["0.0469", "0.0247"], final: ["0.3764", "0.0752"] },
};

for (const [name, figures] of Object.entries(expected)) {
  Deno.test(`The published result of ${name} gives its six figures, to the printed digits`, () => {
    const { fractions, sizes, scores: printed } = publishedResults.find((result) => result.name === name)!;
    const [scores, errors] = [scoresOf(fractions), standardErrorsOf(fractions, sizes)];
    for (const score of scoreNames) {
      assertEquals([scores[score]!.toFixed(4), errors[score]!.toFixed(4)], figures[score], score);
      assertEquals(printed[score].toFixed(4), figures[score][0], score);
    }
  });
}

Deno.test("The published incorrect scores are within two standard errors of 0, and width 6 and 12 do not differ", () => {
  const [narrow, , wide] = publishedResults;
  for (const { fractions, sizes } of publishedResults) {
    assert(scoresOf(fractions).incorrect! < 2 * standardErrorsOf(fractions, sizes).incorrect!);
  }
  const difference = scoresOf(narrow.fractions).correct! - scoresOf(wide.fractions).correct!;
  const errors = [narrow, wide].map(({ fractions, sizes }) => standardErrorsOf(fractions, sizes).correct!);
  assert(difference < 1.96 * Math.hypot(...errors));
});

/** Draws as many hits as there were pictures, with the fractions as their probabilities. */
function drawHits(
  { C, N, L }: Record<"C" | "N" | "L", number>,
  sizes: { right: number; wrong: number },
  random: () => number,
): Fractions {
  const right = Array.from({ length: sizes.right }, (): Hit => random() < C ? "C" : "I");
  const wrong = Array.from({ length: sizes.wrong }, (): Hit => {
    const u = random();
    return u < N ? "N" : u < N + L ? "L" : "F";
  });
  return fractionsOf([...right, ...wrong]).fractions;
}

const runs = [
  { fractions: { C: 0.8, N: 0.5, L: 0.2, F: 0.3 }, sizes: { right: 400, wrong: 300 } },
  { fractions: { C: 0.6, N: 0.1, L: 0.4, F: 0.5 }, sizes: { right: 200, wrong: 500 } },
];
for (const { fractions, sizes } of runs) {
  Deno.test(`standardErrorsOf() agrees with a parametric bootstrap for C = ${fractions.C}, N = ${fractions.N}`, () => {
    const random = seededRandom(5);
    const samples = Array.from({ length: 5000 }, () => scoresOf(drawHits(fractions, sizes, random)));
    for (const name of scoreNames) {
      const values = samples.map((scores) => scores[name]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      const error = standardErrorsOf(fractions, sizes)[name]!;
      assert(Math.abs(spread / error - 1) < 0.05, `${name}: ${error} by the delta method, ${spread} by the bootstrap`);
    }
  });
}
