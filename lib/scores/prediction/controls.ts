// Another network to compare with: trained in the same way from another seed, and explained in the same way.

import type { DataSet, LabelledImages } from "../../data/mod.ts";
import {
  addRichEvidence,
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
  type NeuronExplanation,
  type Summaries,
  summarise,
} from "../../prompts/mod.ts";
import { createNetwork, crossEntropy, type Network, oneHot, train } from "../../network/mod.ts";

/** How the other network is to be trained, and the template of the background prompt that is to tell of it. */
export interface OtherSettings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  background?: string;
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
  { background: template, onBatch, ...settings }: OtherSettings,
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
 * Goes from a network to its summaries at once: statistics, maximising inputs, explanations, layers, the whole. All
 * wording, and what evidence is told, is the context's. Throws where a request failed, as explainLayers() does; what was
 * answered is kept.
 *
 * @param images The pictures to take the statistics over.
 */
export async function explainNetwork(
  chat: Chat,
  context: NetworkContext,
  network: Network,
  { images, settings, ...options }: { images: LabelledImages; settings: MaximiseSettings } & SummaryOptions,
): Promise<Summaries> {
  const evidence = collectEvidence(context, network, { images, settings });
  const { layers, network: whole } = await summariseEvidence(chat, context, network, { evidence, ...options });
  return { layers, network: whole };
}

/** The evidence of every hidden neuron that the context's prompts tell, from statistics over the images on. */
export function collectEvidence(
  context: NetworkContext,
  network: Network,
  { images, settings }: { images: LabelledImages; settings: MaximiseSettings },
): NeuronEvidence[][] {
  const stats = gatherStats(network, images, context.classNames.length);
  const maximisations = stats.flatMap((neurons, layer) => {
    const live = neurons.filter(({ dead }) => !dead).map(({ neuron }) => neuron);
    return maximise(network, { layer, neurons: live }, settings);
  });
  const plain = gatherEvidence(network, stats, maximisations);
  if (context.evidence === "plain") return plain;
  return addRichEvidence(network, images, plain, { seed: settings.seed });
}

/** Goes from the evidence to the explanations, and to the summaries of the layers and of the network. */
export async function summariseEvidence(
  chat: Chat,
  context: NetworkContext,
  network: Network,
  { evidence, onProgress, signal }: { evidence: NeuronEvidence[][] } & SummaryOptions,
): Promise<Summaries & { neurons: NeuronExplanation[][] }> {
  const total = evidence.flat().length + evidence.length + 1;
  const dead = evidence.flat().filter((neuron) => neuron.dead).length;
  const { layers, neurons } = await explainLayers(chat, context, evidence, {
    onProgress: ({ done, doing }) => onProgress?.({ done: dead + done, total, doing }),
    signal,
  });
  const texts = layers.map(({ text }) => text);
  const final = network.layers.at(-1)!;
  const outputs = Array.from({ length: final.outputs }, (_, output) => ({
    connections: strongestConnections(final, output),
    bias: final.bias[output],
  }));
  const { text } = await summarise(chat, networkMessages(context, { layers: texts, outputs }), { signal });
  onProgress?.({ done: total, total, doing: "summary of the network" });
  return { layers: texts, network: text, neurons };
}

interface SummaryOptions {
  /** Told of the summaries that are done, dead neurons counted with the explained ones. */
  onProgress?: (progress: ExplainProgress) => void;
  signal?: AbortSignal;
}
