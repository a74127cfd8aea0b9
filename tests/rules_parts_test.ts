// Putting parts of a layer together by rules, within the words that the prompt allows.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { condenseMessages } from "../lib/prompts/condense_prompt.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { layerMessages } from "../lib/prompts/layer_prompt.ts";
import { networkMessages } from "../lib/prompts/network_prompt.ts";
import { readEntries } from "../lib/rules/entries.ts";
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

Deno.test("a feature without room is live all the same: its weights count in what is built on the summary", async () => {
  const layer = await join(40);
  assertEquals(readEntries(layer).map(({ feature }) => feature), [0, 1, 2, 3, 4, 6, 7]);
  const joinedAgain = await chat.ask({ messages: condenseMessages(context, [layer], { words: 1000 }) });
  assertStringIncludes(joinedAgain.text, "Not told for want of room: 6, 7.");
  const connections = [{ from: 0, weight: 0.5 }, { from: 7, weight: -0.25 }, { from: 90, weight: 0.125 }];
  const outputs = [{ output: 0, bias: 0, connections }];
  const network = await chat.ask({ messages: networkMessages(context, { layers: [layer], outputs }) });
  assertMatch(network.text, /^Feature 0(?: \([^)]*\))? votes for a \(10\)\.\nFeature 7 votes against a \(5\)\.$/m);
});

Deno.test("entries of our own are cut between two classes, so that what is left of them can be read", async () => {
  const entry = "Typically 20 for a; 10 for b; 1.1 for c. Rests at -25, reaches 35. Ink adds 5 long bar at top centre.";
  const own = [1, 2].map((neuron) => `Feature ${neuron}: ${entry}`);
  const { text } = await chat.ask({ messages: condenseMessages(context, own, { words: 16 }) });
  const classes = [{ label: "a", mean: 20 }, { label: "b", mean: 10 }];
  assertEquals(readEntries(text).map(({ description }) => description.classes), [classes, classes]);
});

Deno.test("a neuron whose bias nobody can know is condensed to its classes and to what feeds it", async () => {
  const text = `(By rules, not by a language model.)
It listens to 2 features of the layer below, most of all to feature 3.
Scale: 10 is as active as it ever gets, a value of 14.2.
Typical activity: above the empty picture a (4 ± 2); below it b (1 ± 0.5).
Raised by 0.5 x feature 3; lowered by 0.25 x feature 1.
Its bias is unknown: the class means do not determine it.`;
  const reply = await chat.ask({ messages: layerMessages(context, [{ neuron: 7, text }]) });
  const [{ feature, description }] = readEntries(reply.text);
  assertEquals(feature, 7);
  assertEquals(description.feeds.map(({ from, weight }) => [from, weight]), [[3, 0.5], [1, -0.25]]);
  assertEquals(description.classes.map(({ label }) => label), ["a", "b"]);
});
