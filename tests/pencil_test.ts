import { assert, assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DOMParser } from "linkedom";
import { normaliseDrawing } from "../lib/data/drawing.ts";
import { activationsOf, createNetwork } from "../lib/network/mlp.ts";
import { activationsOfPicture } from "../lib/network/one_picture.ts";
import { answerOf } from "../lib/network/answers.ts";
import { mostBytes, pencilBundle } from "../lib/show/pencil/pencil_bundle.ts";
import { inkOfStrokes, inkSide, sheetSide } from "../lib/show/pencil/strokes.ts";
import { bundleScript } from "../lib/show/web/bundle.ts";
import { marksOf } from "../lib/show/web/marks.ts";
import { type NetworkView, viewNetwork } from "../lib/show/web/network_view.ts";
import {
  packBytes,
  packNetwork,
  packPicture,
  unpackBytes,
  unpackJson,
  unpackNetwork,
  unpackPicture,
} from "../lib/show/web/packed.ts";
import { drawings } from "./drawings.ts";
import { nasty, tellBlog } from "./told_run.ts";

const blog = await tellBlog();
const example = normaliseDrawing(
  inkOfStrokes(drawings[7].strokes.map((points) => ({ points, thickness: 22 }))),
  { width: inkSide, height: inkSide },
);

Deno.test("activationsOfPicture() answers as the tensors do, layer by layer, also without a hidden layer", () => {
  for (const hidden of [[], [5], [7, 4]]) {
    const network = createNetwork({ inputs: 9, hidden, outputs: 3 }, 2);
    const pixels = Float32Array.from({ length: 9 }, (_, i) => i % 3 - 1);
    const found = activationsOfPicture(network, pixels);
    const expected = activationsOf(network, pixels);
    assertEquals(found.length, hidden.length + 1);
    found.forEach((values, k) => values.forEach((value, i) => assertAlmostEquals(value, expected[k][i], 1e-6)));
  }
  const network = createNetwork({ inputs: 9, hidden: [], outputs: 3 }, 2);
  assertThrows(() => activationsOfPicture(network, [1]), Error, "it takes 9 numbers, got 1");
});

Deno.test("inkOfStrokes() inks as far as the pencil is thick, with round ends and soft edges", () => {
  const cell = sheetSide / inkSide;
  const ink = inkOfStrokes([{ points: [[100, 140], [180, 140]], thickness: 20 }]);
  const at = (x: number, y: number) => ink[Math.floor(y / cell) * inkSide + Math.floor(x / cell)];
  assertEquals([at(140, 140), at(140, 132), at(140, 128), at(140, 155)], [1, 1, 0, 0]);
  assertEquals([at(93, 140), at(92, 131)], [1, 0]);
  // The area of a stadium: 80 × 20 and a circle of radius 10, in cells of 2 × 2.
  assertAlmostEquals(ink.reduce((a, b) => a + b, 0), (1600 + Math.PI * 100) / 4, 8);
  assertEquals(inkOfStrokes([{ points: [[1, 1]], thickness: 8 }])[0], 1);
  assertEquals(inkOfStrokes([{ points: [[-50, 400]], thickness: 8 }]).some((value) => value > 0), false);
});

Deno.test("ten digits drawn by hand are answered as they were meant, by tensors and by plain arithmetic", () => {
  for (const { meant, strokes } of drawings) {
    const ink = inkOfStrokes(strokes.map((points) => ({ points, thickness: 22 })));
    const pixels = normaliseDrawing(ink, { width: inkSide, height: inkSide });
    const logits = activationsOf(blog.network, pixels).at(-1)!;
    const plain = activationsOfPicture(blog.network, pixels).at(-1)!;
    assertEquals([answerOf(logits), answerOf(plain)], [meant, meant]);
    const largest = Math.max(...logits.map(Math.abs));
    plain.forEach((value, i) => assertAlmostEquals(value / largest, logits[i] / largest, 1e-5));
  }
});

Deno.test("what is packed comes back: networks and bytes exactly, pictures to a 254th of their range", async () => {
  assertEquals(unpackNetwork(packNetwork(blog.network)), blog.network);
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
  assertEquals(await unpackBytes(await packBytes(bytes)), bytes);
  const picture = [0, -2, 1.3, 0.001];
  unpackPicture(packPicture(picture)).forEach((value, i) => assertAlmostEquals(value, picture[i], 2 / 254));
  assertEquals([...unpackPicture(packPicture([0, 0]))], [0, 0]);
});

Deno.test("marksOf() finds the marks that words name, each with weights where it lies", () => {
  const marks = marksOf("Ink adds: a blob at the top left. Ink takes away: a blob at the bottom right.", blog);
  assertEquals(marks.map(({ strength }) => Math.sign(strength)), [1, -1]);
  const centres = marks.map(({ weights }) => {
    const counts = unpackPicture(weights);
    const sum = counts.reduce((a, b) => a + b, 0);
    return counts.reduce((total, count, i) => total + count * Math.floor(i / 28), 0) / sum;
  });
  assert(centres[0] < 12 && centres[1] > 16, String(centres));
  assertEquals(marksOf("It likes nothing in particular", blog), []);
});

Deno.test("viewNetwork() refuses pictures of another size", () => {
  const format = { width: 27, height: 28, classNames: ["a"] };
  assertThrows(() => viewNetwork(blog.network, format), RangeError, "its pictures have 784 pixels, got 27 × 28");
});

Deno.test("a pencil's output holds a still picture with words, and whatever an explanation says stays text", async () => {
  const neurons = blog.neurons.map((one) => ({ ...one, explanation: nasty }));
  const bundle = await pencilBundle(blog.network, { ...blog, neurons, example });
  const document = new DOMParser().parseFromString(`<html><body>${bundle["text/html"]}</body></html>`, "text/html");
  assertEquals(document.querySelectorAll("script").length, 1);
  const [still, ...others] = document.querySelectorAll("img");
  assertEquals(others, []);
  assertStringIncludes(still.getAttribute("alt")!, "The network takes it for 7");
  assert(still.getAttribute("src")!.startsWith("data:image/svg+xml;base64,"));
  assertStringIncludes(document.querySelector("p")!.textContent, "trust this notebook");
  assertStringIncludes(bundle["text/plain"], "takes it for 7");
  const data = await unpackJson<NetworkView>(document.querySelector("[data-pencil]")!.getAttribute("data-pencil")!);
  assertEquals(data.layers[0][0].explanation, nasty);
  assert(bundle["text/html"]!.length < 100_000, `${bundle["text/html"]!.length} bytes`);
});

Deno.test("a network of more than 400 kB stays out of the output, which says what to do", async () => {
  const network = createNetwork({ inputs: 784, hidden: [128], outputs: 10 }, 1);
  const { "text/html": html, "text/plain": plain } = await pencilBundle(network, { ...blog, neurons: [], example });
  assertStringIncludes(plain, "would put 543 kB into the notebook, more than 400 kB");
  assert(!html!.includes("<script") && html!.length < mostBytes / 10);
});

Deno.test("bundleScript() takes along only what the page needs, and gives the same script each time", async () => {
  const entry = new URL("../lib/show/pencil/start_pencil.ts", import.meta.url);
  const script = await bundleScript(entry);
  assertEquals(await bundleScript(entry), script);
  assert(script.length < 20_000, `${script.length} bytes`);
  for (const word of ["tensorflow", "Deno.", "require("]) assert(!script.includes(word), word);
});
