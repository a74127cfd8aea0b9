// What the tests of the rules ask: prompts about made-up neurons, and the answer's text.

import { assertEquals } from "@std/assert";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import type { NetworkContext } from "../lib/prompts/context.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";

export const address = "http://rules.test/v1/chat/completions";

/** A network of digits, its prompts complete. */
export const context: NetworkContext = {
  ...defaultSettings,
  ...{ background: "A network.", classNames: [..."0123456789"], width: 28, height: 28, regularisation: 1 },
};

/** The text of the rules' answer to some messages. */
export async function ask(
  messages: unknown,
  { rules = ruleBasedFetch, ...more }: Record<string, unknown> & { rules?: typeof fetch } = {},
): Promise<string> {
  const response = await rules(address, { method: "POST", body: JSON.stringify({ model: "any", messages, ...more }) });
  assertEquals(response.status, 200);
  const completion = await response.json();
  return completion.choices[0].message.content as string;
}

/** Weights of one value inside a box of 28 × 28 pixels, and 0 elsewhere. */
export function boxWeights(left: number, top: number, right: number, bottom: number, value = 0.5): Float32Array {
  return Float32Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    return x >= left && x <= right && y >= top && y <= bottom ? value : 0;
  });
}

/** The evidence of a first-layer neuron: its maximising input is half its weights where the penalty's factor is 1. */
export function evidenceOf(
  weights: Float32Array,
  { bias = 0, means = [20, 1, 10], layer = 0, connections = [] as NeuronEvidence["connections"] } = {},
): NeuronEvidence {
  const input = weights.map((weight) => weight / 2);
  const preActivation = weights.reduce((sum, weight, i) => sum + weight * input[i], bias);
  return {
    ...{ layer, neuron: 0, dead: false, connections },
    classes: means.map((mean, label) => ({ label, count: 10, mean, std: mean / 4, largest: 2 * mean })),
    maximisation: { input, preActivation },
  };
}
