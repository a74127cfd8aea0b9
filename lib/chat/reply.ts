// Reads a reply out of a chat completion, which is untrusted: what is no complete answer becomes a finding.

import * as v from "valibot";
import { cleanText, ending } from "./clean_text.ts";
import { noteCutPrompt } from "./context_size.ts";
import { checkUrl } from "./common_findings.ts";
import type { Finding } from "./finding.ts";
import { findInFinish } from "./finish.ts";
import { splitThinking } from "./thinking.ts";
import type { Reply } from "./types.ts";

/** The parts of a completion that are looked at. */
const completionSchema = v.object({
  choices: v.pipe(
    v.array(v.object({
      message: v.object({
        content: v.nullish(v.union([v.string(), v.array(v.unknown())])),
        refusal: v.fallback(v.nullish(v.string()), null),
        reasoning_content: v.fallback(v.nullish(v.string()), null),
        reasoning: v.fallback(v.nullish(v.string()), null),
      }),
      finish_reason: v.optional(v.unknown()),
    })),
    v.minLength(1),
  ),
  model: v.fallback(v.nullish(v.string()), null),
  usage: v.fallback(
    v.nullish(v.object({ prompt_tokens: v.optional(v.unknown()), completion_tokens: v.optional(v.unknown()) })),
    null,
  ),
  streamed: v.optional(v.boolean()),
});

/** What was asked for, as far as it matters for reading the reply. */
export interface Asked {
  model: string;
  /** About, without pictures; 0 where the server's count is not to be compared. */
  promptTokens: number;
}

/** A reply or what is wrong with it, and in either case what the server counted. */
export interface ReadReply {
  reply?: Reply;
  finding?: Finding;
  promptTokens: number;
  completionTokens: number;
  /** A problem of the server's that costs no reply. */
  warning?: string;
}

/**
 * The reply's text keeps its line breaks and tabs; all other control characters are dropped. What the model thought
 * stands apart. Token counts are 0 where the server gives none.
 */
export function readReply(completion: unknown, asked: Asked): ReadReply {
  const parsed = v.safeParse(completionSchema, completion);
  if (!parsed.success) {
    const finding = {
      kind: "malformed" as const,
      wrong: "the JSON that came back is no chat completion",
      advice: checkUrl,
      got: JSON.stringify(completion ?? "nothing")?.slice(0, 2000),
    };
    return { finding, promptTokens: 0, completionTokens: 0 };
  }
  const { choices: [{ message, finish_reason }], model, usage, streamed } = parsed.output;
  const counts = {
    promptTokens: readCount(usage?.prompt_tokens),
    completionTokens: readCount(usage?.completion_tokens),
  };
  const parts = joinParts(message.content);
  const { answer, thinking: tagged } = splitThinking(cleanText(parts.text));
  const apart = message.reasoning_content || message.reasoning || "";
  const thinking = [apart, parts.thinking, tagged].map((text) => cleanText(text).trim()).filter((text) => text !== "")
    .join("\n");
  const finding = message.refusal
    ? { kind: "refusal" as const, wrong: "the model refused to answer", advice: changePrompt, got: message.refusal }
    : findInFinish(finish_reason, { text: answer.trim(), thinking }) ??
      findEmpty(message.content, answer, { apart, tagged: tagged || parts.thinking });
  if (finding) return { finding: { got: ending(answer.trim() || thinking) || undefined, ...finding }, ...counts };
  const warning = noteCutPrompt(counts.promptTokens, asked.promptTokens);
  const notes = [
    warning,
    soundsLikeRefusal(answer),
    streamed && "The reply came as a stream, though none was asked for.",
  ];
  const note = notes.filter((note) => note).join(" ");
  const reply: Reply = { text: answer, model: cleanText(model || asked.model), ...counts, cached: false };
  if (thinking !== "") reply.thinking = thinking;
  if (note !== "") reply.note = note;
  return { reply, warning, ...counts };
}

const changePrompt = "Change the prompt's words.";

/** An answer that is not there, or stands where only thoughts belong. */
function findEmpty(
  content: unknown,
  answer: string,
  { apart, tagged }: { apart: string; tagged: string },
): Finding | undefined {
  if (answer.trim() !== "") return undefined;
  if (apart.trim() !== "") {
    return {
      kind: "empty",
      wrong: "all of the reply stands where only thoughts belong (reasoning_content)",
      advice:
        "The server's reasoning parser does not fit the model: start the server without it (vLLM and SGLang: no " +
        "--reasoning-parser; llama-server: --reasoning-format none), or with the model's own.",
    };
  }
  if (tagged !== "") {
    const advice = "Run it again, or set OPENAI_REASONING_EFFORT=low or OPENAI_MAX_TOKENS to more.";
    return { kind: "empty", wrong: "the reply holds thoughts and no answer", advice, retry: true };
  }
  if (content === null || content === undefined) {
    const got = JSON.stringify({ content: null });
    return { kind: "refusal", wrong: "the model gave no answer", advice: changePrompt, got };
  }
  // A model that draws its words may draw the end first.
  return {
    kind: "empty",
    wrong: "the reply is empty",
    advice: "Change the prompt, or the model.",
    got: "",
    retry: true,
  };
}

/** A content is a text, or parts of which only those of type text are the answer. */
function joinParts(content: string | unknown[] | null | undefined): { text: string; thinking: string } {
  if (typeof content === "string") return { text: content, thinking: "" };
  const texts: string[] = [];
  const thoughts: string[] = [];
  for (const part of (content ?? []) as Record<string, unknown>[]) {
    if (typeof part === "string") texts.push(part);
    else if (part?.type === "text" || part?.type === "output_text") texts.push(readText(part.text));
    else if (/thinking|reasoning/.test(String(part?.type))) {
      thoughts.push(readText(part.thinking ?? part.reasoning ?? part.text));
    }
  }
  return { text: texts.join(""), thinking: thoughts.join("\n") };
}

/** A text, or parts with texts in them. */
function readText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? joinParts(value).text : "";
}

/** A model that was made to refuse says so in its first words; it is an answer all the same, to the letter. */
function soundsLikeRefusal(text: string): string | undefined {
  const start = text.trim().slice(0, 160).replaceAll("’", "'");
  const begins = /^\W*(i'm|i am|i|sorry|my apologies|unfortunately|as an ai)\b/i;
  const refuses =
    /\b(can't|cannot|can not|unable to|not able to|won't|will not|must decline to)\s+(assist|help|comply|fulfil|answer|provide|do that|continue)/i;
  return begins.test(start) && refuses.test(start) ? "The reply sounds like a refusal." : undefined;
}

function readCount(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
