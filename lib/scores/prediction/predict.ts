// The blog post's test of explanations: whether somebody who has read the summaries can predict the network's answers.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { type Chat, countPromptTokens, type Message } from "../../chat/mod.ts";
import { digitRequest, type NetworkContext, predictionMessages, type Summaries } from "../../prompts/mod.ts";
import { type AnswerFailure, askAll, type AskedQuestion, type AskOptions } from "../asking.ts";
import { readDigit } from "./digit.ts";
import { hitOf, hits } from "./figures.ts";
import type { TestImage } from "./sample.ts";

/** What a reader made of a picture: the digit, or why there is none. `reply` is the reasoning, where one came. */
export interface Prediction extends TestImage {
  predicted: number | null;
  failure?: AnswerFailure;
  reply?: string;
}

/** What somebody reads who knows nothing of the network. */
export const noSummaries: Summaries = { layers: [], network: "" };

/** Whom to ask about which pictures. */
export interface PredictSettings {
  /** What each reader has read, by the reader's name. */
  readers: Readonly<Record<string, Summaries>>;
  /** The test half, which the sampled images are places in. */
  pictures: LabelledImages;
  /** Tells the readers that half of the pictures were chosen because the network is wrong on them. */
  halfWrong?: boolean;
  /** How much each picture is enlarged. */
  scale?: number;
}

/**
 * Asks every reader about every picture, side by side, then for the digit of every reply that came: in JSON, or in plain
 * words where the server takes no schema, which `notes` says. What fails is a failure of its own kind and never a wrong
 * digit. The chat keeps every answer, so that after a stop or a failure the same call asks only for what is missing.
 *
 * @returns For each reader its predictions, in the images' order.
 */
export async function predict(
  chat: Chat,
  context: NetworkContext,
  images: readonly TestImage[],
  { readers, pictures, halfWrong, scale, onProgress, signal }: PredictSettings & AskOptions,
): Promise<{ predictions: Record<string, Prediction[]>; notes: string[] }> {
  const asked = questionsTo(context, images, { readers, pictures, halfWrong, scale });
  const total = 2 * asked.length;
  const first = await askAll(chat, asked.map(({ key, messages }) => ({ key, request: { messages }, read: asText })), {
    signal,
    onProgress: ({ done, failed, waiting }) => onProgress?.({ done: done + failed, total, failed, waiting }),
  });
  const replies = [...first.answers].flatMap(([key, { value }]) => value === null ? [] : [{ key, reply: value }]);
  const failedBefore = asked.length - replies.length;
  const digits = replies.map(({ key, reply }): AskedQuestion<number> => {
    return { key, request: digitRequest(context, reply), read: readDigit };
  });
  const second = await askAll(chat, digits, {
    signal,
    onProgress: ({ done, failed, waiting }) =>
      onProgress?.({ done: asked.length + failedBefore + done, total, failed: failedBefore + failed, waiting }),
  });
  const predictions: Record<string, Prediction[]> = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
  for (const { key, reader, image } of asked) {
    const reasoning = first.answers.get(key)!;
    const { value, failure } = reasoning.failure ? reasoning : second.answers.get(key)!;
    const reply = reasoning.value ?? undefined;
    predictions[reader].push({
      ...image,
      predicted: value as number | null,
      ...(failure ? { failure } : {}),
      ...(reply === undefined ? {} : { reply }),
    });
  }
  return { predictions, notes: [...new Set([...first.notes, ...second.notes])] };
}

/**
 * What the test will ask: each picture that has no reply yet costs one request for the prediction and one for its digit.
 * The replies to come are taken to be as long as the sample.
 */
export async function estimatePredictions(
  chat: Chat,
  context: NetworkContext,
  images: readonly TestImage[],
  { sample, ...settings }: PredictSettings & { sample: { text: string; completionTokens: number } },
): Promise<{ requests: number; cached: number; promptTokens: number; completionTokens: number }> {
  const asked = questionsTo(context, images, settings).map(({ messages }) => ({ messages }));
  const { requests, cached, promptTokens } = await chat.estimate(asked);
  const digit = countPromptTokens(digitRequest(context, sample.text), chat.model);
  return {
    requests: 2 * requests,
    cached,
    promptTokens: promptTokens + requests * digit,
    completionTokens: requests * (sample.completionTokens + 1),
  };
}

/** The first prediction of each kind of hit, and the first picture that failed. */
export function oneOfEach(predictions: readonly Prediction[]): Prediction[] {
  const kindOf = ({ predicted, ...image }: Prediction) =>
    predicted === null ? "failed" : hitOf({ ...image, predicted });
  return [...hits, "failed"].flatMap((kind) => predictions.find((prediction) => kindOf(prediction) === kind) ?? []);
}

/** Each picture with what each reader predicted for it, null where that failed or was not asked. */
export function predictedBy(
  images: readonly TestImage[],
  predictions: Readonly<Record<string, readonly Prediction[]>>,
): (TestImage & { predicted: Record<string, number | null> })[] {
  const readers = Object.entries(predictions).map(([reader, some]) => {
    return { reader, byIndex: new Map(some.map(({ index, predicted }) => [index, predicted])) };
  });
  return images.map((image) => {
    const predicted = readers.map(({ reader, byIndex }) => [reader, byIndex.get(image.index) ?? null]);
    return { ...image, predicted: Object.fromEntries(predicted) };
  });
}

interface Asked {
  key: string;
  reader: string;
  image: TestImage;
  messages: Message[];
}

function questionsTo(
  context: NetworkContext,
  images: readonly TestImage[],
  { readers, pictures, halfWrong, scale }: PredictSettings,
): Asked[] {
  return Object.entries(readers).flatMap(([reader, summaries]) =>
    images.map((image) => ({
      key: `${reader} ${image.index}`,
      reader,
      image,
      messages: predictionMessages(context, summaries, pixelsOf(pictures, image.index), { halfWrong, scale }),
    }))
  );
}

function asText(reply: string) {
  return { value: reply };
}
