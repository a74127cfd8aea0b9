// The rules as a reader of one explanation: by its map, by its lists, by its words, or not at all.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess, assertStringIncludes } from "@std/assert";
import { askInquiries, inquireAboutClasses, inquireAboutPictures } from "../lib/scores/neuron/inquiry.ts";
import { openChat } from "../lib/chat/chat.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { claimClasses } from "../lib/rules/claim.ts";
import { drawMap } from "../lib/rules/inkmap.ts";
import { type Mark, measureMark } from "../lib/rules/marks.ts";
import { writeNote } from "../lib/rules/notes.ts";
import { simulateNeuron } from "../lib/rules/simulate.ts";
import { meetCondition, readCondition, readMark } from "../lib/rules/words.ts";
import { detectionWording, simulationWording } from "../lib/prompts/scoring.ts";

/** 28 × 28 bytes, 255 where it is inked. */
const draw = (isInk: (row: number, column: number) => boolean) => ({
  ...{ width: 28, height: 28 },
  pixels: Uint8Array.from({ length: 784 }, (_, i) => isInk(Math.floor(i / 28), i % 28) ? 255 : 0),
});
const between = (value: number, low: number, high: number) => value >= low && value <= high;
const topStroke = draw((row, column) => between(row, 6, 7) && between(column, 7, 20));
const bottomStroke = draw((row, column) => between(row, 20, 21) && between(column, 7, 20));
const leftStroke = draw((row, column) => between(column, 7, 8) && between(row, 7, 20));
const ring = draw((row, column) => between(Math.hypot(row - 19, column - 13.5), 3.2, 5));
const hook = draw((row, column) => between(Math.hypot(row - 19, column - 13.5), 3.2, 5) && column > 11);
const rising = draw((row, column) => between(row + column, 27, 29) && between(row, 8, 20));
const empty = draw(() => false);
const full = draw(() => true);

const meets = (words: string, picture: typeof empty) => meetCondition(picture, readCondition(words)!);

Deno.test("measureMark() is near 1 for the mark itself, and well below for others", () => {
  const own: [Mark, typeof empty, (typeof empty)[]][] = [
    [{ shape: "horizontal", down: -1 }, topStroke, [leftStroke, bottomStroke, ring, rising]],
    [{ shape: "vertical", across: -1 }, leftStroke, [topStroke, bottomStroke, ring]],
    [{ shape: "ring", down: 1 }, ring, [topStroke, bottomStroke, leftStroke, hook, full]],
    [{ shape: "arc", open: { across: -1, down: 0 } }, hook, [ring, topStroke, leftStroke]],
    [{ shape: "rising" }, rising, [topStroke, leftStroke]],
  ];
  for (const [mark, picture, others] of own) {
    const found = measureMark(picture, mark);
    assertGreater(found, 0.75, JSON.stringify(mark));
    for (const other of others) assertLess(measureMark(other, mark), 0.8 * found, JSON.stringify(mark));
  }
  assertEquals(measureMark(empty, { shape: "ink" }), 0);
  assertEquals(measureMark(full, { shape: "ink", down: 0, across: 0 }), 1);
});

Deno.test("measureMark() finds the same in an enlarged picture", () => {
  const large = { width: 224, height: 224, pixels: new Uint8Array(224 * 224) };
  large.pixels.forEach((_, i) => {
    large.pixels[i] = ring.pixels[Math.floor(i / 224 / 8) * 28 + Math.floor(i % 224 / 8)];
  });
  for (const shape of ["ring", "horizontal", "ink"] as const) {
    assertAlmostEquals(measureMark(large, { shape, down: 1 }), measureMark(ring, { shape, down: 1 }), 0.1);
  }
});

Deno.test("readMark() reads shape, place, length and where an arc is open", () => {
  assertEquals(readMark("a long horizontal stroke across the top"), {
    shape: "horizontal",
    down: -1,
    across: undefined,
    long: true,
  });
  assertEquals(readMark("an arc open to the top left in the centre"), {
    ...{ shape: "arc", down: 0, across: 0 },
    open: { down: -1, across: -1 },
  });
  assertEquals(readMark("a diagonal stroke (\\) at the bottom right")?.shape, "falling");
  assertEquals(readMark("at the left"), { shape: "ink", across: -1, down: undefined });
  assertEquals(readMark("something of great meaning"), undefined);
});

Deno.test("readCondition() takes and for both, or for either, and no for the contrary", () => {
  const both = draw((row, column) =>
    topStroke.pixels[row * 28 + column] > 0 || bottomStroke.pixels[row * 28 + column] > 0
  );
  const one = "It fires for a horizontal stroke at the top";
  assertGreater(meets(`${one} and at the bottom.`, both), 0.75);
  assertLess(meets(`${one} and at the bottom.`, topStroke), 0.5);
  assertGreater(meets(`${one} or at the bottom.`, topStroke), 0.75);
  assertGreater(meets(`${one} or at the bottom.`, bottomStroke), 0.75);
  assertLess(meets(`${one} or at the bottom.`, leftStroke), 0.5);
  assertGreater(meets(`${one}, without ink at the bottom.`, topStroke), 0.75);
  assertLess(meets(`${one}, without ink at the bottom.`, both), 0.6);
});

Deno.test("readCondition() turns a sentence about silence round, and joins the sentences", () => {
  const text = "Active for ink at the top. It is silent for ink at the left or at the bottom.";
  assertGreater(meets(text, draw((row, column) => between(row, 5, 10) && between(column, 11, 24))), 0.6);
  assertLess(meets(text, full), 0.1);
  assertLess(meets(text, empty), 0.1);
  assertEquals([meets("It wants no ink in the centre.", empty), meets("It wants no ink in the centre.", full)], [1, 0]);
  assertEquals(readCondition("It has a deep meaning for sevens."), undefined);
});

/** A neuron whose value is 10 for a full upper half and falls with ink below. */
const map = drawMap({
  ...{ width: 28, height: 28 },
  values: Float64Array.from({ length: 784 }, (_, i) => i < 392 ? 0.02 : -0.02),
}, 0);
const note = { feature: 0, raises: [], lowers: [], weights: [], means: [] };

Deno.test("simulateNeuron() computes with a map where the explanation has one, whatever its words say", () => {
  const means = [{ label: "0", mean: 1 }, { label: "1", mean: 3 }];
  const text = `It fires for ink at the bottom.\nIt is driven by class 1 (3 ± 1).\n${
    writeNote({ ...note, means, map })
  }`;
  const found = simulateNeuron(text, [topStroke, bottomStroke, empty])!;
  assertGreater(found.activations[0], 0.9);
  assertEquals(found.activations.slice(1), [0, 0]);
  // The largest class mean and 3.5 of its deviations; the mean of the class means.
  assertEquals([found.top, found.threshold], [6.5, 2]);
  assertEquals(simulateNeuron(writeNote({ ...note, means, map }), [empty])!.top, 6);
});

Deno.test("simulateNeuron() adds up the places of the lists where there is no map", () => {
  const text =
    "Wants ink: a stroke at the top (60 %); a blob in the centre (20 %).\nWants no ink: a blob at the bottom (50 %).";
  const { activations } = simulateNeuron(text, [topStroke, empty, bottomStroke])!;
  assert(activations[0] > activations[1] && activations[1] > activations[2], activations.join());
  assertEquals(activations[1], 0.5);
});

Deno.test("simulateNeuron() splits pictures by words where they differ most", () => {
  const { activations, threshold } = simulateNeuron("A horizontal stroke at the top.", [topStroke, leftStroke, empty])!;
  assertEquals(activations.map((activation) => activation > threshold), [true, false, false]);
  assertEquals(simulateNeuron("It is important.", [topStroke]), undefined);
});

Deno.test("claimClasses() takes stated effects first, then class means, then the classes that are named", () => {
  const names = ["0", "1", "2"];
  const means = "Class means: 4 8 0";
  assertEquals(claimClasses(`Adds to the outputs on the mean: -2 to 0; 1 to 1; 4 to 2.\n${means}`, names), [0, 3, 10]);
  assertEquals(claimClasses(means, names), [5, 10, 0]);
  assertEquals(claimClasses("Fires for digits such as 1, but not for the digit 2.", names), [0, 10, 0]);
  assertEquals(claimClasses("Fires for 2 of the strokes.", ["shirt", "shoe"]), undefined);
});

const images = {
  pixels: Float32Array.from(
    [topStroke, bottomStroke, empty].flatMap(({ pixels }) => [...pixels]),
    (byte) => byte / 127.5 - 1,
  ),
  labels: new Uint8Array(3),
  ...{ count: 3, height: 28, width: 28 },
};
const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const pictures = { images, wording: simulationWording, scale: "0-10", together: 10 } as const;

Deno.test("the rules answer simulation, detection and claim in JSON and in plain words alike", async () => {
  const text = "It fires for a horizontal stroke at the top.\nClass means: 1 5";
  const inquiries = [
    ...inquireAboutPictures(text, [0, 1, 2], pictures),
    ...inquireAboutPictures(text, [0, 1, 2], { ...pictures, wording: detectionWording, scale: "yes-no" }),
    inquireAboutClasses(text, ["0", "1"]),
  ];
  const { answers } = await askInquiries(chat, inquiries);
  const [graded, told, claimed] = answers.map((some) => some.map(({ value }) => value!));
  assert(graded[0] >= 8 && graded[1] <= 3 && graded[2] === 0, graded.join());
  assertEquals([told, claimed], [[1, 0, 0], [2, 10]]);
  const replies = await chat.askAll(inquiries.map(({ request: { messages } }) => ({ messages })));
  assertEquals(replies.map(({ reply }) => reply!.text), [
    graded.map((value, i) => `Picture ${i + 1}: ${value}`).join("\n"),
    "Picture 1: yes\nPicture 2: no\nPicture 3: no",
    "Class 0: 2\nClass 1: 10",
  ]);
});

Deno.test("the rules refuse where an explanation holds nothing that they can apply, and the refusal says why", async () => {
  const text = "It has a deep meaning.";
  const { answers } = await askInquiries(chat, [
    ...inquireAboutPictures(text, [0, 1], pictures),
    inquireAboutClasses(text, ["shirt", "shoe"]),
  ]);
  assertEquals(answers.flat().map(({ failure }) => failure?.kind), Array(4).fill("refusal"));
  assertStringIncludes(answers[0][0].failure!.message, "names no map, stroke or place");
  assertStringIncludes(answers[1][0].failure!.message, "names no classes");
});
