// Asks side by side and gives each answer to the question with its key, failures by kind.

import { interruptSignal } from "../interrupt.ts";
import type { Chat, ChatRequest, FailureKind } from "../chat/mod.ts";

/** A request, the key that its answer is found by, and how its reply is read. */
export interface AskedQuestion<Value> {
  key: string;
  request: ChatRequest;
  read(reply: string): { value: Value; failure?: undefined } | { value?: undefined; failure: AnswerFailure };
}

/** Why there is no answer: the chat failed, or the reply cannot be read; `message` says what went wrong, for people. */
export interface AnswerFailure {
  kind: FailureKind | "wrong-number" | "out-of-range" | "no-digit" | "several-digits";
  message: string;
}

/** What the reply says, with its text, or why there is no answer. */
export type Answer<Value> =
  | { value: Value; reply: string; failure?: undefined }
  | { value: null; reply?: string; failure: AnswerFailure };

/** How many answers failed, by what was wrong. */
export type FailureCounts = Partial<Record<AnswerFailure["kind"], number>>;

/** Who is told how far it is, and what stops it. The chat keeps every reply, so that the same call asks for the rest. */
export interface AskOptions {
  /** `waiting` says for whom and how long, while nothing comes. */
  onProgress?: (progress: { done: number; total: number; failed: number; waiting?: string }) => void;
  signal?: AbortSignal;
}

/**
 * Asks all questions. `notes` says once what the chat notes beside replies, as that the server takes no schema. A reply
 * that cannot be read and is noted to sound like a refusal is a failure of the kind "refusal". Throws where two
 * questions share a key.
 */
export async function askAll<Value>(
  chat: Chat,
  questions: readonly AskedQuestion<Value>[],
  { onProgress, signal = interruptSignal() }: AskOptions = {},
): Promise<{ answers: Map<string, Answer<Value>>; notes: string[] }> {
  const byKey = Map.groupBy(questions, ({ key }) => key);
  const twice = byKey.entries().find(([, same]) => same.length > 1);
  if (twice !== undefined) {
    throw new Error(`Cannot ask: two questions share a key, got "${twice[0]}" twice. Give each a key of its own.`);
  }
  const answers = new Map<string, Answer<Value>>();
  const notes = new Set<string>();
  const outcomes = await chat.askAll(questions.map(({ request }) => request), { onProgress, signal });
  questions.forEach(({ key, read }, i) => {
    const { reply, failure } = outcomes[i];
    if (reply?.note) notes.add(reply.note);
    answers.set(key, reply ? readReply(reply, read) : { value: null, failure });
  });
  return { answers, notes: [...notes] };
}

/** Counts the answers that are failures. */
export function countFailures(answers: Iterable<{ failure?: AnswerFailure }>): FailureCounts {
  const counts: FailureCounts = {};
  for (const { failure } of answers) if (failure) counts[failure.kind] = (counts[failure.kind] ?? 0) + 1;
  return counts;
}

/** `2 × timeout, 1 × refusal`, or `none`. */
export function nameFailures(...counts: readonly FailureCounts[]): string {
  return counts.flatMap(Object.entries).map(([kind, count]) => `${count} × ${kind}`).join(", ") || "none";
}

function readReply<Value>(
  { text, note }: { text: string; note?: string },
  read: AskedQuestion<Value>["read"],
): Answer<Value> {
  const { value, failure } = read(text);
  if (failure === undefined) return { value, reply: text };
  const isRefusal = note !== undefined && /\brefus/i.test(note);
  return { value: null, reply: text, failure: isRefusal ? { kind: "refusal", message: failure.message } : failure };
}
