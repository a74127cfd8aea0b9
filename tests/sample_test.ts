import { assert, assertEquals, assertThrows } from "@std/assert";
import { sampleImages } from "../lib/scores/prediction/sample.ts";

const classNames = [..."0123456789"];
const labels = Uint8Array.from({ length: 200 }, (_, i) => i % 10);
// every fifth picture is answered with the next digit
const answers = labels.map((label, i) => i % 5 === 0 ? (label + 1) % 10 : label);

Deno.test("sampleImages() draws pictures that the network gets right, then ones that it gets wrong, none twice", () => {
  const { images, notes } = sampleImages(labels, answers, { right: 30, wrong: 20, seed: 1, classNames });
  assertEquals(images.length, 50);
  assertEquals(images.map(({ truth, answer }) => truth === answer), Array.from({ length: 50 }, (_, i) => i < 30));
  assert(images.every(({ index, truth, answer }) => truth === labels[index] && answer === answers[index]));
  assertEquals(new Set(images.map(({ index }) => index)).size, 50);
  assertEquals(notes, []);
});

Deno.test("sampleImages() repeats a seed's sample, and a larger one begins with the smaller one's pictures", () => {
  const draw = (right: number, wrong: number, seed: number) =>
    sampleImages(labels, answers, { right, wrong, seed, classNames }).images.map(({ index }) => index);
  assertEquals(draw(10, 10, 4), draw(10, 10, 4));
  assertEquals(draw(30, 5, 4).slice(0, 10), draw(10, 10, 4).slice(0, 10));
  assertEquals(draw(0, 30, 4).slice(0, 10), draw(10, 10, 4).slice(10));
  assert(String(draw(10, 10, 4)) !== String(draw(10, 10, 5)));
});

Deno.test("sampleImages() takes all pictures of a kind where there are too few, and says so", () => {
  const { images, notes } = sampleImages(labels, answers, { right: 10, wrong: 100, seed: 1, classNames });
  assertEquals(images.length, 10 + 40);
  assertEquals(
    images.slice(10).map(({ index }) => index).sort((a, b) => a - b),
    Array.from(Array(40), (_, i) => 5 * i),
  );
  assertEquals(notes, [
    "The network gets 40 of 200 test pictures wrong, fewer than the 100 asked for: all of them are used.",
  ]);
  assertEquals(sampleImages(labels, labels, { right: 1, wrong: 1, seed: 1, classNames }).images.length, 1);
});

Deno.test("sampleImages() refuses sizes that make no sense, halves that do not go together, and classes but digits", () => {
  const settings = { right: 1, wrong: 1, seed: 1, classNames };
  for (const right of [-1, 0.5, NaN]) {
    assertThrows(() => sampleImages(labels, answers, { ...settings, right }), Error, `0 or more, got ${right}`);
  }
  assertThrows(
    () => sampleImages(labels, answers.slice(1), settings),
    Error,
    "200 labels need as many answers, got 199",
  );
  const named = { ...settings, classNames: ["shirt", "shoe"] };
  assertThrows(() => sampleImages(labels, answers, named), Error, "the classes shirt, shoe");
});
