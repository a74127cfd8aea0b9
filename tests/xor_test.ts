// XOR: the published network's figures, the lib's own against hand-computed ones, and a network that learns it.

import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { squareInputs, xorExamples, xorInputs } from "../lib/data/xor.ts";
import { gatherXorEvidence, squareResponses } from "../lib/evidence/xor_evidence.ts";
import { firstLayerOptimum } from "../lib/evidence/maximisation.ts";
import { meanSquaredError } from "../lib/network/loss.ts";
import { createNetwork, logitsOf, type Network } from "../lib/network/mlp.ts";
import { rangesOf } from "../lib/network/rounding.ts";
import { layerFromRows, weightRows } from "../lib/network/rows.ts";
import { evaluate } from "../lib/network/evaluate.ts";
import { train } from "../lib/network/train.ts";

// The network of the blog's XOR page, its weights printed to four digits.
const published: Network = {
  layers: [
    layerFromRows([[-0.7834, -0.7794], [-0.9649, 0.7730], [0.4980, -1.2739], [0.1256, -0.4764]], [
      0.7759,
      0.1917,
      0.7758,
      -0.1807,
    ]),
    layerFromRows([[-1.0414, 1.0336, 0.7825, 0.3891]], [0.0029]),
  ],
};
const halfUnit = 0.00005;
const evidence = await gatherXorEvidence(published, { seed: 1 });
const rounded = (values: ArrayLike<number>, digits = 4) => Array.from(values, (value) => Number(value.toFixed(digits)));

Deno.test("the published network's hidden values are those of the page, digit for digit", () => {
  const byInput = xorInputs.map((_, i) => rounded(evidence.neurons.map(({ activations }) => activations[i])));
  assertEquals(byInput, [[0.7759, 0.1917, 0.7758, 0], [0, 0.9647, 0, 0], [0, 0, 1.2738, 0], [0, 0, 0, 0]]);
});

Deno.test("the published network's outputs follow from its printed weights, to all digits that these determine", () => {
  assertEquals(rounded(evidence.outputs, 5), [0.00008, 1.00001, 0.99965, 0.0029]);
});

Deno.test("the page's own outputs lie within what the rounding of its weights leaves open", () => {
  const printed = [-3.355e-05, 0.999925, 0.999594, 0.002886];
  xorInputs.forEach((input, i) => {
    const [{ low, high }] = rangesOf(published, input, halfUnit)[1];
    assert(printed[i] > low && printed[i] < high, `${printed[i]} at ${input}, between ${low} and ${high}`);
    assert(high - low < 0.001, "the ranges are too narrow for another network's output");
  });
});

Deno.test("the page's maximising inputs are found by climbing and by the closed form, to the rounding", () => {
  const printed = [[-0.3917, -0.3897], [-0.4824, 0.3865], [0.2490, -0.6369]];
  printed.forEach((input, neuron) => {
    const climbed = evidence.neurons[neuron].maximisation!.input;
    const optimum = firstLayerOptimum(published, neuron).input;
    // Half a unit of the printed input, and half a unit of the printed weight, halved by w / 2; Adam ends next to it.
    input.forEach((value, i) => {
      assertAlmostEquals(optimum[i], value, 1.5 * halfUnit + 1e-7);
      assertAlmostEquals(climbed[i], value, 1.5 * halfUnit + 5e-5);
      assertAlmostEquals(climbed[i], optimum[i], 5e-5);
    });
  });
});

Deno.test("the page's activation at neuron 0's maximising input is ours, to the rounding of its weights", () => {
  const { activation } = evidence.neurons[0].maximisation!;
  // |w|² / 2 + b with each weight and the bias off by half a unit, and half a unit of the printed value.
  assertAlmostEquals(firstLayerOptimum(published, 0).preActivation, 1.3866, (0.7834 + 0.7794 + 1 + 1) * halfUnit);
  assertAlmostEquals(activation, 1.3866, (0.7834 + 0.7794 + 1 + 1) * halfUnit);
});

Deno.test("gatherXorEvidence() finds the published network's neuron 3 dead, and gives it no maximising input", () => {
  assertEquals(evidence.neurons.map(({ dead }) => dead), [false, false, false, true]);
  assertEquals(evidence.neurons.map(({ maximisation }) => maximisation === undefined), [false, false, false, true]);
});

Deno.test("gatherXorEvidence() hands the weights and biases on as they were printed", () => {
  assertEquals(evidence.neurons.map(({ weights }) => rounded(weights)), [
    [-0.7834, -0.7794],
    [-0.9649, 0.7730],
    [0.4980, -1.2739],
    [0.1256, -0.4764],
  ]);
  assertEquals(rounded(evidence.neurons.map(({ bias }) => bias)), [0.7759, 0.1917, 0.7758, -0.1807]);
  assertEquals([rounded(evidence.outputWeights), rounded([evidence.outputBias])], [[-1.0414, 1.0336, 0.7825, 0.3891], [
    0.0029,
  ]]);
});

Deno.test("gatherXorEvidence() refuses a network of another shape, with its sizes", async () => {
  const refuse = (hidden: number[], inputs = 2, outputs = 1) =>
    assertRejects(
      () => gatherXorEvidence(createNetwork({ inputs, hidden, outputs }, 1), { seed: 1 }),
      Error,
      `got ${[inputs, ...hidden, outputs].join("-")}.`,
    );
  await refuse([]);
  await refuse([4, 4]);
  await refuse([4], 3);
  await refuse([4], 2, 2);
});

Deno.test("squareInputs() gives cell centres, the first input running fastest", () => {
  assertEquals(Array.from(squareInputs(2)), [0.25, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75, 0.75]);
  assertThrows(() => squareInputs(0), RangeError, "got 0.");
});

Deno.test("squareResponses() answers as the neurons' formulas do at every place of the square", () => {
  const { neurons, output } = squareResponses(published, 3);
  const places = Array.from({ length: 9 }, (_, i) => [(i % 3 + 0.5) / 3, (Math.floor(i / 3) + 0.5) / 3]);
  places.forEach(([x, y], i) => {
    const hidden = evidence.neurons.map(({ weights, bias }) => Math.max(0, weights[0] * x + weights[1] * y + bias));
    hidden.forEach((value, neuron) => assertAlmostEquals(neurons[neuron][i], value, 1e-6));
    const sum = hidden.reduce((total, value, neuron) => total + value * evidence.outputWeights[neuron], 0);
    assertAlmostEquals(output[i], sum + evidence.outputBias, 1e-6);
  });
});

Deno.test("layerFromRows() and weightRows() are each other's inverse, and rows stand for neurons", () => {
  const layer = layerFromRows([[1, 2, 3], [4, 5, 6]], [7, 8]);
  assertEquals(logitsOf({ layers: [layer] }, Float32Array.of(1, 0, 0)), Float32Array.of(8, 12));
  assertEquals(weightRows(layer), [[1, 2, 3], [4, 5, 6]]);
});

Deno.test("layerFromRows() refuses rows that belong to no layer", () => {
  assertThrows(() => layerFromRows([[1, 2], [3]], [0, 0]), RangeError, "got rows of 2, 1 and 2 biases");
  assertThrows(() => layerFromRows([[1, 2]], [0, 0]), RangeError, "got rows of 2 and 2 biases");
  assertThrows(() => layerFromRows([], []), RangeError);
});

Deno.test("rangesOf() holds the activations of weights rounded up and down, and is a point where nothing is rounded", () => {
  const network: Network = { layers: [layerFromRows([[2, -1]], [1]), layerFromRows([[-3]], [0])] };
  // Hidden: 2·1 − 1·2 + 1 = 1, off by 0.1·(1 + 2 + 1); output: −3·1, from −3.1·1.4 − 0.1 to −2.9·0.6 + 0.1.
  const [[hidden], [output]] = rangesOf(network, [1, 2], 0.1);
  assertAlmostEquals(hidden.low, 0.6, 1e-12);
  assertAlmostEquals(hidden.high, 1.4, 1e-12);
  assertAlmostEquals(output.low, -4.44, 1e-12);
  assertAlmostEquals(output.high, -1.64, 1e-12);
  assertEquals(rangesOf(network, [1, 2], 0), [[{ low: 1, high: 1 }], [{ low: -3, high: -3 }]]);
});

Deno.test("rangesOf() cuts at zero where a relu does", () => {
  const network: Network = { layers: [layerFromRows([[-1]], [1]), layerFromRows([[1]], [0])] };
  assertEquals(rangesOf(network, [3], 0.1)[0], [{ low: 0, high: 0 }]);
});

Deno.test("a network without a hidden layer learns nothing better than a half for every input", async () => {
  const examples = xorExamples();
  const { network } = await train(createNetwork({ inputs: 2, hidden: [], outputs: 1 }, 1), {
    train: examples,
    test: examples,
  }, { epochs: 300, batchSize: 4, learningRate: 0.01, seed: 1, loss: meanSquaredError });
  for (const output of logitsOf(network, examples.inputs)) assertAlmostEquals(output, 0.5, 0.02);
});

Deno.test("a network of four hidden neurons learns XOR", async () => {
  const examples = xorExamples();
  const { network } = await train(createNetwork({ inputs: 2, hidden: [4], outputs: 1 }, 1), {
    train: examples,
    test: examples,
  }, { epochs: 300, batchSize: 1, learningRate: 0.01, seed: 1, loss: meanSquaredError });
  const { loss, accuracy } = evaluate(network, examples, meanSquaredError);
  assertEquals(accuracy, 1);
  assert(loss < 0.01, `the loss is ${loss}`);
});
