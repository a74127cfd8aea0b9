import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import { openChat, type Part } from "../lib/chat/mod.ts";
import type { NetworkContext, RichPart } from "../lib/prompts/context.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { neuronMessages, neuronTemplate } from "../lib/prompts/neuron_prompt.ts";
import { richParts } from "../lib/prompts/rich_evidence.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { decodeGrey } from "../lib/pictures/image.ts";

const context: NetworkContext = {
  ...defaultSettings,
  background: "A network.",
  classNames: ["zero", "one"],
  width: 2,
  height: 2,
};

const plain: NeuronEvidence = {
  ...{ layer: 0, neuron: 3, dead: false, connections: [] },
  classes: [0, 1].map((label) => ({ label, count: 1, mean: label, std: 0.5, largest: 9 })),
  maximisation: { input: Float32Array.of(0.5, -1, 0, 0.25), preActivation: 2 },
};

const shown = (label: number, activation: number) => {
  return { index: 7, label, activation, pixels: new Float32Array(4).fill(1) };
};

const rich: NeuronEvidence = {
  ...plain,
  rich: {
    mean: Float32Array.of(-1, -1, 0, 1),
    exemplars: [shown(1, 9), shown(0, 8.5)],
    silent: [shown(0, 0)],
    contrasts: [-2, 2],
    effects: [0.5, -0.25],
  },
};

const partsOf = (evidence: "plain" | RichPart[], one = rich): Part[] => {
  return neuronMessages({ ...context, evidence }, one)[1].content as Part[];
};
const textOf = (parts: Part[]) => parts.map((part) => part.type === "text" ? part.text : "[picture]").join("\n");

Deno.test("neuronMessages() asks as the blog post does unless rich evidence is chosen, also where it was gathered", () => {
  assertEquals(neuronMessages(context, rich), neuronMessages(context, plain, { template: neuronTemplate }));
  assertEquals(partsOf("plain"), partsOf([]), "no part chosen leaves no trace");
});

Deno.test("neuronMessages() with all rich evidence puts it between the picture and the task", () => {
  const parts = partsOf([...richParts]);
  const text = textOf(parts);
  const before = textOf(partsOf("plain"));
  const task = before.slice(before.indexOf("Please give an interpretation"));
  assertEquals(
    text.slice(text.indexOf("[picture]")),
    `[picture]

The contrast of a class is the neuron's mean over it less its mean over all other images, in standard deviations:
Contrast label zero: -2
Contrast label one: 2

The image that maximises the neuron, as a coarse grid of signed numbers (positive wants ink, negative wants none):
Grid of 2 x 2 blocks, the top row first; 9 is a mean of 1, -9 of -1:
 5 -9
 0  2

The direct effect of the neuron on each output is its weight to the output times its mean activation:
Effect on output zero: 0.5
Effect on output one: -0.25

The following image is the mean of all images that the network was trained on.
[picture]
Mean image scale: from no ink to full ink, on the mean over the images

The following images, from left to right and from top to bottom, are those that excite the neuron most.
[picture]
Picture 1: label one, activation 9
Picture 2: label zero, activation 8.5

The following images are some, drawn at random, that leave the neuron silent or nearly so.
[picture]
Picture 1: label zero, activation 0

${task}`,
  );
});

Deno.test("neuronMessages() sends two exemplars as one PNG of their own", () => {
  const [, second] = partsOf(["exemplars"]).filter((part) => part.type === "image_url");
  const { width, height } = decodeGrey(Uint8Array.fromBase64(second.image_url.url.split(",")[1]));
  assertEquals([width, height], [4 * 5, 4 * 2]);
});

Deno.test("neuronMessages() adds each part of the rich evidence by itself", () => {
  const signs: Record<RichPart, string> = {
    ...{ contrasts: "Contrast label", grid: "Grid of", effects: "Effect on output" },
    mean: "Mean image scale",
    ...{ exemplars: "that excite the neuron most.", silent: "silent or nearly so." },
  };
  for (const chosen of richParts) {
    const text = textOf(partsOf([chosen]));
    for (const part of richParts) assertEquals(text.includes(signs[part]), part === chosen, `${chosen}: ${part}`);
    assertEquals(text.match(/\[picture\]/g)!.length, ["mean", "exemplars", "silent"].includes(chosen) ? 2 : 1);
  }
});

Deno.test("neuronMessages() leaves out the effects of a neuron that reaches no output directly", () => {
  const inner = { ...rich, rich: { ...rich.rich!, effects: [], silent: [] } };
  assertEquals(partsOf(["effects", "silent"], inner), partsOf("plain"));
});

Deno.test("neuronMessages() refuses rich evidence that was not gathered, and a template without a place for it", () => {
  assertThrows(() => partsOf(["grid"], plain), Error, "none was gathered, got grid. Use addRichEvidence() before.");
  const wrong = () => {
    return neuronMessages({ ...context, evidence: ["grid"] }, rich, { template: "Look: {contrasts}" });
  };
  assertThrows(wrong, Error, 'the template has no place for {grid}, got "Look: {contrasts}…".');
});

Deno.test("neuronMessages() puts the chosen evidence where the template has {evidence}, or at the names of its parts", () => {
  const all = { ...context, evidence: richParts };
  const own = (template: string) => textOf(neuronMessages(all, rich, { template })[1].content as Part[]);
  assert(own("Look.\n\n{evidence}\n\nSay.").endsWith("Picture 1: label zero, activation 0\n\nSay."));
  const parts = "{contrasts}\n{grid}\n{effects}\n{mean}\n{exemplars}\n{silent}";
  assert(own(parts).startsWith("A network.\n\nContrast label zero: -2\nContrast label one: 2\nGrid of 2 x 2"));
});

Deno.test("neuronMessages() words the evidence by the run's own template of it", () => {
  const templates = { ...context.templates, evidence: "As numbers, 100 % $&:\n{grid}" };
  const messages = neuronMessages({ ...context, templates, evidence: ["grid"] }, rich);
  assertStringIncludes(textOf(messages[1].content as Part[]), "As numbers, 100 % $&:\nGrid of 2 x 2 blocks");
});

Deno.test("the rule-based explainer still reads the maximising picture where exemplars are sent beside it", async () => {
  const chat = openChat({ environment: {}, rules: ruleBasedFetch });
  const answer = async (evidence: "plain" | RichPart[]) => {
    return (await chat.ask({ messages: neuronMessages({ ...context, evidence }, rich) })).text;
  };
  const text = await answer(["exemplars", "silent"]);
  assertStringIncludes(text, "one");
  assertEquals(text, await answer("plain"));
});
