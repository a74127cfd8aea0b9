// The rules as a reader of one explanation: by its marks and numbers, by its words alone, or not at all.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { questionTemplates } from "../lib/prompts/question_templates.ts";
import { type Question, questionRequest, readValues } from "../lib/prompts/questions.ts";
import { greyPicture } from "../lib/pictures/image.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { claimClasses } from "../lib/rules/claim.ts";
import { createRuleBasedFetch, ruleBasedFetch } from "../lib/rules/rules.ts";
import { simulateNeuron } from "../lib/rules/simulate.ts";

/** 28 × 28 bytes, 255 where it is inked. */
const draw = (isInk: (row: number, column: number) => boolean) => ({
  ...{ width: 28, height: 28 },
  pixels: Uint8Array.from({ length: 784 }, (_, i) => isInk(Math.floor(i / 28), i % 28) ? 255 : 0),
});
const between = (value: number, low: number, high: number) => value >= low && value <= high;
const topBar = draw((row, column) => between(row, 4, 7) && between(column, 7, 20));
const bottomBar = draw((row, column) => between(row, 20, 23) && between(column, 7, 20));
const empty = draw(() => false);
const full = draw(() => true);
const pictures = [topBar, bottomBar, empty, full];
const scale = "Scale: 10 is as active as it ever gets, a value of 20;";

Deno.test("simulateNeuron() adds the share of each mark that is inked, times its strength, to the empty picture's value", () => {
  const text =
    `${scale} an empty picture gives 1.\nInk adds 6 on a bar at the top centre. Ink takes 4 on a bar at the bottom centre.`;
  const { activations, top } = simulateNeuron(text, pictures)!;
  // On the scale 1 + 6, 1 − 4 and 1 + 6 − 4, twice as much as values; the idea before the lists is not counted again.
  assertEquals(activations.map((activation) => Math.round(activation)), [14, 0, 2, 6]);
  assertEquals(top, 20);
  const again = simulateNeuron(`It looks for a bar at the bottom centre.\n${text}`, pictures)!;
  assertEquals(again.activations, activations);
});

Deno.test("simulateNeuron() parts yes from no by the class means, where they are told", () => {
  const text =
    `${scale} an empty picture gives 1.\nTypical activity: above the empty picture 0 (8 ± 1); below it 1 (0 ± 0).\nInk adds 6 on a bar at the top centre.`;
  assertAlmostEquals(simulateNeuron(text, pictures)!.threshold, 8, 1e-9);
});

Deno.test("simulateNeuron() compares pictures by words without numbers, where they differ most", () => {
  const wanted = simulateNeuron(
    "It fires for a horizontal stroke at the top centre, without ink at the bottom.",
    pictures,
  )!;
  assert(wanted.activations.every((activation) => between(activation, 0, 1)));
  assertEquals(wanted.activations.map((activation) => activation > wanted.threshold), [true, false, false, false]);
  const blank = simulateNeuron("It wants no ink in the centre.", [empty, full])!;
  assertEquals(blank.activations.map(Math.round), [1, 0]);
  assertEquals(simulateNeuron("It is important.", [topBar]), undefined);
});

Deno.test("another hand imagines marks thicker, softer or off their place, and the values stay near", () => {
  const text = `${scale} an empty picture gives 0.\nInk adds 10 on a bar at the top centre.`;
  const own = simulateNeuron(text, pictures)!.activations[0];
  const hands = [{ thickness: 1.3 }, { edges: "gaussian" as const }, { shift: 1, seed: 1 }, { shift: 1, seed: 2 }];
  const others = hands.map((hand) => simulateNeuron(text, pictures, hand)!.activations[0]);
  for (const other of others) assert(other !== own && between(other, 0.7 * own, 1.05 * own), `${other} for ${own}`);
  assert(others[2] !== others[3]);
});

Deno.test("claimClasses() takes stated effects first, then class means, then the classes that are named", () => {
  const names = ["0", "1", "2"];
  const means = "Typical activity: above the empty picture 1 (8 ± 1), 0 (4 ± 1); below it 2 (0 ± 0).";
  assertEquals(claimClasses(`Adds to the outputs on the mean: -2 to 0; 1 to 1; 4 to 2.\n${means}`, names), [0, 3, 10]);
  assertEquals(claimClasses(means, names), [5, 10, 0]);
  assertEquals(claimClasses("Fires for digits such as 1, but not for the digit 2.", names), [0, 10, 0]);
  assertEquals(claimClasses("Fires for 2 of the strokes.", ["shirt", "shoe"]), undefined);
});

const value = ({ pixels }: typeof empty) => ({
  picture: toDataUrl(greyPicture(pixels, { width: 28, height: 28, low: 0, high: 255, scale: 8 })),
});
const things = [topBar, bottomBar, empty].map((picture, i) => ({ number: i + 1, pictures: [value(picture)] }));
const explanation =
  "It fires for a horizontal stroke at the top centre. Typical activity: above the empty picture 1 (5 ± 1); below it 0 (1 ± 1).";
const classes = ["0", "1"].map((text, number) => ({ number, text }));
const asked: Question[] = [
  { explanation, kind: "pictures", scale: "0-10", things },
  { explanation, kind: "pictures", scale: "yes-no", things },
  { explanation, kind: "classes", scale: "0-10", things: classes },
];
const templates = [questionTemplates.simulation, questionTemplates.detection, questionTemplates.claim];
const chat = openChat({ environment: {}, rules: ruleBasedFetch });

Deno.test("the rules answer simulation, detection and claim in JSON and in plain words alike", async () => {
  const found = await Promise.all(asked.map(async (question, i) => {
    const request = questionRequest(templates[i], question);
    const [json, plain] = await Promise.all([chat.ask(request), chat.ask({ messages: request.messages })]);
    const values = readValues(json.text, question).values!;
    assertEquals(readValues(plain.text, question).values, values);
    return values;
  }));
  const [graded, told, claimed] = found;
  assert(graded[0] >= 8 && graded[1] <= 1 && graded[2] === 0, graded.join());
  assertEquals([told, claimed], [[1, 0, 0], [2, 10]]);
});

Deno.test("the rules say which of two pictures excites a neuron more", async () => {
  const pairs = [[topBar, empty], [bottomBar, topBar]].map((pair, i) => ({ number: i + 1, pictures: pair.map(value) }));
  const question: Question = { explanation, kind: "pairs", scale: "first-second", things: pairs };
  const template = "<explanation>\n{explanation}\n</explanation>\nWhich of two?\n{pairs}";
  const { text } = await chat.ask(questionRequest(template, question));
  assertEquals(readValues(text, question).values, [1, 0]);
});

Deno.test("the rules refuse where an explanation holds nothing that they can apply, and the refusal says why", async () => {
  const kinds: [string, Question, string][] = [
    [templates[0], { ...asked[0], explanation: "It has a deep meaning." }, "names no mark and no place"],
    [
      templates[2],
      { ...asked[2], explanation: "It matters.", things: [{ number: 0, text: "shirt" }] },
      "names no classes",
    ],
  ];
  for (const [template, question, why] of kinds) {
    const [{ failure }] = await chat.askAll([questionRequest(template, question)]);
    assertEquals(failure?.kind, "refusal");
    assertStringIncludes(failure!.message, why);
  }
});

Deno.test("a chat with another hand for its reader answers otherwise", async () => {
  const shifted = openChat({ environment: {}, rules: createRuleBasedFetch({ reader: { shift: 9, seed: 3 } }) });
  const numbered = `${scale} an empty picture gives 0.\nInk adds 10 on a bar at the top centre.`;
  const request = questionRequest(templates[0], { ...asked[0], explanation: numbered });
  const [own, other] = await Promise.all([chat.ask(request), shifted.ask(request)]);
  assertGreater(readValues(own.text, asked[0]).values![0], readValues(other.text, asked[0]).values![0]);
});
