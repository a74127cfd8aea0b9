// The Batch API's calls: hands over a file of requests, waits for the batch's end, and brings the results.

import { setTimeout as delay } from "node:timers/promises";
import OpenAI, { toFile } from "openai";
import { readResultRows, type ResultRow } from "./batch_rows.ts";
import type { BatchRecord } from "./batch_records.ts";
import type { Failure } from "./types.ts";

export type Batch = OpenAI.Batch;

/** What an error of the client means. */
export interface BatchDiagnosis {
  readonly failure: Failure;
  readonly retry: boolean;
  readonly waitMs?: number;
}

export interface BatchApiOptions {
  readonly client: OpenAI;
  readonly diagnose: (error: unknown) => BatchDiagnosis;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface BatchApi {
  /** Uploads the requests and gives the server's id of the file. */
  upload(name: string, requests: string, signal?: AbortSignal): Promise<string>;
  /** Starts the batch of an uploaded file and gives its id; one that was started before is found and not started twice. */
  start(record: BatchRecord, options: { isNew: boolean; signal?: AbortSignal }): Promise<string>;
  /** Asks for the batch, more and more rarely, until it has ended. */
  waitForEnd(id: string, onBatch: (batch: Batch) => void, signal?: AbortSignal): Promise<Batch>;
  /** All rows that a batch has brought, good ones and failed ones. */
  readResults(batch: Batch, signal?: AbortSignal): Promise<ResultRow[]>;
}

/** A failure of a call, after all tries. */
export class BatchCallError extends Error {
  override readonly name = "BatchCallError";
  constructor(readonly failure: Failure, override readonly cause: unknown) {
    super(failure.message);
  }
}

const firstPauseMs = 2000;
const longestPauseMs = 60_000;
/** Tries after the first one: with growing pauses a quarter of an hour, since a batch takes hours anyway. */
const retries = 18;
const ended = new Set(["completed", "failed", "expired", "cancelled"]);

/** Opens the calls. All of them are tried again where that may help, and throw a BatchCallError in the end. */
export function openBatchApi({ client, diagnose, sleep = wait }: BatchApiOptions): BatchApi {
  async function retrying<T>(call: (tries: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let tries = 0;; tries++) {
      signal?.throwIfAborted();
      try {
        return await call(tries);
      } catch (error) {
        signal?.throwIfAborted();
        const { failure, retry, waitMs } = diagnose(error);
        // A body that breaks off is no error of the client's.
        const lost = !(error instanceof OpenAI.OpenAIError);
        if (!retry && !lost || tries >= retries) throw new BatchCallError(failure, error);
        await sleep(Math.min(waitMs ?? pause(tries), longestPauseMs), signal).catch(() => {});
      }
    }
  }

  /** The newest batches come first. */
  async function find({ name, created }: BatchRecord, signal?: AbortSignal): Promise<string | undefined> {
    for await (const batch of client.batches.list({ limit: 100 }, { signal })) {
      if (batch.metadata?.name === name) return batch.id;
      if (batch.created_at < created - clockSkew) return undefined;
    }
    return undefined;
  }

  return {
    upload: (name, requests, signal) =>
      retrying(async () => {
        const file = await toFile(new TextEncoder().encode(requests), `${name}.jsonl`, { type: "application/jsonl" });
        return (await client.files.create({ file, purpose: "batch" }, { signal })).id;
      }, signal),

    start: (record, { isNew, signal }) =>
      retrying(async (tries) => {
        // A try that failed may have reached the server, and so may one of a process that was killed.
        const before = isNew && tries === 0 ? undefined : await find(record, signal);
        if (before !== undefined) return before;
        const { name, file } = record;
        const batch = await client.batches.create({
          input_file_id: file!,
          endpoint: "/v1/chat/completions",
          completion_window: "24h",
          metadata: { name },
        }, { signal });
        return batch.id;
      }, signal),

    async waitForEnd(id, onBatch, signal) {
      for (let polls = 0;; polls++) {
        const batch = await retrying(() => client.batches.retrieve(id, { signal }), signal);
        if (ended.has(batch.status)) return batch;
        onBatch(batch);
        await sleep(pause(polls / 2), signal).catch(() => {});
      }
    },

    async readResults({ output_file_id, error_file_id }, signal) {
      const rows: ResultRow[] = [];
      for (const file of [output_file_id, error_file_id]) {
        if (!file) continue;
        const text = await retrying(async () => await (await client.files.content(file, { signal })).text(), signal);
        rows.push(...readResultRows(text).rows);
      }
      return rows;
    },
  };
}

/** Seconds by which the server's clock may go wrong. */
const clockSkew = 3600;

function pause(times: number): number {
  return Math.min(firstPauseMs * 1.5 ** times, longestPauseMs);
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal });
}
