// Reads the digit that a reader settles on.

import type { FailureKind } from "../../chat/mod.ts";

/** Why a picture has no prediction: the chat failed, or its reply names no digit, or several. */
export type PredictionFailureKind = FailureKind | "no-digit" | "several-digits";

/** A picture without a prediction; `message` says what went wrong, for people. */
export interface PredictionFailure {
  kind: PredictionFailureKind;
  message: string;
}

/** The digit that the answer names, in plain words or in JSON; a failure where it names none or several. */
export function readDigit(
  answer: string,
): { digit: number; failure?: undefined } | { digit?: undefined; failure: PredictionFailure } {
  const named = [...new Set(answer.match(standalone))];
  if (named.length === 1) return { digit: Number(named[0]) };
  const wrong = named.length === 0 ? "the answer names none" : `the answer names ${named.length}`;
  const message = `Cannot read a digit: ${wrong}, got ${JSON.stringify(shorten(answer))}. ` +
    "Look at the reply that it was to be read from, and change a template.";
  return { failure: { kind: named.length === 0 ? "no-digit" : "several-digits", message } };
}

// A digit that is no part of a word or of another number.
const standalone = /(?<![\p{L}\p{N}_.,−-])[0-9](?![\p{L}\p{N}_]|[.,][0-9])/gu;

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}
