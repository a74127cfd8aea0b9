// Reads a reply out of a chat completion, which is untrusted: what is no complete answer becomes a failure.

import type { FailureKind, Outcome } from "./chat.ts";
import { describeFailure } from "./failures.ts";
import type { Server } from "./server.ts";

/** The parts of a completion that are looked at; any of them may be missing or of another type. */
interface Completion {
  choices?: { message?: { content?: unknown; refusal?: unknown }; finish_reason?: unknown }[];
  model?: unknown;
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown };
}

/**
 * The reply's text keeps its line breaks and tabs; all other control characters are dropped, since a terminal would
 * act on them. Token counts are 0 where the server gives none.
 */
export function readReply(completion: unknown, server: Server): Outcome {
  const fail = (kind: FailureKind, wrong: string, advice: string, got?: unknown): Outcome => ({
    failure: describeFailure({ kind, wrong, advice }, {
      server,
      got: got === undefined || typeof got === "string" ? got : JSON.stringify(got),
    }),
  });
  if (typeof completion === "string") {
    const wrong = /^\s*</.test(completion) ? "a web page came back instead of JSON" : "no JSON came back";
    return fail("malformed", wrong, "Check OPENAI_BASE_URL: it mostly ends in /v1.", completion);
  }
  const { choices, model, usage } = (completion ?? {}) as Completion;
  const choice = Array.isArray(choices) ? choices[0] : undefined;
  const { content, refusal } = choice?.message ?? {};
  if (!choice?.message || (typeof content !== "string" && content !== null && content !== undefined)) {
    const advice = "Check that OPENAI_BASE_URL leads to a chat-completions API.";
    return fail("malformed", "the JSON that came back is no chat completion", advice, completion ?? "nothing");
  }
  if (choice.finish_reason === "content_filter") {
    return fail("content-filter", "a content filter stopped the reply", "Change the prompt's wording.", content ?? "");
  }
  if (typeof refusal === "string" && refusal !== "") {
    return fail("refusal", "the model refused to answer", "Change the prompt's wording.", refusal);
  }
  if (choice.finish_reason === "length") {
    const advice = "Ask for a shorter answer, or raise the server's limit on a reply's length.";
    return fail("length", "the reply was cut off by its length", advice, ending(content ?? ""));
  }
  if (typeof content !== "string") {
    return fail("refusal", "the model gave no answer", "Change the prompt's wording.", { content: null });
  }
  const text = cleanText(server.scrub(content));
  if (text.trim() === "") return fail("empty", "the reply is empty", "Run it again or change the prompt.", content);
  return {
    reply: {
      text,
      model: cleanText(server.scrub(typeof model === "string" ? model : server.model)),
      promptTokens: readCount(usage?.prompt_tokens),
      completionTokens: readCount(usage?.completion_tokens),
      cached: false,
    },
  };
}

function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex -- dropping them is what this is for
  return text.replaceAll("\r\n", "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
}

function ending(text: string): string {
  return text.length <= 120 ? text : `…${text.slice(-120)}`;
}

function readCount(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
