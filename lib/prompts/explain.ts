// From evidence to explanations: each neuron's, each layer's summary, and the summary of the network.

import type { NetworkEvidence, NeuronEvidence } from "../evidence/mod.ts";
import type { Chat, Message, Progress, Reply } from "../chat/mod.ts";
import { interruptSignal } from "../interrupt.ts";
import type { NetworkContext } from "./context.ts";
import { deadNeuron } from "./layer_prompt.ts";
import { neuronMessages } from "./neuron_prompt.ts";
import { allReplies } from "./replies.ts";
import { summariseLayer, summariseNetwork, type Summary } from "./summarise.ts";

/** A neuron's explanation, with the exchange that gave it; a dead neuron has its label and no exchange. */
export interface NeuronExplanation {
  layer: number;
  neuron: number;
  text: string;
  dead: boolean;
  /** How much it can move the outputs, as its evidence says. */
  strength?: number;
  messages?: Message[];
  reply?: Reply;
}

/** How far the explaining is: done requests of all that will be made, as far as is known by then. */
export interface ExplainProgress {
  done: number;
  total: number;
  doing: string;
}

/** Who is told of the progress, and who may stop it. */
export interface ExplainOptions {
  /** Templates for single neurons, in the place of the run's. */
  templateOf?: (evidence: NeuronEvidence) => string | undefined;
  onProgress?: (progress: ExplainProgress) => void;
  signal?: AbortSignal;
}

/**
 * Explains every neuron and summarises every layer, in layer order: the neurons of a layer side by side, then its
 * summary, which goes into the next layer's prompts. Dead neurons get their label and no request.
 *
 * Throws where a request failed, once the others of its layer are answered: they are kept by the chat's cache, so that
 * calling it again asks only what is missing.
 */
export async function explainLayers(
  chat: Chat,
  context: NetworkContext,
  evidence: readonly (readonly NeuronEvidence[])[],
  { templateOf, onProgress, signal = interruptSignal() }: ExplainOptions = {},
): Promise<{ neurons: NeuronExplanation[][]; layers: Summary[] }> {
  const live = evidence.map((neurons) => neurons.filter(({ dead }) => !dead));
  let total = live.flat().length + evidence.length;
  const neurons: NeuronExplanation[][] = [];
  const layers: Summary[] = [];
  let finished = 0;
  const tell = (done: number, what: string, waiting?: string) =>
    onProgress?.({ done: finished + done, total, doing: waiting === undefined ? what : `${what}; ${waiting}` });
  for (const [layer, layerEvidence] of evidence.entries()) {
    const previousLayer = layers.at(-1)?.text ?? "";
    const explained = await explainNeurons(chat, live[layer], {
      messagesOf: (one) => neuronMessages(context, one, { template: templateOf?.(one), previousLayer }),
      onProgress: ({ done, waiting }) => tell(done, `neurons of layer ${layer}`, waiting),
      signal,
    });
    finished += live[layer].length;
    neurons.push(
      layerEvidence.map(({ neuron }) => explained.get(neuron) ?? { layer, neuron, text: deadNeuron, dead: true }),
    );
    let asked = 1;
    const summary = await summariseLayer(chat, context, neurons[layer], {
      onProgress: (progress) => {
        total += progress.total - asked;
        asked = progress.total;
        tell(progress.done, `summary of layer ${layer}`, progress.waiting);
      },
      signal,
    });
    finished += asked;
    layers.push(summary);
  }
  return { neurons, layers };
}

/** Explains a network whole: its neurons, its layers, and how they make its answer. Throws as explainLayers() does. */
export async function explainNetwork(
  chat: Chat,
  context: NetworkContext,
  { neurons, outputs }: NetworkEvidence,
  { onProgress, signal = interruptSignal(), ...options }: ExplainOptions = {},
): Promise<{ neurons: NeuronExplanation[][]; layers: Summary[]; network: Summary }> {
  let total = 1;
  const explained = await explainLayers(chat, context, neurons, {
    ...options,
    signal,
    onProgress: (progress) => {
      total = progress.total + 1;
      onProgress?.({ ...progress, total });
    },
  });
  const layers = explained.layers.map(({ text }) => text);
  const network = await summariseNetwork(chat, context, { layers, outputs }, { signal });
  onProgress?.({ done: total, total, doing: "summary of the network" });
  return { ...explained, network };
}

/** The explanations of live neurons of one layer, by neuron. */
async function explainNeurons(
  chat: Chat,
  live: readonly NeuronEvidence[],
  { messagesOf, onProgress, signal }: {
    messagesOf: (evidence: NeuronEvidence) => Message[];
    onProgress: (progress: Progress) => void;
    signal?: AbortSignal;
  },
): Promise<Map<number, NeuronExplanation>> {
  const requests = live.map((one) => ({ messages: messagesOf(one) }));
  const outcomes = await chat.askAll(requests, { onProgress, signal });
  const names = live.map(({ layer, neuron }) => `neuron ${neuron} of layer ${layer}`);
  const replies = allReplies(outcomes, { action: "explain the neurons", names });
  return new Map(live.map(({ layer, neuron, strength }, i) => {
    const known = strength === undefined ? {} : { strength };
    const { messages } = requests[i];
    return [neuron, { layer, neuron, text: replies[i].text, dead: false, ...known, messages, reply: replies[i] }];
  }));
}
