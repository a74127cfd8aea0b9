// From evidence to explanations: each neuron's, each layer's summary, and the summary of the network.

import type { NeuronEvidence } from "../evidence/mod.ts";
import type { Chat, ChatRequest, Message, Outcome, Reply } from "../chat/mod.ts";
import { deadNeuron } from "./lines.ts";
import { defaultNeuronWording, layerMessages, type NetworkContext, neuronMessages } from "./messages.ts";
import type { EvidenceChoice } from "./rich_prompt.ts";

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

/** The evidence and the wordings to use in the place of the defaults, and who is told of the progress. */
export interface ExplainOptions {
  /** What the neurons' prompts hold beyond the blog post's evidence. */
  evidence?: EvidenceChoice;
  neuronWording?: string;
  layerWording?: string;
  /** Wordings for single neurons, by layer and neuron, in the place of neuronWording. */
  wordingOf?: (evidence: NeuronEvidence) => string | undefined;
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
  { evidence: choice = "plain", neuronWording, layerWording, wordingOf, onProgress, signal }: ExplainOptions = {},
): Promise<{ neurons: NeuronExplanation[][]; layers: Summary[] }> {
  const total = evidence.flat().filter(({ dead }) => !dead).length + evidence.length;
  const neurons: NeuronExplanation[][] = [];
  const layers: Summary[] = [];
  let finished = 0;
  for (const [layer, layerEvidence] of evidence.entries()) {
    const previousLayer = layers.at(-1)?.text ?? "";
    const live = layerEvidence.filter(({ dead }) => !dead);
    const requests = live.map((one): ChatRequest => {
      const wording = wordingOf?.(one) ?? neuronWording ?? defaultNeuronWording(choice);
      return { messages: neuronMessages(context, one, { evidence: choice, wording, previousLayer }) };
    });
    const outcomes = await chat.askAll(requests, {
      onProgress: ({ done }) => onProgress?.({ done: finished + done, total, doing: `neurons of layer ${layer}` }),
      signal,
    });
    finished += live.length;
    const replies = repliesOf(outcomes, (i) => `neuron ${live[i].neuron} of layer ${layer}`);
    neurons.push(layerEvidence.map((one): NeuronExplanation => {
      const { neuron, dead } = one;
      if (dead) return { layer, neuron, text: deadNeuron, dead };
      const [{ messages }, reply] = [requests[live.indexOf(one)], replies[live.indexOf(one)]];
      return { layer, neuron, text: reply.text, dead, messages, reply };
    }));
    layers.push(await summarise(chat, layerMessages(context, neurons[layer], { wording: layerWording }), signal));
    onProgress?.({ done: ++finished, total, doing: `summary of layer ${layer}` });
  }
  return { neurons, layers };
}

/** Asks for one summary: a layer's (layerMessages) or the network's (networkMessages). */
export async function summarise(chat: Chat, messages: Message[], signal?: AbortSignal): Promise<Summary> {
  const reply = await chat.ask({ messages }, { signal });
  return { text: reply.text, messages, reply };
}

function repliesOf(outcomes: Outcome[], name: (i: number) => string): Reply[] {
  const failed = outcomes.flatMap(({ failure }, i) => failure ? [`${name(i)}: ${failure.message}`] : []);
  if (failed.length > 0) {
    throw new Error(
      `Cannot explain ${failed.length} of ${outcomes.length} neurons:\n${failed.join("\n")}\n` +
        "The other answers are kept; run the cell again to ask only for these.",
    );
  }
  return outcomes.map(({ reply }) => reply!);
}
