// The settings of asking: from the environment, or from a cell, which goes first.

import { shorten } from "./clean_text.ts";
import { type Environment, readVariable } from "./environment.ts";
import { looksLikeKey } from "./secrets.ts";

/** Everything may be left out; what changes an answer is then not sent, so that the server's own default holds. */
export interface Settings {
  /** Requests in flight at most. It starts with two, and goes up while replies come quickly. */
  concurrency?: number;
  /** Seconds for one try, from sending to the reply's last byte. */
  timeout?: number;
  /** Tries after the first one. */
  retries?: number;
  temperature?: number;
  seed?: number;
  /** The largest reply, in tokens, thoughts included. */
  maxTokens?: number;
  /** How much a reasoning model thinks: "low", "medium", "high" or what the server knows. */
  reasoningEffort?: string;
  /** Sent with each request: Azure's `api-key`, OpenRouter's `X-Title`. */
  headers?: Record<string, string>;
  /** Hands what a stage asks to the Batch API: half the price, and replies within a day. */
  batch?: boolean;
}

/** The settings in use: these three always have a value. */
export type SettingsInUse = Settings & { concurrency: number; timeout: number; retries: number };

const defaults = { concurrency: 8, timeout: 600, retries: 4 };

/** The environment variable of each setting. */
export const variables: Readonly<Record<keyof Settings, string>> = {
  concurrency: "OPENAI_CONCURRENCY",
  timeout: "OPENAI_TIMEOUT",
  retries: "OPENAI_RETRIES",
  temperature: "OPENAI_TEMPERATURE",
  seed: "OPENAI_SEED",
  maxTokens: "OPENAI_MAX_TOKENS",
  reasoningEffort: "OPENAI_REASONING_EFFORT",
  headers: "OPENAI_CUSTOM_HEADERS",
  batch: "OPENAI_BATCH",
};

/** The settings in use. Throws where one cannot work, naming the variable or the setting. */
export function readSettings(environment: Environment, given: Settings): SettingsInUse {
  const number = (name: keyof typeof bounds): number | undefined => {
    const text = readVariable(environment, variables[name]);
    if (given[name] !== undefined) return checkNumber(name, given[name], `openChat()`);
    return text === undefined ? undefined : checkNumber(name, Number(text), variables[name], text);
  };
  const headers = given.headers ?? readHeaders(readVariable(environment, variables.headers));
  if (headers) checkHeaders(headers);
  return {
    concurrency: number("concurrency") ?? defaults.concurrency,
    timeout: number("timeout") ?? defaults.timeout,
    retries: number("retries") ?? defaults.retries,
    temperature: number("temperature"),
    seed: number("seed"),
    maxTokens: number("maxTokens"),
    reasoningEffort: checkWord(given.reasoningEffort ?? readVariable(environment, variables.reasoningEffort)),
    headers,
    batch: given.batch ?? readSwitch(readVariable(environment, variables.batch)),
  };
}

const bounds = {
  concurrency: { least: 1, most: 1000, whole: true },
  timeout: { least: 0.001, most: 86_400, whole: false },
  retries: { least: 0, most: 100, whole: true },
  temperature: { least: 0, most: 2, whole: false },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
  maxTokens: { least: 1, most: 10_000_000, whole: true },
};

function checkNumber(name: keyof typeof bounds, value: number, where: string, text: unknown = value): number {
  const { least, most, whole } = bounds[name];
  if (typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const wanted = `${name} is a ${whole ? "whole " : ""}number from ${least}${most < 1e8 ? ` to ${most}` : " up"}`;
  throw new RangeError(
    `Cannot use ${where}: ${wanted}, got ${typeof text === "string" ? quote(text) : text}. Change it or leave it out.`,
  );
}

function checkWord(word: string | undefined): string | undefined {
  if (word === undefined || /^[a-z]{1,20}$/.test(word)) return word;
  throw new Error(
    `Cannot use OPENAI_REASONING_EFFORT: it is a word such as low, medium or high, got ${quote(word)}. Change it.`,
  );
}

function readSwitch(text: string | undefined): boolean {
  if (text === undefined || /^(0|false|no)$/i.test(text)) return false;
  if (/^(1|true|yes)$/i.test(text)) return true;
  throw new Error(`Cannot use OPENAI_BATCH: it is 1 or 0, got ${quote(text)}. Change it or leave it out.`);
}

/** One "Name: value" a line, as OpenAI's own clients read it, or a JSON object. */
function readHeaders(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("{")) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(refuseHeaders("it begins with { and is no JSON"));
    }
  }
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(refuseHeaders("a line has no colon"));
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  }));
}

function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w-]+$/.test(name)) throw new Error(refuseHeaders("a header's name has another sign than letters and -"));
    if (typeof value !== "string" || /[^\x20-\x7e]/.test(value)) {
      throw new Error(refuseHeaders(`the value of ${name} is no text of plain letters, digits and signs`));
    }
  }
}

/** What was given is not shown: headers are where keys are. */
function refuseHeaders(wrong: string): string {
  return `Cannot use OPENAI_CUSTOM_HEADERS: ${wrong}. Give one "Name: value" a line, or a JSON object of texts.`;
}

function quote(text: string): string {
  return looksLikeKey(text) ? "what looks like a key" : JSON.stringify(shorten(text, 40));
}
