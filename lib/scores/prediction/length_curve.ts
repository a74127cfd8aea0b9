// How much explanation is needed: the final score of the prediction test against the length of the summaries.

import { type DataSet, type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { openChat } from "../../chat/mod.ts";
import { createRuleBasedFetch } from "../../rules/mod.ts";
import { answersOf, createNetwork, logitsOf } from "../../network/mod.ts";
import { greyPicture } from "../../pictures/mod.ts";
import { fractionsOf, hitOf } from "./fractions.ts";
import { countSummaryTokens, type LengthPoint } from "./length.ts";
import { collectEvidence, summariseEvidence, trainOther } from "./controls.ts";
import { predict } from "./prediction.ts";
import { predictionMessages, type Summaries } from "./questions.ts";
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
      const context = { background, classNames, ...size, calibration: { regularisation: 1 } };
      const measured = new Map<string, Pick<LengthPoint, "final" | "failures">>();
      for (const detail of details) {
        const chat = openChat({ environment: {}, rules: createRuleBasedFetch({ detail }) });
        const summaries = await summariseEvidence(chat, context, { network, evidence, signal });
        const text = [...summaries.layers, summaries.network].join("\n");
        // Neighbouring levels can give the very same text.
        const score = measured.get(text) ??
          await readBy(chat, summaries, { images, background, pictures: test, signal });
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
  summaries: Summaries,
  { images, background, pictures, signal }: {
    images: readonly TestImage[];
    background: string;
    pictures: LabelledImages;
    signal?: AbortSignal;
  },
): Promise<Pick<LengthPoint, "final" | "failures">> {
  const { width, height } = pictures;
  const questions = images.map((image) => {
    // The rules need no enlarged pictures, and small ones are read in a quarter of the time.
    const picture = greyPicture(pixelsOf(pictures, image.index), { width, height, low: -1, high: 1 });
    return { image, messages: predictionMessages(background, summaries, { picture }) };
  });
  const { predictions } = await predict(chat, questions, { signal });
  const found = predictions.flatMap(({ predicted, ...image }) =>
    predicted === null ? [] : [hitOf({ ...image, predicted })]
  );
  return { final: scoresOf(fractionsOf(found).fractions).final, failures: predictions.length - found.length };
}
