// Reading sheets: their pictures, the form, the answers of several readers, and what is refused.

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { openChat } from "../lib/chat/mod.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { decodeGrey } from "../lib/pictures/image.ts";
import { defaultSettings } from "../lib/prompts/mod.ts";
import { ruleBasedFetch } from "../lib/rules/mod.ts";
import { askSheet, drawSheet, emptyForm, makeSheet, readForm, scoredNeurons, sheetRows } from "../lib/scores/mod.ts";
import { puzzleNetwork } from "../lib/scores/neuron/puzzle_network.ts";
import { puzzles } from "../lib/scores/neuron/puzzles.ts";
import { correlation } from "../lib/scores/statistics.ts";
import { answersByReader, readArguments, setFilledAside } from "../lib/tasks/sheet.ts";

const { test: images, classNames } = await loadMnist();
const context = { ...defaultSettings, background: "", classNames, width: 28, height: 28 };
const network = puzzleNetwork();
const [, , , blank] = puzzles;
const stats = gatherStats(network, images, 10);
const [neuron] = scoredNeurons(network, images, [stats[blank.layer][blank.neuron]]);
const explanation = blank.descriptions.right;
const sheet = makeSheet(context, neuron, { explanation, network, images, count: 30, seed: 1 });
const truth = sheet.items.map(({ measured }) => measured!);

Deno.test("makeSheet() draws a third strong, a third middle and a third silent pictures, evenly over the digits", () => {
  assertEquals(sheet.items.length, 30);
  const strata = Map.groupBy(sheet.items, (item) => (item as unknown as { stratum: string }).stratum);
  assertEquals([...strata.values()].map(({ length }) => length), [10, 10, 10]);
  for (const items of strata.values()) {
    assert(new Set(items.map(({ pictures }) => images.labels[pictures[0]])).size >= 5);
  }
  assertEquals(makeSheet(context, neuron, { explanation, network, images, count: 10, seed: 1 }).items.length, 10);
});

Deno.test("drawSheet() shows every picture below its number, enlarged, in rows", () => {
  const { png, width, height } = drawSheet(sheet.items.slice(0, 7), images, { columns: 3, scale: 2 });
  // Three cells of 28 + 2 pixels across, three rows of 28 + 5 + 2 × 2 pixels down, and the margin.
  assertEquals([width, height], [2 * (3 * 30 + 2), 2 * (3 * 37 + 2)]);
  const { pixels } = decodeGrey(png);
  const [place] = sheet.items[4].pictures;
  const [left, top] = [2 + 30, 2 + 37 + 7];
  const [lines, inks] = [[0.25, 0.5, 0.75].map((share) => share * 56), new Set<number>()];
  for (let row = 0; row < 56; row++) {
    for (let column = 0; column < 56; column++) {
      const ink = images.pixels[784 * place + 28 * Math.floor(row / 2) + Math.floor(column / 2)];
      const grey = pixels[(2 * top + row) * width + 2 * left + column];
      if (lines.includes(row) || lines.includes(column)) inks.add(grey);
      else assertEquals(grey, Math.round(255 * (ink + 1) / 2));
    }
  }
  // Every second pixel of the lines at 25, 50 and 75 % is of their grey, on ink and beside it.
  assert(inks.has(159) && inks.has(0) && inks.size > 2);
  // Above it its number, 5: black dots on white.
  const number = Array.from({ length: 15 }, (_, i) => {
    return pixels[2 * (top - 7 + Math.floor(i / 3)) * width + 2 * (left + i % 3)] === 0 ? "#" : ".";
  });
  assertEquals(number.join("").match(/.../g), ["###", "#..", "###", "..#", "###"]);
});

Deno.test("sheetRows() gives each reader's score on the same pictures, beside what class means reach", () => {
  const most = Math.max(...truth);
  const you = truth.map((value) => Math.round(10 * value / most));
  const part = you.map((value, i) => i < 12 ? value : null);
  const [perfect, some] = sheetRows(sheet, { you, part });
  assertAlmostEquals(perfect.simulation as number, correlation(truth, you)!, 1e-12);
  const labels = sheet.items.map(({ pictures }) => images.labels[pictures[0]]);
  const floor = correlation(truth, labels.map((label) => stats[blank.layer][blank.neuron].classes[label].mean));
  assertAlmostEquals(perfect["by class means"] as number, floor!, 1e-12);
  assertEquals([some.reader, some.pictures], ["part", 12]);
});

Deno.test("sheetRows() refuses answers of another number or out of bounds", () => {
  assertThrows(() => sheetRows(sheet, { you: [1, 2] }), RangeError, "each of the 30 pictures needs a number");
  for (const odd of [11, -1, NaN]) {
    const answers = truth.map((_, i) => i === 3 ? odd : 5);
    assertThrows(() => sheetRows(sheet, { you: answers }), RangeError, `got ${odd}`);
  }
});

Deno.test("askSheet() asks the rules the very same", async () => {
  const said = await askSheet({ rules: openChat({ environment: {}, rules: ruleBasedFetch }) }, sheet);
  const [row] = sheetRows(sheet, said);
  assertEquals([said.rules.length, row.pictures], [30, 30]);
  assert(row.simulation as number > 0.7, `${row.simulation}`);
});

Deno.test("readForm() reads a form that was filled in, with pictures left out", () => {
  const form = emptyForm(sheet, "L0N04");
  assertEquals(Object.keys(form.answers).length, 30);
  assertEquals(readForm(form, sheet).answers, new Array(30).fill(null));
  const filled = JSON.parse(JSON.stringify({ ...form, reader: "Ada", answers: { picture2: 7, picture1: 0.5 } }));
  const { reader, answers } = readForm(filled, sheet);
  assertEquals([reader, answers.slice(0, 3)], ["Ada", [0.5, 7, null]]);
});

Deno.test("readForm() refuses what is no form, and a form of another sheet or explanation", () => {
  const form = { ...emptyForm(sheet, "L0N04"), reader: "Ada" };
  const refused: [unknown, string][] = [
    [null, "Cannot read the form: the whole"],
    [[], "Cannot read the form: neuron"],
    [{ ...form, answers: { picture1: "seven" } }, "answers.picture1"],
    [{ ...form, answers: { picture1: 11 } }, "answers.picture1"],
    [{ ...form, answers: { picture31: 1 } }, 'got "picture31" with 30 pictures'],
    [{ ...form, explanation: "Another." }, 'got "Another.'],
  ];
  refused.push([{ ...form, reader: "A\nda" }, "reader is not as it should be"]);
  for (const [odd, message] of refused) assertThrows(() => readForm(odd, sheet), Error, message);
  const otherDraw = makeSheet(context, neuron, { explanation, network, images, count: 30, seed: 8 });
  assertThrows(() => readForm(form, otherDraw), Error, "got pictures of another draw");
});

Deno.test("setFilledAside() keeps a form that was filled in where it was written, each under a name of its own", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/L0N04.json`;
    await setFilledAside(folder, "L0N04");
    await Deno.writeTextFile(path, JSON.stringify(emptyForm(sheet, "L0N04"), null, 2));
    await setFilledAside(folder, "L0N04");
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["L0N04.json"]);
    for (const value of [0, 7]) {
      await Deno.writeTextFile(path, JSON.stringify({ ...emptyForm(sheet, "L0N04"), answers: { picture2: value } }));
      await setFilledAside(folder, "L0N04");
    }
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    assertEquals(names, ["L0N04-filled-1.json", "L0N04-filled-2.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("answersByReader() loses no form: without a name, with another's, or with the name of the rules", () => {
  const forms = ["", "Ada", "Ada", "rules", "Bob", "__proto__"].map((reader, i) => ({
    file: `${i}.json`,
    reader,
    answers: [i],
  }));
  assertEquals(Object.entries(answersByReader(forms, ["rules"])), [
    ["0.json", [0]],
    ["Ada 1.json", [1]],
    ["Ada 2.json", [2]],
    ["rules 3.json", [3]],
    ["Bob", [4]],
    ["__proto__", [5]],
  ]);
});

Deno.test("readArguments() reads the task's arguments, and refuses senseless ones", () => {
  assertEquals(readArguments(["--neuron", "L0N02"]), { run: "blog", neuron: "L0N02", pictures: 30, seed: 1 });
  assertEquals(readArguments(["--run=wide", "--neuron=L1N10", "--pictures=9", "--seed=4"]).pictures, 9);
  for (const odd of ["--pictures=2", "--pictures=x", "--seed=-1"]) {
    assertThrows(() => readArguments([odd]), Error, "Cannot write a sheet");
  }
});
