// One network of the length curve: trained, explained in some detail, and read by several readers.

import type { DataSet } from "../../data/mod.ts";
import { collectEvidence, gatherStats, type NetworkEvidence } from "../../evidence/mod.ts";
import { openChat } from "../../chat/mod.ts";
import { defaultSettings, explainNetwork, type NetworkContext, type PromptSettings } from "../../prompts/mod.ts";
import { createRuleBasedFetch, type Hand } from "../../rules/mod.ts";
import { answersOf, createNetwork, logitsOf, type Network } from "../../network/mod.ts";
import { prepareScores } from "../neuron/prepared.ts";
import { scoreExplanations } from "../neuron/scored.ts";
import { simulation } from "../neuron/simulation.ts";
import { meanInterval } from "../statistics.ts";
import { assess } from "./assessment.ts";
import { trainOther } from "./controls.ts";
import { countSummaryTokens, type LengthPoint, type LengthReader } from "./length.ts";
import { predict } from "./predict.ts";
import { sampleImages, type TestImage } from "./sample.ts";

/** Which network to train and how, and how many pictures of each kind to ask about. */
export interface SubjectSettings {
  width: number;
  seed: number;
  right: number;
  wrong: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  prompts?: PromptSettings;
}

/** How much is told of it, and to whom. */
export interface ReadingSettings {
  detail: number;
  readers: readonly LengthReader[];
  seed: number;
}

/** A trained network with all that is asked about it, whatever its explanations. */
export interface Subject {
  network: Network;
  context: NetworkContext;
  evidence: NetworkEvidence;
  stats: ReturnType<typeof gatherStats>;
  images: readonly TestImage[];
}

/** Trains the network and draws the pictures. Throws where it is stopped. */
export async function trainSubject(
  data: DataSet,
  { width, seed, right, wrong, prompts = defaultSettings, ...training }: SubjectSettings,
  signal?: AbortSignal,
): Promise<Subject> {
  const { classNames, train, test } = data;
  const shape = { inputs: train.width * train.height, hidden: [width], outputs: classNames.length };
  const { network, background } = await trainOther(data, createNetwork(shape, seed), {
    ...training,
    seed,
    signal,
    template: prompts.templates.background,
  });
  const size = { width: train.width, height: train.height };
  const context = { ...prompts, ...size, background, classNames, regularisation: 1 };
  const evidence = await collectEvidence(network, train, {
    classes: classNames.length,
    settings: { seed },
    rich: prompts.evidence === "plain" ? undefined : { seed },
  });
  const answers = answersOf(logitsOf(network, test.pixels), classNames.length);
  const { images } = sampleImages(test.labels, answers, { right, wrong, seed, classNames });
  return { network, context, evidence, stats: gatherStats(network, train, classNames.length), images };
}

/** Explains the network in this detail, and asks every reader about the same pictures. */
export async function readSubject(
  { test }: DataSet,
  { network, context, evidence, stats, images }: Subject,
  { detail, readers, seed }: ReadingSettings,
  signal?: AbortSignal,
): Promise<Omit<LengthPoint, "width" | "seed">[]> {
  const explainer = openChat({ environment: {}, rules: createRuleBasedFetch({ detail }) });
  const { neurons, layers, network: whole } = await explainNetwork(explainer, context, evidence, { signal });
  const explained = neurons.flat();
  const summaries = { layers: layers.map(({ text }) => text), network: whole.text };
  const tokens = countSummaryTokens(summaries);
  // The rules need no enlarged pictures, and small ones are read in a quarter of the time.
  const questions = prepareScores(context, network, test, {
    neurons: explained,
    stats,
    scores: [simulation],
    seed,
    scale: 1,
  });
  return await Promise.all(readers.map(async (reader) => {
    const rules = createRuleBasedFetch({ detail, reader: { ...hands[reader], seed } });
    const chat = openChat({ environment: {}, rules });
    const asked = { readers: { rules: summaries }, pictures: test, scale: 1, signal };
    const { predictions } = await predict(chat, context, images, asked);
    const { scores, images: { asked: pictures, predicted } } = assess(predictions.rules, { seed });
    const { scored } = await scoreExplanations(chat, questions, { signal });
    const found = scored.flatMap(({ scores }) => scores.simulation.figures.simulation.value ?? []);
    return {
      detail,
      reader,
      tokens,
      final: scores.final.score,
      simulation: meanInterval(found).mean,
      pictures,
      failures: pictures - predicted,
    };
  }));
}

/** How each reader imagines the marks: 30 % thicker, with soft edges, each up to a pixel off its place, or all of these. */
const hands: Record<LengthReader, Hand> = {
  same: {},
  thick: { thickness: 1.3 },
  gaussian: { edges: "gaussian" },
  shifted: { shift: 1 },
  all: { thickness: 1.3, edges: "gaussian", shift: 1 },
};
