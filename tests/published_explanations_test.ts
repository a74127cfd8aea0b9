// What gpt-4o wrote for the post: the texts as they are printed, and how they are read on neurons of ours.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { gatherStats } from "../lib/evidence/mod.ts";
import { layerFromRows } from "../lib/network/mod.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import {
  publishedExplanations,
  publishedFitRows,
  scorePublished,
} from "../lib/scores/neuron/published_explanations.ts";

Deno.test("both texts are whole, with what the page prints of the classes' means", () => {
  const [first, second] = publishedExplanations.map(({ text }) => text);
  assertStringIncludes(first, "label 4 (19.856) and label 9 (18.319)");
  assert(first.endsWith("specific lines and shapes common in these numbers."));
  assertStringIncludes(second, "digits 7 (20.76), 9 (19.03), and 4 (14.13)");
  assert(second.endsWith("as suggested by the provided visualization image."));
});

Deno.test("each text is told of the live neuron that it fits best, with the next best beside it", async () => {
  // Pictures of a vertical stroke in the centre, more or less of it, or of ink at the lower edge.
  const isInked = (picture: number, row: number, column: number) =>
    picture % 2 === 0 ? row >= 8 && row <= 8 + picture && column >= 13 && column <= 15 : row > 26 - picture / 2;
  const pictures = Array.from(
    { length: 12 },
    (_, picture) => Array.from({ length: 784 }, (_, i) => isInked(picture, Math.floor(i / 28), i % 28) ? 1 : -1),
  );
  const images = {
    pixels: Float32Array.from(pictures.flat()),
    labels: Uint8Array.from(pictures.keys(), (picture) => picture % 2),
    count: 12,
    width: 28,
    height: 28,
  };
  const weights = (isWanted: (row: number, column: number) => boolean) =>
    Array.from({ length: 784 }, (_, i) => isWanted(Math.floor(i / 28), i % 28) ? 1 : 0);
  const stroke = weights((row, column) => row >= 8 && row <= 20 && column >= 13 && column <= 15);
  const edge = weights((row) => row > 20);
  const network = {
    layers: [
      layerFromRows([edge, stroke, stroke.map(() => 0)], [196, 39, -1]),
      layerFromRows([[1, 0, 0], [0, 1, 0]], [0, 0]),
    ],
  };
  const context = { ...defaultSettings, background: "", classNames: ["stroke", "edge"], width: 28, height: 28 };
  const fits = await scorePublished(openChat({ environment: {}, rules: ruleBasedFetch }), context, {
    network,
    images,
    stats: gatherStats(network, images, 2),
    seed: 1,
    each: 4,
  });
  assertEquals(fits.map(({ name, neuron }) => ({ name, neuron })), [
    { name: "gpt-4o, first", neuron: 1 },
    { name: "gpt-4o, second", neuron: 1 },
  ]);
  for (const { best, next } of fits) assert(best.value! > next!);
  assertEquals(publishedFitRows(fits, ({ neuron }) => `N${neuron}`)[0]["fits best"], "N1");
});
