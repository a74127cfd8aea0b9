// Training: mini-batches in a seeded random order, Adam, and how well the network does after each epoch.

import { setImmediate } from "node:timers";
import { seededRandom, shuffledIndices } from "../random.ts";
import { interruptSignal } from "../interrupt.ts";
import { adam } from "./adam.ts";
import { evaluate, evaluateNeurons, type Evaluation, type Examples } from "./evaluate.ts";
import { parameterGradient, parametersOf } from "./gradient.ts";
import { inMemory } from "./kernels.ts";
import type { Loss } from "./loss.ts";
import type { Network } from "./mlp.ts";

/** How the network does on both halves of the data after an epoch; epoch 0 is before training. */
export interface EpochResult {
  epoch: number;
  train: Evaluation;
  test: Evaluation;
  /** For each hidden layer, the number of training examples on which each of its neurons is above zero. */
  active: number[][];
}

/** How to train; the learning rate is Adam's. */
export interface TrainingSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  loss: Loss;
  /** Which epochs are evaluated on all examples, the untrained network counted as one; each takes a fifth of an epoch. */
  evaluated?: "every epoch" | "last epoch";
  /** Told after every batch; the loss is the batch's. May be asynchronous. */
  onBatch?: (state: { epoch: number; batch: number; batches: number; loss: number }) => unknown;
  /** Told of every epoch that is evaluated. May be asynchronous. */
  onEpoch?: (result: EpochResult) => unknown;
  /** Stops the training at the next batch; what the last whole epoch gave is kept. The running cell's if none is given. */
  signal?: AbortSignal;
}

/** The trained network with its learning curve, and why it stopped before its last epoch, where it did. */
export interface Training {
  network: Network;
  /** The epochs that were evaluated, that of the network always among them. */
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
  const { epochs, batchSize, learningRate, seed, loss: lossOf, evaluated = "every epoch" } = settings;
  const { onBatch, onEpoch, signal = interruptSignal() } = settings;
  const learning = structuredClone(network);
  const update = adam(parametersOf(learning), learningRate);
  const random = seededRandom(seed);
  const count = data.train.inputs.length / learning.layers[0].inputs;
  const batches = Math.ceil(count / batchSize);
  const pick = pickExamples(data.train, count);
  const pause = pauseNowAndThen();
  const history: EpochResult[] = [];
  let kept = { epoch: 0, network };
  // An epoch that is not evaluated is kept when the first loss after it is a number.
  let latest = kept;

  /** Keeps the network as it is after an epoch. False where its loss is no number. */
  const keepEpoch = async (epoch: number): Promise<boolean> => {
    latest = { epoch, network: structuredClone(learning) };
    if (evaluated === "last epoch" && epoch < epochs) return true;
    const result = evaluateEpoch(learning, data, { epoch, lossOf });
    if (epoch > 0 && !Number.isFinite(result.train.loss + result.test.loss)) return false;
    history.push(result);
    await onEpoch?.(result);
    kept = latest;
    return true;
  };
  const stop = async (stopped: string): Promise<Training> => {
    if (history.at(-1)?.epoch !== kept.epoch) {
      history.push(evaluateEpoch(kept.network, data, { epoch: kept.epoch, lossOf }));
      await onEpoch?.(history.at(-1)!);
    }
    return { network: kept.network, history, stopped };
  };
  const diverged = (place: string, epoch: number) => {
    const text = `The loss became no number at ${place} of epoch ${epoch}; kept epoch ${kept.epoch}.`;
    return stop(`${text} Choose a learning rate below ${learningRate}.`);
  };

  await keepEpoch(0);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = shuffledIndices(count, random);
    for (let batch = 1; batch <= batches; batch++) {
      if (signal.aborted) return await stop(`Stopped by hand in epoch ${epoch}; kept epoch ${kept.epoch}.`);
      const { inputs, targets, width } = pick(order.subarray((batch - 1) * batchSize, batch * batchSize));
      const loss = inMemory(() => {
        const { loss, gradients } = parameterGradient(learning, inputs, (outputs) => lossOf(outputs, targets, width));
        if (Number.isFinite(loss)) update(gradients);
        return loss;
      });
      if (!Number.isFinite(loss)) return await diverged(`batch ${batch}`, epoch);
      if (batch === 1) kept = latest;
      await onBatch?.({ epoch, batch, batches, loss });
      await pause();
    }
    if (!await keepEpoch(epoch)) return await diverged("the end", epoch);
  }
  return { network: kept.network, history };
}

function evaluateEpoch(
  network: Network,
  data: { train: Examples; test: Examples },
  { epoch, lossOf }: { epoch: number; lossOf: Loss },
): EpochResult {
  const { active, ...train } = evaluateNeurons(network, data.train, lossOf);
  return { epoch, train, test: evaluate(network, data.test, lossOf), active };
}

/** A function that gives the examples at some places, in arrays that are used again at the next call. */
function pickExamples({ inputs, targets }: Examples, count: number) {
  const rowsOf = (values: Float32Array) => {
    const width = values.length / count;
    let buffer = new Float32Array();
    return (places: Uint32Array) => {
      if (buffer.length < places.length * width) buffer = new Float32Array(places.length * width);
      for (let row = 0; row < places.length; row++) {
        const start = places[row] * width;
        buffer.set(values.subarray(start, start + width), row * width);
      }
      return buffer.subarray(0, places.length * width);
    };
  };
  const [pickInputs, pickTargets] = [rowsOf(inputs), rowsOf(targets)];
  const width = targets.length / count;
  return (places: Uint32Array) => ({ inputs: pickInputs(places), targets: pickTargets(places), width });
}

/** Now and then lets the progress bar be drawn and an interrupt be heard. */
function pauseNowAndThen(): () => Promise<void> {
  let paused = performance.now();
  return async () => {
    if (performance.now() - paused < msBetweenPauses) return;
    // A timer would take two milliseconds, as long as several batches.
    await new Promise<void>((resume) => setImmediate(resume));
    paused = performance.now();
  };
}

const msBetweenPauses = 50;

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
