// The rules explain a neuron from rich evidence as well as from the plain, and say what it adds to the outputs.

import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import type { EvidenceChoice } from "../lib/prompts/context.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { richParts } from "../lib/prompts/rich_evidence.ts";
import { ask, boxWeights, context, evidenceOf } from "./rules_asking.ts";

/** Black but for a bar, as digits are. */
const bar = boxWeights(6, 5, 21, 7);
const shown = { index: 1, label: 1, activation: 8, pixels: bar.map((value) => value > 0 ? 1 : -1) };
const rich = {
  mean: new Float32Array(784).fill(-0.7),
  exemplars: [shown, shown],
  silent: [shown],
  contrasts: [-1, 1],
  effects: [-2.5, 4],
};
const evidence = { ...evidenceOf(bar, { means: [20, 1] }), rich };
const explain = (choice: EvidenceChoice) => ask(neuronMessages({ ...context, evidence: choice }, evidence));

Deno.test("the rules say the same of every choice of evidence, but for what is added to the outputs and where ink usually is", async () => {
  const plain = await explain("plain");
  assertMatch(plain, /^Ink adds [\d.]+ on a long horizontal stroke/m);
  for (const part of richParts.filter((part) => part !== "effects" && part !== "mean")) {
    assertEquals(await explain([part]), plain, part);
  }
  assertNotEquals(await explain(["mean"]), plain);
  const all = await explain(richParts);
  assertStringIncludes(all, "\nAdds to the outputs on the mean: -2.5 to 0; 4 to 1.");
  assertEquals(all.replace(/\nAdds to the outputs.*/, ""), await explain(["mean"]));
});

Deno.test("the rules do not take a sheet of exemplars for the portrait, nor for a digit to be predicted", async () => {
  const template = "{statistics}\n\n{evidence}";
  const text = await ask(neuronMessages({ ...context, evidence: ["exemplars", "silent"] }, evidence, { template }));
  assertStringIncludes(text, "Typical activity: 0 (");
  assertStringIncludes(text, "Where it wants ink is unknown: there is neither a picture nor a connection");
});
