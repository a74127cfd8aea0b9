// Pictures in characters, as models without eyes are sent them, and as the rules read them.

import { assert, assertEquals } from "@std/assert";
import { inkGrid, readGrids, signedGrid } from "../lib/prompts/character_grids.ts";
import type { NetworkContext } from "../lib/prompts/context.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { predictionMessages } from "../lib/prompts/prediction_prompt.ts";
import { richParts } from "../lib/prompts/rich_evidence.ts";
import { decodeGrey, greyPicture, stretchedPicture } from "../lib/pictures/image.ts";

Deno.test("inkGrid() writes a row of characters for each row of pixels, from no ink to full ink", () => {
  assertEquals(
    inkGrid([-1, -0.9, 0, 1, 0.78, 5], { width: 3, height: 2 }),
    "Ink, 2 rows of 3, the top row first; . is no ink, 9 is full ink:\n..5\n989",
  );
});

Deno.test("signedGrid() writes shares of the largest magnitude, digits above zero and letters below", () => {
  const [heading, ...rows] = signedGrid([0.5, -1, 0, 0.25, -0.1, 0.02], { width: 3, height: 2 }).split("\n");
  assertEquals(rows, ["5i.", "2a."]);
  assert(heading.startsWith("Signed picture, 2 rows of 3, the top row first; . is 0,"), heading);
  assertEquals(signedGrid([0, 0], { width: 2, height: 1 }).split("\n")[1], "..");
});

Deno.test("readGrids() gives the bytes that the same picture has as an image, to a ninth", () => {
  const size = { width: 4, height: 3 };
  const signed = Float32Array.from({ length: 12 }, (_, i) => (i - 5) / 7);
  const ink = Float32Array.from({ length: 12 }, (_, i) => i / 5.5 - 1);
  const text = `First:\n${signedGrid(signed, size)}\n\nThen:\n${
    inkGrid(ink, { ...size, title: "Ink of picture 1" })
  }\nEnd.`;
  const read = readGrids(text);
  const images = [stretchedPicture(signed, size), greyPicture(ink, { ...size, low: -1, high: 1 })];
  assertEquals(read.length, 2);
  images.forEach(({ png }, i) => {
    const { pixels } = decodeGrey(png);
    assertEquals([read[i].width, read[i].height], [4, 3]);
    pixels.forEach((byte, k) =>
      assert(Math.abs(byte - read[i].pixels[k]) <= 255 / 18 + 1, `${byte} ${read[i].pixels[k]}`)
    );
  });
  assert(!read[0].pixels.includes(0) && read[0].pixels.includes(128) && read[1].pixels.includes(0));
});

Deno.test("readGrids() leaves out what is cut off, or has a row of another length or with other characters", () => {
  const whole = inkGrid([-1, 0, 1, -1], { width: 2, height: 2 });
  const heading = whole.split("\n")[0];
  for (const rows of ["", ".5", ".5\n9", ".5\n9.9", ".5\nx.", ".5\na."]) {
    assertEquals(readGrids(`${heading}\n${rows}`), []);
  }
  assertEquals(readGrids(`${heading}\n.5\n9.`).length, 1);
});

const context: NetworkContext = {
  ...defaultSettings,
  ...{ background: "A network.", classNames: ["zero", "one"], width: 2, height: 2, regularisation: 1 },
  pictures: "text",
};
const exemplar = { index: 7, label: 1, activation: 2, pixels: Float32Array.of(1, -1, -1, 1) };

Deno.test("with pictures as text no prompt holds an image, and each picture stands at its place", () => {
  const evidence = {
    ...{ layer: 0, neuron: 3, dead: false, connections: [], classes: [] },
    maximisation: { input: Float32Array.of(0.5, -1, 0, 0.25), preActivation: 2 },
    rich: { mean: exemplar.pixels, exemplars: [exemplar, exemplar], silent: [exemplar], contrasts: [], effects: [] },
  };
  const [, { content }] = neuronMessages({ ...context, evidence: richParts }, evidence);
  assert(typeof content === "string");
  assert(content.includes("maximise the output of the neuron.\nSigned picture, 2 rows of 2,"), content);
  assert(content.includes("\n5i\n.2\nImage scale: 9 is 1, . is 0, i is -1 (digits have 1 for full ink"), content);
  assert(
    content.includes("Ink of picture 2, 2 rows of 2, the top row first; . is no ink, 9 is full ink:\n9.\n.9\n"),
    content,
  );
  assertEquals(readGrids(content).length, 5);
  const [, asked] = predictionMessages(context, { layers: ["a"], network: "b" }, exemplar.pixels);
  assert((asked.content as string).includes("The network is shown this digit"), "a plain text");
  assertEquals([...readGrids(asked.content as string)[0].pixels], [255, 0, 0, 255]);
});
