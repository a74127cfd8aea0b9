// The scores on neurons that are known: right descriptions beat wrong, too narrow and too broad ones, by every score.

import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { loadMnist, pixelsOf } from "../lib/data/mnist.ts";
import { activationColumn } from "../lib/evidence/exemplars.ts";
import { drawDetection, drawHeldOut } from "../lib/scores/neuron/held_out.ts";
import { scoreDetection } from "../lib/scores/neuron/detection.ts";
import { knownNetwork, knownNeurons, type KnownQuality } from "../lib/scores/neuron/puzzles.ts";
import { scoreSimulation } from "../lib/scores/neuron/simulation.ts";
import { simulateNeuron } from "../lib/rules/simulate.ts";
import { activationsOf } from "../lib/network/mlp.ts";

const { test } = await loadMnist();
const network = knownNetwork();
const activations = activationsOf(network, test.pixels);
const classMeans = new Array(10).fill(0);
const qualities: KnownQuality[] = ["right", "wrong", "narrow", "broad"];

/** What the rules make of a description and real digits, as the requests would carry them but without the PNGs. */
function read(description: string, places: readonly number[]) {
  const pictures = places.map((place) => ({
    ...{ width: test.width, height: test.height },
    pixels: Uint8Array.from(pixelsOf(test, place), (value) => Math.round((value + 1) * 127.5)),
  }));
  return simulateNeuron(description, pictures)!;
}

for (const { name, layer, neuron, descriptions } of knownNeurons) {
  const column = activationColumn(activations[layer], { width: network.layers[layer].outputs, neuron });
  const largest = Math.max(...column);

  Deno.test(`the simulation score of "${name}" is highest for the right description, and its explained variance too`, () => {
    const { images } = drawHeldOut(column, test.labels, { each: 200, seed: 1 });
    const scores = qualities.map((quality) => {
      const { activations, top } = read(descriptions[quality], images.map(({ index }) => index));
      const simulated = images.map((image, i) => ({
        ...image,
        answer: { value: Math.round(10 * activations[i] / top) },
      }));
      return scoreSimulation(simulated, { largest, classMeans, seed: 1, resamples: 200 });
    });
    const [right, ...others] = scores;
    for (const other of others) {
      assertGreater(right.score!, other.score! + 0.05);
      assertGreater(right.explainedVariance!, other.explainedVariance!);
    }
    // What the description says is true of more than chance, and what a wrong one says of no more.
    assertGreater(right.low!, 0.15);
    assertLess(others[0].score!, right.low!);
  });

  Deno.test(`the detection score of "${name}" is highest for the right description, and its AUPRC too`, () => {
    const { images } = drawDetection(column, test.labels, { positives: 300, seed: 1 });
    const scores = qualities.map((quality) => {
      const { activations, threshold } = read(descriptions[quality], images.map(({ index }) => index));
      const told = images.map((image, i) => ({ ...image, answer: { value: activations[i] > threshold ? 1 : 0 } }));
      return scoreDetection(told, { classMeans, seed: 1, resamples: 200 });
    });
    const [right, ...others] = scores;
    for (const other of others) {
      assertGreater(right.balancedAccuracy!, other.balancedAccuracy!);
      assertGreater(right.auprc!, other.auprc!);
    }
    assertGreater(right.intervals.balancedAccuracy!.low, 0.5);
    assertEquals(right.images.answered, images.length);
  });
}
