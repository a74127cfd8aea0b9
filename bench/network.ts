// Our side of training, statistics and maximisation, and the limit of what wasm can multiply.

import type { DataSet } from "../lib/data/mod.ts";
import { gatherStats, maximise } from "../lib/evidence/mod.ts";
import { createNetwork, crossEntropy, examplesOf, type Network, oneHot, tf, train } from "../lib/network/mod.ts";
import { secondsOf } from "./turns.ts";

/** The network of the bench: 784 pixels, one hidden layer, 10 outputs. */
export function benchNetwork(width: number): Network {
  return createNetwork({ inputs: 784, hidden: [width], outputs: 10 }, 1);
}

/**
 * The seconds of one epoch's steps with the post's settings, in batches of 64 in random order. The evaluations before
 * and after it are left out, as the peer makes none.
 */
export async function epochSeconds({ train: images, test }: DataSet, width: number): Promise<number> {
  const few = { inputs: test.pixels.subarray(0, 784), targets: oneHot(test.labels.subarray(0, 1), 10) };
  let [start, end] = [0, 0];
  await train(benchNetwork(width), { train: examplesOf(images, 10), test: few }, {
    ...settings,
    epochs: 1,
    onEpoch: ({ epoch }) => {
      if (epoch === 0) start = performance.now();
    },
    onBatch: () => {
      end = performance.now();
    },
  });
  return (end - start) / 1000;
}

/**
 * The seconds that an epoch's products of matrices take where nothing else is done and no operand is transposed: the
 * multiplications that are needed, over the rate at which wasm multiplies matrices of these shapes.
 */
export async function limitSeconds(width: number, images: number): Promise<number> {
  // Rows, inner size, columns: forward through both layers, then both gradients of weights and the one between.
  const shapes = [[batchSize, 784, width], [batchSize, width, 10]]
    .concat([[784, batchSize, width], [width, batchSize, 10], [batchSize, 10, width]]);
  const pairs = shapes.map(([rows, inner, columns]) =>
    [tf.randomUniform([rows, inner]), tf.randomUniform([inner, columns])] as const
  );
  const multiply = () => pairs.forEach(([a, b]) => tf.matMul(a, b).dispose());
  const batches = 100;
  multiply();
  const seconds = await secondsOf(() => {
    for (let batch = 0; batch < batches; batch++) multiply();
  });
  tf.dispose(pairs.flat());
  return seconds / batches * Math.ceil(images / batchSize);
}

/** The seconds an image that the statistics of all images take. */
export async function statisticsSeconds({ train: images }: DataSet, width: number): Promise<number> {
  const network = benchNetwork(width);
  return await secondsOf(() => gatherStats(network, images, 10)) / images.count;
}

/** The seconds a neuron that a whole layer's maximisation takes, with the post's settings. */
export async function maximiseSeconds(width: number): Promise<number> {
  const network = benchNetwork(width);
  const neurons = Array.from({ length: width }, (_, neuron) => neuron);
  return await secondsOf(() => maximise(network, { layer: 0, neurons }, { seed: 1 })) / width;
}

/** The seconds of all of it with the post's settings: training with its evaluations, statistics of all images, portraits. */
export async function pipelineSeconds({ train: images, test }: DataSet, width: number): Promise<number> {
  return await secondsOf(async () => {
    const data = { train: examplesOf(images, 10), test: examplesOf(test, 10) };
    const { network } = await train(benchNetwork(width), data, { ...settings, epochs: 5 });
    const [stats] = gatherStats(network, images, 10);
    await maximise(network, { layer: 0, neurons: stats.map(({ neuron }) => neuron) }, { seed: 1 });
  });
}

const batchSize = 64;
const settings = { batchSize, learningRate: 0.001, seed: 1, loss: crossEntropy };
