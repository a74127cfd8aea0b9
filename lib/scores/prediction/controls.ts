// Another network to compare with: trained in the same way from another seed, and explained in the same way.

import type { DataSet, LabelledImages } from "../../data/mod.ts";
import {
  gatherEvidence,
  gatherStats,
  maximise,
  type MaximiseSettings,
  type NeuronEvidence,
  strongestConnections,
} from "../../evidence/mod.ts";
import type { Chat } from "../../chat/mod.ts";
import {
  backgroundText,
  explainLayers,
  type ExplainProgress,
  type NetworkContext,
  networkMessages,
  summarise,
} from "../../prompts/mod.ts";
import { createNetwork, crossEntropy, type Network, oneHot, train } from "../../network/mod.ts";
import type { Summaries } from "./questions.ts";

/** How the other network is to be trained. */
export interface OtherSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  /** Told of the batches that are done. May be asynchronous. */
  onBatch?: (done: number) => unknown;
}

/**
 * Trains a network of the same shape on the data set, and words the background prompt that tells of it. Throws where
 * that gives the same network again.
 */
export async function trainOther(
  { name, classNames, train: training, test }: DataSet,
  { layers }: Network,
  { onBatch, ...settings }: OtherSettings,
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
      onBatch: ({ epoch, batch, batches }) => onBatch?.((epoch - 1) * batches + batch),
    },
  );
  if (network.layers.every(({ weights }, i) => weights.every((weight, k) => weight === layers[i].weights[k]))) {
    throw new Error(
      `Cannot train another network: the seed gives the very same one, got ${settings.seed}. Choose another seed.`,
    );
  }
  const last = history.at(-1)!;
  const background = backgroundText({
    ...{ depth: hidden.length, width: hidden[0] ?? 0, dataset: name },
    ...{ trainAccuracy: last.train.accuracy, trainLoss: last.train.loss },
    ...{ testAccuracy: last.test.accuracy, testLoss: last.test.loss },
  });
  return { network, background };
}

/**
 * Goes from a network to its summaries at once: statistics, maximising inputs, explanations, layers, the whole. Throws
 * where a request failed, as explainLayers() does; what was answered is kept.
 */
export async function explainNetwork(
  chat: Chat,
  context: NetworkContext,
  { network, images, settings, ...options }: {
    network: Network;
    /** The pictures to take the statistics over. */
    images: LabelledImages;
    /** How to maximise. */
    settings: MaximiseSettings;
  } & SummaryOptions,
): Promise<Summaries> {
  const evidence = collectEvidence(network, images, { classes: context.classNames.length, settings });
  return await summariseEvidence(chat, context, { network, evidence, ...options });
}

/** The evidence of every hidden neuron, from its statistics over the images to its maximising input. */
export function collectEvidence(
  network: Network,
  images: LabelledImages,
  { classes, settings }: { classes: number; settings: MaximiseSettings },
): NeuronEvidence[][] {
  const stats = gatherStats(network, images, classes);
  const maximisations = stats.flatMap((neurons, layer) => {
    const live = neurons.filter(({ dead }) => !dead).map(({ neuron }) => neuron);
    return maximise(network, { layer, neurons: live }, settings);
  });
  return gatherEvidence(network, stats, maximisations);
}

/** Goes from the evidence to the summaries of the layers and of the network. */
export async function summariseEvidence(
  chat: Chat,
  context: NetworkContext,
  { network, evidence, onProgress, signal }: { network: Network; evidence: NeuronEvidence[][] } & SummaryOptions,
): Promise<Summaries> {
  const dead = evidence.flat().filter((neuron) => neuron.dead).length;
  const { layers } = await explainLayers(chat, context, evidence, {
    onProgress: ({ done, total, doing }) => onProgress?.({ done: dead + done, total: dead + total + 1, doing }),
    signal,
  });
  const texts = layers.map(({ text }) => text);
  const final = network.layers.at(-1)!;
  const outputs = Array.from({ length: final.outputs }, (_, output) => ({
    connections: strongestConnections(final, output),
    bias: final.bias[output],
  }));
  const { text } = await summarise(chat, networkMessages(context, { layers: texts, outputs }), signal);
  const total = evidence.flat().length + evidence.length + 1;
  onProgress?.({ done: total, total, doing: "summary of the network" });
  return { layers: texts, network: text };
}

interface SummaryOptions {
  /** Told of the summaries that are done, dead neurons counted with the explained ones. */
  onProgress?: (progress: ExplainProgress) => void;
  signal?: AbortSignal;
}
