// From evidence to explanations: each neuron's, each layer's summary, and the summary of the network.

import type { NeuronEvidence } from "../evidence/mod.ts";
import type { Chat, Message, Outcome, Reply } from "../chat/mod.ts";
import type { NetworkContext } from "./context.ts";
import { deadNeuron, layerMessages } from "./layer_prompt.ts";
import { neuronMessages } from "./neuron_prompt.ts";

/** A neuron's explanation, with the exchange that gave it; a dead neuron has its label and no exchange. */
export interface NeuronExplanation {
  layer: number;
  neuron: number;
  text: string;
  dead: boolean;
  messages?: Message[];
  reply?: Reply;
}

/** A summary of a layer or of the network, with the exchange that gave it. */
export interface Summary {
  text: string;
  messages: Message[];
  reply: Reply;
}

/** How far the explaining is: done requests of all that will be made. */
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
  { templateOf, onProgress, signal }: ExplainOptions = {},
): Promise<{ neurons: NeuronExplanation[][]; layers: Summary[] }> {
  const total = evidence.flat().filter(({ dead }) => !dead).length + evidence.length;
  const neurons: NeuronExplanation[][] = [];
  const layers: Summary[] = [];
  let finished = 0;
  for (const [layer, layerEvidence] of evidence.entries()) {
    const previousLayer = layers.at(-1)?.text ?? "";
    const live = layerEvidence.filter(({ dead }) => !dead);
    const explained = await explainNeurons(chat, live, {
      messagesOf: (one) => neuronMessages(context, one, { template: templateOf?.(one), previousLayer }),
      onProgress: (done) => onProgress?.({ done: finished + done, total, doing: `neurons of layer ${layer}` }),
      signal,
    });
    finished += live.length;
    neurons.push(
      layerEvidence.map(({ neuron }) => explained.get(neuron) ?? { layer, neuron, text: deadNeuron, dead: true }),
    );
    layers.push(await summarise(chat, layerMessages(context, neurons[layer]), { signal }));
    onProgress?.({ done: ++finished, total, doing: `summary of layer ${layer}` });
  }
  return { neurons, layers };
}

/** Asks for one summary: a layer's (layerMessages) or the network's (networkMessages). */
export async function summarise(
  chat: Chat,
  messages: Message[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<Summary> {
  const reply = await chat.ask({ messages }, { signal });
  return { text: reply.text, messages, reply };
}

/** The explanations of live neurons of one layer, by neuron. */
async function explainNeurons(
  chat: Chat,
  live: readonly NeuronEvidence[],
  { messagesOf, onProgress, signal }: {
    messagesOf: (evidence: NeuronEvidence) => Message[];
    onProgress: (done: number) => void;
    signal?: AbortSignal;
  },
): Promise<Map<number, NeuronExplanation>> {
  const requests = live.map((one) => ({ messages: messagesOf(one) }));
  const outcomes = await chat.askAll(requests, { onProgress: ({ done }) => onProgress(done), signal });
  const asked = live.map((one, i) => ({ ...one, ...requests[i], outcome: outcomes[i] }));
  refuseFailures(asked);
  return new Map(asked.map(({ layer, neuron, messages, outcome }) => {
    const reply = outcome.reply!;
    return [neuron, { layer, neuron, text: reply.text, dead: false, messages, reply }];
  }));
}

function refuseFailures(asked: readonly { layer: number; neuron: number; outcome: Outcome }[]): void {
  const failed = asked.flatMap(({ layer, neuron, outcome: { failure } }) =>
    failure ? [`neuron ${neuron} of layer ${layer}: ${failure.message}`] : []
  );
  if (failed.length === 0) return;
  throw new Error(
    `Cannot explain ${failed.length} of ${asked.length} neurons:\n${failed.join("\n")}\n` +
      "The other answers are kept; run the cell again to ask only for these.",
  );
}
