import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type DiverseMaximisation, diverseRows } from "../lib/evidence/diverse_maximisation.ts";

const search = (inputs: number[][], cosines: number[][]): DiverseMaximisation => ({
  ...{ layer: 0, neuron: 0, cosines, diversity: 0, objective: 0 },
  inputs: inputs.map((values, i) => ({
    input: Float32Array.from(values),
    preActivation: 3 - i,
    activation: 3 - i,
    objective: 0,
    curve: [],
    objectives: [],
  })),
});

Deno.test("diverseRows() gives activations and the least cosines, by hand", () => {
  const [apart, alike, single] = diverseRows({
    apart: search([[1, 0], [1, 1], [0, 2]], [[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]]),
    alike: search([[1, 2], [2, 4]], [[1, 0], [0, 1]]),
    single: search([[1, 2]], [[1]]),
  });
  assertEquals([apart.search, apart.activations, apart.inputs, apart.hidden], ["apart", [3, 2, 1], 0, 0.2]);
  assertAlmostEquals(alike.inputs, 1, 1e-12);
  // Nothing is hidden before the first layer.
  assertEquals(alike.hidden, null);
  assertEquals([single.inputs, single.hidden].map((cosine) => cosine!.toFixed(6)), ["1.000000", "1.000000"]);
});
