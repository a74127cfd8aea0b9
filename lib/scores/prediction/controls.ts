// Another network to compare with: trained in the same way from another seed, and explained in the same way.

import type { DataSet, LabelledImages } from "../../data/mod.ts";
import { collectEvidence, type MaximiseSettings } from "../../evidence/mod.ts";
import type { Chat } from "../../chat/mod.ts";
import {
  backgroundText,
  explainNetwork,
  type ExplainProgress,
  type NetworkContext,
  type Summaries,
} from "../../prompts/mod.ts";
import { interruptSignal } from "../../interrupt.ts";
import { createNetwork, crossEntropy, type Network, oneHot, train } from "../../network/mod.ts";

/** How the other network is to be trained. */
export interface OtherSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  /** Of the background prompt. */
  template?: string;
  /** Told of the batches that are done. May be asynchronous. */
  onBatch?: (done: number) => unknown;
  /** The running cell's if none is given. */
  signal?: AbortSignal;
}

/**
 * Trains a network of the same shape on the data set, and words the background prompt that tells of it. Throws where
 * that gives the same network again, and where it is stopped.
 */
export async function trainOther(
  { name, classNames, train: training, test }: DataSet,
  { layers }: Network,
  { onBatch, template, signal = interruptSignal(), ...settings }: OtherSettings,
): Promise<{ network: Network; background: string }> {
  const hidden = layers.slice(0, -1).map(({ outputs }) => outputs);
  const classes = classNames.length;
  const examples = ({ pixels, labels }: LabelledImages) => ({ inputs: pixels, targets: oneHot(labels, classes) });
  const shape = { inputs: training.width * training.height, hidden, outputs: classes };
  const { network, history } = await train(
    createNetwork(shape, settings.seed),
    { train: examples(training), test: examples(test) },
    {
      ...settings,
      loss: crossEntropy,
      evaluated: "last epoch",
      signal,
      onBatch: ({ epoch, batch, batches }) => onBatch?.((epoch - 1) * batches + batch),
    },
  );
  signal.throwIfAborted();
  if (network.layers.every(({ weights }, i) => weights.every((weight, k) => weight === layers[i].weights[k]))) {
    throw new Error(
      `Cannot train another network: the seed gives the very same one, got ${settings.seed}. Choose another seed.`,
    );
  }
  const last = history.at(-1)!;
  const facts = {
    depth: hidden.length,
    width: hidden[0] ?? 0,
    dataset: name,
    trainAccuracy: last.train.accuracy,
    trainLoss: last.train.loss,
    testAccuracy: last.test.accuracy,
    testLoss: last.test.loss,
  };
  const background = backgroundText(facts, template);
  return { network, background };
}

/**
 * Goes from a network to its summaries at once: statistics, maximising inputs, explanations, layers, the whole. Throws
 * where a request failed, as explainLayers() does; what was answered is kept.
 *
 * @param context What the prompts about the other network share: its own background, and all else as in the real one's.
 */
export async function summariseOther(
  chat: Chat,
  context: NetworkContext,
  { network, images, settings, onProgress, signal }: {
    network: Network;
    /** The pictures to take the statistics over. */
    images: LabelledImages;
    /** How to maximise. */
    settings: MaximiseSettings;
    /** Told of the summaries that are done. */
    onProgress?: (progress: ExplainProgress) => void;
    signal?: AbortSignal;
  },
): Promise<Summaries> {
  const evidence = await collectEvidence(network, images, {
    classes: context.classNames.length,
    settings,
    rich: context.evidence === "plain" ? undefined : { seed: settings.seed },
  });
  const explained = await explainNetwork(chat, context, evidence, { onProgress, signal });
  return { layers: explained.layers.map(({ text }) => text), network: explained.network.text };
}
