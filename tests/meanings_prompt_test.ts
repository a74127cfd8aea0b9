// The prompt about a neuron of several meanings, and the list that comes back.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Part } from "../lib/chat/mod.ts";
import { groupLine, meaningsMessages, readGroups, readMeanings } from "../lib/prompts/meanings_prompt.ts";
import { asking, bottom, calibrated, context, evidence, group, top } from "./two_strokes.ts";

Deno.test("groupLine() tells who is in a group, and what its picture's white is; readGroups() reads it back", () => {
  const classes = [{ label: "7", count: 8 }, { label: "ankle boot", count: 2 }];
  const line = groupLine({ number: 2, count: 10, classes, mean: 8.76543, white: 0.123456 });
  assertEquals(line, "Group 2: 10 images of class 7 (8), ankle boot (2); mean activation 8.77; white adds 0.123");
  assertEquals(readGroups(`Groups:\n${line}`), [{ number: 2, count: 10, classes, mean: 8.77, white: 0.123 }]);
  assertStringIncludes(groupLine({ number: 2, count: 1, classes: [], mean: 1, white: 1 }), "Group 2: 1 image of class");
});

Deno.test("meaningsMessages() takes class names as they are, with braces and dollar signs", () => {
  const classNames = context.classNames.map((name) => `{${name}} $&`);
  const [, { content }] = meaningsMessages({ ...context, classNames }, evidence, [group(7, top)]);
  assertStringIncludes(JSON.stringify(content), "of class {7} $& (8), {8} $& (2);");
});

Deno.test("meaningsMessages() shows the maximising picture, then each group's line, its ink and its images", () => {
  const [system, { content }] = meaningsMessages(calibrated, evidence, [group(7, top), group(2, bottom)]);
  assertEquals(system.role, "system");
  const parts = content as Part[];
  const kinds = parts.map((part) => part.type === "text" ? "text" : "picture");
  // Between a line's two pictures stands nothing.
  assertEquals(kinds.join(" "), "text picture text picture picture text picture picture text");
  const texts = parts.flatMap((part) => part.type === "text" ? [part.text] : []);
  assert(texts[0].startsWith("The background.\n\nYour task is to find out"), texts[0]);
  assertStringIncludes(texts[1], "Image penalty: 1 times");
  assert(texts[1].endsWith("Group 1: 10 images of class 7 (8), 8 (2); mean activation 8.77; white adds 1"), texts[1]);
  assertStringIncludes(texts[2], "Group 2: 10 images of class 2");
  assertStringIncludes(texts[3], "Which meanings");
  assert(!JSON.stringify(meaningsMessages(context, evidence, [group(7, top)])).includes("Image penalty"));
});

Deno.test("meaningsMessages() refuses a dead neuron, and a template without a place for the groups", () => {
  const dead = { ...evidence, maximisation: undefined };
  assertThrows(() => meaningsMessages(context, dead, [group(7, top)]), Error, "got neuron 3 of layer 0");
  assertThrows(() => meaningsMessages(asking("Well?"), evidence, [group(7, top)]), Error, '"Well?…"');
});

Deno.test("readMeanings() reads the entries, however they are set", () => {
  assertEquals(readMeanings("Two.\nMeaning 1: a stroke\nat the top.\n\nMeaning 2: a loop."), [
    "a stroke\nat the top.",
    "a loop.",
  ]);
  assertEquals(readMeanings("- **Meaning 1:** a\n## Meaning 2\nb\n3. Meaning 3: c"), ["a", "b\n3. Meaning 3: c"]);
  assertEquals(readMeanings("Meaning 1:\n\nMeaning 2: b"), ["b"]);
  assertEquals(readMeanings("It has no meaning 1 that I know."), []);
});
