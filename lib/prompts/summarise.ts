// Summaries of layers and of the network within the budget of tokens: at once, or as a tree of parts put together.

import { type Chat, countPromptTokens, countTokens, type Message, type Reply } from "../chat/mod.ts";
import type { OutputEvidence } from "../evidence/mod.ts";
import { interruptSignal } from "../interrupt.ts";
import { condenseMessages } from "./condense_prompt.ts";
import type { NetworkContext } from "./context.ts";
import { type Feature, featureLines, layerMessages } from "./layer_prompt.ts";
import { networkMessages } from "./network_prompt.ts";
import { allReplies } from "./replies.ts";

/** A summary of a layer or of the network, with the exchange that gave it. */
export interface Summary {
  /** The reply's text; for a layer told in parts, below the features that weigh most, in full. */
  text: string;
  messages: Message[];
  reply: Reply;
  /** The summaries that this one puts together, where all of it would have been too long for one prompt. */
  parts?: Summary[];
}

/** What a summary is made with. */
export interface SummariseOptions {
  /** Told of the requests that are done, and of how many there are as far as is known by then. */
  onProgress?: (progress: { done: number; total: number; waiting?: string }) => void;
  signal?: AbortSignal;
}

/** The features in groups whose prompts keep to the budget, in order; one group where all fit. */
export function groupFeatures(context: NetworkContext, features: readonly Feature[], chat: Chat): Feature[][] {
  const room = context.budget - countPromptTokens({ messages: layerMessages(context, []) }, chat.model);
  return groupBySize(features, (feature) => countTokens(`${featureLines([feature])}\n\n`), { room, least: 1 });
}

/**
 * Summarises a layer from all its neurons' explanations. Where one prompt would exceed the budget, groups of neurons are
 * summarised side by side, and their summaries put together, in as many rounds as it takes; the strongest neurons go in
 * full above the result. Throws where a request failed.
 */
export async function summariseLayer(
  chat: Chat,
  context: NetworkContext,
  features: readonly Feature[],
  { onProgress, signal = interruptSignal() }: SummariseOptions = {},
): Promise<Summary> {
  const groups = groupFeatures(context, features, chat);
  const counted = { done: 0, total: 0 };
  const ask = async (prompts: readonly Message[][], partsOf: (i: number) => Summary[] | undefined) => {
    const before = counted.done;
    counted.total += prompts.length;
    const outcomes = await chat.askAll(prompts.map((messages) => ({ messages })), {
      signal,
      onProgress: ({ done, waiting }) => onProgress?.({ ...counted, done: before + done, waiting }),
    });
    counted.done += prompts.length;
    return allReplies(outcomes, { action: "summarise the layer" }).map((reply, i): Summary => {
      const parts = partsOf(i);
      return { text: reply.text, messages: prompts[i], reply, ...(parts && { parts }) };
    });
  };
  let summaries = await ask(groups.map((group) => layerMessages(context, group)), () => undefined);
  if (groups.length === 1) return summaries[0];
  const share = Math.floor(context.budget / 8);
  // Two thirds of a word a token, so that a reply of so many words keeps to the share.
  const words = Math.floor(2 * share / 3);
  while (summaries.length > 1) {
    const room = context.budget - countPromptTokens({ messages: condenseMessages(context, [], { words }) }, chat.model);
    const joined = groupBySize(summaries, ({ text }) => countTokens(`Part 1:\n${text}\n\n`), { room, least: 2 });
    const prompts = joined.map((parts) => condenseMessages(context, parts.map(({ text }) => text), { words }));
    summaries = await ask(prompts, (i) => joined[i]);
  }
  const [summary] = summaries;
  return { ...summary, text: tellStrongest(features, share) + summary.text };
}

/**
 * Summarises the network. Layers' summaries that would bring the prompt over the budget are condensed before, the longest
 * first. Throws where a request failed, and where the outputs' connections alone exceed the budget.
 */
export async function summariseNetwork(
  chat: Chat,
  context: NetworkContext,
  { layers, outputs }: { layers: readonly string[]; outputs: readonly OutputEvidence[] },
  { signal = interruptSignal() }: { signal?: AbortSignal } = {},
): Promise<Summary> {
  const sizeOf = (texts: readonly string[]) =>
    countPromptTokens({ messages: networkMessages(context, { layers: texts, outputs }) }, chat.model);
  const bare = sizeOf(layers.map(() => ""));
  const share = Math.floor((context.budget - bare) / Math.max(1, layers.length));
  const parts: Summary[] = [];
  const texts = [...layers];
  while (sizeOf(texts) > context.budget) {
    const lengths = texts.map((text) => countTokens(text));
    const longest = lengths.indexOf(Math.max(...lengths));
    if (share < 50 || texts[longest] !== layers[longest]) throw overBudget(context, sizeOf(texts));
    const prompt = condenseMessages(context, [layers[longest]], { words: Math.floor(share / 2) });
    parts.push(await summarise(chat, prompt, { signal }));
    texts[longest] = parts.at(-1)!.text;
  }
  const summary = await summarise(chat, networkMessages(context, { layers: texts, outputs }), { signal });
  return parts.length === 0 ? summary : { ...summary, parts };
}

/** Asks for one summary. */
export async function summarise(
  chat: Chat,
  messages: Message[],
  { signal = interruptSignal() }: { signal?: AbortSignal } = {},
): Promise<Summary> {
  const reply = await chat.ask({ messages }, { signal });
  return { text: reply.text, messages, reply };
}

/** The features that matter most, as many as fit into the room, with their explanations in full. */
function tellStrongest(features: readonly Feature[], room: number): string {
  const told: Feature[] = [];
  let tokens = 0;
  for (const feature of features.toSorted((a, b) => (b.strength ?? 0) - (a.strength ?? 0))) {
    tokens += countTokens(lineOf(feature));
    if (!feature.strength || (tokens > room && told.length > 0)) break;
    told.push(feature);
  }
  if (told.length === 0) return "";
  return [
    `Of ${features.length} features, those that can move the outputs most are told in full:`,
    ...told.map(lineOf),
    "",
    "All features, put together from parts:",
    "",
  ].join("\n");
}

/** Never a heading alone on its line, which is how a layer's prompt begins an explanation. */
function lineOf({ neuron, text }: Feature): string {
  return `Feature ${neuron}: ${text}`;
}

/** Neighbours together as far as they fit into the room, and `least` of them in any case. */
function groupBySize<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  { room, least }: { room: number; least: number },
): T[][] {
  const groups: T[][] = [[]];
  let taken = 0;
  for (const item of items) {
    // Pieces of text together may be cut into a token or two more than each by itself.
    const size = sizeOf(item) + 2;
    if (groups.at(-1)!.length >= least && taken + size > room) {
      groups.push([]);
      taken = 0;
    }
    groups.at(-1)!.push(item);
    taken += size;
  }
  return groups;
}

function overBudget({ budget }: NetworkContext, tokens: number): Error {
  return new Error(
    `Cannot summarise the network: its prompt may take ${budget} tokens and takes ${tokens} after its layers were ` +
      "condensed. Raise the budget.",
  );
}
