import { assertEquals, assertThrows } from "@std/assert";
import { gatherEvidence } from "../lib/evidence/neuron_evidence.ts";
import type { Maximisation } from "../lib/evidence/maximisation.ts";
import type { NeuronStats } from "../lib/evidence/statistics.ts";
import type { Network } from "../lib/network/mlp.ts";

/** Two inputs, hidden layers of two and one, one output. */
const network: Network = {
  layers: [
    { inputs: 2, outputs: 2, weights: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(0, 0) },
    { inputs: 2, outputs: 1, weights: Float32Array.of(0.5, -3), bias: Float32Array.of(0) },
    { inputs: 1, outputs: 1, weights: Float32Array.of(7), bias: Float32Array.of(0) },
  ],
};

const statsOf = (layer: number, neuron: number, dead = false): NeuronStats => {
  const largest = dead ? 0 : 1 + layer + neuron;
  return { layer, neuron, dead, largest, classes: [{ label: 0, count: 5, mean: largest / 2, std: 0.1, largest }] };
};

const maximisationOf = (layer: number, neuron: number): Maximisation => ({
  layer,
  neuron,
  input: Float32Array.of(layer, neuron),
  preActivation: 10 * layer + neuron,
  activation: 10 * layer + neuron,
  climb: [0],
  objectives: [0],
  starts: 1,
});

const stats = [[statsOf(0, 0), statsOf(0, 1, true)], [statsOf(1, 0)]];

Deno.test("gatherEvidence() brings together each neuron's statistics, maximising input and connections", () => {
  const maximisations = [maximisationOf(1, 0), maximisationOf(0, 0)];
  const evidence = gatherEvidence(network, stats, maximisations);
  assertEquals(evidence, [
    [
      {
        layer: 0,
        neuron: 0,
        dead: false,
        classes: stats[0][0].classes,
        connections: [],
        // Its mean 0.5 reaches the output through 0.5 and 7.
        strength: 1.75,
        maximisation: maximisations[1],
      },
      { layer: 0, neuron: 1, dead: true, classes: stats[0][1].classes, connections: [], strength: 0 },
    ],
    [
      {
        layer: 1,
        neuron: 0,
        dead: false,
        classes: stats[1][0].classes,
        // The weights into layer 1, not those of another layer.
        connections: [{ from: 1, weight: -3 }, { from: 0, weight: 0.5 }],
        strength: 7,
        maximisation: maximisations[0],
      },
    ],
  ]);
});

Deno.test("gatherEvidence() leaves a dead neuron without a maximising input, also where there is one", () => {
  const [[, dead]] = gatherEvidence(network, stats, [[0, 0], [0, 1], [1, 0]].map(([l, n]) => maximisationOf(l, n)));
  assertEquals([dead.dead, "maximisation" in dead], [true, false]);
});

Deno.test("gatherEvidence() refuses a live neuron without a maximising input", () => {
  const { message } = assertThrows(() => gatherEvidence(network, stats, [maximisationOf(0, 0)]), Error);
  assertEquals(
    message,
    "Cannot gather the evidence: neuron 0 of layer 1 has no maximising input. Run notebook 03_maximise again.",
  );
});
