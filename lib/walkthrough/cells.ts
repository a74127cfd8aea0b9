/** Reads the cells of a notebook's file, of which nothing is known before it is checked. */

import type { Output } from "../kernel/mod.ts";

/** A cell; outputs and execution count belong to code cells only. */
export interface Cell {
  readonly id: string;
  readonly type: "code" | "markdown" | "raw";
  readonly source: string;
  readonly metadata: { readonly tags?: readonly string[]; readonly jupyter?: { readonly source_hidden?: boolean } };
  readonly attachments?: unknown;
  readonly outputs?: readonly Output[];
  readonly executionCount?: number | null;
}

/** Makes the error that says what is wrong with the file. */
export type Fail = (what: string) => Error;

/** A cell from its JSON, texts joined to whole strings. Throws what `fail` makes where nbformat 4 has no such cell. */
export function readCell(value: unknown, index: number, fail: Fail): Cell {
  const place = `cell ${index + 1}`;
  const check = (name: string, wanted: string, given: unknown, isGood: boolean) => {
    if (!isGood) throw fail(`the ${name} of ${place} must be ${wanted}, got ${JSON.stringify(given)}`);
  };
  const cell = isObject(value) ? value : {};
  const { cell_type: type, id = `cell-${index + 1}`, metadata = {}, attachments, outputs, execution_count } = cell;
  const source = joinLines(cell.source);
  check("type", "code, markdown or raw", type, ["code", "markdown", "raw"].includes(type as string));
  check("id", "text", id, typeof id === "string");
  check("metadata", "an object", metadata, isObject(metadata));
  const { tags } = metadata as { tags?: unknown };
  check("tags", "a list of texts", tags, tags === undefined || isTexts(tags));
  check("attachments", "an object", attachments, attachments === undefined || isObject(attachments));
  check("source", "text", cell.source, typeof source === "string");
  const shared = { id, type, source, metadata, ...attachments !== undefined && { attachments } } as Cell;
  if (type !== "code") return shared;
  check("outputs", "a list", outputs, Array.isArray(outputs ?? []));
  check("execution count", "a number or null", execution_count, typeof (execution_count ?? 0) === "number");
  const read = (outputs as unknown[] ?? []).map((output) => readOutput(output, place, fail));
  return { ...shared, outputs: read, executionCount: (execution_count ?? null) as number | null };
}

/** The media types that nbformat splits into lines. */
export function hasLines(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
}

/** The same keys with other values. */
export function mapValues(
  values: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}

function readOutput(value: unknown, place: string, fail: Fail): Output {
  const { text, data, ...rest } = isObject(value) ? value : {};
  const joined = joinLines(text);
  const isGood: Record<string, boolean> = {
    stream: typeof joined === "string" && typeof rest.name === "string",
    display_data: isObject(data) && isObject(rest.metadata),
    execute_result: isObject(data) && isObject(rest.metadata),
    error: isTexts([rest.ename, rest.evalue]) && isTexts(rest.traceback),
  };
  if (typeof rest.output_type !== "string" || isGood[rest.output_type] !== true) {
    throw fail(`an output of ${place} must be of nbformat's four kinds, got ${JSON.stringify(value)?.slice(0, 200)}`);
  }
  return {
    ...rest,
    ...text !== undefined && { text: joined },
    ...isObject(data) && { data: mapValues(data, (part, type) => hasLines(type) ? joinLines(part) : part) },
  } as Output;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function joinLines(value: unknown): unknown {
  return isTexts(value) ? value.join("") : value;
}
