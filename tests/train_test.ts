import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { xorInputs, xorTargets } from "../lib/data/xor.ts";
import { SIGNAL_FOLDER } from "../lib/interrupt.ts";
import { answerOf } from "../lib/network/answers.ts";
import { tf } from "../lib/network/backend.ts";
import { evaluate, type Examples } from "../lib/network/evaluate.ts";
import { parametersOf } from "../lib/network/gradient.ts";
import { crossEntropy, meanSquaredError, oneHot } from "../lib/network/loss.ts";
import { activationsOf, createNetwork, logitsOf, type Network } from "../lib/network/mlp.ts";
import { train, type TrainingSettings } from "../lib/network/train.ts";

const xor: Examples = { inputs: Float32Array.from(xorInputs.flat()), targets: Float32Array.from(xorTargets) };

/** Points of the plane in three classes: right of, left of and below the two diagonals. */
const points = Array.from({ length: 60 }, (_, i) => [Math.sin(i + 0.5), Math.cos(5 * i)] as const);
const classes = points.map(([x, y]) => y < -Math.abs(x) ? 2 : x > 0 ? 0 : 1);
const separable: Examples = {
  inputs: Float32Array.from(points.flat()),
  targets: oneHot(classes, 3),
};
const both = { train: separable, test: separable };

const settings: TrainingSettings = { epochs: 3, batchSize: 8, learningRate: 0.01, seed: 1, loss: crossEntropy };
const fresh = (hidden: number[] = [4]) => createNetwork({ inputs: 2, hidden, outputs: 3 }, 2);

/** One input, one weight, no hidden layer. */
const line = (weight: number, bias: number): Network => ({
  layers: [{ inputs: 1, outputs: 1, weights: Float32Array.of(weight), bias: Float32Array.of(bias) }],
});

Deno.test("train() learns XOR, which no network without a hidden layer can", async () => {
  const learnt = async (hidden: number[]) => {
    const network = createNetwork({ inputs: 2, hidden, outputs: 1 }, 1);
    const about = { epochs: 400, batchSize: 4, learningRate: 0.02, seed: 1, loss: meanSquaredError };
    return (await train(network, { train: xor, test: xor }, about)).history.at(-1)!.train;
  };
  const { loss, accuracy } = await learnt([8]);
  assertEquals(accuracy, 1);
  assertLess(loss, 0.001);
  // The best line through XOR answers a half everywhere.
  assertGreater((await learnt([])).loss, 0.2499);
});

Deno.test("train() tells classes apart, with a loss that falls, and leaves nothing in the backend's memory", async () => {
  const before = tf.backend().numDataIds();
  const about = { ...settings, epochs: 60, learningRate: 0.02 };
  const { history, network, stopped } = await train(fresh([8]), both, about);
  assertEquals(tf.backend().numDataIds(), before);
  assertEquals(stopped, undefined);
  assertEquals(history.map(({ epoch }) => epoch), [...Array(61).keys()]);
  assertLess(history[5].train.loss, history[0].train.loss);
  assertLess(history[60].train.loss, history[5].train.loss);
  assertEquals(history[60].train.accuracy, 1);
  assertEquals(history[60].train, evaluate(network, separable, crossEntropy));
});

Deno.test("train() keeps the training and the test half apart in its history", async () => {
  const test = { inputs: separable.inputs.subarray(0, 20), targets: separable.targets.subarray(0, 30) };
  const { history, network } = await train(fresh(), { train: separable, test }, settings);
  assertEquals(history[3].test, evaluate(network, test, crossEntropy));
  assertNotEquals(history[3].test, history[3].train);
});

Deno.test("train() takes Adam's first step on the whole data as one batch, by hand", async () => {
  // Output x + 0 at x = 1 and 2, targets 0: the slopes are positive, so both parameters fall by the learning rate.
  const data = { inputs: Float32Array.of(1, 2), targets: Float32Array.of(0, 0) };
  const about = { epochs: 1, batchSize: 100, learningRate: 0.25, seed: 1, loss: meanSquaredError };
  const { network, history } = await train(line(1, 0), { train: data, test: data }, about);
  assertAlmostEquals(network.layers[0].weights[0], 0.75, 1e-6);
  assertAlmostEquals(network.layers[0].bias[0], -0.25, 1e-6);
  // (1 + 4) / 2 before; outputs 0.5 and 1.25 after.
  assertAlmostEquals(history[0].train.loss, 2.5, 1e-6);
  assertAlmostEquals(history[1].train.loss, (0.25 + 1.5625) / 2, 1e-5);
});

Deno.test("train() gives the same bytes with the same seed, and others with another", async () => {
  const bytes = async (seed: number) => parametersOf((await train(fresh(), both, { ...settings, seed })).network);
  assertEquals(await bytes(1), await bytes(1));
  assertNotEquals(await bytes(1), await bytes(2));
});

Deno.test("train() does not change the network that it is given", async () => {
  const given = fresh();
  const { network } = await train(given, both, settings);
  assertEquals(given, fresh());
  assertNotEquals(network, given);
});

Deno.test("train() with no epochs evaluates the network as it is", async () => {
  const { network, history, stopped } = await train(fresh(), both, { ...settings, epochs: 0 });
  assertEquals([network, stopped], [fresh(), undefined]);
  const result = evaluate(fresh(), separable, crossEntropy);
  assertEquals(history, [{ epoch: 0, train: result, test: result, active: history[0].active }]);
});

Deno.test("train() counts for each hidden neuron the training examples that it is active on, before and after", async () => {
  const start = fresh([4, 3]);
  const { network, history } = await train(start, both, settings);
  const counted = (of: Network) =>
    activationsOf(of, separable.inputs).slice(0, -1).map((values, layer) => {
      const width = of.layers[layer].outputs;
      return Array.from({ length: width }, (_, neuron) => {
        return values.filter((value, i) => i % width === neuron && value > 0).length;
      });
    });
  assertEquals(history[0].active, counted(start));
  assertEquals(history[3].active, counted(network));
  assertEquals(history[3].active.map((counts) => counts.length), [4, 3]);
});

Deno.test("train() that evaluates the last epoch alone gives the same network and the same last figures", async () => {
  const whole = await train(fresh(), both, settings);
  const told: number[] = [];
  const { network, history } = await train(fresh(), both, {
    ...settings,
    evaluated: "last epoch",
    onEpoch: ({ epoch }) => told.push(epoch),
  });
  assertEquals(network, whole.network);
  assertEquals(history, [whole.history[3]]);
  assertEquals(told, [3]);
});

Deno.test("train() that evaluates the last epoch alone still gives the figures of what it kept when it stops", async () => {
  const about = { ...settings, evaluated: "last epoch" as const };
  const controller = new AbortController();
  const stopped = await train(fresh(), both, {
    ...about,
    signal: controller.signal,
    onBatch: ({ epoch }) => epoch === 3 && controller.abort(),
  });
  assertEquals(stopped.stopped, "Stopped by hand in epoch 3; kept epoch 2.");
  assertEquals(stopped.history, [(await train(fresh(), both, { ...settings, epochs: 2 })).history[2]]);
  const diverged = await train(fresh(), both, { ...about, learningRate: 1e30, epochs: 1, batchSize: 60 });
  assertEquals([diverged.network, diverged.history[0].epoch], [fresh(), 0]);
  assert(diverged.stopped?.startsWith("The loss became no number at the end of epoch 1; kept epoch 0."));
  // Nobody looked at the first epoch's loss, which is no number either.
  const later = await train(fresh(), both, { ...about, learningRate: 1e30, batchSize: 60 });
  assertEquals([later.network, later.history.map(({ epoch }) => epoch)], [fresh(), [0]]);
  assert(later.stopped?.startsWith("The loss became no number at batch 1 of epoch 2; kept epoch 0."));
});

Deno.test("train() uses every example once in an epoch, in an order that changes", async () => {
  const seen: number[][] = [];
  const inputs = Float32Array.from({ length: 10 }, (_, i) => i);
  const data = { inputs, targets: inputs };
  const loss = (outputs: Float32Array, targets: Float32Array, width: number) => {
    // Evaluations see all ten at once, batches four at the most.
    if (targets.length <= 4) seen.push([...targets]);
    return meanSquaredError(outputs, targets, width);
  };
  const about = { epochs: 2, batchSize: 4, learningRate: 0.01, seed: 1, loss };
  await train(line(1, 0), { train: data, test: data }, about);
  assertEquals(seen.map(({ length }) => length), [4, 4, 2, 4, 4, 2]);
  const [first, second] = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
  assertEquals(first.toSorted(), [...inputs]);
  assertEquals(second.toSorted(), [...inputs]);
  assertNotEquals(first, second);
});

Deno.test("train() tells of every batch and epoch, and waits for those who are told", async () => {
  const told: string[] = [];
  const tell = async (text: string) => {
    await new Promise((resume) => setTimeout(resume));
    told.push(text);
  };
  const { history } = await train(fresh(), both, {
    ...settings,
    epochs: 1,
    batchSize: 25,
    onBatch: ({ epoch, batch, batches, loss }) => tell(`${epoch}: ${batch} of ${batches}, ${loss > 0}`),
    onEpoch: ({ epoch, train }) => tell(`epoch ${epoch} ${train.loss}`),
  });
  const [before, after] = history.map(({ train }) => train.loss);
  assertEquals(told, [
    `epoch 0 ${before}`,
    "1: 1 of 3, true",
    "1: 2 of 3, true",
    "1: 3 of 3, true",
    `epoch 1 ${after}`,
  ]);
});

Deno.test("train() stops where the loss is no number, and keeps the last whole epoch", async () => {
  for (const batchSize of [8, 60]) {
    const about = { ...settings, learningRate: 1e30, batchSize };
    const { network, history, stopped } = await train(fresh(), both, about);
    assertEquals([network, history.length], [fresh(), 1]);
    assertEquals(
      stopped,
      `The loss became no number at ${batchSize === 60 ? "the end" : "batch 2"} of epoch 1; kept epoch 0. ` +
        "Choose a learning rate below 1e+30.",
    );
  }
});

Deno.test("train() stops at the next batch when its signal is given, and keeps the last whole epoch", async () => {
  const controller = new AbortController();
  const batches: string[] = [];
  const { network, history, stopped } = await train(fresh(), both, {
    ...settings,
    signal: controller.signal,
    onBatch: ({ epoch, batch }) => {
      batches.push(`${epoch}.${batch}`);
      if (epoch === 2 && batch === 3) controller.abort();
    },
  });
  assertEquals(batches.at(-1), "2.3");
  assertEquals(stopped, "Stopped by hand in epoch 2; kept epoch 1.");
  assertEquals(history.map(({ epoch }) => epoch), [0, 1]);
  assertEquals(network, (await train(fresh(), both, { ...settings, epochs: 1 })).network);
});

Deno.test("train() hears a signal that comes from a timer while it works", async () => {
  const about = { ...settings, epochs: 1e6, batchSize: 1 };
  const { stopped } = await train(fresh(), both, { ...about, signal: AbortSignal.timeout(20) });
  assert(stopped?.startsWith("Stopped by hand"));
});

Deno.test({
  name: "train() stops when its cell is interrupted, and keeps the last whole epoch",
  // The cell's signal is watched by a timer that outlives the test.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    Deno.env.set(SIGNAL_FOLDER, folder);
    try {
      const training = train(fresh(), both, { ...settings, epochs: 1e6, batchSize: 1, evaluated: "last epoch" });
      await new Promise((resume) => setTimeout(resume, 200));
      const start = performance.now();
      await Deno.writeTextFile(`${folder}/interrupt`, "");
      const { stopped, history } = await training;
      assert(performance.now() - start < 2000);
      assert(stopped?.startsWith("Stopped by hand in epoch "));
      assertEquals(stopped, `Stopped by hand in epoch ${history[0].epoch + 1}; kept epoch ${history[0].epoch}.`);
    } finally {
      Deno.env.delete(SIGNAL_FOLDER);
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("train() refuses settings that make no sense", async () => {
  const refuses = (wrong: Partial<TrainingSettings>, message: string) =>
    assertRejects(() => train(fresh(), both, { ...settings, ...wrong }), Error, message);
  await refuses({ epochs: -1 }, "Cannot train: epochs is a whole number, 0 or more, got -1.");
  await refuses({ epochs: 1.5 }, "got 1.5");
  await refuses({ batchSize: 0 }, "Cannot train: the batch size is a whole number, 1 or more, got 0.");
  await refuses({ batchSize: NaN }, "got NaN");
  await refuses({ learningRate: 0 }, "Cannot train: the learning rate is above 0, got 0.");
  await refuses({ learningRate: -0.1 }, "got -0.1");
  await refuses({ learningRate: NaN }, "got NaN");
  await refuses({ learningRate: Infinity }, "got Infinity");
  await refuses({ seed: 0.5 }, "a seed is a whole number, got 0.5");
});

Deno.test("train() and evaluate() refuse data that do not fit the network", async () => {
  const tooFew = { ...separable, targets: separable.targets.subarray(0, 60) };
  const message = "60 examples with 3 outputs need 180 targets, one or more, got 60.";
  assertThrows(() => evaluate(fresh(), tooFew, crossEntropy), Error, message);
  await assertRejects(() => train(fresh(), { train: tooFew, test: separable }, settings), Error, message);
  await assertRejects(() => train(fresh(), { train: separable, test: tooFew }, settings), Error, message);
  const none = { inputs: new Float32Array(), targets: new Float32Array() };
  assertThrows(() => evaluate(fresh(), none, crossEntropy), Error, "0 examples with 3 outputs need 0 targets");
  const odd = { ...separable, inputs: separable.inputs.subarray(1) };
  assertThrows(() => evaluate(fresh(), odd, crossEntropy), Error, "it takes 2 numbers for each example, got 119");
});

Deno.test("evaluate() gives the mean loss and the share of right answers, by hand", () => {
  // Logits (x, -x): 1 and -1 for the first, -2 and 2 for the second, 3 and -3 for the third.
  const network: Network = {
    layers: [{ inputs: 1, outputs: 2, weights: Float32Array.of(1, -1), bias: Float32Array.of(0, 0) }],
  };
  const examples = { inputs: Float32Array.of(1, -2, 3), targets: oneHot([0, 1, 1], 2) };
  const { loss, accuracy } = evaluate(network, examples, crossEntropy);
  assertEquals(accuracy, 2 / 3);
  // The first two are right by a margin of 2 and 4, the third is wrong by 6.
  const expected = Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(-4)) + Math.log(1 + Math.exp(6));
  assertAlmostEquals(loss, expected / 3, 1e-6);
});

Deno.test("evaluate() judges a single output by whether it is above a half, as its target", () => {
  const examples = { inputs: Float32Array.of(0.4, 0.6, 0.7, -3), targets: Float32Array.of(0, 1, 0, 0) };
  const { loss, accuracy } = evaluate(line(1, 0), examples, meanSquaredError);
  assertEquals(accuracy, 0.75);
  assertAlmostEquals(loss, (0.16 + 0.16 + 0.49 + 9) / 4, 1e-6);
});

Deno.test("evaluate() leaves nothing in the backend's memory and does not mind a network that knows nothing", () => {
  const before = tf.backend().numDataIds();
  const { loss, accuracy } = evaluate(
    { layers: [{ inputs: 2, outputs: 3, weights: new Float32Array(6), bias: new Float32Array(3) }] },
    separable,
    crossEntropy,
  );
  assertEquals(tf.backend().numDataIds(), before);
  assertAlmostEquals(loss, Math.log(3), 1e-6);
  // Three equal logits are read as class 0.
  assertEquals(accuracy, classes.filter((label) => label === 0).length / 60);
  assertEquals(logitsOf(fresh(), separable.inputs).length, 180);
});

Deno.test("answerOf() gives the place of the largest, the first of several", () => {
  assertEquals(answerOf([1, 3, 2]), 1);
  assertEquals(answerOf([-3, -1, -1]), 1);
  assertEquals(answerOf([2, 2]), 0);
});

Deno.test("answerOf() reads one output alone as 1 above a half, else as 0", () => {
  assertEquals([0.5, 0.51, -1, 7].map((value) => answerOf([value])), [0, 1, 0, 1]);
});
