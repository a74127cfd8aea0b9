// Which neurons are scored where a layer has too many of them.

import { assertEquals } from "@std/assert";
import { chooseNeurons, describeLeftOut } from "../lib/scores/neuron/chosen_neurons.ts";

const neurons = [
  { layer: 0, neuron: 0 },
  { layer: 0, neuron: 1, dead: true },
  { layer: 0, neuron: 2 },
  { layer: 0, neuron: 3 },
  { layer: 1, neuron: 0 },
];
const strengths = [[1, 9, 3, 2], [0.5]];

Deno.test("the neurons that can move the outputs most are scored, layer by layer, and dead ones never", () => {
  const places = (most: number) =>
    chooseNeurons(neurons, strengths, { most }).map(({ layer, neuron }) => [layer, neuron]);
  assertEquals(places(2), [[0, 2], [0, 3], [1, 0]]);
  assertEquals(places(1), [[0, 2], [1, 0]]);
  assertEquals(places(Infinity), [[0, 0], [0, 2], [0, 3], [1, 0]]);
});

Deno.test("what is left out is said, by name where it is short", () => {
  const chosen = chooseNeurons(neurons, strengths, { most: 2 });
  assertEquals(describeLeftOut(neurons, chosen), [
    "Of 3 live neurons of layer 0 the 2 that can move the outputs most are scored, and 1 are left out: 0.",
  ]);
  assertEquals(describeLeftOut(neurons, neurons), []);
  const wide = Array.from({ length: 512 }, (_, neuron) => ({ layer: 0, neuron }));
  assertEquals(describeLeftOut(wide, wide.slice(0, 24)), [
    "Of 512 live neurons of layer 0 the 24 that can move the outputs most are scored, and 488 are left out.",
  ]);
});
