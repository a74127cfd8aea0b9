// Summaries of wide layers: every prompt within its budget, and every feature in some prompt.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Chat, ChatRequest } from "../lib/chat/mod.ts";
import { countPromptTokens } from "../lib/chat/tokens.ts";
import { readParts } from "../lib/prompts/condense_prompt.ts";
import type { NetworkContext } from "../lib/prompts/context.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { layerMessages, readFeatures } from "../lib/prompts/layer_prompt.ts";
import { groupFeatures, summariseLayer, summariseNetwork } from "../lib/prompts/summarise.ts";

const base: NetworkContext = {
  ...defaultSettings,
  ...{ background: "A network.", classNames: ["a", "b"], width: 2, height: 2 },
};
const features = Array.from({ length: 40 }, (_, neuron) => ({
  neuron,
  text: neuron % 8 === 7
    ? "Dead neuron"
    : `It sees stroke number ${neuron} ${"in the middle, ".repeat(12)}and no other.`,
}));

/** A chat that answers with so many words, and keeps what it was asked. */
function chatOf(words: number): Chat & { asked: ChatRequest[] } {
  const asked: ChatRequest[] = [];
  const answer = (request: ChatRequest) => {
    const text = `Summary ${asked.push(request)}: ${"word ".repeat(words)}`;
    return { text, model: "m", promptTokens: 1, completionTokens: words, cached: false };
  };
  return {
    ...{ asked, model: "m", server: "m", isLanguageModel: true, settings: [] },
    ask: (request) => Promise.resolve(answer(request)),
    askAll: (requests, { onProgress } = {}) => {
      const outcomes = requests.map((request) => ({ reply: answer(request) }));
      onProgress?.({ done: requests.length, total: requests.length } as never);
      return Promise.resolve(outcomes);
    },
    estimate: () => Promise.reject(new Error("Nothing is estimated here.")),
  };
}
const textOf = ({ messages }: ChatRequest) => messages.at(-1)!.content as string;
const tokensOf = (request: ChatRequest) => countPromptTokens(request, "m");

Deno.test("a layer that fits is summarised by one request, as on the blog", async () => {
  const chat = chatOf(10);
  const { text, parts } = await summariseLayer(chat, base, features);
  assertEquals(chat.asked, [{ messages: layerMessages(base, features) }]);
  assertEquals([text.startsWith("Summary 1:"), parts], [true, undefined]);
});

Deno.test("a layer that does not fit is summarised in parts, each within the budget, and every feature is in one", async () => {
  const chat = chatOf(60);
  const context = { ...base, budget: 900 };
  const progress: string[] = [];
  const summary = await summariseLayer(chat, context, features, {
    onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
  });
  for (const request of chat.asked) assert(tokensOf(request) <= 900, `${tokensOf(request)} tokens`);
  const told = chat.asked.filter((request) => readParts(textOf(request)) === undefined);
  assertEquals(told.flatMap((request) => readFeatures(textOf(request)).map(({ neuron }) => neuron)), [
    ...features.keys(),
  ]);
  assertEquals(told.length, groupFeatures(context, features, chat).length);
  // Every reply but the last is put together with others by exactly one later request.
  const joined = chat.asked.flatMap((request) =>
    (readParts(textOf(request))?.parts ?? []).map((part) => part.split(":")[0])
  );
  assertEquals(joined.sort(), chat.asked.slice(0, -1).map((_, i) => `Summary ${i + 1}`).sort());
  assertStringIncludes(summary.text, `Summary ${chat.asked.length}:`);
  assertEquals(progress.at(-1), `${chat.asked.length}/${chat.asked.length}`);
  const countParts = ({ parts = [] }: { parts?: typeof summary[] }): number =>
    parts.reduce((sum, part) => sum + countParts(part), 1);
  assertEquals(countParts(summary), chat.asked.length, "the whole tree is kept");
});

Deno.test("the strongest features stand in full above the summary of parts, as many as a share of the budget holds", async () => {
  const context = { ...base, budget: 1200 };
  const weighed = features.map((one) => ({ ...one, strength: one.neuron === 12 ? 9 : one.neuron === 3 ? 8 : 1 }));
  const { text } = await summariseLayer(chatOf(20), context, weighed);
  const [first, second, third] = text.split("\n");
  assertEquals(first, "Of 40 features, those that can move the outputs most are told in full:");
  assertEquals([second, third], [12, 3].map((neuron) => `Feature ${neuron}: ${features[neuron].text}`));
  const { text: weightless } = await summariseLayer(chatOf(20), context, features);
  assert(weightless.startsWith("Summary"), "without strengths none is set before the others");
});

Deno.test("two parts go together even where they exceed the budget, so that the rounds come to an end", async () => {
  const chat = chatOf(800);
  await summariseLayer(chat, { ...base, budget: 700 }, features);
  const groups = groupFeatures({ ...base, budget: 700 }, features, chat).length;
  assert(chat.asked.length < 2.5 * groups, `${chat.asked.length} requests for ${groups} groups`);
});

const outputs = [0, 1].map((output) => ({ output, connections: [{ from: 1, weight: 0.5 }], bias: 0 }));

Deno.test("the network's prompt keeps to the budget: the longest layer is condensed before, and the part is kept", async () => {
  const layers = ["short", "long ".repeat(900)];
  const chat = chatOf(30);
  const context = { ...base, budget: 1000 };
  const summary = await summariseNetwork(chat, context, { layers, outputs });
  assertEquals(chat.asked.length, 2);
  assertEquals(readParts(textOf(chat.asked[0]))?.parts.length, 1);
  assert(tokensOf(chat.asked[1]) <= 1000);
  assertStringIncludes(textOf(chat.asked[1]), "Layer 0:\nshort\nLayer 1:\nSummary 1:");
  assertEquals(summary.parts?.map(({ text }) => text.split(":")[0]), ["Summary 1"]);
  const whole = await summariseNetwork(chatOf(5), base, { layers, outputs });
  assertEquals(whole.parts, undefined);
});

Deno.test("a network whose prompt cannot keep to the budget is refused, not cut", async () => {
  const layers = ["long ".repeat(900)];
  await assertRejects(
    () => summariseNetwork(chatOf(2000), { ...base, budget: 1000 }, { layers, outputs }),
    Error,
    "Cannot summarise the network: its prompt may take 1000 tokens and takes",
  );
  await assertRejects(
    () => summariseNetwork(chatOf(5), { ...base, budget: 100 }, { layers, outputs }),
    Error,
    "Raise the budget.",
  );
});
