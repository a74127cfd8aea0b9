// The files of a run: written whole, stamped with what they were made from, and refused once that has changed.

import { createHash } from "node:crypto";
import * as v from "valibot";
import { readPlain, writeWhole } from "../files.ts";
import { checkOpen, type Run } from "./run.ts";
import { runAgain } from "./stages.ts";

/** Writes bytes to one of the run's files, whole or not at all: then it throws, and what was there before stays. */
export async function writeBytes(run: Run, file: string, bytes: Uint8Array): Promise<void> {
  checkOpen(run);
  await writeWhole(`${run.folder}/${file}`, bytes);
}

/**
 * Writes a value as JSON, indented, a list of numbers on one line. With `madeFrom`, the run's files that it was made from,
 * it is stamped with their checksums, and readJson() refuses it once they have changed. A source such as
 * `prompts.json#templates.layer,pictures` is these parts of a file alone. With `sealed` it is stamped with its own
 * checksum too, so that an edited file is refused.
 */
export async function writeJson(
  run: Run,
  file: string,
  value: object,
  { madeFrom = [], sealed = false }: { madeFrom?: readonly string[]; sealed?: boolean } = {},
): Promise<void> {
  const checksums = await Promise.all(madeFrom.map(async (source) => [source, await checksum(run, source)]));
  const stamped = madeFrom.length === 0 ? value : { madeFrom: Object.fromEntries(checksums), ...value };
  const whole = sealed ? { ...stamped, checksum: hash(JSON.stringify(stamped)) } : stamped;
  const text = JSON.stringify(whole, null, 2).replace(/\[[-\d.eE+,\s]+\]/g, (list) => list.replace(/\s+/g, " "))
    .replace(/\[ (.*) \]/g, "[$1]");
  await writeBytes(run, file, new TextEncoder().encode(text + "\n"));
}

/**
 * Reads a JSON file of the run. Throws, naming the field and the notebook to run, where it is missing, damaged, edited, of
 * another form than the schema's, or out of date: made from a file that has changed, or from one that is itself out of date.
 */
export async function readJson<Schema extends v.GenericSchema>(
  run: Run,
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const value = parse(run, file, await readBytes(run, file));
  const { madeFrom } = check(run, file, { schema: stampSchema, value: value ?? {} });
  await checkSources(run, file, { madeFrom, known: new Map() });
  return check(run, file, { schema, value });
}

/** Reads the bytes of one of the run's files. Throws, naming the notebook to run, where it is missing. */
export async function readBytes(run: Run, file: string): Promise<Uint8Array> {
  checkOpen(run);
  try {
    return await readPlain(`${run.folder}/${file}`);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new Error(`Cannot find ${file} of run "${run.name}". ${runAgain(file)}`, { cause });
    }
    throw refuse(run, file, { wrong: `it cannot be read, got "${(cause as Error).message}"`, cause });
  }
}

/** Removes what an earlier run of the same stage has left in one of the run's folders, but for the files named. */
export async function keepOnly(run: Run, folder: string, files: readonly string[]): Promise<void> {
  checkOpen(run);
  try {
    for await (const { name, isFile } of Deno.readDir(`${run.folder}/${folder}`)) {
      const file = `${folder}/${name}`;
      if (isFile && !files.includes(file)) await Deno.remove(`${run.folder}/${file}`);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot clear ${run.folder}/${folder} of older files: got "${what}". Make the folder writable, and run it again.`,
      { cause: error },
    );
  }
}

/** The error about a file that cannot be used. */
export function refuse(
  { name }: Run,
  file: string,
  { wrong, cause }: { wrong: string; cause?: unknown },
): Error {
  return new Error(`Cannot use ${file} of run "${name}": ${wrong}. ${runAgain(file)}`.trim(), { cause });
}

const stampSchema = v.object({ madeFrom: v.optional(v.record(v.string(), v.string())) });

/** A file's value. Throws where it is no JSON, or where it is sealed and its checksum is another. */
function parse(run: Run, file: string, bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw refuse(run, file, { wrong: "it is no JSON", cause });
  }
  if (typeof value !== "object" || value === null || !("checksum" in value)) return value;
  const { checksum, ...rest } = value;
  if (checksum !== hash(JSON.stringify(rest))) throw refuse(run, file, { wrong: "it was edited after it was written" });
  return value;
}

function check<Schema extends v.GenericSchema>(
  run: Run,
  file: string,
  { schema, value }: { schema: Schema; value: unknown },
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  const field = v.getDotPath(issue) ?? "the whole";
  const found = issue.message.replace(/^Invalid \w+: /, "").replace(
    /\p{C}/gu,
    (sign) => JSON.stringify(sign).slice(1, -1),
  );
  throw refuse(run, file, { wrong: `${field} has another form than this version writes (${found.slice(0, 200)})` });
}

async function checkSources(
  run: Run,
  file: string,
  { madeFrom = {}, known }: { madeFrom?: Record<string, string>; known: Map<string, string> },
): Promise<void> {
  for (const [source, expected] of Object.entries(madeFrom)) {
    // All neurons of a layer are made from the same few files.
    const isNew = !known.has(source);
    if (isNew) known.set(source, await checksum(run, source));
    if (known.get(source) !== expected) {
      const [whole, parts] = source.split("#");
      const what = parts === undefined ? whole : `${whole} (${parts.replaceAll(",", ", ")})`;
      throw refuse(run, file, { wrong: `it was made from another ${what} than the one there now` });
    }
    if (!isNew || !source.endsWith(".json")) continue;
    await checkSources(run, source, { madeFrom: await readStamp(run, source), known });
  }
}

/** The checksum of a source, whole or in parts. */
const checksum = remember(readChecksum);

/** What a file was made from, by its stamp. */
const readStamp = remember(async (run, file) => {
  const value = parse(run, file, await readBytes(run, file));
  return check(run, file, { schema: stampSchema, value: value ?? {} }).madeFrom;
});

/** A wide layer has hundreds of files that are made from the same one: it is read again only when it has changed. */
function remember<Value>(
  read: (run: Run, source: string) => Promise<Value>,
): (run: Run, source: string) => Promise<Value> {
  const known = new Map<string, { state: string; value: Value }>();
  return async (run, source) => {
    const path = `${run.folder}/${source}`;
    const { size, mtime, ino } = await Deno.stat(path.split("#")[0]).catch(() => ({ size: 0, mtime: null, ino: null }));
    const state = `${size} ${mtime?.getTime()} ${ino}`;
    const found = known.get(path);
    if (found?.state === state) return found.value;
    const value = await read(run, source);
    // Times count in milliseconds: what has just been written may be written again in the same one.
    if (mtime !== null && mtime.getTime() < Date.now() - 100) known.set(path, { state, value });
    return value;
  };
}

async function readChecksum(run: Run, source: string): Promise<string> {
  const [file, parts] = source.split("#");
  const bytes = await readBytes(run, file);
  if (parts === undefined) return hash(bytes);
  const whole = parse(run, file, bytes);
  const values = parts.split(",").map((path) => path.split(".").reduce(partOf, whole) ?? null);
  return hash(JSON.stringify(values));
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function hash(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
