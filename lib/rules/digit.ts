// Reads the one digit that a reply settles on.

import type { Prompt } from "./prompt.ts";

/** Whether the prompt holds somebody's reply to be read. */
export function holdsReply({ text, digitType }: Prompt): boolean {
  return digitType !== undefined || quoted.test(text);
}

/** The digit, or "none"; as JSON where a structured answer is asked for. */
export function answerDigit({ text, digitType }: Prompt): string {
  const digit = findDigit((quoted.exec(text)?.[1] ?? text).trim());
  if (digitType === undefined) return digit ?? "none";
  if (digitType === "string") return JSON.stringify({ digit: digit ?? "none" });
  return JSON.stringify({ digit: digit === undefined ? null : Number(digit) });
}

const quoted = /^<reply>$([\s\S]*)^<\/reply>$/m;

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
