// The rules on a network of two binary inputs: conditions, sums, and the function that comes of them.

import { assertMatch, assertStringIncludes } from "@std/assert";
import { xorInputs } from "../lib/data/xor.ts";
import { type XorNeuron, xorNeuronLines, xorOutputLines } from "../lib/prompts/xor_lines.ts";
import { ask as askRules } from "./rules_asking.ts";

// The network that the blog post's XOR page publishes.
const hidden = {
  weights: [[-0.7834, -0.7794], [-0.9649, 0.773], [0.498, -1.2739], [0.1256, -0.4764]],
  bias: [0.7759, 0.1917, 0.7758, -0.1807],
};
const output = { weights: [-1.0414, 1.0336, 0.7825, 0.3891], bias: 0.0029 };

const neurons = hidden.weights.map(([first, second], i): XorNeuron => ({
  weights: [first, second],
  bias: hidden.bias[i],
  activations: xorInputs.map(([a, b]) => Math.max(0, first * a + second * b + hidden.bias[i])),
}));
const outputs = xorInputs.map((_, i) =>
  neurons.reduce((sum, { activations }, k) => sum + output.weights[k] * activations[i], output.bias)
);

const ask = (content: string) => askRules([{ role: "user", content }]);
const prompt = (given: number[] = outputs) =>
  `${xorNeuronLines(neurons, xorInputs)}\n\nThe output:\n${xorOutputLines({ ...output, outputs: given }, xorInputs)}`;

Deno.test("the rules name each XOR neuron's condition, and the function of the published network", async () => {
  const text = await ask(prompt());
  assertMatch(text, /^Neuron 0 is active when neither input is 1 \(NOR\)/m);
  assertMatch(text, /^Neuron 1 is active when the first input is 0 \(NOT first\), most for 0 1/m);
  assertMatch(text, /^Neuron 2 is active when the second input is 0 \(NOT second\), most for 1 0/m);
  assertMatch(text, /^Neuron 3 is dead/m);
  assertStringIncludes(text, "So the network computes XOR.");
});

Deno.test("the rules show how the outputs add up", async () => {
  // 0.9647 · 1.0336 + 0.0029 = 1.00001.
  assertMatch(
    await ask(prompt()),
    /^Output for 0 1: 0\.997 from neuron 1 \+ 0\.0029 from the bias = 1; the network gave 1\.$/m,
  );
});

Deno.test("the rules see that a network does not compute XOR", async () => {
  const text = await ask(prompt([0, 1, 1, 0.9]));
  assertStringIncludes(text, "at least one input is 1 (OR)");
  assertStringIncludes(text, "So the network does not compute XOR.");
});

Deno.test("the rules say what is missing from an XOR prompt", async () => {
  const text = await ask("Output for input 0 0: 0\nOutput for input 0 1: 1");
  assertStringIncludes(text, "The hidden neurons are unknown");
  assertStringIncludes(text, "How the neurons combine is unknown");
  assertStringIncludes(text, "all four inputs would have to be known");
});
