// The reader of descriptions on sentences that a grammar makes, and on the language of the explanations both ways.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { readDescription } from "../lib/rules/reading.ts";
import { type Mark, marks, type Phrase, places } from "../lib/rules/vocabulary.ts";
import { nameExtent, nameMark, namePhrase, namePlace } from "../lib/rules/words.ts";
import { seededRandom } from "../lib/random.ts";

const random = seededRandom(5);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];

const sizes = { small: ["small", "short", "tiny", "little"], plain: [""], large: ["long", "large", "big"] };
const names: readonly [Pick<Mark, "kind" | "turn">, readonly string[]][] = [
  [{ kind: "stroke", turn: "horizontal" }, ["bar", "horizontal line", "horizontal stroke", "level stroke", "dash"]],
  [{ kind: "stroke", turn: "vertical" }, ["post", "vertical line", "upright stroke", "vertical bar", "stem"]],
  [{ kind: "stroke", turn: "rising" }, ["slash", "rising line", "ascending stroke", "rising diagonal"]],
  [{ kind: "stroke", turn: "falling" }, ["backslash", "falling line", "descending stroke", "falling diagonal"]],
  [{ kind: "arc", turn: "top" }, ["cup", "arc open to the top", "curve opening upwards", "bow open at the top"]],
  [{ kind: "arc", turn: "bottom" }, ["arch", "arc open to the bottom", "curve opening downwards", "dome"]],
  [{ kind: "arc", turn: "left" }, ["reversed C", "left-opening arc", "hook open to the left", "curve facing left"]],
  [{ kind: "arc", turn: "right" }, ["C", "right-opening arc", "hook open to the right", "curve facing right"]],
  [{ kind: "ring" }, ["ring", "loop", "circle", "oval"]],
];
const rows = [["top"], ["upper"], ["middle"], ["lower"], ["bottom"]];
const columns = [["far left", "outer left"], ["left"], ["centre", "center"], ["right"], ["far right", "outer right"]];
const strengths: readonly [number, readonly string[]][] = [
  [23.4, ["very strongly"]],
  [12.6, ["strongly", "heavily", "a lot"]],
  [6.84, ["moderately", "somewhat", "quite"]],
  [3.6, ["slightly", "a little", "weakly"]],
  [1.8, ["faintly", "barely"]],
];
const frames: readonly [sign: number, sentence: string][] = [
  [1, "It likes a MARK at the PLACE LEVEL."],
  [1, "A MARK at the PLACE excites it LEVEL."],
  [1, "At the PLACE, a MARK, LEVEL."],
  [1, "LEVEL raised by a MARK in the PLACE."],
  [1, "Ink adds LEVEL on a MARK at PLACE."],
  [-1, "It is LEVEL inhibited by a MARK at the PLACE."],
  [-1, "Ink takes away LEVEL on a MARK at the PLACE."],
  [-1, "LEVEL against a MARK near the PLACE."],
  [-1, "There must be no MARK at the PLACE, LEVEL."],
  [1, "This neuron fires LEVEL when it sees a MARK (PLACE)."],
];

Deno.test("readDescription() reads 300 sentences in other words and orders as what they were made from", () => {
  for (let i = 0; i < 300; i++) {
    const [shape, words] = pick(names);
    const size = shape.kind === "stroke"
      ? pick(["small", "plain", "large"] as const)
      : pick(["small", "plain"] as const);
    const [down, across] = [Math.floor(random() * 5), Math.floor(random() * 5)];
    const place = down === 2 && across === 2
      ? pick(["centre", "middle"])
      : `${pick(rows[down])} ${pick(columns[across])}`;
    const [strength, levels] = pick(strengths);
    const [sign, frame] = pick(frames);
    const mark = `${pick(sizes[size])} ${pick(words)}`.trim();
    const text = frame.replace("MARK", mark).replace("PLACE", place).replace("LEVEL", pick(levels));
    const { phrases, notUnderstood } = readDescription(text);
    assertEquals(phrases.map(({ mark, place }) => ({ mark, place })), [
      { mark: { ...shape, size }, place: places[5 * down + across] },
    ], text);
    assertAlmostEquals(phrases[0].strength, sign * strength, 1e-9, text);
    assertEquals(notUnderstood, [], text);
  }
});

Deno.test("every mark at every place is read as what it was written from, in full and in short", () => {
  for (const mark of marks) {
    for (const place of places) {
      const phrase: Phrase = { mark, place, strength: 7 };
      const full = `Ink adds 7 on ${namePhrase(phrase)} (${nameExtent(phrase)}); 3 on a dot in the centre.`;
      const short = `Ink adds 7 ${namePhrase(phrase, { short: true })}; 3 dot at centre.`;
      for (const text of [full, short]) {
        const [found, other] = readDescription(text).phrases;
        assertEquals([found.mark, found.strength], [mark, 7], text);
        assert(Math.hypot(found.place.x - place.x, found.place.y - place.y) < 3, text);
        assertEquals(nameMark(other.mark), "dot");
        assertEquals(namePlace(found.place), namePlace(place));
      }
    }
  }
});
