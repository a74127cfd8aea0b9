// What the words of the committed network's neurons are worth: everything is read back from the texts, by several hands.

import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { loadMnist, pixelsOf } from "../lib/data/mnist.ts";
import { firstLayerOptimum } from "../lib/evidence/maximisation.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { activationsOf } from "../lib/network/mlp.ts";
import { fromFiles } from "../lib/network/storage.ts";
import { layerMessages } from "../lib/prompts/layer_prompt.ts";
import { networkMessages } from "../lib/prompts/network_prompt.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import type { Hand } from "../lib/rules/drawing.ts";
import { drawMark } from "../lib/rules/drawing.ts";
import { readEntries } from "../lib/rules/entries.ts";
import { readVotes } from "../lib/rules/votes.ts";
import { readDescription } from "../lib/rules/reading.ts";
import { createRuleBasedFetch, type RulesOptions } from "../lib/rules/rules.ts";
import { addUpMarks } from "../lib/rules/value.ts";
import { fractionsOf, hitOf, scoresOf } from "../lib/scores/prediction/figures.ts";
import { countSummaryTokens } from "../lib/scores/prediction/length.ts";
import { correlation } from "../lib/scores/statistics.ts";
import { ask, context as anyNetwork } from "./rules_asking.ts";

const { train, test } = await loadMnist();
const folder = new URL("../outputs/blog/", import.meta.url);
const network = await fromFiles({
  model: JSON.parse(await Deno.readTextFile(new URL("model.json", folder))),
  weights: await Deno.readFile(new URL("weights.bin", folder)),
});
const stats = gatherStats(network, train, 10)[0];
const background = "It is an MLP neural network with 1 hidden layers and width 6.";
const context = { ...anyNetwork, background };

/** The texts that the rules write of this network, neuron by neuron, and of the whole. */
async function tell(options: RulesOptions) {
  const rules = createRuleBasedFetch(options);
  const neurons = await Promise.all(stats.map(async ({ neuron, dead, classes }) => {
    if (dead) return { neuron };
    const evidence = {
      layer: 0,
      neuron,
      dead,
      classes,
      connections: [],
      maximisation: firstLayerOptimum(network, neuron),
    };
    return { neuron, text: await ask(neuronMessages(context, evidence), { rules }) };
  }));
  const layer = await ask(layerMessages(context, neurons), { rules });
  const outputs = Array.from({ length: 10 }, (_, output) => ({
    ...{ output, bias: network.layers[1].bias[output] },
    connections: stats.map(({ neuron }) => ({ from: neuron, weight: network.layers[1].weights[neuron * 10 + output] })),
  }));
  const whole = await ask(networkMessages(context, { layers: [layer], outputs }), { rules });
  return { neurons, layer, whole, tokens: countSummaryTokens({ layers: [layer], network: whole }) };
}

const count = 2000;
const pictures = Array.from({ length: count }, (_, i) => ({
  ...{ width: 28, height: 28 },
  values: Float64Array.from(pixelsOf(test, i), (value) => (value + 1) / 2),
}));
const [hidden, logits] = activationsOf(network, test.pixels);
const largest = (values: ArrayLike<number>) => Array.from(values).indexOf(Math.max(...Array.from(values)));

/** The final score of a reader of these summaries, and how each feature's values go with the neuron's. */
function read({ layer, whole }: { layer: string; whole: string }, hand: Hand = {}) {
  const entries = readEntries(layer);
  const outputs = readVotes(whole);
  const values = new Map(entries.map(({ feature, description }) => [
    feature,
    pictures.map((ink) => Math.max(0, addUpMarks(description, ink, hand).value)),
  ]));
  const found = pictures.map((_, i) => {
    const sums = outputs.map(({ weights, bias }) =>
      weights.reduce((sum, { from, weight }) => sum + weight * values.get(from)![i], bias)
    );
    const answer = largest(logits.subarray(10 * i, 10 * i + 10));
    return hitOf({ truth: test.labels[i], answer, predicted: Number(outputs[largest(sums)].label) });
  });
  const correlations = entries.map(({ feature }) =>
    correlation(values.get(feature)!, pictures.map((_, i) => hidden[i * stats.length + feature]))!
  );
  return { final: scoresOf(fractionsOf(found).fractions).final!, correlations };
}

const told = await tell({ detail: 8 });

Deno.test("eight marks a neuron foretell the network and its neurons, in well under a thousand tokens", () => {
  const { final, correlations } = read(told);
  assert(told.tokens < 950, String(told.tokens));
  assertGreater(final, 0.65);
  assertGreater(Math.min(...correlations), 0.9);
});

Deno.test("other readers of the same text foretell it too: thicker marks, soft edges, marks off their places, and all three", () => {
  const mean = (hands: Hand[]) => hands.reduce((sum, hand) => sum + read(told, hand).final, 0) / hands.length;
  const seeds = [1, 2, 3, 4, 5];
  assertGreater(mean([{ thickness: 1.3 }]), 0.6);
  assertGreater(mean([{ edges: "gaussian" }]), 0.6);
  assertGreater(mean(seeds.map((seed) => ({ shift: 1, seed }))), 0.5);
  assertGreater(mean(seeds.map((seed) => ({ thickness: 1.3, edges: "gaussian", shift: 1, seed }))), 0.45);
});

Deno.test("at most sixty words a neuron, strengths in five words, still foretell most", async () => {
  const brief = await tell({ words: 60, strengths: "words" });
  for (const { text } of readEntries(brief.layer)) assert(text.split(/\s+/).length <= 60, text);
  assertGreater(read(brief).final, 0.55);
});

Deno.test("every phrase can be checked by eye: its sign is that of the mean weight under its mark", () => {
  for (const { feature, description } of readEntries(told.layer)) {
    for (const { mark, place, strength } of description.phrases) {
      const weights = drawMark(mark, place, { width: 28, height: 28 });
      const under = weights.reduce((sum, weight, i) => sum + weight * network.layers[0].weights[i * 6 + feature], 0);
      assertEquals(Math.sign(under), Math.sign(strength), `${feature}: ${mark.kind} ${mark.turn}`);
    }
  }
});

Deno.test("the six marks for the eye are simple and within the picture, and read alone they still foretell each neuron", () => {
  for (const { neuron, text } of told.neurons) {
    if (text === undefined) continue;
    const glance = text.slice(text.indexOf("By eye:"), text.indexOf("More exactly,"));
    const lines = glance.trim().split("\n").slice(1);
    assert(lines.length > 3 && lines.length <= 6, glance);
    for (const line of lines) {
      assertMatch(line, /^[+−]\d+(?:\.5)? an? .*(?:stroke|blob|patch).* \([\d to]+ % across, [\d to]+ % down\)$/);
    }
    const { notUnderstood, ...description } = readDescription(glance);
    assertEquals([description.phrases.length, notUnderstood], [lines.length, []]);
    const values = pictures.map((ink) => Math.max(0, addUpMarks(description, ink).value));
    assertGreater(correlation(values, pictures.map((_, i) => hidden[i * stats.length + neuron]))!, 0.85);
  }
});

Deno.test("neuron 5, whose strongest weights stand in a bar in the centre, is named after it", async () => {
  const { whole } = await tell({});
  assertMatch(whole, /\b5 \((?:short |long )?post at (?:lower |upper )?centre\)/);
});
