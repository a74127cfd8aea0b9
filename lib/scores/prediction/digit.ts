// Reads the one digit that an answer settles on, in JSON or in whatever words it comes.

import type { AnswerFailure } from "../asking.ts";

/**
 * The digit of an answer. In this order: the JSON that was asked for; a line that holds nothing but a digit; the last line
 * that says what is answered, as in "the answer is 7"; the only digit there is. What numbers something else (a list's item,
 * a feature, a range from 0 to 9) and what is ruled out ("not 2") is no digit of the answer. A failure where none is
 * named, or several.
 */
export function readDigit(
  answer: string,
): { value: number; failure?: undefined } | { value?: undefined; failure: AnswerFailure } {
  const named = [...new Set(fromJson(answer) ?? fromWords(answer))];
  if (named.length === 1) return { value: Number(named[0]) };
  const wrong = named.length === 0 ? "the answer names none" : `the answer names ${named.length}`;
  const shown = answer.length <= 120 ? answer : `${answer.slice(0, 120)}…`;
  const message = `Cannot read a digit: ${wrong}, got ${JSON.stringify(shown)}. ` +
    "Look at the reply that it was to be read from, and change a template.";
  return { failure: { kind: named.length === 0 ? "no-digit" : "several-digits", message } };
}

function fromJson(answer: string): string[] | undefined {
  try {
    // Models that know no schemas like to fence their JSON.
    const value: unknown = JSON.parse(answer.trim().replace(/^```(?:json)?\s*|\s*```$/g, ""));
    if (typeof value !== "object" || value === null || !("digit" in value)) return undefined;
    return fromWords(String(value.digit));
  } catch {
    return undefined;
  }
}

function fromWords(answer: string): string[] {
  const plain = answer.normalize("NFKC").replace(/\p{Nd}/gu, toAscii).toLowerCase();
  // Words count where there are no numerals at all.
  const numerals = /\d/.test(plain) ? plain : plain.replace(numberWord, (word) => String(words.indexOf(word)));
  const lines = numerals.split(/\n+/).map((line) =>
    noAnswers.reduce((text, pattern) => text.replace(pattern, " "), line)
  );
  const bare = lines.flatMap((line) => /^[^\p{L}\p{N}]*(\d)[^\p{L}\p{N}]*$/u.exec(line)?.[1] ?? []);
  if (bare.length > 0 && lines.some((line) => digits.test(line))) return bare;
  const stated = lines.map((line) => [...line.matchAll(statement)].flatMap(([, found]) => found.match(digits) ?? []));
  return stated.findLast((found) => found.length > 0) ?? lines.flatMap((line) => line.match(digits) ?? []);
}

const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
/** "One" counts something where another word follows it. */
const numberWord =
  /(?<![\p{L}\p{N}_-])(?:zero|one(?!\s+\p{L})|two|three|four|five|six|seven|eight|nine)(?![\p{L}\p{N}_-])/gu;

/** Digits that are no part of a word or of another number. */
const digits = /(?<![\p{L}\p{N}_.,−-])\d(?![\p{L}\p{N}_%]|[.,-]\d)/gu;

/** What is said to be answered, and all digits that are named together with it. */
const statement =
  /\b(?:answer(?:s|ed)?|predict(?:s|ed|ion)?|settles? on|choose[sn]?|digit|says?)\b[^.\n\d]{0,60}?((?<![\p{L}\p{N}_.,−-])\d(?!\p{L}|\d|[.,]\d)(?:\s*(?:or|and|,|\/)\s*(?:an?\s+)?\d(?!\d))*)/gu;

const noAnswers: readonly RegExp[] = [
  // "from 0 to 9", "(0-9)"
  /\b(?:(?:from|between)\s+)?0\s*(?:to|and|through|-|–|…|\.\.+)\s*9\b/g,
  // "1. 7", "2) 7": the number of an item, with something behind it
  /^[\s>*#-]*\d[.)]\s+(?=\S)/g,
  // "feature 1", "features 2 and 3", "layer #0", "confidence: 9"
  /\b(?:features?|neurons?|layers?|steps?|activations?|units?|pictures?|images?|labels?|confidence)\s*[#:]?\s*\d+(?:\s*(?:,|and|or)\s*\d+)*/g,
  // "9/10", "9 out of 10"
  /\b\d+\s*(?:\/|out of)\s*\d+\b/g,
  // "not 2", "does not answer 2", "rather than a 2", "neither 2 nor 3"
  /\b(?:not|isn't|never|rather than|instead of|over|neither|nor)\s+(?:(?:answer|say|predict|be)\s+)?(?:an?\s+|the\s+)?(?:digit\s+)?\d\b/g,
];

/** Every script's digits stand in tens from its zero. */
function toAscii(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}
