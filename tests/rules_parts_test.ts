// Putting parts of a layer together by rules, within the words that the prompt allows.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { condenseMessages } from "../lib/prompts/condense_prompt.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";

const context = {
  ...defaultSettings,
  ...{ background: "A network.", classNames: ["a", "b"], width: 28, height: 28, regularisation: 1 },
};
const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const entry = (neuron: number) => `Feature ${neuron}: It looks for ink number ${neuron} ${"very ".repeat(30)}much.`;
const parts = [[0, 1, 2], [3, 4], [6, 7]].map((neurons) =>
  `${neurons.map(entry).join("\n")}\nDead, always 0: ${neurons[0] + 90}.`
);

async function join(words: number): Promise<string> {
  return (await chat.ask({ messages: condenseMessages(context, parts, { words }) })).text;
}

Deno.test("parts that have room together stand as they are, with the dead ones of all", async () => {
  const text = await join(1000);
  for (const neuron of [0, 1, 2, 3, 4, 6, 7]) assertStringIncludes(text, entry(neuron));
  assertStringIncludes(text, "Dead, always 0: 90, 93, 96.");
});

Deno.test("where words are few each feature is told in its first words, and those without room are named", async () => {
  const short = await join(70);
  assertStringIncludes(short, "Feature 7: It looks for ink number 7 very very very very …");
  assert(!short.includes("Not told"));
  const shortest = await join(40);
  assertEquals(shortest.match(/^Feature \d+/gm)?.length, 5);
  assertStringIncludes(shortest, "Not told for want of room: 6, 7.");
});
