// Reads a reply that gives one value for each of several numbered things, in JSON or in plain lines.

import type { FailureKind } from "../../chat/mod.ts";

/** Why a thing has no value: the chat failed, or its reply has another number of values, or values out of bounds. */
export type ValueFailureKind = FailureKind | "wrong-number" | "out-of-range";

/** A reply without usable values; `message` says what went wrong, for people. */
export interface ValueFailure {
  kind: ValueFailureKind;
  message: string;
}

/** How many things have no value, by what was wrong. */
export type FailureCounts = Partial<Record<ValueFailureKind, number>>;

/** What a value may be: a number from 0 to 10, or yes (1) and no (0). */
export type Scale = "0-10" | "yes-no";

/** Counts the answers that are failures. */
export function countFailures(answers: Iterable<{ failure?: ValueFailure }>): FailureCounts {
  const counts: FailureCounts = {};
  for (const { failure } of answers) if (failure) counts[failure.kind] = (counts[failure.kind] ?? 0) + 1;
  return counts;
}

/** The JSON schema of a reply with a value for each key. Fixed keys, unlike a list, leave no other number possible. */
export function valueSchema(keys: readonly string[], scale: Scale) {
  const value = scale === "0-10"
    ? { type: "integer", enum: Array.from({ length: 11 }, (_, level) => level) }
    : { type: "string", enum: ["yes", "no"] };
  return {
    name: "values",
    schema: {
      type: "object",
      properties: Object.fromEntries(keys.map((key) => [key, value])),
      required: [...keys],
      additionalProperties: false,
    },
  };
}

/**
 * The values of a reply, in the order of the keys, such as `picture1` (a word in lower case and a number). Takes what schemas ask for, a list in JSON, lines
 * as `Picture 1: 7`, and bare values one after the other. A failure where there is not one value for each key, or one is
 * out of bounds: then none of the others can be trusted to stand at its place.
 */
export function readValues(
  reply: string,
  keys: readonly string[],
  scale: Scale,
): { values: number[]; failure?: undefined } | { values?: undefined; failure: ValueFailure } {
  const fail = (kind: "wrong-number" | "out-of-range", wrong: string) => {
    const message = `Cannot read the values: ${wrong}, got ${JSON.stringify(shorten(reply))}. ` +
      "Look at the whole reply, ask about fewer at once, or change the wording.";
    return { failure: { kind, message } };
  };
  const found = fromJson(reply, keys) ?? fromLines(reply, keys, scale) ?? reply.match(words[scale]) ?? [];
  if (found.length !== keys.length) {
    return fail("wrong-number", `${keys.length} things need a value each, the reply gives ${found.length}`);
  }
  const values = found.map((value) => toNumber(value, scale));
  const odd = values.findIndex((value) => value === undefined);
  if (odd === -1) return { values: values as number[] };
  const bounds = scale === "0-10" ? "a number from 0 to 10" : "yes or no";
  return fail("out-of-range", `a value is ${bounds}, that of ${keys[odd]} is ${JSON.stringify(found[odd])}`);
}

/** The values of an object with these keys, of a list, or of an object that holds nothing but a list. */
function fromJson(reply: string, keys: readonly string[]): unknown[] | undefined {
  let value: unknown;
  try {
    // Models that know no schemas like to fence their JSON.
    value = JSON.parse(reply.trim().replace(/^```(?:json)?\s*|\s*```$/g, ""));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  if (Array.isArray(value)) return value;
  if (entries.length === 1 && Array.isArray(entries[0][1])) return entries[0][1];
  const given = new Map(entries.map(([key, value]) => [key.toLowerCase().replace(/[\s_-]/g, ""), value]));
  // Too many are as wrong as too few: which of them stand for the keys is unknown.
  if (given.size !== keys.length) return [...given.values()];
  return keys.flatMap((key) => given.has(key) ? [given.get(key)] : []);
}

/** The values of lines that begin with the things' numbers, `Picture 2: 7` or `2. 7`; undefined without such lines. */
function fromLines(reply: string, keys: readonly string[], scale: Scale): string[] | undefined {
  const name = keys[0]?.replace(/\d+$/, "") ?? "";
  const pattern = new RegExp(
    `^[\\s>*#-]*(?:${name}\\s*#?)?(\\d+)\\**(?:[.)]\\s+|\\s*[:=]\\**\\s*)${words[scale].source}(?:\\s*/\\s*10)?\\W*$`,
    "gimu",
  );
  const lines = [...reply.matchAll(pattern)];
  if (lines.length === 0) return undefined;
  const given = new Map(lines.map(([, number, value]) => [`${name}${Number(number)}`, value]));
  if (lines.length !== keys.length) return lines.map(([, , value]) => value);
  return keys.flatMap((key) => given.get(key) ?? []);
}

function toNumber(value: unknown, scale: Scale): number | undefined {
  if (scale === "yes-no") {
    const said = typeof value === "boolean" ? value : typeof value === "string" ? value.trim().toLowerCase() : value;
    return said === true || said === "yes" ? 1 : said === false || said === "no" ? 0 : undefined;
  }
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 && number <= 10 ? number : undefined;
}

/** A value by itself, which is no part of a word or of another number; the sign counts, so that -3 is not read as 3. */
const words: Record<Scale, RegExp> = {
  "0-10": /(?<![\p{L}\p{N}_.,/-])([-−]?\d+(?:\.\d+)?)(?![\p{L}\p{N}_]|[.,]\d)/giu,
  "yes-no": /(?<![\p{L}\p{N}_])(yes|no)(?![\p{L}\p{N}_])/giu,
};

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}
