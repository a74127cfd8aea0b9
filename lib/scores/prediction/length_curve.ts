// How much explanation is needed: the final score of the prediction test against the length of the summaries.

import type { DataSet, LabelledImages } from "../../data/mod.ts";
import { openChat } from "../../chat/mod.ts";
import { createRuleBasedFetch } from "../../rules/mod.ts";
import { answersOf, createNetwork, logitsOf } from "../../network/mod.ts";
import { fractionsOf, hitOf } from "./fractions.ts";
import { countSummaryTokens, type LengthPoint } from "./length.ts";
import { trainOther } from "./controls.ts";
import { collectEvidence } from "../../evidence/mod.ts";
import { defaultSettings, explainNetwork, type NetworkContext, type Summaries } from "../../prompts/mod.ts";
import { predict } from "./prediction.ts";
import { makeQuestions } from "./questions.ts";
import { sampleImages, type TestImage } from "./sample.ts";
import { scoresOf } from "./figures.ts";

/** Which networks to train and how, how many pictures to ask about, and how much may be told of each network. */
export interface LengthSettings {
  widths: readonly number[];
  seeds: readonly number[];
  /** The rule-based explainer's limits of tokens: see createRuleBasedFetch(). */
  details: readonly number[];
  right: number;
  wrong: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  /** Told before each network's training, explaining and asking, with the networks that are done. */
  onProgress?: (progress: { done: number; total: number; doing: string }) => unknown;
  signal?: AbortSignal;
}

/**
 * Trains a network with one hidden layer for every width and seed, and for every level of detail explains it, and asks a
 * reader about pictures of the test half. Explainer and reader are the rule-based ones, whoever else explains: a language
 * model would be asked many thousand times. The same pictures of a network are asked about in every detail.
 */
export async function measureLengthCurve(
  data: DataSet,
  { widths, seeds, details, right, wrong, onProgress, signal, ...training }: LengthSettings,
): Promise<LengthPoint[]> {
  const { classNames, train, test } = data;
  const settings = { right, wrong, classNames };
  const points: LengthPoint[] = [];
  const total = widths.length * seeds.length;
  let done = 0;
  for (const width of widths) {
    for (const seed of seeds) {
      const tell = (doing: string) => onProgress?.({ done, total, doing: `${doing} width ${width}, seed ${seed}` });
      signal?.throwIfAborted();
      await tell("training");
      const start = createNetwork(
        { inputs: train.width * train.height, hidden: [width], outputs: classNames.length },
        seed,
      );
      const { network, background } = await trainOther(data, start, { ...training, seed });
      await tell("explaining");
      const evidence = collectEvidence(network, train, { classes: classNames.length, settings: { seed } });
      const answers = answersOf(logitsOf(network, test.pixels), classNames.length);
      const { images } = sampleImages(test.labels, answers, { ...settings, seed });
      const size = { width: train.width, height: train.height };
      const context: NetworkContext = { ...defaultSettings, background, classNames, ...size, regularisation: 1 };
      const measured = new Map<string, Pick<LengthPoint, "final" | "failures">>();
      for (const detail of details) {
        const chat = openChat({ environment: {}, rules: createRuleBasedFetch({ detail }) });
        const explained = await explainNetwork(chat, context, evidence, { signal });
        const summaries = { layers: explained.layers.map(({ text }) => text), network: explained.network.text };
        const text = [...summaries.layers, summaries.network].join("\n");
        // Neighbouring levels can give the very same text.
        const score = measured.get(text) ??
          await readBy(chat, context, { summaries, images, pictures: test, signal });
        measured.set(text, score);
        points.push({ width, seed, detail, tokens: countSummaryTokens(summaries), pictures: images.length, ...score });
      }
      done++;
    }
  }
  await onProgress?.({ done, total, doing: "done" });
  return points;
}

/** Asks about every picture, and gives the final score. */
async function readBy(
  chat: ReturnType<typeof openChat>,
  context: NetworkContext,
  { summaries, images, pictures, signal }: {
    summaries: Summaries;
    images: readonly TestImage[];
    pictures: LabelledImages;
    signal?: AbortSignal;
  },
): Promise<Pick<LengthPoint, "final" | "failures">> {
  // The rules need no enlarged pictures, and small ones are read in a quarter of the time.
  const questions = makeQuestions(context, images, { summaries, pictures, scale: 1 });
  const { predictions } = await predict(chat, context, { questions, signal });
  const found = predictions.flatMap(({ predicted, ...image }) =>
    predicted === null ? [] : [hitOf({ ...image, predicted })]
  );
  return { final: scoresOf(fractionsOf(found).fractions).final, failures: predictions.length - found.length };
}
