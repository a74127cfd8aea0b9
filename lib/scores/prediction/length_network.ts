// One network of the length curve: trained, explained in some detail, and read by several readers.

import type { DataSet } from "../../data/mod.ts";
import { collectEvidence } from "../../evidence/mod.ts";
import { openChat } from "../../chat/mod.ts";
import { defaultSettings, explainNetwork, type NetworkContext, type PromptSettings } from "../../prompts/mod.ts";
import { createRuleBasedFetch, type Hand } from "../../rules/mod.ts";
import { answersOf, createNetwork, logitsOf, type Network } from "../../network/mod.ts";
import { prepareScores } from "../neuron/prepared.ts";
import { answerQuestions, type ItemAnswers } from "../neuron/scored.ts";
import { simulation } from "../neuron/simulation.ts";
import { correlation, meanInterval } from "../statistics.ts";
import { trainOther } from "./controls.ts";
import { fractionsOf, hitOf, scoresOf } from "./figures.ts";
import { countSummaryTokens, type LengthPoint, type LengthReader } from "./length.ts";
import { predict, type Prediction } from "./predict.ts";
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
  evidence: Awaited<ReturnType<typeof collectEvidence>>;
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
  return { network, context, evidence, images };
}

/** Explains the network in this detail, and asks every reader about the same pictures. */
export async function readSubject(
  { test }: DataSet,
  { network, context, evidence, images }: Subject,
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
    stats: evidence.stats,
    scores: [simulation],
    seed,
    scale: 1,
  });
  return await Promise.all(readers.map(async (reader) => {
    const rules = createRuleBasedFetch({ detail, reader: { ...hands[reader], seed } });
    const chat = openChat({ environment: {}, rules });
    const asked = { readers: { rules: summaries }, pictures: test, scale: 1, signal };
    const { predictions } = await predict(chat, context, images, asked);
    const { answers } = await answerQuestions(chat, questions, { signal });
    const simulations = questions.flatMap((one) => simulationOf(answers.get(one)!) ?? []);
    return {
      detail,
      reader,
      tokens,
      final: finalScoreOf(predictions.rules),
      simulation: meanInterval(simulations).mean,
      pictures: images.length,
      failures: predictions.rules.filter(({ predicted }) => predicted === null).length,
    };
  }));
}

// The scores' values alone: a curve needs none of their intervals, which take longer than all the questions.

function finalScoreOf(predictions: readonly Prediction[]): number | null {
  const found = predictions.flatMap(({ predicted, ...image }) =>
    predicted === null ? [] : [hitOf({ ...image, predicted })]
  );
  return scoresOf(fractionsOf(found).fractions).final;
}

function simulationOf(answers: ItemAnswers): number | null {
  const told = [...answers].flatMap(([{ measured }, { value }]) =>
    value === null ? [] : [{ measured: measured!, value }]
  );
  return correlation(told.map(({ measured }) => measured), told.map(({ value }) => value));
}

/** How each reader imagines the marks: 30 % thicker, with soft edges, each up to a pixel off its place, or all of these. */
const hands: Record<LengthReader, Hand> = {
  same: {},
  thick: { thickness: 1.3 },
  gaussian: { edges: "gaussian" },
  shifted: { shift: 1 },
  all: { thickness: 1.3, edges: "gaussian", shift: 1 },
};
