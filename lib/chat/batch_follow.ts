// Follows one batch from its requests to its results, writing each step down before the next one.

import type { BatchApi } from "./batch_api.ts";
import { BatchCallError } from "./batch_api.ts";
import { type BatchRecord, readRequestFile, readRequests, writeRecord } from "./batch_records.ts";
import type { ResultRow } from "./batch_rows.ts";
import { badLines, type Batch, failureOf, isOverLimit } from "./batch_states.ts";
import type { Failure, Outcome } from "./types.ts";

export interface BatchesOptions {
  readonly api: BatchApi;
  /** Where records and requests are kept. */
  readonly folder: string;
  /** The server's address, for people. */
  readonly server: string;
  /** Takes in what a batch brings, also for what is not asked for any more: a good reply is kept. */
  readonly take: (row: ResultRow, body: object) => Promise<Outcome>;
}

export interface FollowOptions extends BatchesOptions {
  /** Told of each request's outcome. */
  readonly finish: (key: string, outcome: Outcome) => void;
  readonly onBatch: (batch: Batch) => void;
  readonly signal?: AbortSignal;
}

/** What is left of a batch: requests that have no outcome and are to be asked in another one. */
export interface BatchRest {
  readonly keys: readonly string[];
  /** It was refused as too large, for itself or beside the others. */
  readonly overLimit: boolean;
}

const nothing: BatchRest = { keys: [], overLimit: false };

/** Starts the batch where it is not, waits for its end, and hands on what it brought. */
export async function followBatch(record: BatchRecord, options: FollowOptions): Promise<BatchRest> {
  const { api, folder, finish, onBatch, signal } = options;
  try {
    const batch = await api.waitForEnd(await startBatch(record, options), onBatch, signal);
    const rest = await collect(record, batch, options);
    await writeRecord(folder, { ...record, ended: batch.status });
    return rest;
  } catch (error) {
    if (error instanceof BatchCallError && isOverLimit([{ message: error.failure.message }])) {
      await writeRecord(folder, { ...record, ended: "refused" });
      return { keys: record.keys, overLimit: true };
    }
    const failure = describeEnd(error, record, options);
    for (const key of record.keys) finish(key, { failure });
    return nothing;
  }
}

/** Uploads and starts: a process may be killed after any of the steps, and the next one goes on from there. */
async function startBatch(record: BatchRecord, { api, folder, signal }: FollowOptions): Promise<string> {
  if (record.id !== undefined) return record.id;
  const isNew = record.file === undefined;
  record.file ??= await api.upload(record.name, await readRequestFile(folder, record), signal);
  await writeRecord(folder, record);
  record.id = await api.start(record, { isNew, signal });
  await writeRecord(folder, record);
  return record.id;
}

async function collect(record: BatchRecord, batch: Batch, options: FollowOptions): Promise<BatchRest> {
  const { api, folder, server, take, finish, signal } = options;
  const open = new Map((await readRequests(folder, record)).map(({ key, body }) => [key, body]));
  for (const row of await api.readResults(batch, signal)) {
    const body = open.get(row.key);
    if (body === undefined) continue;
    open.delete(row.key);
    finish(row.key, await take(row, body));
  }
  const keys = [...open.keys()];
  if (batch.status === "failed" && isOverLimit(batch.errors?.data ?? [])) return { keys, overLimit: true };
  const bad = badLines(batch);
  if (bad.size === 0 || bad.size >= record.keys.length) {
    for (const key of keys) finish(key, { failure: failureOf(batch, server) });
    return nothing;
  }
  // One line that is wrong lets the whole batch be rejected.
  for (const [line, message] of bad) {
    const errors = { data: [{ message }] };
    finish(record.keys[line - 1], { failure: failureOf({ ...batch, errors }, server) });
  }
  return { keys: keys.filter((key) => !bad.has(record.keys.indexOf(key) + 1)), overLimit: false };
}

function describeEnd(error: unknown, { name, id }: BatchRecord, { server, folder, signal }: FollowOptions): Failure {
  if (signal?.aborted) {
    const goesOn = id === undefined ? "" : " The batch goes on at the server.";
    const advice = "Run it again to collect what it brings.";
    return { kind: "aborted", message: `Cannot get a reply from ${server}: it was stopped.${goesOn} ${advice}` };
  }
  if (!(error instanceof BatchCallError)) throw error;
  const { kind, message } = error.failure;
  const isLost = id !== undefined && (error.cause as { status?: number })?.status === 404;
  const advice = ` The batch ${id} is not found with this key: use the one it was made with, or remove ` +
    `${folder}/${name}.json to ask again.`;
  return { kind, message: isLost ? message + advice : message };
}
