// Asks side by side and gives each answer to the question with its key: for schemas or plain words, failures by kind.

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
  onProgress?: (progress: { done: number; total: number; failed: number }) => void;
  signal?: AbortSignal;
}

/**
 * Asks all questions. Where some have schemas, the first of these goes alone: if it shows that the server takes none, all
 * are asked in plain words, and `notes` says so; what was answered in plain words before is not asked again. A reply that
 * cannot be read and looks like a refusal in words is a failure of the kind "refusal".
 */
export async function askAll<Value>(
  chat: Chat,
  questions: readonly AskedQuestion<Value>[],
  { onProgress, signal = interruptSignal() }: AskOptions = {},
): Promise<{ answers: Map<string, Answer<Value>>; notes: string[] }> {
  const answers = new Map<string, Answer<Value>>();
  const notes = new Set<string>();
  const ask = async (some: readonly AskedQuestion<Value>[], isPlain: boolean) => {
    const requests = some.map(({ request }) => isPlain ? { messages: request.messages } : request);
    const before = [...answers.values()];
    const failedBefore = before.filter(({ failure }) => failure).length;
    const outcomes = await chat.askAll(requests, {
      signal,
      onProgress: ({ done, failed }) =>
        onProgress?.({ done: before.length + done, total: questions.length, failed: failedBefore + failed }),
    });
    some.forEach(({ key, read }, i) => {
      const { reply, failure } = outcomes[i];
      if (reply?.note) notes.add(reply.note);
      answers.set(key, reply ? readReply(reply, read) : { value: null, failure });
    });
  };
  checkKeys(questions);
  const structured = questions.filter(({ request }) => request.schema);
  if (structured.length === 0) await ask(questions, true);
  else if (await takesSchemas(chat, structured)) {
    const [first] = structured;
    await ask([first], false);
    const refused = answers.get(first.key)?.failure?.kind === "schema";
    if (refused) answers.clear();
    if (refused) notes.add(noSchemas(chat));
    await ask(refused ? questions : questions.filter(({ key }) => key !== first.key), refused);
  } else {
    notes.add(noSchemas(chat));
    await ask(questions, true);
  }
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

/** Not where more is kept of what was asked in plain words. */
async function takesSchemas(chat: Chat, questions: readonly { request: ChatRequest }[]): Promise<boolean> {
  const requests = questions.map(({ request }) => request);
  const plain = await chat.estimate(requests.map(({ messages }) => ({ messages })));
  return plain.cached === 0 || plain.cached <= (await chat.estimate(requests)).cached;
}

function noSchemas({ server }: Chat): string {
  return `${server} takes no schema for its reply: the answers were asked for in plain words instead.`;
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

function checkKeys(questions: readonly { key: string }[]): void {
  const seen = new Set<string>();
  for (const { key } of questions) {
    if (seen.has(key)) {
      throw new Error(`Cannot ask: two questions share a key, got "${key}" twice. Give each a key of its own.`);
    }
    seen.add(key);
  }
}
