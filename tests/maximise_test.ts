import { assert, assertAlmostEquals, assertEquals, assertLess, assertNotEquals, assertRejects } from "@std/assert";
import { firstLayerOptimum, type Maximisation, maximise, type MaximiseSettings } from "../lib/evidence/maximisation.ts";
import { tf } from "../lib/network/backend.ts";
import { activationsOf, createNetwork, type Network } from "../lib/network/mlp.ts";
import { normalNumbers, seededRandom } from "../lib/random.ts";

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

/** A network as the notebooks have it, but with two hidden layers. */
const wide = createNetwork({ inputs: 784, hidden: [8, 6], outputs: 10 }, 3);

/** One input; hidden relu(x - 1), then 5 · hidden - 1: the second layer sleeps unless a start lies above 1. */
const sleeper: Network = {
  layers: [
    { inputs: 1, outputs: 1, weights: Float32Array.of(1), bias: Float32Array.of(-1) },
    { inputs: 1, outputs: 1, weights: Float32Array.of(5), bias: Float32Array.of(-1) },
  ],
};

const squaredSum = (values: Float32Array) => values.reduce((sum, value) => sum + value ** 2, 0);

function assertClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  assertEquals(found.length, expected.length);
  for (let i = 0; i < found.length; i++) assertAlmostEquals(found[i], expected[i], tolerance);
}

Deno.test("firstLayerOptimum() gives half the weights and |w|²/2 + b, and w/2λ for another λ", () => {
  const network: Network = {
    layers: [{ inputs: 2, outputs: 2, weights: Float32Array.of(9, 3, 9, -4), bias: Float32Array.of(9, 0.5) }],
  };
  assertEquals(firstLayerOptimum(network, 1), { input: Float32Array.of(1.5, -2), preActivation: 13 });
  assertEquals(firstLayerOptimum(network, 1, 0.5), { input: Float32Array.of(3, -4), preActivation: 25.5 });
  assertEquals(firstLayerOptimum(network, 1, 2), { input: Float32Array.of(0.75, -1), preActivation: 6.75 });
});

Deno.test("maximise() finds half the weights in the first layer of 784 inputs", async () => {
  const before = tf.backend().numDataIds();
  const found = await maximise(wide, { layer: 0, neurons: [0, 1, 2, 3, 4, 5, 6, 7] }, { seed: 1 });
  assertEquals(tf.backend().numDataIds(), before);
  found.forEach(({ layer, neuron, input, preActivation, activation, starts }, i) => {
    assertEquals([layer, neuron, starts], [0, i, 1]);
    const { outputs, weights, bias } = wide.layers[0];
    const own = Float32Array.from({ length: 784 }, (_, pixel) => weights[pixel * outputs + neuron]);
    assertClose(input, own.map((weight) => weight / 2), 2e-4);
    assertAlmostEquals(preActivation, squaredSum(own) / 2 + bias[neuron], 1e-4);
    assertEquals(activation, preActivation);
  });
});

Deno.test("maximise() finds w/2λ for other regularisations", async () => {
  for (const regularisation of [0.25, 2]) {
    const [{ input, preActivation }] = await maximise(wide, { layer: 0, neurons: [5] }, { seed: 1, regularisation });
    const optimum = firstLayerOptimum(wide, 5, regularisation);
    assertClose(input, optimum.input, 2e-4);
    assertAlmostEquals(preActivation, optimum.preActivation, 1e-4);
  }
});

Deno.test("maximise() finds the inputs that the blog post prints for its XOR network, and its dead neuron", async () => {
  const found = await maximise(published, { layer: 0, neurons: [0, 1, 2, 3] }, { seed: 1 });
  const printed = [[-0.3917, -0.3897], [-0.4824, 0.3865], [0.2490, -0.6369]];
  printed.forEach((input, neuron) => assertClose(found[neuron].input, input, 2e-4));
  assertAlmostEquals(found[0].activation, 1.3866, 2e-4);
  // |w|²/2 + b of the fourth neuron is negative: nothing wakes it, at this price of ink.
  assertEquals(found[3].activation, 0);
  assertAlmostEquals(found[3].preActivation, (0.1256 ** 2 + 0.4764 ** 2) / 2 - 0.1807, 1e-4);
});

Deno.test("maximise() reaches a top in later layers, the logits included, that no nearby or random input exceeds", async () => {
  const network = createNetwork({ inputs: 3, hidden: [8, 6], outputs: 2 }, 12);
  for (const [layer, neuron] of [[1, 0], [1, 3], [2, 1]]) {
    const width = network.layers[layer].outputs;
    // A network cut off after the layer gives pre-activations as logits: nothing of the climb's own code is used.
    const cut = { layers: network.layers.slice(0, layer + 1) };
    const objectives = (inputs: Float32Array) => {
      const values = activationsOf(cut, inputs)[layer];
      return Array.from({ length: inputs.length / 3 }, (_, row) => {
        return values[row * width + neuron] - squaredSum(inputs.subarray(3 * row, 3 * row + 3));
      });
    };
    const [{ input, preActivation, activation }] = await maximise(network, { layer, neurons: [neuron] }, { seed: 1 });
    const [reached] = objectives(input);
    assertAlmostEquals(preActivation, reached + squaredSum(input), 1e-5);
    assertEquals(activation, Math.max(0, preActivation));
    const noise = normalNumbers(3 * 1000, seededRandom(9));
    for (const reach of [0.01, 0.1]) {
      const nearby = noise.map((value, i) => input[i % 3] + reach * value);
      assertLess(Math.max(...objectives(nearby)), reached + 1e-4);
    }
    assertLess(Math.max(...objectives(noise)), reached);
  }
});

Deno.test("maximise() climbs from the noise to the value that it reports", async () => {
  const settings = { seed: 1, steps: 50, mostStarts: 1, schedule: "constant" as const };
  const [{ climb, preActivation, input }] = await maximise(wide, { layer: 1, neurons: [2] }, settings);
  assertEquals([climb.length, climb[50]], [51, preActivation]);
  assertEquals(activationsOf({ layers: wide.layers.slice(0, 2) }, input)[1][2], preActivation);
  const [start] = await maximise(wide, { layer: 1, neurons: [2] }, { ...settings, steps: 0 });
  assertEquals(start.climb, [climb[0]]);
  // 784 standard-normal numbers.
  assertAlmostEquals(squaredSum(start.input) / 784, 1, 0.15);
});

Deno.test("maximise() takes Adam's first step against the objective's slope, by hand", async () => {
  const about = { seed: 1, learningRate: 0.25 };
  const at = async (steps: number) =>
    (await maximise(sleeper, { layer: 0, neurons: [0] }, { ...about, steps }))[0].input[0];
  const [before, after] = [await at(0), await at(1)];
  // The slope of x - 1 - x² is 1 - 2x.
  assertAlmostEquals(after, before + 0.25 * Math.sign(1 - 2 * before), 1e-6);
});

Deno.test("maximise() starts again where all that feeds a neuron is silent", async () => {
  const all = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    all.push(...await maximise(sleeper, { layer: 1, neurons: [0] }, { seed, starts: 1, mostStarts: 100, steps: 120 }));
  }
  // 5 (x - 1) - 1 - x² is largest at 2.5, where the neuron's value is 6.5.
  for (const { input, activation } of all) {
    assertAlmostEquals(input[0], 2.5, 0.01);
    assertAlmostEquals(activation, 6.5, 0.05);
  }
  assert(all.some(({ starts }) => starts > 1));
});

Deno.test("maximise() gives up after its most starts, with activation 0 and the best that it found", async () => {
  const deaf = structuredClone(sleeper);
  deaf.layers[1].weights[0] = -1;
  const about: MaximiseSettings = { seed: 1, mostStarts: 4, steps: 200 };
  const [{ starts, activation, preActivation, input }] = await maximise(deaf, { layer: 1, neurons: [0] }, about);
  assertEquals([starts, activation, preActivation], [4, 0, -1]);
  assertAlmostEquals(input[0], 0, 0.01);
});

Deno.test("maximise() keeps the best climb of a neuron that stays inactive, not the last", async () => {
  // 5 (x - 1) - 8 is at its best -0.5, at 2.5; a start below 1 ends at -8.
  const quiet = structuredClone(sleeper);
  quiet.layers[1].bias[0] = -8;
  for (const seed of [1, 2, 3]) {
    const about = { seed, mostStarts: 40, steps: 120 };
    const [{ starts, activation, preActivation, climb, objectives }] = await maximise(
      quiet,
      { layer: 1, neurons: [0] },
      about,
    );
    const best = objectives.indexOf(Math.max(...objectives));
    assertEquals([starts, activation, climb[best]], [40, 0, preActivation]);
    assertAlmostEquals(preActivation, -0.5, 0.05);
  }
});

Deno.test("maximise() climbs the same way for a neuron alone, among others and in another order", async () => {
  const find = (layer: number, neurons: number[]) => maximise(wide, { layer, neurons }, { seed: 1, steps: 30 });
  for (const layer of [0, 1, 2]) {
    const [among] = (await find(layer, [0, 1, 2, 3, 4, 5])).filter(({ neuron }) => neuron === 4);
    assertEquals(await find(layer, [4]), [among]);
    assertEquals((await find(layer, [5, 4, 0]))[1], among);
  }
});

Deno.test("maximise() repeats with the seed to the byte, and starts elsewhere with another seed, neuron or layer", async () => {
  const find = (seed: number, steps: number, layer = 0, neurons = [1]): Promise<Maximisation[]> =>
    maximise(wide, { layer, neurons }, { seed, steps });
  assertEquals(await find(1, 20), await find(1, 20));
  const all = await Promise.all([find(1, 0), find(2, 0), find(1, 0, 1), find(1, 0, 0, [2])]);
  const starts = all.map(([{ input }]) => input.join());
  assertEquals(new Set(starts).size, 4);
  // A date serves as a seed as well.
  assertNotEquals(await find(20251231, 0), await find(1, 0));
});

Deno.test("maximise() records what is climbed at every step, and keeps the best step where its rate falls", async () => {
  const about = { seed: 1, steps: 40, regularisation: 0.5 };
  for (const [layer, schedule] of [[0, "constant"], [1, "falling"]] as const) {
    const [found] = await maximise(wide, { layer, neurons: [2] }, { ...about, schedule });
    const objective = found.preActivation - 0.5 * squaredSum(found.input);
    assertEquals([found.climb.length, found.objectives.length], [41, 41]);
    const kept = schedule === "constant" ? found.objectives[40] : Math.max(...found.objectives);
    assertAlmostEquals(kept, objective, 1e-4);
    assert(found.objectives.every((value, i) => value <= found.climb[i]));
  }
});

Deno.test("maximise() tells of its progress, and stops with the signal's reason", async () => {
  const told: string[] = [];
  const many = createNetwork({ inputs: 3, hidden: [150], outputs: 2 }, 1);
  const neurons = Array.from({ length: 150 }, (_, i) => i);
  await maximise(many, { layer: 0, neurons }, {
    seed: 1,
    steps: 1,
    onProgress: ({ done, total }) => told.push(`${done} of ${total}`),
  });
  assertEquals(told, ["64 of 150", "128 of 150", "150 of 150"]);
  const controller = new AbortController();
  const stopped = maximise(many, { layer: 0, neurons }, {
    seed: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("Stopped by hand.")),
  });
  await assertRejects(() => stopped, Error, "Stopped by hand.");
});

Deno.test("maximise() of no neurons finds none", async () => {
  assertEquals(await maximise(wide, { layer: 0, neurons: [] }, { seed: 1 }), []);
});

Deno.test("maximise() refuses layers and neurons that the network lacks", async () => {
  const refuses = (layer: number, neurons: number[], message: string) =>
    assertRejects(() => maximise(published, { layer, neurons }, { seed: 1 }), Error, message);
  await refuses(2, [0], "Cannot maximise: the layers run from 0 to 1, got 2.");
  await refuses(-1, [0], "the layers run from 0 to 1, got -1.");
  await refuses(0, [1, 4], "Cannot maximise: the neurons of layer 0 run from 0 to 3, got 4.");
  await refuses(0, [-1], "got -1");
  await refuses(0, [0.5], "got 0.5");
});

Deno.test("maximise() refuses settings that make no sense", async () => {
  const refuses = (settings: Partial<MaximiseSettings>, message: string) =>
    assertRejects(
      () => maximise(published, { layer: 0, neurons: [0] }, { seed: 1, ...settings }),
      Error,
      `Cannot maximise: ${message}`,
    );
  for (const regularisation of [0, -1, NaN, Infinity]) {
    await refuses({ regularisation }, `the regularisation is above 0, got ${regularisation}. Without it`);
  }
  await refuses({ learningRate: 0 }, "the learning rate is above 0, got 0.");
  await refuses({ steps: -1 }, "steps is a whole number, 0 or more, got -1.");
  await refuses({ steps: 1.5 }, "steps is a whole number, 0 or more, got 1.5.");
  await refuses({ mostStarts: 0 }, "mostStarts is a whole number, 1 or more, got 0.");
  await assertRejects(() => maximise(published, { layer: 0, neurons: [0] }, { seed: 0.5 }), Error, "got 0.5");
});
