// The reasoning of a prediction by rules, read back as sums.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { predictionMessages } from "../lib/prompts/prediction_prompt.ts";
import { readReasoning } from "../lib/rules/reasoning.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";

Deno.test("a feature's marks and an output's features are read with what they add and what they come to", () => {
  const { features, outputs } = readReasoning([
    "Feature 2: rests at 8.9; bar at middle left: inked to 77 %, adds 9.3; blob at centre: inked to 5 %, takes 0.4; " +
    "the other 6: takes 3.1; so it is 14.7.",
    "Feature 3: rests at -2; bar at top centre: inked to 10 %, adds 1; so it is silent (0).",
    "Output 9: 0.5 x feature 2 (14.7) + -0.29 x feature 3 (0) + -0.59 = 6.76",
  ].join("\n"));
  assertEquals(features, [
    {
      name: "Feature 2",
      parts: [
        { label: "at rest", adds: 8.9 },
        { label: "bar at middle left, 77 %", adds: 9.3 },
        { label: "blob at centre, 5 %", adds: -0.4 },
        { label: "the other 6", adds: -3.1 },
      ],
      sum: 14.7,
    },
    {
      name: "Feature 3",
      parts: [{ label: "at rest", adds: -2 }, { label: "bar at top centre, 10 %", adds: 1 }],
      sum: 0,
    },
  ]);
  assertEquals(outputs, [{
    name: "Output 9",
    parts: [{ label: "feature 2", adds: 7.35 }, { label: "feature 3", adds: -0 }, { label: "bias", adds: -0.59 }],
    sum: 6.76,
  }]);
});

Deno.test("other words, as a language model's, are read as no sums", () => {
  assertEquals(readReasoning("Feature 2 is strongly active, so the network answers: 4"), { features: [], outputs: [] });
});

Deno.test("what the rules reply to a prediction prompt is read whole, and every sum is that of its parts", async () => {
  const layer = "Feature 0: Rests at 2, reaches 30. Ink adds 20 bar at top centre; 5 dot at centre. " +
    "Ink takes 10 bar at bottom centre; 4 post at middle left.\nFeature 2: Rests at 2, reaches 30. Ink adds 9 ring at centre.";
  const network = "An output is its start plus activation x votes of each feature, over 20; the largest wins.\n" +
    "Feature 0 (bar) votes for 4 (20); against 7 (10).\nFeature 2 votes for 7 (20); against 4 (10).\n" +
    "The start votes for 4 (1).";
  const pixels = Float32Array.from({ length: 784 }, (_, i) => i % 28 > 8 && i % 28 < 18 ? 1 : -1);
  const messages = predictionMessages(
    { ...defaultSettings, background: "A network.", classNames: [..."0123456789"], width: 28, height: 28 },
    { layers: [layer], network },
    pixels,
  );
  const { text } = await openChat({ environment: {}, rules: ruleBasedFetch }).ask({ messages });
  const { features, outputs } = readReasoning(text);
  assertEquals(features.map(({ name }) => name), ["Feature 0", "Feature 2"]);
  assertEquals(outputs.map(({ name }) => name).sort(), ["Output 4", "Output 7"]);
  for (const { parts, sum } of [...features, ...outputs]) {
    assertAlmostEquals(Math.max(0, parts.reduce((total, { adds }) => total + adds, 0)), Math.max(0, sum), 0.6);
  }
});
