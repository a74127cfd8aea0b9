// The rules as those who condense a layer and a network, and as the reader who predicts from both.

import { assert, assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { layerMessages } from "../lib/prompts/layer_prompt.ts";
import { networkMessages } from "../lib/prompts/network_prompt.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { digitRequest, predictionMessages } from "../lib/prompts/prediction_prompt.ts";
import { seededRandom } from "../lib/random.ts";
import { readEntries } from "../lib/rules/entries.ts";
import { readDescription } from "../lib/rules/reading.ts";
import { ask, boxWeights, context, evidenceOf } from "./rules_asking.ts";

const explain = (weights: Float32Array, options = {}) => ask(neuronMessages(context, evidenceOf(weights, options)));
const condense = (texts: readonly (string | undefined)[]) =>
  ask(layerMessages(context, texts.map((text, neuron) => ({ neuron, text }))));
const summarise = (layers: string[], outputs: { weights: number[]; bias: number }[]) =>
  ask(networkMessages(context, {
    layers,
    outputs: outputs.map(({ weights, bias }, output) => ({
      ...{ output, bias },
      connections: weights.map((weight, from) => ({ from, weight })),
    })),
  }));

const topBar = boxWeights(6, 5, 21, 7);
const bottomBar = boxWeights(6, 20, 21, 22);

Deno.test("a layer's summary keeps of each explanation what its activation depends on, and names dead neurons", async () => {
  const [top, bottom] = await Promise.all([explain(topBar), explain(bottomBar)]);
  const layer = await condense([undefined, top, bottom]);
  assertStringIncludes(layer, "Dead, always 0: 0.");
  const marks = "Rests at -25, reaches 35\\. Ink adds \\d+ long bar at top centre";
  assertMatch(layer, new RegExp(`^Feature 1: Typically 20 for 0; 10 for 2; 1\\.1 for 1\\. ${marks}`, "m"));
  // Where no layer follows, nobody has to work out a bias from the means.
  const last = { ...context, background: "It is an MLP neural network with 1 hidden layers and width 6." };
  const brief = await ask(layerMessages(last, [{ neuron: 1, text: top }]));
  assertMatch(brief, new RegExp(`^Feature 1: Most for 0\\. ${marks.replace(", reaches 35", "")}`, "m"));
  for (const [i, { feature, description }] of readEntries(layer).entries()) {
    const own = readDescription([top, bottom][i]);
    assertEquals(feature, i + 1);
    assertEquals(
      description.phrases.map(({ mark, place }) => ({ mark, place })),
      own.phrases.map(({ mark }, k) => ({
        mark,
        place: description.phrases[k].place,
      })),
    );
    description.phrases.forEach(({ strength }, k) => assert(Math.abs(strength - own.phrases[k].strength) <= 0.5));
    assert(Math.abs(description.rest! - own.rest!) <= 0.5);
  }
});

Deno.test("no row of a summary's features is a map: figures stand in sentences", async () => {
  const text = `${await explain(topBar)}\n${await condense([await explain(bottomBar)])}`;
  assert(!/(?:\d[ ,]*){12}/.test(text), text);
});

Deno.test("explanations in somebody else's words are condensed to their beginning, as it stands", async () => {
  const layer = await condense([undefined, "It likes **loops** at the bottom.\n\nThat is all."]);
  assertMatch(layer, /^Feature 1: It likes \*\*loops\*\* at the bottom\.$/m);
});

Deno.test("parts of a large layer are put together with their entries as they stand", async () => {
  const parts = [await condense([await explain(topBar)]), "Feature 4: likes loops.\nDead, always 0: 3, 5."];
  const join = (words: number) =>
    ask([{
      role: "user",
      content: [`Parts: 2, to be one of at most ${words} words`, ...parts.map((part, i) => `Part ${i + 1}:\n${part}`)]
        .join("\n\n"),
    }]);
  const text = await join(500);
  assertEquals(readEntries(text).map(({ feature }) => feature), [0, 4]);
  assertStringIncludes(text, readEntries(parts[0])[0].text);
  assertStringIncludes(text, "Dead, always 0: 3, 5.");
  const [brief] = readEntries(await join(60));
  const [whole] = readEntries(parts[0]);
  assert(brief.text.split(" ").length <= 30 && brief.description.phrases.length < whole.description.phrases.length);
  assertEquals(brief.description.phrases[0], whole.description.phrases[0]);
});

Deno.test("a network's summary names each feature after its strongest phrase, and gives weights and biases", async () => {
  const layer = await condense([undefined, await explain(topBar)]);
  const network = await summarise([layer], [{ weights: [0.1, 0.75], bias: -0.5 }, {
    weights: [0.1, -0.25],
    bias: 0.5,
  }]);
  assertMatch(network, /^Feature 1 \((?:long )?bar at top centre\) votes for 0 \(15\); against 1 \(5\)\.$/m);
  assertMatch(network, /^The start votes for 1 \(10\); against 0 \(10\)\.$/m);
});

const digit = (isInk: (row: number, column: number) => boolean) =>
  Float32Array.from({ length: 784 }, (_, i) => isInk(Math.floor(i / 28), i % 28) ? 1 : -1);
const predict = (layers: string[], network: string, pixels: Float32Array) =>
  ask(predictionMessages(context, { layers, network }, pixels));
const settle = async (reply: string) => await ask(digitRequest(context, reply).messages);

const entries = [
  "Feature 0: Rests at 2, reaches 30. Ink adds 20 bar at top centre; 5 dot at centre. Ink takes 10 bar at bottom centre.",
  "Feature 2: Rests at 2, reaches 30. Ink adds 20 bar at bottom centre.",
].join("\n");
const outputs = [
  "An output is its start plus activation x votes of each feature, over 20; the largest wins.",
  "Feature 0 (bar) votes for 4 (20); against 7 (10).",
  "Feature 2 votes for 7 (20); against 4 (10).",
  "The start votes for 9 (60).",
].join("\n");
const top = digit((row, column) => row >= 4 && row <= 7 && column >= 7 && column <= 20);
const bottom = digit((row, column) => row >= 20 && row <= 23 && column >= 7 && column <= 20);

Deno.test("the reader shows its reasoning: each mark's ink, what it adds, and then the outputs", async () => {
  const text = await predict([entries], outputs, top);
  assertMatch(
    text,
    /^Feature 0: rests at 2; bar at top centre: inked to \d+ %, adds (19|20); .*so it is 2\d(\.\d)?\.$/m,
  );
  assertMatch(text, /^Output 4: 1 x feature 0 \(2\d(\.\d)?\) \+ -0\.5 x feature 2 \(2\) \+ 0 = \d+\.\d\d$/m);
  assertMatch(text, /^The network answers: 4$/m);
});

Deno.test("the reader answers otherwise for another picture, and by the biases where little is active", async () => {
  assertMatch(await predict([entries], outputs, bottom), /^The network answers: 7$/m);
  assertMatch(await predict([entries], outputs, new Float32Array(784).fill(-1)), /^The network answers: 9$/m);
  const inCharacters = predictionMessages(
    { ...context, pictures: "text" },
    { layers: [entries], network: outputs },
    bottom,
  );
  assertMatch(await ask(inCharacters), /^The network answers: 7$/m);
});

Deno.test("the reader carries activations on to later layers", async () => {
  const later = "Feature 0: Bias -1, reaches 40. Raised by 2 x feature 2; lowered by 1 x feature 0.\n" +
    "Feature 2: Bias 0, reaches 40. Raised by 1 x feature 0.";
  const text = await predict([entries, later], outputs, bottom);
  assertMatch(text, /^Feature 0 of layer 1: 2 x 2\d(\.\d)? \+ -1 x 0 \+ -1, so it is 4\d(\.\d)?\.$/m);
  assertMatch(text, /^The network answers: 4$/m);
});

Deno.test("the reader names no digit where the summaries hold nothing to compute with", async () => {
  for (
    const [layers, network] of [[[], ""], [["Feature 0: likes loops."], outputs], [[entries], "It works."]] as const
  ) {
    const text = await predict([...layers], network, top);
    assertStringIncludes(text, "nothing to go on");
    assertEquals(await settle(text), "none");
  }
});

Deno.test("from evidence to prediction, the rules answer mostly what the network answers", async () => {
  const random = seededRandom(6);
  const areas = [[4, 5, 23, 8], [4, 19, 23, 22], [12, 8, 15, 19]];
  const hidden = areas.map(([left, top, right, bottom]) => ({
    bias: 24 * random(),
    weights: boxWeights(left, top, right, bottom, 0.3).map((weight) => weight - 0.02 + 0.1 * (random() - 0.5)),
  }));
  const output = Array.from({ length: 10 }, () => ({
    weights: hidden.map(() => 2 * random() - 1),
    bias: random() - 0.5,
  }));
  const layer = await condense(await Promise.all(hidden.map(({ weights, bias }) => explain(weights, { bias }))));
  const network = await summarise([layer], output);
  let agreed = 0;
  for (let round = 0; round < 40; round++) {
    // A stroke of ink, at a random place.
    const [x, y, across, down] = [5 + 9 * random(), 5 + 9 * random(), 3 + 9 * random(), 3 + 9 * random()];
    const pixels = digit((row, column) => row >= y && row <= y + down && column >= x && column <= x + across);
    const sum = (weights: ArrayLike<number>, values: ArrayLike<number>, bias: number) =>
      Array.from(weights).reduce((total, weight, i) => total + weight * values[i], bias);
    const activations = hidden.map(({ weights, bias }) => Math.max(0, sum(weights, pixels, bias)));
    const logits = output.map(({ weights, bias }) => sum(weights, activations, bias));
    const reply = await predict([layer], network, pixels);
    if (await settle(reply) === String(logits.indexOf(Math.max(...logits)))) agreed++;
  }
  assertGreater(agreed, 32);
});
