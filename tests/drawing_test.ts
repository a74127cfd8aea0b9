// The drawing test, on neurons that are known and on words that name nothing.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { loadMnist } from "../lib/data/mnist.ts";
import { countDrawings, drawingRows, scoreDrawings } from "../lib/scores/mod.ts";
import { puzzleNetwork } from "../lib/scores/neuron/puzzle_network.ts";
import { puzzles } from "../lib/scores/neuron/puzzles.ts";

const { test } = await loadMnist();
const network = puzzleNetwork();
const [top, loop] = puzzles;
const nameOf = ({ neuron }: { neuron: number }) => `neuron ${neuron}`;

Deno.test("the drawing of right words excites its neuron more than other drawings and nearly all images do", () => {
  const scores = scoreDrawings(network, test, [top, loop].map((one) => ({ ...one, text: one.descriptions.right })));
  for (const { activation, others, above } of scores) {
    assertGreater(activation!, others!);
    assertGreater(above!, 0.95);
  }
  const { aboveOthers, aboveImages } = countDrawings(scores);
  assertEquals([aboveOthers.share, aboveImages.share], [1, 1]);
  // 2 of 2, as the exact interval has it.
  assertEquals(aboveOthers.interval!.low.toFixed(3), Math.sqrt(0.025).toFixed(3));
  assertEquals(drawingRows(scores, nameOf).map((row) => row["more than theirs"]), [true, true]);
});

Deno.test("the drawings of exchanged words excite the neuron less than each other's, and hold neither", () => {
  const exchanged = [
    { ...top, text: loop.descriptions.right },
    { ...loop, text: top.descriptions.right },
  ];
  const scores = scoreDrawings(network, test, exchanged);
  for (const { activation, others } of scores) assertLess(activation!, others!);
  assertEquals(countDrawings(scores).aboveOthers.share, 0);
});

Deno.test("a drawing has ink where the words add it, none where they take it away, and full ink where a pixel adds most", () => {
  const text =
    "Ink adds 10 on a horizontal stroke at the top; 5 on a dot at the bottom. Ink takes 9 on a blob in the centre.";
  const [{ drawing }] = scoreDrawings(network, test, [{ layer: 0, neuron: 0, text }]);
  const at = (row: number, column: number) => drawing![row * 28 + column];
  assert(at(8, 13) > -0.9 && at(14, 14) === -1 && at(27, 0) === -1, `${at(8, 13)}`);
  // The dot's ink is on few pixels, so that each of them adds more.
  assert(at(20, 13) > at(8, 13));
  assertEquals([Math.max(...drawing!), Math.min(...drawing!)], [1, -1]);
});

Deno.test("words that name nothing to draw hold neither, and a dead neuron is not asked about", () => {
  const explained = [
    { ...top, text: top.descriptions.right },
    { ...loop, text: "Its meaning is hard to tell." },
    { layer: 0, neuron: 2, text: "Dead neuron", dead: true },
  ];
  const scores = scoreDrawings(network, test, explained);
  assertEquals(scores.map(({ neuron, activation }) => [neuron, activation === null]), [[0, false], [1, true]]);
  assertEquals(countDrawings(scores).aboveOthers.share, 0.5);
  assertEquals(countDrawings([]).aboveImages, { share: null, interval: null });
});
