// Training: mini-batches in a seeded random order, Adam, and how well the network does after each epoch.

import { seededRandom, shuffledIndices } from "../random.ts";
import { adam } from "./adam.ts";
import { parameterGradient, parametersOf } from "./gradient.ts";
import type { Loss } from "./loss.ts";
import { logitsOf, type Network } from "./mlp.ts";

/** What a network learns from: inputs and targets, example after example. */
export interface Examples {
  inputs: Float32Array;
  targets: Float32Array;
}

/** The mean loss, and the share of examples that the network answers as their target says: see answerOf(). */
export interface Evaluation {
  loss: number;
  accuracy: number;
}

/** How the network does on both halves of the data after an epoch; epoch 0 is before training. */
export interface EpochResult {
  epoch: number;
  train: Evaluation;
  test: Evaluation;
}

/** How to train; the learning rate is Adam's. */
export interface TrainingSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  loss: Loss;
  /** Told after every batch; the loss is the batch's. May be asynchronous. */
  onBatch?: (state: { epoch: number; batch: number; batches: number; loss: number }) => unknown;
  /** Told after every epoch, and once before the first. May be asynchronous. */
  onEpoch?: (result: EpochResult) => unknown;
  /** Stops the training at the next batch; what the last whole epoch gave is kept. */
  signal?: AbortSignal;
}

/** The trained network with its learning curve, and why it stopped before its last epoch, where it did. */
export interface Training {
  network: Network;
  history: EpochResult[];
  stopped?: string;
}

/**
 * Trains a copy of the network. Where the loss is no longer a number, or the signal is given, it stops and keeps the
 * network of the last whole epoch. Throws on settings that make no sense and on data that do not fit the network.
 */
export async function train(
  network: Network,
  data: { train: Examples; test: Examples },
  settings: TrainingSettings,
): Promise<Training> {
  checkSettings(settings);
  const { epochs, batchSize, learningRate, seed, loss: lossOf, onBatch, onEpoch, signal } = settings;
  const learning = structuredClone(network);
  const step = adam(parametersOf(learning), learningRate);
  const random = seededRandom(seed);
  const count = data.train.inputs.length / learning.layers[0].inputs;
  const batches = Math.ceil(count / batchSize);
  const history: EpochResult[] = [];
  let good = network;
  let paused = performance.now();

  const finishEpoch = async (epoch: number): Promise<boolean> => {
    const result = {
      epoch,
      train: evaluate(learning, data.train, lossOf),
      test: evaluate(learning, data.test, lossOf),
    };
    if (epoch > 0 && !Number.isFinite(result.train.loss + result.test.loss)) return false;
    good = structuredClone(learning);
    history.push(result);
    await onEpoch?.(result);
    return true;
  };
  const stop = (stopped: string): Training => ({ network: good, history, stopped });
  const diverged = (place: string, epoch: number) => {
    const kept = `The loss became no number at ${place} of epoch ${epoch}; kept epoch ${epoch - 1}.`;
    return stop(`${kept} Choose a learning rate below ${learningRate}.`);
  };

  await finishEpoch(0);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffledIndices(count, random);
    for (let batch = 1; batch <= batches; batch++) {
      if (signal?.aborted) return stop(`Stopped by hand in epoch ${epoch}; kept epoch ${epoch - 1}.`);
      const { inputs, targets } = pick(data.train, order.subarray((batch - 1) * batchSize, batch * batchSize), count);
      const width = targets.length / (inputs.length / learning.layers[0].inputs);
      const { loss, gradients } = parameterGradient(
        learning,
        inputs,
        (outputs) => lossOf(outputs, targets, width),
      );
      if (!Number.isFinite(loss)) return diverged(`batch ${batch}`, epoch);
      step(gradients);
      await onBatch?.({ epoch, batch, batches, loss });
      if (performance.now() - paused > msBetweenPauses) {
        await new Promise((resume) => setTimeout(resume));
        paused = performance.now();
      }
    }
    if (!await finishEpoch(epoch)) return diverged("the end", epoch);
  }
  return { network: good, history };
}

/** The network's mean loss and accuracy over the examples. Throws unless there are as many targets as outputs. */
export function evaluate(network: Network, { inputs, targets }: Examples, lossOf: Loss): Evaluation {
  const outputs = logitsOf(network, inputs);
  const width = network.layers.at(-1)!.outputs;
  const count = outputs.length / width;
  if (count === 0 || targets.length !== outputs.length) {
    throw new Error(
      `Cannot evaluate the network: ${count} examples with ${width} outputs need ${outputs.length} targets, ` +
        `one or more, got ${targets.length}. Use inputs and targets that belong together.`,
    );
  }
  let right = 0;
  for (let start = 0; start < outputs.length; start += width) {
    if (answerOf(outputs.subarray(start, start + width)) === answerOf(targets.subarray(start, start + width))) right++;
  }
  return { loss: lossOf(outputs, targets, width).loss, accuracy: right / count };
}

/** What outputs say: the place of the largest (the first of several), or of one alone, whether it is above a half. */
export function answerOf(values: ArrayLike<number>): number {
  if (values.length === 1) return values[0] > 0.5 ? 1 : 0;
  let largest = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[largest]) largest = i;
  return largest;
}

// A pause lets the progress bar be drawn and an interrupt be heard. It takes a millisecond, longer than many batches.
const msBetweenPauses = 50;

function pick(examples: Examples, indices: Uint32Array, count: number): Examples {
  const rows = (values: Float32Array) => {
    const width = values.length / count;
    const picked = new Float32Array(indices.length * width);
    indices.forEach((index, row) => picked.set(values.subarray(index * width, (index + 1) * width), row * width));
    return picked;
  };
  return { inputs: rows(examples.inputs), targets: rows(examples.targets) };
}

function checkSettings({ epochs, batchSize, learningRate }: TrainingSettings): void {
  if (!Number.isInteger(epochs) || epochs < 0) {
    throw new Error(`Cannot train: epochs is a whole number, 0 or more, got ${epochs}. Choose one such as 5.`);
  }
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new Error(
      `Cannot train: the batch size is a whole number, 1 or more, got ${batchSize}. Choose one such as 64.`,
    );
  }
  if (!(learningRate > 0) || !Number.isFinite(learningRate)) {
    throw new Error(`Cannot train: the learning rate is above 0, got ${learningRate}. Choose one such as 0.001.`);
  }
}
