// Asks readers of explanations, and works out what the answers come to.

import type { Chat } from "../../chat/mod.ts";
import { readValues } from "../../prompts/mod.ts";
import {
  type Answer,
  askAll,
  type AskedQuestion,
  type AskOptions,
  countFailures,
  type FailureCounts,
} from "../asking.ts";
import type { PreparedExplanation } from "./prepared.ts";
import type { Figure, Item } from "./score.ts";

/** An explanation's scores, by name. */
export interface ScoredExplanation {
  layer: number;
  neuron: number;
  explanation: string;
  scores: Record<string, ScoreResult>;
  /** What is amiss with the explanation, or with the pictures, as where there are too few of a kind. */
  notes: string[];
}

/** One score: its figures by name, how many items were asked about and answered, and each item with its value. */
export interface ScoreResult {
  figures: Record<string, Figure>;
  asked: number;
  answered: number;
  failures: FailureCounts;
  /** Null where there is no answer. */
  values: { item: Item; value: number | null }[];
}

/** The answers to one explanation's questions, by item. */
export type ItemAnswers = ReadonlyMap<Item, Answer<number>>;

/**
 * Asks all questions about all explanations, side by side, and scores the answers. What fails is counted in the scores,
 * by kind; the chat keeps every reply, so that the same call again asks only for what is missing. `notes` says what
 * concerns all of them.
 */
export async function scoreExplanations(
  chat: Chat,
  prepared: readonly PreparedExplanation[],
  options: AskOptions = {},
): Promise<{ scored: ScoredExplanation[]; notes: string[] }> {
  const { answers, notes } = await answerQuestions(chat, prepared, options);
  return { scored: prepared.map((one) => workOut(one, answers.get(one)!)), notes };
}

/** Asks all questions, and gives each explanation its answers. A reply that cannot be read fails all its items. */
export async function answerQuestions(
  chat: Chat,
  prepared: readonly PreparedExplanation[],
  options: AskOptions = {},
): Promise<{ answers: Map<PreparedExplanation, ItemAnswers>; notes: string[] }> {
  const asked = prepared.flatMap((explanation, i) =>
    explanation.parts.flatMap(({ score, questions }) =>
      questions.map((one, k) => ({ ...one, explanation, key: `${i} ${score.name} ${k}` }))
    )
  );
  const questions = asked.map(({ key, request, question }): AskedQuestion<number[]> => ({
    key,
    request,
    read(reply) {
      const { values, failure } = readValues(reply, question);
      return values ? { value: values } : { failure: failure! };
    },
  }));
  const { answers: replies, notes } = await askAll(chat, questions, options);
  const answers = new Map(prepared.map((one) => [one, new Map<Item, Answer<number>>()]));
  for (const { key, explanation, items } of asked) {
    const answer = replies.get(key)!;
    items.forEach((item, i) =>
      answers.get(explanation)!.set(item, answer.failure ? answer : { ...answer, value: answer.value[i] })
    );
  }
  return { answers, notes };
}

/** Scores one explanation by the answers about its items. */
export function workOut(
  { neuron: { layer, neuron }, explanation, parts, notes }: PreparedExplanation,
  answers: ItemAnswers,
): ScoredExplanation {
  const scores = parts.map(({ score, drawn: { items, figures } }): [string, ScoreResult] => {
    const values = items.map((item) => ({ item, value: answers.get(item)?.value ?? null }));
    const known = values.filter(({ value }) => value !== null);
    return [score.name, {
      figures: figures(new Map(known.map(({ item, value }) => [item, value!]))),
      asked: items.length,
      answered: known.length,
      failures: countFailures(items.map((item) => answers.get(item)!)),
      values,
    }];
  });
  const amiss = new Set([...notes, ...parts.flatMap(({ drawn }) => drawn.notes)]);
  return { layer, neuron, explanation, scores: Object.fromEntries(scores), notes: [...amiss] };
}
