// Reads from a run's folder what its page shows; what is not there yet, the page leaves out.

import * as v from "valibot";
import {
  neuronName,
  openTrained,
  readExplanations,
  readJson,
  readLayers,
  readMaximisations,
  readStats,
  type TrainedRun,
} from "../runs/mod.ts";
import type { PromptMessage, ToldNeuron, ToldRun } from "../show/mod.ts";

/** A run as its page is told of it, and what had to be left out. */
export interface ReadRun {
  readonly run: TrainedRun;
  readonly told: ToldRun;
  readonly notes: readonly string[];
}

/** Reads a run whose network is trained. Throws where there is none of this name. */
export async function readRun(name: string, options: { from?: string } = {}): Promise<ReadRun> {
  const run = await openTrained(name, options);
  const notes: string[] = [];
  const whereThere = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      notes.push(`Left out: ${(error as Error).message}`);
      return undefined;
    }
  };
  const stats = await whereThere(() => readStats(run)) ?? [];
  const maximised = await whereThere(() => readMaximisations(run));
  const explained = await whereThere(() => readExplanations(run, run.widths)) ?? [];
  const scored = await whereThere(() => readJson(run, "neuron_scores.json", scoresSchema));
  const polysemantic = await whereThere(() => readJson(run, "polysemanticity.json", meaningsSchema));
  const summaries = await whereThere(() => readLayers(run, run.widths.length)) ?? [];
  const network = await whereThere(() => readJson(run, "network.json", summarySchema));
  const portraits = byName(maximised?.neurons ?? []);
  const scores = byName(scored?.neurons ?? []);
  const meanings = byName(polysemantic?.neurons ?? []);
  const neurons = run.widths.flatMap((width, layer) =>
    Array.from({ length: width }, (_, neuron): ToldNeuron => {
      const key = neuronName({ layer, neuron });
      const explanation = explained[layer]?.[neuron];
      const dead = stats[layer]?.[neuron]?.dead ?? false;
      return {
        layer,
        neuron,
        dead,
        portrait: portraits.get(key)?.input,
        classes: stats[layer]?.[neuron]?.classes,
        explanation: dead ? undefined : explanation?.text,
        explainedBy: explanation?.reply?.model,
        prompt: explanation?.messages?.map(readMessage),
        scores: readFigures(scores.get(key)?.scores ?? {}),
        meanings: meanings.get(key)?.meanings,
      };
    })
  );
  const { classNames, width, height } = run.record.dataset;
  const accuracy = run.record.history.at(-1)?.test.accuracy;
  const texts = [
    ...summaries.map(({ text, reply }, i) => ({ title: `Layer ${i}, summarised`, text, by: reply.model })),
    ...(network ? [{ title: "The network, summarised", text: network.text, by: network.reply.model }] : []),
  ];
  const told = { name, network: run.network, width, height, classNames, neurons, summaries: texts, accuracy };
  return { run, told, notes };
}

const place = { layer: v.number(), neuron: v.number() };
const nullable = v.optional(v.nullable(v.number()));
const figureSchema = v.looseObject({ value: v.nullable(v.number()), low: nullable, high: nullable });
const scoresSchema = v.looseObject({
  neurons: v.array(v.looseObject({
    ...place,
    scores: v.optional(v.record(v.string(), v.looseObject({ figures: v.record(v.string(), figureSchema) }))),
  })),
});
const meaningsSchema = v.looseObject({
  neurons: v.array(v.looseObject({ ...place, meanings: v.optional(v.number()) })),
});
const summarySchema = v.looseObject({ text: v.string(), reply: v.looseObject({ model: v.string() }) });

function byName<Neuron extends { layer: number; neuron: number }>(neurons: readonly Neuron[]): Map<string, Neuron> {
  return new Map(neurons.map((one) => [neuronName(one), one]));
}

type Scores = NonNullable<v.InferOutput<typeof scoresSchema>["neurons"][number]["scores"]>;

function readFigures(scores: Scores): ToldNeuron["scores"] {
  return Object.values(scores).flatMap(({ figures }) =>
    Object.entries(figures).flatMap(([name, { value, low, high }]) => value === null ? [] : { name, value, low, high })
  );
}

function readMessage({ role, content }: {
  role: string;
  content: string | readonly ({ type: "text"; text: string } | { type: "image_url"; image_url: { url: string } })[];
}): PromptMessage {
  if (typeof content === "string") return { role, parts: [{ text: content }] };
  return {
    role,
    parts: content.map((part) => part.type === "text" ? { text: part.text } : { picture: part.image_url.url }),
  };
}
