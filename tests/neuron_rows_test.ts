import { assertEquals } from "@std/assert";
import type { ClaimScore } from "../lib/scores/neuron/claim.ts";
import { knownNeurons } from "../lib/scores/neuron/puzzles.ts";
import { knownRows, prepareKnown } from "../lib/scores/neuron/puzzle_scores.ts";
import { claimPoints, claimRows, extremePictures, neuronRows } from "../lib/scores/neuron/neuron_rows.ts";
import type { NeuronScore } from "../lib/scores/neuron/neuron_scores.ts";

const simulated = [[0, 0], [2, 5], [4, 4], [8, 1]].map(([activation, value], index) => ({
  ...{ index, label: 0, activation, stratum: "middle" as const, answer: { value } },
}));
const score = (figure: number): NeuronScore => ({
  ...{ layer: 0, neuron: 2, claim: [], notes: [], simulated },
  simulation: {
    ...{ score: figure, low: 0.1, high: 0.9, explainedVariance: 0.4, floor: 0.2 },
    ...{ images: { asked: 6, answered: 4 }, failures: { "wrong-number": 2 } },
  },
  detection: {
    ...{ balancedAccuracy: 0.8, auprc: 0.7, floor: { balancedAccuracy: 0.5, auprc: 0.5 } },
    intervals: { balancedAccuracy: { low: 0.6, high: 0.9 }, auprc: null },
    ...{ images: { asked: 3, answered: 0 }, failures: { timeout: 3 } },
  },
});
const ablation: ClaimScore = {
  claimCorrelation: { zero: { accuracy: 0.9, ownLogit: 0.8 }, mean: { accuracy: null, ownLogit: 0.1 } },
  accuracyChange: { zero: -0.2, mean: -0.1 },
  classes: [
    { label: 0, claimed: 10, lostAccuracy: 0.4, lostLogit: 3 },
    { label: 1, claimed: null, lostAccuracy: 0.1, lostLogit: 1 },
    { label: 2, claimed: 3, lostAccuracy: null, lostLogit: null },
  ],
  failures: { "wrong-number": 1 },
};

const nameOf = ({ neuron }: NeuronScore) => `neuron ${neuron}`;

Deno.test("neuronRows() shows the failures of both scores beside the figures", () => {
  const [row, below] = neuronRows([{ whole: score(0.5), bare: score(0.3) }], nameOf);
  assertEquals([below.neuron, below.simulation], ["   without its map", 0.3]);
  assertEquals([row.neuron, row.simulation, row["95 % of it"], row.failed], [
    "neuron 2",
    0.5,
    "0.60 … 0.90",
    "2 × wrong-number, 3 × timeout",
  ]);
});

Deno.test("extremePictures() shows the best predicted and then the worst, none of them twice", () => {
  // Errors by a largest activation of 8: 0, 2, -0.8, -7.2.
  const places = (count: number) => extremePictures(score(1), { largest: 8, count }).map(({ index }) => index);
  assertEquals([places(1), places(2), places(9)], [[0, 3], [0, 2, 3, 1], [0, 2, 3, 1]]);
  assertEquals(extremePictures(score(1), { largest: 8 })[2].caption, "activation 8.0, predicted 0.8");
});

Deno.test("claimRows() and claimPoints() leave out classes without a claim or without images", () => {
  assertEquals(claimPoints([{ whole: score(1), ablation }], nameOf), [{ x: 10, y: 0.4, group: "neuron 2" }]);
  assertEquals(claimRows([{ whole: score(1), ablation }], nameOf)[0].failed, "1 × wrong-number");
});

Deno.test("knownRows() puts the four kinds of description side by side, a row for each neuron and score", () => {
  const rows = knownRows(Array.from({ length: 16 }, (_, i) => score(i)));
  assertEquals(rows.length, 4 * knownNeurons.length);
  assertEquals(rows[4], {
    neuron: knownNeurons[1].name,
    score: "simulation",
    right: 4,
    wrong: 5,
    "too narrow": 6,
    "too broad": 7,
  });
});

Deno.test("prepareKnown() asks about four descriptions of each known neuron on the same pictures, or of none at another size", () => {
  const count = 400;
  const pixels = Float32Array.from({ length: count * 784 }, (_, i) => (i * 7919 >> 4) % 5 < 2 ? 1 : -1);
  const images = { pixels, labels: new Uint8Array(count), count, height: 28, width: 28 };
  const questions = prepareKnown(images, { each: 2, positives: 2, seed: 1 });
  assertEquals(questions.length, 16);
  const places = questions.map(({ simulation }) => simulation.images.map(({ index }) => index).join());
  for (let i = 0; i < 16; i += 4) assertEquals(new Set(places.slice(i, i + 4)).size, 1);
  assertEquals(prepareKnown({ ...images, height: 14 }, { seed: 1 }), []);
});
