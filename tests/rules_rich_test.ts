// The rules explain a neuron from rich evidence as well as from the plain, and say what it adds to the outputs.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import { openChat } from "../lib/chat/chat.ts";
import { type NetworkContext, neuronMessages } from "../lib/prompts/messages.ts";
import { neuronWording } from "../lib/prompts/templates.ts";
import { addRichParagraphs, type RichPart, richParts } from "../lib/prompts/rich_prompt.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";

const side = 12;
const context: NetworkContext = {
  ...{ background: "A network.", classNames: ["zero", "one"], width: side, height: side },
  calibration: { regularisation: 1 },
};
/** Black but for one row, as digits are. */
const digit = new Float32Array(side ** 2).fill(-1).fill(1, side, 2 * side);
const shown = { index: 1, label: 1, activation: 8, pixels: digit };
const evidence: NeuronEvidence = {
  ...{ layer: 0, neuron: 0, dead: false, connections: [] },
  classes: [0, 1].map((label) => ({ label, count: 5, mean: 1 + label, std: 0.5, largest: 9 })),
  maximisation: { input: Float32Array.from(digit, (value) => value / 4), preActivation: 2 },
  rich: { exemplars: [shown, shown], silent: [shown], contrasts: [-1, 1], effects: [-2.5, 4] },
};
const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const explain = async (choice: "plain" | readonly RichPart[], wording?: string) =>
  (await chat.ask({ messages: neuronMessages(context, evidence, { evidence: choice, wording }) })).text;

Deno.test("the rules say the same of every choice of evidence, but for what is added to the outputs", async () => {
  const plain = await explain("plain");
  assertMatch(plain, /^Map 12x12 of 12x12/m);
  for (const part of richParts.filter((part) => part !== "effects")) assertEquals(await explain([part]), plain, part);
  const rich = await explain(richParts);
  assertStringIncludes(rich, "Adds to the outputs on the mean: -2.5 to zero; 4 to one.\n");
  assertEquals(rich.replace(/^Adds to the outputs.*\n/m, ""), plain);
});

Deno.test("the rules do not take a sheet of exemplars for the maximising picture, nor for a digit to be predicted", async () => {
  const wording = addRichParagraphs(neuronWording).replace("{picture}\n", "");
  const text = await explain(
    ["exemplars", "silent"],
    wording.replace("{grid}", "").replace("{contrasts}", "") + "{grid}{contrasts}",
  );
  assertStringIncludes(text, "It is driven by class one (2 ± 0.5)");
  assertStringIncludes(text, "Where it wants ink is unknown: there is neither a picture nor a connection");
});
