// Reads the one digit that a reply settles on.

import type { Prompt } from "./prompt.ts";

/** The digit that a reply settles on, or "none"; as JSON where a structured answer is asked for. */
export function answerDigit(reply: string, { schema }: Prompt): string {
  const digit = findDigit(reply.trim());
  if (schema === undefined) return digit ?? "none";
  const isText = JSON.stringify(schema.schema).includes('"string"');
  if (isText) return JSON.stringify({ digit: digit ?? "none" });
  return JSON.stringify({ digit: digit === undefined ? null : Number(digit) });
}

/** The digit of the last line that says what is answered or predicted, if it is one; or of a reply that is one line. */
function findDigit(reply: string): string | undefined {
  const statements = reply.split("\n").map((line) => [...line.matchAll(statement)].map((match) => match[1]))
    .filter((digits) => digits.length > 0);
  const single = reply.includes("\n") ? [] : [...reply.matchAll(standalone)].map((match) => match[0]);
  const digits = statements.at(-1) ?? single;
  return new Set(digits).size === 1 ? digits[0] : undefined;
}

// A digit by itself, which numbers no feature and is no part of a larger number.
const standalone = /(?<![\w.,-]|(?:features?|neurons?|layers?|outputs?|activations?) )\d(?!\w|[.,]\d)/gi;
const statement =
  /\b(?:answer(?:s|ed)?|predict(?:s|ed|ion)?|classif(?:y|ies|ied|ication)|choose[sn]?|settles? on)\b[^.\n\d]{0,60}?(?<![\w.,-])(\d)(?!\w|[.,]\d)/gi;
