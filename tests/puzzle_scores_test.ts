// The scores on the puzzles: right descriptions beat wrong, too narrow and too broad ones, by every score.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { openChat } from "../lib/chat/mod.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { defaultSettings, type NetworkContext } from "../lib/prompts/mod.ts";
import { ruleBasedFetch } from "../lib/rules/mod.ts";
import { choice, detection, preparePuzzles, puzzleRows, scoreExplanations, simulation } from "../lib/scores/mod.ts";
import { puzzles } from "../lib/scores/neuron/puzzles.ts";

const { test, classNames } = await loadMnist();
const context: NetworkContext = { ...defaultSettings, background: "", classNames, width: 28, height: 28 };
const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const scores = [simulation, detection, choice];

/** At the notebook's own size, and at one whose intervals are a third as wide. */
for (const each of [20, 150]) {
  const prepared = preparePuzzles(context, test, { scores, each, positives: each, seed: 1 });
  const { scored } = await scoreExplanations(chat, prepared);
  for (const { name, layer, neuron, descriptions } of puzzles) {
    const figuresOf = (description: string) => {
      const found = scored.find((one) =>
        one.layer === layer && one.neuron === neuron && one.explanation === description
      )!;
      for (const { answered, asked } of Object.values(found.scores)) assertEquals(answered, asked);
      return Object.assign({}, ...Object.values(found.scores).map(({ figures }) => figures));
    };
    Deno.test(`every score of "${name}" is highest for the right description, of ${each} pictures a kind`, () => {
      const right = figuresOf(descriptions.right);
      for (const [quality, description] of Object.entries(descriptions)) {
        const other = figuresOf(description);
        for (const [score, { value }] of Object.entries<{ value: number }>(right)) {
          assert(value >= other[score].value, `${score}: ${value} for right, ${other[score].value} for ${quality}`);
        }
        if (quality !== "right") assertGreater(right.simulation.value, other.simulation.value + 0.03);
      }
      // What the description says is true of more than chance, and what a wrong one says of no more.
      assertGreater(right.simulation.low, 0.15);
      assertGreater(right.detection.low, 0.45);
      assertLess(figuresOf(descriptions.wrong).simulation.value, right.simulation.low);
    });
  }
}

Deno.test("puzzleRows() puts the four kinds of description side by side with their intervals", async () => {
  const prepared = preparePuzzles(context, test, { scores: [choice], positives: 5, seed: 1 });
  const { scored } = await scoreExplanations(chat, prepared);
  const rows = puzzleRows(scored);
  assertEquals(rows.map(({ puzzle }) => puzzle), puzzles.map(({ name }) => name));
  assertEquals(Object.keys(rows[0]), [
    "puzzle",
    "score",
    ...["right", "wrong", "too narrow", "too broad"].flatMap((kind) => [kind, `${kind}: 95 %`]),
  ]);
  assertEquals(rows[0].right, scored[0].scores.choice.figures.choice.value);
});

Deno.test("preparePuzzles() asks about four descriptions of each puzzle on the same pictures, or of none at another size", () => {
  const prepared = preparePuzzles(context, test, { scores, each: 2, positives: 2, seed: 1 });
  assertEquals(prepared.length, 16);
  const places = prepared.map(({ parts }) =>
    parts.flatMap(({ drawn }) => drawn.items.flatMap(({ pictures }) => pictures)).join()
  );
  for (let i = 0; i < 16; i += 4) assertEquals(new Set(places.slice(i, i + 4)).size, 1);
  assertEquals(preparePuzzles(context, { ...test, height: 14 }, { scores, seed: 1 }), []);
});
