// Explaining a neuron by rules from groups of images: a meaning for each leading class.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import type { ImageGroup } from "../lib/evidence/image_groups.ts";
import { openChat, type Part } from "../lib/chat/mod.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { meaningsMessages, readMeanings } from "../lib/prompts/meanings_prompt.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";

const size = { width: 28, height: 28 };
const context = { ...defaultSettings, background: "The background.", classNames: [..."0123456789"], ...size };
const asking = (meanings: string) => ({ ...context, templates: { ...context.templates, meanings } });
const calibrated = { ...context, regularisation: 1 };

/** A picture of 28 × 28 values with a block of one value, rows and columns counted from 0. */
function block(
  value: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
  rest = 0,
): Float32Array {
  return Float32Array.from({ length: 784 }, (_, i) => {
    const [row, column] = [Math.floor(i / 28), i % 28];
    return row >= top && row <= bottom && column >= left && column <= right ? value : rest;
  });
}

const top = block(1, [6, 8], [8, 19]);
const bottom = block(1, [20, 22], [8, 19]);
const both = top.map((value, i) => value + bottom[i] - block(0.6, [12, 15], [10, 17])[i]);
const evidence: NeuronEvidence = {
  ...{ layer: 0, neuron: 3, dead: false, connections: [] },
  classes: context.classNames.map((_, label) => ({ label, mean: label, std: 1, count: 5, largest: 10 })),
  maximisation: { input: both, preActivation: 12 },
};
const group = (label: number, contributions: Float32Array, count = 10): ImageGroup => ({
  ...{ count, mean: 8.76543, contributions, exemplars: [contributions.map((value) => 2 * value - 1)] },
  classes: [{ label, count: count - 2 }, { label: 8, count: 2 }],
});

const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const ask = async (groups: ImageGroup[]) => {
  const { text } = await chat.ask({ messages: meaningsMessages(calibrated, evidence, groups) });
  return text;
};

Deno.test("the rules give a meaning for each leading class: where its ink adds most, and where none may be", async () => {
  const text = await ask([group(7, top), group(2, bottom), group(7, top, 4)]);
  assertStringIncludes(text, "(By rules");
  assertStringIncludes(text, "3 groups, 2 meanings");
  const [seven, two] = readMeanings(text);
  assertStringIncludes(seven, "10 of its 14 images are of class 7 (group 1, 3)");
  assert(/Ink adds very strongly [^;.]*at the top/.test(seven) && !/Ink adds[^.]*bottom centre/.test(seven), seven);
  assertStringIncludes(two, "Ink adds very strongly a horizontal stroke at the bottom");
  for (const meaning of [seven, two]) assert(/Ink takes .*in the centre/.test(meaning), meaning);
});

Deno.test("the rules weigh joined groups by their images and by what white adds", async () => {
  // What is faint in a large group is as much as what is strong in a small one.
  const faint = bottom.map((value) => value / 3);
  const [joined] = readMeanings(await ask([group(7, top, 10), group(7, faint, 30)]));
  const [strongest] = joined.split("Ink adds very strongly ")[1].split(";");
  assert(/at the top/.test(strongest) && /at the bottom/.test(strongest), joined);
});

Deno.test("the rules say what is missing where a group's picture is missing", async () => {
  const messages = meaningsMessages(asking("{groups}"), evidence, [group(7, top), group(2, bottom)]);
  const parts = messages[1].content as Part[];
  const { text } = await chat.ask({ messages: [messages[0], { role: "user", content: parts.toSpliced(1, 1) }] });
  assertStringIncludes(text, "is unknown: of 2 groups, only 1 with a picture");
  assertEquals(readMeanings(text), []);
});
