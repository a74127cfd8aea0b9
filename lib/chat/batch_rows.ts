// The rows of a batch: requests as engines read them, one a line, and results as they write them (JSON Lines).

import * as v from "valibot";

/** A request under a key of its own. */
export interface RequestRow {
  readonly key: string;
  readonly body: object;
}

/** A result; `body` is a chat completion under status 200, and else an error's body. */
export interface ResultRow {
  readonly key: string;
  readonly status: number;
  readonly body?: unknown;
  /** What the engine says where it never came to an answer. */
  readonly error?: { readonly code?: string; readonly message: string };
}

/** A line that is no row, counted from 1. */
export interface UnreadableLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Requests as OpenAI's Batch API and vLLM's run_batch read them.
 * https://platform.openai.com/docs/guides/batch (1. prepare your batch file)
 */
export function writeRequestRows(rows: readonly RequestRow[]): string {
  return rows.map((row) => `${writeRequestRow(row)}\n`).join("");
}

/** One request's line, without its end. */
export function writeRequestRow({ key, body }: RequestRow): string {
  return JSON.stringify({ custom_id: key, method: "POST", url: "/v1/chat/completions", body });
}

/** Requests as writeRequestRows() writes them; what is none is left out. */
export function readRequestRows(text: string): RequestRow[] {
  return [...linesOf(text)].flatMap(([, line]) => {
    const read = v.safeParse(requestSchema, parse(line));
    return read.success ? [{ key: read.output.custom_id, body: read.output.body }] : [];
  });
}

/** Results in whatever order they came, and the lines that are none. */
export function readResultRows(text: string): { rows: ResultRow[]; unreadable: UnreadableLine[] } {
  const rows: ResultRow[] = [];
  const unreadable: UnreadableLine[] = [];
  for (const [number, line] of linesOf(text)) {
    const read = v.safeParse(resultSchema, parse(line));
    if (read.success) rows.push(toRow(read.output));
    else unreadable.push({ line: number, text: line.length <= 80 ? line : `${line.slice(0, 80)}…` });
  }
  return { rows, unreadable };
}

const requestSchema = v.object({ custom_id: v.string(), body: v.looseObject({}) });

const resultSchema = v.object({
  custom_id: v.pipe(v.string(), v.nonEmpty()),
  // Engines of one's own leave the status out where all went well.
  response: v.nullish(v.object({ status_code: v.optional(v.number(), 200), body: v.optional(v.unknown()) })),
  // OpenAI gives a code and a message, others a text or an object of their own.
  error: v.optional(v.unknown()),
});

function toRow({ custom_id: key, response, error }: v.InferOutput<typeof resultSchema>): ResultRow {
  const body = response?.body;
  const hasAnswer = response !== null && response !== undefined && body !== null && body !== undefined;
  if (hasAnswer && (response.status_code !== 200 || !error)) return { key, status: response.status_code, body };
  const { code, message } = typeof error === "object" && error !== null ? error as Record<string, unknown> : {};
  const said = typeof message === "string"
    ? message
    : error
    ? JSON.stringify(error)
    : "it gives neither reply nor error";
  return { key, status: response?.status_code ?? 0, error: { code: code ? String(code) : undefined, message: said } };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The lines that are not blank, with their numbers. */
function* linesOf(text: string): Generator<[number, string]> {
  for (const [index, line] of text.split("\n").entries()) if (line.trim() !== "") yield [index + 1, line.trim()];
}
