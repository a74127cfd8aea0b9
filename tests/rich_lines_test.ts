import { assertEquals, assertThrows } from "@std/assert";
import { contactSheet } from "../lib/prompts/digit_pictures.ts";
import { captionLines, contrastLines, effectLines, gridLines, readEffects } from "../lib/prompts/rich_lines.ts";
import { decodeGrey } from "../lib/pictures/image.ts";

Deno.test("contrastLines() gives a line for each class that has a contrast, to three digits", () => {
  const contrasts = [{ label: "0", contrast: 2.12345 }, { label: "1", contrast: null }, { label: "2", contrast: -0.5 }];
  assertEquals(contrastLines(contrasts), "Contrast label 0: 2.12\nContrast label 2: -0.5");
});

Deno.test("effectLines() and captionLines() give a line for each output and each picture", () => {
  assertEquals(
    effectLines([{ label: "cat", effect: 1.23456 }, { label: "dog", effect: 0 }]),
    "Effect on output cat: 1.23\nEffect on output dog: 0",
  );
  assertEquals(
    captionLines([{ label: "4", activation: 19.84 }, { label: "9", activation: 0 }]),
    "Picture 1: label 4, activation 19.8\nPicture 2: label 9, activation 0",
  );
});

Deno.test("gridLines() writes the mean of each block, nine for the largest magnitude", () => {
  // Blocks of 2 × 2 pixels with the means 1, -2, 0 and 0.25: nine stands for 2.
  const picture = [
    ...[1, 1, -2, -2],
    ...[1, 1, -4, 0],
    ...[3, -3, 0.25, 0.25],
    ...[0, 0, 0.5, 0],
  ];
  assertEquals(gridLines(picture, { width: 4, height: 4, blocks: 2 }).split("\n"), [
    "Grid of 2 x 2 blocks, the top row first; 9 is a mean of 2, -9 of -2:",
    " 5 -9",
    " 0  1",
  ]);
});

Deno.test("gridLines() covers every pixel once where the size is no multiple, and never has more blocks than pixels", () => {
  // Columns 0, then 1 and 2.
  assertEquals(gridLines([9, 3, 3], { width: 3, height: 1, blocks: 2 }).split("\n").slice(1), [" 9  3"]);
  assertEquals(gridLines([0, -0.1], { width: 2, height: 1 }).split("\n"), [
    "Grid of 1 x 2 blocks, the top row first; 9 is a mean of 0.1, -9 of -0.1:",
    " 0 -9",
  ]);
  assertEquals(gridLines([0, 0], { width: 2, height: 1 }).split("\n")[1], " 0  0");
  assertEquals(gridLines(new Float32Array(784).fill(1), { width: 28, height: 28 }).split("\n").length, 8);
});

Deno.test("contactSheet() sets pictures in rows with a grey line between them, each pixel enlarged to 4 × 4", () => {
  const ink = Float32Array.of(1, 1);
  const { width, height, png } = contactSheet([ink, ink.map(() => -1), ink], { width: 2, height: 1, columns: 2 });
  assertEquals([width, height], [4 * 5, 4 * 3]);
  const { pixels } = decodeGrey(png);
  const cells = Array.from({ length: 3 }, (_, y) => Array.from({ length: 5 }, (_, x) => pixels[4 * y * width + 4 * x]));
  const [white, black, grey] = [255, 0, 128];
  assertEquals(cells, [
    [white, white, grey, black, black],
    [grey, grey, grey, grey, grey],
    [white, white, grey, grey, grey],
  ]);
});

Deno.test("contactSheet() is no wider than its pictures, and refuses to draw none", () => {
  assertEquals(contactSheet([new Float32Array(4)], { width: 2, height: 2 }).width, 8);
  assertThrows(() => contactSheet([], { width: 2, height: 2 }), RangeError, "it takes one picture or more, got 0.");
});

Deno.test("readEffects() reads back what effectLines() writes", () => {
  const effects = [{ label: "4", effect: -1.2 }, { label: "ankle boot", effect: 0 }];
  assertEquals(readEffects(`Effects:\n${effectLines(effects)}\nEnd.`), effects);
});
