// The rules as a server of chat completions: what they answer to the prompts about neurons.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { countPromptTokens } from "../lib/chat/tokens.ts";
import type { Part } from "../lib/chat/mod.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { seededRandom } from "../lib/random.ts";
import { readDescription } from "../lib/rules/reading.ts";
import { createRuleBasedFetch, ruleBasedFetch } from "../lib/rules/rules.ts";
import { address, ask, boxWeights, context, evidenceOf } from "./rules_asking.ts";

const topBar = boxWeights(6, 5, 21, 7);
const prompt = (weights: Float32Array, options = {}) => neuronMessages(context, evidenceOf(weights, options));

Deno.test("ruleBasedFetch() answers as a chat-completions server, counts pictures, and says that it is no language model", async () => {
  const messages = prompt(topBar);
  const response = await ruleBasedFetch(address, { method: "POST", body: JSON.stringify({ model: "any", messages }) });
  const { model, choices: [{ finish_reason, message }], usage } = await response.json();
  assertEquals([model, finish_reason], ["rule-based-explainer", "stop"]);
  assertEquals(usage.prompt_tokens, countPromptTokens({ messages }, model));
  assert(usage.prompt_tokens > 255 && usage.completion_tokens > 50);
  assertEquals(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assertStringIncludes(message.content, "not by a language model");
});

Deno.test("a bar of weights is explained as a horizontal stroke at its place, wanted or not by its sign", async () => {
  assertMatch(
    await ask(prompt(topBar)),
    /It looks for ink towards the top; most depends on ink on an? (long )?horizontal stroke/,
  );
  assertMatch(
    await ask(prompt(topBar)),
    /^Ink adds [\d.]+ on a long horizontal stroke at the top centre;/m,
  );
  assertMatch(
    await ask(prompt(boxWeights(6, 21, 21, 23))),
    /^Ink adds [\d.]+ on a long horizontal stroke at the bottom centre/m,
  );
  const against = await ask(prompt(boxWeights(13, 7, 14, 20, -0.5)));
  assertMatch(against, /most depends on no ink on a (long )?vertical stroke in the centre/);
  assertMatch(against, /^Ink takes [\d.]+ on a (long )?vertical stroke in the centre/m);
});

Deno.test("the explanation gives the scale, the empty picture and each class's place on it with its spread", async () => {
  // −Σ w on an empty picture: 16 × 3 weights of 0.5. The largest value to expect is 20 + 3 × 5.
  const text = await ask(prompt(topBar, { bias: 33 }));
  assertStringIncludes(text, "10 is as active as it ever gets, a value of 35; an empty picture gives ");
  assertAlmostEquals(readDescription(text).rest!, 33 - 24, 1);
  assertStringIncludes(text, "above the empty picture 0 (5.7 ± 1.4), 2 (2.9 ± 0.7); below it 1 (0.3 ± 0.1).");
  assertEquals(readDescription(text).classes.map(({ label }) => label), ["0", "2", "1"]);
});

Deno.test("fewer marks or fewer words tell less, and strengths can be told in five words", async () => {
  const random = seededRandom(3);
  const weights = topBar.map((weight, i) => weight - boxWeights(4, 12, 9, 22, 0.3)[i] + 0.2 * (random() - 0.5));
  const marksOf = (text: string) => readDescription(text).phrases.length;
  const asking = (options: Parameters<typeof createRuleBasedFetch>[0]) =>
    ask(prompt(weights), { rules: createRuleBasedFetch(options) });
  assertEquals(marksOf(await asking({ detail: 3 })), 3);
  assert(marksOf(await asking({ detail: 12 })) > 8);
  const few = marksOf(await asking({ detail: 12, words: 40 }));
  assert(few >= 2 && few <= 6, String(few));
  const words = await asking({ strengths: "words" });
  assertMatch(words, /^Ink adds very strongly on a long horizontal stroke/m);
  assert(!/\d on a/.test(words), words);
});

Deno.test("without calibration lines the rules say what they cannot know, and describe the portrait as far as it goes", async () => {
  const text = await ask(neuronMessages({ ...context, calibration: false }, evidenceOf(topBar)));
  assertStringIncludes(text, "How strongly ink counts and what an empty picture gives are unknown");
  assertMatch(text, /^Ink adds very strongly on a long horizontal stroke at the top centre/m);
  assertEquals(readDescription(text).rest, undefined);
});

Deno.test("a portrait in characters is explained as its image is", async () => {
  const text = await ask(neuronMessages({ ...context, pictures: "text" }, evidenceOf(topBar)));
  assertEquals(text, await ask(prompt(topBar)));
});

Deno.test("the data lines are read in whatever template stands around them", async () => {
  const neuron = "Was tut es?\n{calibration}\nBild: {picture}\nZahlen:\n{statistics}";
  const text = await ask(neuronMessages(context, evidenceOf(topBar), { template: neuron }));
  assertEquals(text, await ask(prompt(topBar)));
});

Deno.test("the rules say which evidence is missing, unreadable, of one grey, or no more than noise", async () => {
  const nothing = await ask([{ role: "user", content: "What does this neuron do?" }]);
  assertStringIncludes(nothing, "there are no class statistics");
  assertStringIncludes(nothing, "neither a picture nor a connection");
  const broken = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo" } };
  const parts: unknown[] = (prompt(topBar).at(-1)!.content as Part[]).filter(({ type }) => type === "text");
  const unreadable = await ask([{ role: "user", content: [...parts, broken] }]);
  assertStringIncludes(unreadable, "picture cannot be read");
  assertStringIncludes(unreadable, "Typical activity: 0 (");
  assertStringIncludes(await ask(prompt(new Float32Array(784))), "of one grey and shows nothing");
  const random = seededRandom(1);
  const noise = Float32Array.from({ length: 784 }, () => random() - 0.5);
  assertStringIncludes(await ask(prompt(noise)), "hardly more structure than noise");
  assertStringIncludes(await ask(prompt(topBar, { means: [0, 0, 0] })), "dead neuron");
});

Deno.test("malformed bodies are refused with status 400, as by a server, and an aborted request rejects", async () => {
  const bodies = [
    "{",
    "[]",
    "{}",
    '{"messages":[]}',
    '{"messages":[{"role":"user","content":7}]}',
    '{"messages":[null]}',
  ];
  for (const body of bodies) {
    const response = await ruleBasedFetch(address, { method: "POST", body });
    assertEquals(response.status, 400);
    assert((await response.json()).error.message.startsWith("Cannot answer") || body === "{");
  }
  const body = JSON.stringify({ model: "any", messages: prompt(topBar) });
  await assertRejects(
    () => ruleBasedFetch(address, { method: "POST", body, signal: AbortSignal.abort() }),
    DOMException,
  );
});
