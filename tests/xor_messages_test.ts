// The single prompt about a network for XOR, from the network to the messages and to a reply by rules.

import { assert, assertEquals } from "@std/assert";
import { gatherXorEvidence } from "../lib/evidence/xor_evidence.ts";
import { openChat } from "../lib/chat/chat.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { defaultTemplates } from "../lib/prompts/defaults.ts";
import { readXorNetwork } from "../lib/prompts/xor_lines.ts";
import { xorMessages, xorValues } from "../lib/prompts/xor_prompt.ts";
import { layerFromRows } from "../lib/network/rows.ts";

// Neuron 0 counts the ones, neuron 1 is active where both inputs are 1, neuron 2 nowhere: count − 2 × both is XOR.
const evidence = await gatherXorEvidence({
  layers: [layerFromRows([[1, 1], [1, 1], [-0.00003, 0]], [0, -1, -1]), layerFromRows([[1, -2, 0.5]], [0.12344])],
}, { seed: 1 });

Deno.test("xorValues() writes weights, bias and activations of each neuron, to four digits", () => {
  const [counting, both, dead] = xorValues(evidence).neurons.split("\n\n");
  assert(counting.startsWith("Neuron 0:\nWeights: 1, 1\nBias: 0\n"), counting);
  for (const [input, activation] of [["0 0", 0], ["0 1", 0], ["1 0", 0], ["1 1", 1]]) {
    assert(both.includes(`Activation for input ${input}: ${activation}\n`), both);
  }
  assert(dead.includes("Weights: 0, 0\n"), "a rounded weight has no sign before its zero");
  assert(xorValues(evidence).output.includes("Final bias: 0.1234\n"));
});

Deno.test("xorValues() gives the maximising input of live neurons and none of dead ones", () => {
  const [counting, , dead] = xorValues(evidence).neurons.split("\n\n");
  const [, first, second, value] = /Maximising input: ([\d.-]+), ([\d.-]+), value: ([\d.-]+)/.exec(counting)!;
  // Half the weights, and the value there, |w|² / 2 + b.
  for (const [found, exact] of [[first, 0.5], [second, 0.5], [value, 1]]) {
    assert(Math.abs(Number(found) - Number(exact)) < 0.001, `${found} for ${exact}`);
  }
  assert(!dead.includes("Maximising"), dead);
});

Deno.test("xorMessages() puts the lines into the template it is given, and does not name the function", () => {
  const templates = {
    ...defaultTemplates,
    xor: "What is it?\n{neurons}\n{output}",
    xorBackground: "{inputs} in, {width} deep.",
  };
  const [system, user] = xorMessages({ templates }, evidence);
  const { neurons, output } = xorValues(evidence);
  assertEquals(user, { role: "user", content: `2 in, 3 deep.\n\nWhat is it?\n${neurons}\n${output}` });
  assertEquals(system.role, "system");
  assert(
    !/xor/i.test(JSON.stringify([system, xorMessages({ templates: defaultTemplates }, evidence)])),
    "the prompt gives the answer away",
  );
});

Deno.test("a network for XOR is explained by rules from its prompt alone", async () => {
  const chat = openChat({ environment: {}, rules: ruleBasedFetch });
  const { text } = await chat.ask({ messages: xorMessages({ templates: defaultTemplates }, evidence) });
  assert(/Neuron 2 is dead/.test(text), text);
  assert(/computes XOR/.test(text), text);
});

Deno.test("readXorNetwork() reads back every figure of the prompt", () => {
  const { neurons, output } = xorValues(evidence);
  const read = readXorNetwork(`${neurons}\n\n${output}`)!;
  assertEquals(read.neurons.map(({ weights }) => weights), [[1, 1], [1, 1], [0, 0]]);
  assertEquals(read.neurons.map(({ bias }) => bias), [0, -1, -1]);
  assertEquals([...read.neurons[1].activations], [["0 0", 0], ["0 1", 0], ["1 0", 0], ["1 1", 1]]);
  assertEquals(read.neurons.map(({ maximisation }) => maximisation === undefined), [false, false, true]);
  assertEquals([read.output.weights, read.output.bias], [[1, -2, 0.5], 0.1234]);
  assertEquals(read.output.outputs.get("1 0"), 1.1234);
  assertEquals(readXorNetwork("Neuron 0:\nWeights: 1, 1"), undefined);
});
