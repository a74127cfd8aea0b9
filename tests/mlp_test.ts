import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { xorInputs, xorTargets } from "../lib/data/xor.ts";
import { tf } from "../lib/network/backend.ts";
import { hold, inMemory, valuesOf } from "../lib/network/kernels.ts";
import {
  activationsOf,
  createNetwork,
  forward,
  holdLayers,
  logitsOf,
  type Network,
  runInChunks,
} from "../lib/network/mlp.ts";

/** Two inputs, two hidden neurons, one output: hidden 0 is relu(x + 2y - 1), hidden 1 is relu(-x + y + 0.5). */
const tiny: Network = {
  layers: [
    { inputs: 2, outputs: 2, weights: Float32Array.of(1, -1, 2, 1), bias: Float32Array.of(-1, 0.5) },
    { inputs: 2, outputs: 1, weights: Float32Array.of(3, -2), bias: Float32Array.of(0.25) },
  ],
};

/** The XOR network that the blog post publishes; its hidden weights are printed neuron by neuron. */
const published: Network = {
  layers: [
    {
      inputs: 2,
      outputs: 4,
      weights: Float32Array.of(-0.7834, -0.9649, 0.4980, 0.1256, -0.7794, 0.7730, -1.2739, -0.4764),
      bias: Float32Array.of(0.7759, 0.1917, 0.7758, -0.1807),
    },
    { inputs: 4, outputs: 1, weights: Float32Array.of(-1.0414, 1.0336, 0.7825, 0.3891), bias: Float32Array.of(0.0029) },
  ],
};

/** Runs the call and fails when it leaves anything in the backend's memory. */
function withoutLeak<T>(call: () => T): T {
  const before = tf.backend().numDataIds();
  const result = call();
  assertEquals(tf.backend().numDataIds(), before);
  return result;
}

Deno.test("activationsOf() gives every layer's values, relu on the hidden ones alone", () => {
  const [hidden, logits] = withoutLeak(() => activationsOf(tiny, Float32Array.of(1, 1, 2, 0, 0, 0)));
  // (1, 1): relu(2), relu(0.5); (2, 0): relu(1), relu(-1.5); (0, 0): relu(-1), relu(0.5).
  assertEquals(hidden, Float32Array.of(2, 0.5, 1, 0, 0, 0.5));
  // 3·2 - 2·0.5 + 0.25; 3·1 + 0.25; -2·0.5 + 0.25, which stays negative.
  assertEquals(logits, Float32Array.of(5.25, 3.25, -0.75));
});

Deno.test("logitsOf() gives the last layer's values alone", () => {
  assertEquals(withoutLeak(() => logitsOf(tiny, Float32Array.of(0, 0))), Float32Array.of(-0.75));
});

Deno.test("activationsOf() recomputes the hidden values and outputs of the published XOR network", () => {
  const [hidden, outputs] = withoutLeak(() => activationsOf(published, Float32Array.from(xorInputs.flat())));
  const rounded = (values: Float32Array, digits: number) =>
    Array.from(values, (value) => Number(value.toFixed(digits)));
  assertEquals(rounded(hidden, 4), [0.7759, 0.1917, 0.7758, 0, 0, 0.9647, 0, 0, 0, 0, 1.2738, 0, 0, 0, 0, 0]);
  assertEquals(rounded(outputs, 5), [0.00008, 1.00001, 0.99965, 0.0029]);
  outputs.forEach((output, i) => assertAlmostEquals(output, xorTargets[i], 0.003));
});

Deno.test("activationsOf() runs a network without hidden layers", () => {
  const [logits, ...more] = activationsOf({ layers: [tiny.layers[0]] }, Float32Array.of(2, 0));
  assertEquals(logits, Float32Array.of(1, -1.5));
  assertEquals(more, []);
});

Deno.test("activationsOf() agrees with plain loops, also where it works in several batches", () => {
  const network = createNetwork({ inputs: 3, hidden: [5, 4], outputs: 2 }, 1);
  const count = 4321;
  const inputs = Float32Array.from({ length: 3 * count }, (_, i) => Math.sin(i));
  const found = withoutLeak(() => activationsOf(network, inputs));
  for (const example of [0, 1999, 2000, 4320]) {
    let values = Array.from(inputs.subarray(3 * example, 3 * example + 3));
    network.layers.forEach(({ outputs, weights, bias }, k) => {
      values = Array.from({ length: outputs }, (_, j) => {
        const value = values.reduce((sum, x, i) => sum + x * weights[i * outputs + j], bias[j]);
        return k === 2 ? value : Math.max(0, value);
      });
      values.forEach((value, j) => assertAlmostEquals(found[k][example * outputs + j], value, 1e-6));
    });
  }
  assertEquals(found.map(({ length }) => length), [5 * count, 4 * count, 2 * count]);
});

Deno.test("activationsOf() answers no examples with no values", () => {
  assertEquals(activationsOf(tiny, new Float32Array()), [new Float32Array(), new Float32Array()]);
});

Deno.test("activationsOf() refuses inputs of another size", () => {
  const { message } = assertThrows(() => activationsOf(tiny, new Float32Array(5)), Error);
  assertEquals(
    message,
    "Cannot run the network: it takes 2 numbers for each example, got 5 in all. Use the data set that it was trained on.",
  );
});

Deno.test("forward() applies relu after every layer but the last", () => {
  withoutLeak(() =>
    inMemory(() => {
      const [, hidden, logits] = forward(holdLayers(tiny), hold(Float32Array.of(2, 0), 1)).map(valuesOf);
      assertEquals([...hidden], [1, 0]);
      assertEquals(logits.length, tiny.layers[1].outputs);
      const [, alone] = forward(holdLayers({ layers: [tiny.layers[0]] }), hold(Float32Array.of(2, 0), 1)).map(valuesOf);
      assertEquals([...alone], [1, -1.5]);
    })
  );
});

Deno.test("runInChunks() gives every example once and in order, and frees all when it is left by an error", () => {
  const network = createNetwork({ inputs: 1, hidden: [2], outputs: 1 }, 1);
  const inputs = Float32Array.from({ length: 4321 }, (_, i) => i);
  const seen: [number, number][] = [];
  withoutLeak(() => runInChunks(network, inputs, ([hidden], start) => seen.push([start, hidden.length / 2])));
  assertEquals(seen, [[0, 2000], [2000, 2000], [4000, 321]]);
  withoutLeak(() =>
    assertThrows(
      () =>
        runInChunks(network, inputs, () => {
          throw new Error("enough");
        }),
      Error,
      "enough",
    )
  );
});

Deno.test("createNetwork() makes the layers of a shape, with and without hidden ones", () => {
  const sizesOf = (hidden: number[]) =>
    createNetwork({ inputs: 6, hidden, outputs: 3 }, 1).layers
      .map(({ inputs, outputs, weights, bias }) => [inputs, outputs, weights.length, bias.length]);
  assertEquals(sizesOf([5, 4]), [[6, 5, 30, 5], [5, 4, 20, 4], [4, 3, 12, 3]]);
  assertEquals(sizesOf([]), [[6, 3, 18, 3]]);
});

Deno.test("createNetwork() draws weights and biases uniformly within ±1/√inputs of their layer", () => {
  const [hidden, output] = createNetwork({ inputs: 784, hidden: [100], outputs: 1000 }, 3).layers;
  for (const [values, bound] of [[hidden.weights, 1 / 28], [output.weights, 0.1], [output.bias, 0.1]] as const) {
    // A tenth of the values in each tenth of the range; all values together hold each end.
    const tenths = new Array(10).fill(0);
    for (const value of values) {
      assert(Math.abs(value) <= bound * (1 + 1e-6));
      tenths[Math.min(9, Math.floor((value / bound + 1) * 5))]++;
    }
    for (const tenth of tenths) assertAlmostEquals(tenth / values.length, 0.1, 4 * Math.sqrt(0.09 / values.length));
  }
  assert(hidden.bias.every((bias) => Math.abs(bias) <= 1 / 28) && new Set(hidden.bias).size > 95);
});

Deno.test("createNetwork() repeats with the seed, and differs with another", () => {
  const shape = { inputs: 4, hidden: [3], outputs: 2 };
  assertEquals(createNetwork(shape, 5), createNetwork(shape, 5));
  assertNotEquals(createNetwork(shape, 5), createNetwork(shape, 6));
});

Deno.test("createNetwork() refuses at once a network whose weights could not be held", () => {
  for (const hidden of [[1e9], [20_000, 20_000]]) {
    const make = () => createNetwork({ inputs: 784, hidden, outputs: 10 }, 1);
    assertThrows(make, Error, "at most 134217728 weights and biases can be held, got ");
  }
});

Deno.test("createNetwork() refuses sizes and seeds that are no whole numbers", () => {
  const create = (hidden: number[], seed = 1) => createNetwork({ inputs: 4, hidden, outputs: 2 }, seed);
  for (const wrong of [0, -1, 2.5, NaN]) {
    assertThrows(
      () => create([3, wrong]),
      Error,
      `Cannot create a network: every layer needs a whole number of neurons, 1 or more, got ${wrong}.`,
    );
  }
  assertThrows(() => create([3], 0.5), Error, "a seed is a whole number, got 0.5");
});
