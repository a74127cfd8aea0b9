// Explaining a neuron by rules from groups of images: a meaning for each leading class.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ImageGroup } from "../lib/evidence/image_groups.ts";
import { openChat, type Part } from "../lib/chat/mod.ts";
import { meaningsMessages, readMeanings } from "../lib/prompts/meanings_prompt.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { asking, bottom, calibrated, evidence, group, top } from "./two_strokes.ts";

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
  assertStringIncludes(two, "Ink adds very strongly on a horizontal stroke at the bottom");
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
