// Turns a reader's reasoned reply into one digit, by a second short prompt.

import type { ChatRequest, FailureKind } from "../../chat/mod.ts";
import { digitWording, renderMessages } from "../../prompts/mod.ts";

/** Why a picture has no prediction: the chat failed, or its reply names no digit, or several. */
export type PredictionFailureKind = FailureKind | "no-digit" | "several-digits";

/** A picture without a prediction; `message` says what went wrong, for people. */
export interface PredictionFailure {
  kind: PredictionFailureKind;
  message: string;
}

/** The request for the digit that a reply settles on; with `structured` the server must answer in JSON. */
export function digitRequest(
  prediction: string,
  { structured = false, wording = digitWording }: { structured?: boolean; wording?: string } = {},
): ChatRequest {
  // It stands for itself: without the background there is nothing to predict the digit anew from.
  const [, asked] = renderMessages("", wording, { prediction });
  return structured ? { messages: [asked], schema: digitSchema } : { messages: [asked] };
}

/** The digit that the answer names, in plain words or in JSON; a failure where it names none or several. */
export function readDigit(
  answer: string,
): { digit: number; failure?: undefined } | { digit?: undefined; failure: PredictionFailure } {
  const named = [...new Set(answer.match(standalone))];
  if (named.length === 1) return { digit: Number(named[0]) };
  const wrong = named.length === 0 ? "the answer names none" : `the answer names ${named.length}`;
  const message = `Cannot read a digit: ${wrong}, got ${JSON.stringify(shorten(answer))}. ` +
    "Look at the reply that it was to be read from, and change a wording.";
  return { failure: { kind: named.length === 0 ? "no-digit" : "several-digits", message } };
}

/** Strings, so that "none" is possible: a server that may only give numbers would have to make one up. */
const digitSchema = {
  name: "digit",
  schema: {
    type: "object",
    properties: { digit: { type: "string", enum: [..."0123456789", "none"] } },
    required: ["digit"],
    additionalProperties: false,
  },
};

// A digit that is no part of a word or of another number.
const standalone = /(?<![\p{L}\p{N}_.,−-])[0-9](?![\p{L}\p{N}_]|[.,][0-9])/gu;

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}
