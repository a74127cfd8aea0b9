import { assertEquals } from "@std/assert";
import { neuronStrengths } from "../lib/evidence/strengths.ts";
import { layerFromRows } from "../lib/network/rows.ts";

Deno.test("neuronStrengths() multiplies mean activations by the paths to the output that they reach most, signs left out", () => {
  const network = {
    layers: [
      layerFromRows([[1], [1]], [0, 0]),
      // Neuron 0 of layer 1 is fed by neuron 0 alone, neuron 1 by both.
      layerFromRows([[2, 0], [-1, 3]], [0, 0]),
      layerFromRows([[0.5, -4], [-2, 1]], [0, 0]),
    ],
  };
  const stats = [[1, 10], [2, 4]].map((means, layer) =>
    means.map((mean, neuron) => ({
      ...{ layer, neuron, dead: false, largest: 99 },
      // Three images of one class, one of another: the mean over all four.
      classes: [{ label: 0, count: 3, mean: mean * 4 / 3, std: 0, largest: 0 }, {
        label: 1,
        count: 1,
        mean: 0,
        std: 0,
        largest: 0,
      }],
    }))
  );
  const round = (values: number[][]) => values.map((layer) => layer.map((value) => Math.round(value * 1e9) / 1e9));
  assertEquals(round(neuronStrengths(network, stats)), [
    // Paths from neuron 0: |2·0.5| + |−1·4| = 5 to output 0, |2·2| + |1·1| = 5 to output 1; from neuron 1: 3·4 = 12, 3·1.
    [5, 120],
    [4, 16],
  ]);
});
