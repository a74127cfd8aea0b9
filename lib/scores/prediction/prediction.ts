// The blog post's test of explanations: whether somebody who has read the summaries can predict the network's answers.

import { type Chat, countPromptTokens, type Outcome } from "../../chat/mod.ts";
import { digitRequest, type NetworkContext } from "../../prompts/mod.ts";
import { type PredictionFailure, readDigit } from "./digits.ts";
import { hitOf, hits } from "./fractions.ts";
import type { Question } from "./questions.ts";
import type { TestImage } from "./sample.ts";
import { askStructured } from "../structured.ts";

/** What a reader made of a picture: the digit, or why there is none. `reply` is the reasoning, where one came. */
export interface Prediction extends TestImage {
  predicted: number | null;
  failure?: PredictionFailure;
  reply?: string;
}

/**
 * What the test will ask: each picture that has no reply yet costs one request for the prediction and one for its digit.
 * The replies to come are taken to be as long as the sample.
 */
export async function estimateTest(
  chat: Chat,
  context: NetworkContext,
  { questions, sample }: { questions: readonly Question[]; sample: { text: string; completionTokens: number } },
): Promise<{ requests: number; cached: number; promptTokens: number; completionTokens: number }> {
  const { requests, cached, promptTokens } = await chat.estimate(questions.map(({ messages }) => ({ messages })));
  return {
    requests: 2 * requests,
    cached,
    promptTokens: promptTokens +
      requests * countPromptTokens(digitRequest(context, sample.text), chat.model),
    completionTokens: requests * (sample.completionTokens + 1),
  };
}

/**
 * Asks for every prediction, side by side, then for the digit of every reply that came. What fails is a failure of its own
 * kind and never a wrong digit. The chat keeps every answer, so that after a stop or a failure the same call asks only
 * for what is missing. Where `structured` is asked for and the server takes no schema, the digits are asked for in plain
 * words instead, and `notes` says so.
 */
export async function predict(
  chat: Chat,
  context: NetworkContext,
  { questions, structured = false, onProgress, signal }: {
    questions: readonly Question[];
    structured?: boolean;
    /** Told of the requests that are done, two for each picture. */
    onProgress?: (progress: { done: number; total: number; failed: number }) => void;
    signal?: AbortSignal;
  },
): Promise<{ predictions: Prediction[]; notes: string[] }> {
  const total = 2 * questions.length;
  const outcomes = await chat.askAll(questions.map(({ messages }) => ({ messages })), {
    signal,
    onProgress: ({ done, failed }) => onProgress?.({ done: done + failed, total, failed }),
  });
  const replies = outcomes.flatMap(({ reply }) => reply ? [reply.text] : []);
  const failed = outcomes.length - replies.length;
  const { outcomes: digits, notes } = await askDigits(chat, context, {
    ...{ replies, structured, signal },
    onProgress: (progress) =>
      onProgress?.({ done: questions.length + failed + progress.done, total, failed: failed + progress.failed }),
  });
  const next = digits.values();
  const predictions = questions.map(({ image }, i): Prediction => {
    const { reply, failure } = outcomes[i];
    if (failure) return { ...image, predicted: null, failure };
    const answer = next.next().value!;
    const read = answer.failure ? answer : readDigit(answer.reply.text);
    return read.failure
      ? { ...image, predicted: null, failure: read.failure, reply: reply.text }
      : { ...image, predicted: read.digit, reply: reply.text };
  });
  return { predictions, notes };
}

/** The first prediction of each kind of hit, and the first picture that failed. */
export function oneOfEach(predictions: readonly Prediction[]): Prediction[] {
  const kindOf = ({ predicted, ...image }: Prediction) =>
    predicted === null ? "failed" : hitOf({ ...image, predicted });
  return [...hits, "failed"].flatMap((kind) => predictions.find((prediction) => kindOf(prediction) === kind) ?? []);
}

/** Each picture with what each reader predicted for it, null where that failed. Throws unless all were asked about all. */
export function predictedBy<Reader extends string>(
  images: readonly TestImage[],
  predictions: Readonly<Record<Reader, readonly Prediction[]>>,
): (TestImage & { predicted: Record<Reader, number | null> })[] {
  const readers = Object.keys(predictions) as Reader[];
  return images.map((image, i) => {
    const predicted = readers.map((reader) => {
      const prediction = predictions[reader][i];
      if (prediction?.index === image.index) return [reader, prediction.predicted];
      throw new Error(
        `Cannot list the predictions: the reader of ${reader} was not asked about picture ${image.index} at place ${i}, ` +
          `got ${prediction?.index ?? "none"}. Ask all readers about one sample.`,
      );
    });
    return { ...image, predicted: Object.fromEntries(predicted) as Record<Reader, number | null> };
  });
}

async function askDigits(
  chat: Chat,
  context: NetworkContext,
  { replies, structured, ...options }: {
    replies: readonly string[];
    structured: boolean;
    signal?: AbortSignal;
    onProgress: (progress: { done: number; failed: number }) => void;
  },
): Promise<{ outcomes: Outcome[]; notes: string[] }> {
  const requests = replies.map((reply) => digitRequest(context, reply, { structured }));
  if (structured) return await askStructured(chat, requests, options);
  return { outcomes: await chat.askAll(requests, options), notes: [] };
}
