import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { LabelledImages } from "../lib/data/mnist.ts";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import type { ImageGroup } from "../lib/evidence/image_groups.ts";
import { correlation } from "../lib/scores/correlation.ts";
import { compareExplanations, estimateComparison, explanationRows } from "../lib/scores/neuron/explanations.ts";
import { largestAnswer, scoredNeuron, scoreMeanings } from "../lib/scores/neuron/meanings.ts";
import { prepareQuestions } from "../lib/scores/neuron/neuron_scores.ts";
import { openChat, type Part } from "../lib/chat/chat.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { groupLine, meaningsMessages, readGroups, readMeanings } from "../lib/prompts/meanings_prompt.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import type { Network } from "../lib/network/mlp.ts";
import { type ChatHandler, complete, startChatServer } from "./chat_server.ts";

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

const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const ask = async (groups: ImageGroup[]) => {
  const { text } = await chat.ask({ messages: meaningsMessages(calibrated, evidence, groups) });
  return text;
};

Deno.test("the rules give a meaning for each leading class: where its ink adds most, and where none may be", async () => {
  const text = await ask([group(7, top), group(2, bottom), group(7, top, 4)]);
  assertStringIncludes(text, "Worked out by rules");
  assertStringIncludes(text, "3 groups, 2 meanings");
  const [seven, two] = readMeanings(text);
  assertStringIncludes(seven, "10 of its 14 images are of class 7 (group 1, 3)");
  assertStringIncludes(seven, "Wants ink: a horizontal stroke at the top (99 %).");
  assertStringIncludes(two, "Wants ink: a horizontal stroke at the bottom (99 %).");
  for (const meaning of [seven, two]) assert(/Wants no ink: .*in the centre/.test(meaning), meaning);
});

Deno.test("the rules weigh joined groups by their images and by what white adds", async () => {
  // What is faint in a large group is as much as what is strong in a small one.
  const faint = bottom.map((value) => value / 3);
  const [joined] = readMeanings(await ask([group(7, top, 10), group(7, faint, 30)]));
  assert(
    /at the top \(49 %\); .*at the bottom \(49 %\)|at the bottom \(49 %\); .*at the top \(49 %\)/.test(joined),
    joined,
  );
});

Deno.test("the rules say what is missing where a group's picture is missing", async () => {
  const messages = meaningsMessages(asking("{groups}"), evidence, [group(7, top), group(2, bottom)]);
  const parts = messages[1].content as Part[];
  const { text } = await chat.ask({ messages: [messages[0], { role: "user", content: parts.toSpliced(1, 1) }] });
  assertStringIncludes(text, "is unknown: of 2 groups, only 1 with a picture");
  assertEquals(readMeanings(text), []);
});

/** Thirty pictures of each of two classes with ink at the top, at the bottom, or nowhere, in three strengths. */
const images: LabelledImages = {
  pixels: Float32Array.from({ length: 60 * 784 }, (_, i) => {
    const [image, pixel] = [Math.floor(i / 784), i % 784];
    const ink = [top, bottom, top.map(() => 0)][Math.floor(image / 2) % 3][pixel] * (0.4 + 0.2 * (image % 4));
    return 2 * ink - 1;
  }),
  labels: Uint8Array.from({ length: 60 }, (_, image) => image % 2),
  ...{ count: 60, width: 28, height: 28 },
};
/** Neuron 1 counts the ink of both strokes, neuron 0 is another. */
const network: Network = {
  layers: [
    {
      ...{ inputs: 784, outputs: 2, bias: Float32Array.of(0, 36) },
      weights: Float32Array.from({ length: 1568 }, (_, i) => i % 2 === 1 ? 0.5 * (top[i >> 1] + bottom[i >> 1]) : 0),
    },
    { inputs: 2, outputs: 2, weights: new Float32Array(4), bias: new Float32Array(2) },
  ],
};
const two = evidence.classes.slice(0, 2).map((one) => ({ ...one, mean: 20, largest: 36 }));
const neuron = scoredNeuron(network, images, { layer: 0, neuron: 1, classes: two });
const strokes = ["Wants ink: a horizontal stroke at the top.", "Wants ink: a horizontal stroke at the bottom."];
const settings = { images, seed: 1, each: 10, positives: 10 };

Deno.test("scoredNeuron() takes the neuron's own activations, its class means and its largest value", () => {
  assertEquals([neuron.layer, neuron.neuron, neuron.classMeans, neuron.largest], [0, 1, [20, 20], 36]);
  const worked = (image: number) => {
    let sum = 36;
    for (let i = 0; i < 784; i++) sum += 0.5 * (top[i] + bottom[i]) * images.pixels[image * 784 + i];
    return Math.max(0, sum);
  };
  [0, 3, 4].forEach((image) => assertAlmostEquals(neuron.activations[image], worked(image), 1e-3));
});

Deno.test("scoreMeanings() scores each meaning by itself, and together by the largest answer", async () => {
  const { each, together } = await scoreMeanings(chat, neuron, { ...settings, explanations: strokes });
  assertEquals(each.length, 2);
  // A reader who knows both strokes tells all; one stroke leaves half of what excites the neuron out.
  assert(together.simulation.score! > 0.95, `${together.simulation.score}`);
  assert(each.every(({ simulation }) => simulation.score! < 0.8 && simulation.score! > 0));
  assertEquals(together.detection.balancedAccuracy, 1);
  assertEquals(each.every(({ detection }) => detection.balancedAccuracy! < 1), true);
});

/** Picture n gets n − 1 of ten for the first meaning and 10 − n for the second, which has no answers to yes or no. */
const answerByNumber: ChatHandler = ({ body }) => {
  const keys = Object.keys(body.response_format.json_schema.schema.properties);
  const isFirst = JSON.stringify(body.messages).includes("the first way");
  if (JSON.stringify(body.response_format).includes('"yes"')) {
    return complete(isFirst ? JSON.stringify(Object.fromEntries(keys.map((key) => [key, "yes"]))) : "yes");
  }
  return complete(JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, isFirst ? i : 9 - i]))));
};

Deno.test("scoreMeanings() takes the larger answer for each picture, and a failure where one of them failed", async () => {
  const server = startChatServer(answerByNumber);
  try {
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "m" };
    const { each: [first, second], together } = await scoreMeanings(
      openChat({ environment, rules: ruleBasedFetch }),
      neuron,
      { ...settings, explanations: ["the first way", "the second way"] },
    );
    const drawn = prepareQuestions({ ...neuron, explanation: "" }, images, settings).simulation.images;
    const activations = drawn.map(({ activation }) => activation);
    const correlate = (values: number[]) => correlation(activations, values);
    assertEquals(first.simulation.score, correlate(drawn.map((_, i) => i % 10)));
    assertEquals(together.simulation.score, correlate(drawn.map((_, i) => Math.max(i % 10, 9 - i % 10))));
    assertEquals([first.detection.images.answered, first.detection.balancedAccuracy], [20, 0.5]);
    assertEquals(second.detection.failures, { "wrong-number": 20 });
    assertEquals(together.detection.failures, { "wrong-number": 20 });
    assertEquals([together.detection.images.answered, together.detection.balancedAccuracy], [0, null]);
  } finally {
    await server.close();
  }
});

Deno.test("largestAnswer() is the largest, and a failure where any answer failed", () => {
  const failure = { kind: "refusal", message: "no" } as const;
  assertEquals(largestAnswer([{ value: 3 }, { value: 7 }]), { value: 7 });
  assertEquals(largestAnswer([{ value: 3 }, { value: null, failure }]), { value: null, failure });
});

Deno.test("scoreMeanings() refuses to score none", async () => {
  await assertRejects(
    () => scoreMeanings(chat, neuron, { ...settings, explanations: [] }),
    Error,
    "got 0 explanations",
  );
});

Deno.test("compareExplanations() scores every way on the same pictures, and names a way without explanations", async () => {
  const ways = { one: strokes.slice(0, 1), several: strokes, unread: [] };
  const { scores, notes } = await compareExplanations(chat, neuron, { ...settings, ways });
  assertEquals(scores.map(({ way }) => way), ["one", "several"]);
  assertEquals(notes.filter((note) => note.includes("unread")).length, 1);
  assertEquals(scores[1].each[0], scores[0].together);
  const rows = explanationRows(scores);
  assertEquals(rows.map(({ explanation, meanings }) => [explanation.trim(), meanings]), [
    ["one", "1"],
    ["several", "2"],
    ["meaning 1 alone", "1"],
    ["meaning 2 alone", "1"],
  ]);
  // 30 and 20 pictures, ten a request, for each explanation; the first stroke's are the same requests in both ways.
  assertEquals((await estimateComparison(chat, neuron, { ...settings, ways })).requests, 10);
  assertEquals(rows[0].simulation, scores[0].together.simulation.score);
  assertEquals([rows[1].detection, rows[1].failed], [1, "none"]);
});

Deno.test("compareExplanations() counts what a reader could not answer, and keeps the row", async () => {
  const { scores } = await compareExplanations(chat, neuron, { ...settings, ways: { empty: ["Nothing to go by."] } });
  const [row] = explanationRows(scores);
  assertEquals([row.simulation, row.detection], [null, null]);
  assertEquals(row.failed, `${scores[0].together.simulation.images.asked} × refusal, 20 × refusal`);
});
