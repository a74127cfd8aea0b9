// Questions to a reader of one explanation: numbered things that need a value each, and how the values are read.

import type { ChatRequest } from "../chat/mod.ts";
import { type PromptValues, userMessage } from "./fill.ts";

/** What a value may be: a whole number from 0 to 10, yes (1) or no (0), the first (1) or the second (0) of two pictures. */
export type Scale = "0-10" | "yes-no" | "first-second";

/** Something that needs a value: its number, and the words or the pictures that stand at it. */
export interface Thing {
  number: number;
  text?: string;
  pictures?: readonly PromptValues[string][];
}

/** A question as it is sent, or as whoever answers reads it; the keys name the things in a reply in JSON. */
export interface Question {
  explanation: string;
  /** What the things are: `Picture 1:`, `Class 1: name` or `Pair 1:`, and where they stand: {pictures} and so on. */
  kind: keyof typeof labels;
  things: readonly Thing[];
  scale: Scale;
}

const labels = { pictures: "Picture", classes: "Class", pairs: "Pair" };
const scales: Record<Scale, readonly string[]> = {
  "0-10": Array.from({ length: 11 }, (_, level) => String(level)),
  "yes-no": ["no", "yes"],
  "first-second": ["second", "first"],
};

/**
 * The request for a value of each thing. The template has places for {explanation} and for the things, and may have one
 * for their {count}. The reader gets no background: the explanation alone is what is put to the test.
 */
export function questionRequest(template: string, { explanation, kind, things, scale }: Question): ChatRequest {
  if (!template.includes(`{${kind}}`)) {
    throw new Error(
      `Cannot ask about ${kind}: the template has no place for {${kind}}, got "${template.slice(0, 40)}…". Add it.`,
    );
  }
  const values: PromptValues = { explanation, count: things.length };
  const lines = things.map(({ number, text, pictures = [] }) => {
    const places = pictures.map((picture, i) => {
      const name = `thing${number}_${i}`;
      values[name] = picture;
      return `\n{${name}}`;
    });
    if (text !== undefined) values[`text${number}`] = text;
    return `${labels[kind]} ${number}:${text === undefined ? "" : ` {text${number}}`}${places.join("")}`;
  });
  const asked = userMessage(template.replace(`{${kind}}`, () => lines.join("\n")), values);
  return {
    messages: [asked],
    schema: { name: "values", schema: schemaOf(things.map(({ number }) => keyOf(kind, number)), scale) },
  };
}

/**
 * Reads the text of a request back, its pictures left out; undefined where it puts no explanation to the test. A line
 * inside the explanation is no label of a thing.
 *
 * @param properties What the request's schema asks for, where it has one: it tells the scale, whatever the words say.
 */
export function readQuestion(text: string, properties?: Readonly<Record<string, unknown>>): Question | undefined {
  const quoted = /^<explanation>$([\s\S]*)^<\/explanation>$/m;
  const explanation = quoted.exec(text)?.[1].trim();
  if (explanation === undefined) return undefined;
  const asked = text.replace(quoted, "");
  for (const [kind, label] of Object.entries(labels) as [Question["kind"], string][]) {
    const rest = kind === "classes" ? "(\\S.*)" : "()";
    const found = [...asked.matchAll(new RegExp(`^[ \\t]*${label} (\\d+):[ \\t]*${rest}[ \\t]*$`, "gm"))];
    if (found.length === 0) continue;
    const things = found.map(([, number, text]): Thing => ({ number: Number(number), ...(text ? { text } : {}) }));
    const asksYes = kind === "pictures" &&
      (properties ? JSON.stringify(properties).includes('"yes"') : /\byes\b[^.]*\bno\b/i.test(asked));
    return { explanation, kind, things, scale: kind === "pairs" ? "first-second" : asksYes ? "yes-no" : "0-10" };
  }
  return undefined;
}

/** A reply with a value for each thing: in JSON where the request has a schema, and else a line each. */
export function writeValues(
  { kind, things, scale }: Question,
  values: readonly number[],
  form: "json" | "lines",
): string {
  const words = things.map(({ number }, i) => ({ number, word: scales[scale][Math.round(values[i])] }));
  if (form === "lines") return words.map(({ number, word }) => `${labels[kind]} ${number}: ${word}`).join("\n");
  const entries = words.map(({ number, word }) => [keyOf(kind, number), scale === "0-10" ? Number(word) : word]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** Why a reply gives no values: another number of them than of things, or one that is none of the scale's. */
export interface ValueFailure {
  kind: "wrong-number" | "out-of-range";
  message: string;
}

/**
 * The values of a reply, in the order of the things. Takes what schemas ask for, a list in JSON, lines as `Picture 1: 7`,
 * and bare values one after the other. A failure where there is not one value for each thing, or one is none of the
 * scale's: then none of the others can be trusted to stand at its place.
 */
export function readValues(
  reply: string,
  { kind, things, scale }: Question,
): { values: number[]; failure?: undefined } | { values?: undefined; failure: ValueFailure } {
  const keys = things.map(({ number }) => keyOf(kind, number));
  const found = fromJson(reply, keys) ?? fromLines(reply, keys, scale) ?? reply.match(valuePattern(scale)) ?? [];
  const values = found.map((value) => toNumber(value, scale));
  const odd = values.indexOf(undefined);
  if (found.length === keys.length && odd === -1) return { values: values as number[] };
  const wrong = found.length !== keys.length
    ? `${keys.length} things need a value each, the reply gives ${found.length}`
    : `a value is ${bounds[scale]}, that of ${keys[odd]} is ${JSON.stringify(found[odd])}`;
  const shown = reply.length <= 120 ? reply : `${reply.slice(0, 120)}…`;
  const message = `Cannot read the values: ${wrong}, got ${JSON.stringify(shown)}. ` +
    "Look at the whole reply, ask about fewer at once, or change the template.";
  return { failure: { kind: found.length !== keys.length ? "wrong-number" : "out-of-range", message } };
}

const bounds: Record<Scale, string> = {
  "0-10": "a number from 0 to 10",
  "yes-no": "yes or no",
  "first-second": "first or second",
};

/** `class1`: a word in lower case and a number. */
function keyOf(kind: Question["kind"], number: number): string {
  return `${labels[kind].toLowerCase()}${number}`;
}

/** Fixed keys, unlike a list, leave no other number possible. */
function schemaOf(keys: readonly string[], scale: Scale): Record<string, unknown> {
  const value = scale === "0-10"
    ? { type: "integer", enum: scales[scale].map(Number) }
    : { type: "string", enum: scales[scale].toReversed() };
  return {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, value])),
    required: [...keys],
    additionalProperties: false,
  };
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
  if (Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && Array.isArray(entries[0][1])) return entries[0][1];
  const given = new Map(entries.map(([key, value]) => [key.toLowerCase().replace(/[\s_-]/g, ""), value]));
  // Too many are as wrong as too few: which of them stand for the keys is unknown.
  if (given.size !== keys.length) return [...given.values()];
  return keys.flatMap((key) => given.has(key) ? [given.get(key)] : []);
}

/** The values of lines that begin with the things' numbers, `Picture 2: 7` or `2. 7`; undefined without such lines. */
function fromLines(reply: string, keys: readonly string[], scale: Scale): string[] | undefined {
  const name = keys[0]?.replace(/\d+$/, "") ?? "";
  const value = valuePattern(scale).source;
  const start = `^[\\s>*#-]*(?:${name}\\s*#?)?(\\d+)\\**(?:[.)]\\s+|\\s*[:=]\\**\\s*)`;
  const lines = [...reply.matchAll(new RegExp(`${start}${value}(?:\\s*/\\s*10)?\\W*$`, "gimu"))];
  if (lines.length === 0) return undefined;
  const given = new Map(lines.map(([, number, value]) => [`${name}${Number(number)}`, value]));
  if (lines.length !== keys.length) return lines.map(([, , value]) => value);
  return keys.flatMap((key) => given.get(key) ?? []);
}

function toNumber(value: unknown, scale: Scale): number | undefined {
  if (scale === "0-10") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && number >= 0 && number <= 10 ? number : undefined;
  }
  if (scale === "yes-no" && typeof value === "boolean") return Number(value);
  const place = scales[scale].indexOf(String(value).trim().toLowerCase());
  return place === -1 ? undefined : place;
}

/** A value by itself, which is no part of a word or of another number; the sign counts, so that -3 is not read as 3. */
function valuePattern(scale: Scale): RegExp {
  if (scale === "0-10") return /(?<![\p{L}\p{N}_.,/-])([-−]?\d+(?:\.\d+)?)(?![\p{L}\p{N}_]|[.,]\d)/giu;
  return new RegExp(`(?<![\\p{L}\\p{N}_])(${scales[scale].join("|")})(?![\\p{L}\\p{N}_])`, "giu");
}
