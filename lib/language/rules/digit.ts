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

/**
 * A reply that is a digit alone settles on it. Otherwise the last line that says what is answered, predicted or
 * classified as what counts, if it names one digit; a text with a single digit in it settles on that.
 */
function findDigit(reply: string): string | undefined {
  const statements = reply.split("\n").flatMap((line) => {
    const found = [...line.matchAll(statement)].map((match) => match[1]);
    return found.length > 0 ? [found] : [];
  });
  const digits = statements.at(-1) ?? [...reply.matchAll(standalone)].map((match) => match[0]);
  const different = new Set(digits);
  return different.size === 1 ? digits[0] : undefined;
}

const standalone = /(?<![\w.,-])\d(?![\w]|[.,]\d)/g;
const statement =
  /\b(?:answers?|answered|predict(?:s|ed|ion)?|classif(?:y|ies|ied|ication)|outputs? (?:the )?digit|choose[sn]?|settles? on)\b[^.\n\d]{0,60}?(?<![\w.,-])(\d)(?!\w|[.,]\d)/gi;
