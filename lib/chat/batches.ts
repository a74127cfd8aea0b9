// Asks many requests through the Batch API: half the price, within a day, and nothing lost whatever happens meanwhile.

import { type BatchesOptions, type BatchRest, followBatch } from "./batch_follow.ts";
import { type BatchRecord, dropRecord, prepareRecord, readOpenRecords } from "./batch_records.ts";
import { type RequestRow, writeRequestRow } from "./batch_rows.ts";
import { describeBatch } from "./batch_states.ts";
import type { Outcome } from "./types.ts";

/** The API's limits for one batch. */
export interface BatchLimits {
  readonly requests: number;
  readonly bytes: number;
}

export interface AskInBatchesOptions {
  readonly settle: (key: string, outcome: Outcome) => void;
  /** Told how far the batches are, in words. */
  readonly onState?: (state: string) => void;
  readonly signal?: AbortSignal;
}

export type AskInBatches = (requests: readonly RequestRow[], options: AskInBatchesOptions) => Promise<void>;

/** OpenAI's limits: https://platform.openai.com/docs/guides/batch (rate limits). 200 MB hold what the upload adds, too. */
const apiLimits: BatchLimits = { requests: 50_000, bytes: 190_000_000 };

/**
 * Opens the asking by batches. The function returned settles every request once. Requests that a batch of an earlier day
 * holds are waited for there; what is over the limits is split. When aborted, it settles what is missing as aborted, and
 * the batches go on at the server.
 */
export function openBatches(
  options: BatchesOptions & { readonly limits?: BatchLimits; readonly now?: () => number },
): AskInBatches {
  const { folder, server, limits = apiLimits, now = Date.now } = options;
  return async (requests, { settle, onState, signal }) => {
    const missing = new Map(requests.map((request) => [request.key, request]));
    const states = new Map<string, string>();
    const tell = () => onState?.([...states.values()].join("; "));
    const prepare = (rows: readonly RequestRow[]) => prepareRecord(folder, rows, { server, now: now() });
    const finish = (key: string, outcome: Outcome) => {
      if (missing.delete(key)) settle(key, outcome);
    };
    const follow = async (record: BatchRecord): Promise<BatchRest> => {
      const onBatch = (batch: Parameters<typeof describeBatch>[0]) => {
        states.set(record.name, describeBatch(batch, now()));
        tell();
      };
      const rest = await followBatch(record, { ...options, finish, onBatch, signal });
      states.delete(record.name);
      return rest;
    };

    const earlier = await readEarlier(folder, missing);
    const held = new Set(earlier.flatMap(({ keys }) => keys));
    const pieces = split(requests.filter(({ key }) => !held.has(key)), limits);
    const records = [...earlier, ...await Promise.all(pieces.map(prepare))];
    const rests = await Promise.all(records.map(follow));
    // What was too much beside others may pass alone; what is too much alone, in halves.
    const queue = rests.flatMap((rest) => records.length === 1 ? divide(rest) : [rest.keys]);
    for (let keys = queue.shift(); keys !== undefined; keys = queue.shift()) {
      const rows = keys.flatMap((key) => missing.get(key) ?? []);
      if (rows.length > 0) queue.unshift(...divide(await follow(await prepare(rows))));
    }
    for (const key of missing.keys()) finish(key, { failure: tooLarge(server) });
  };
}

/** The batches under way that hold something of what is missing; one that was never uploaded is given up. */
async function readEarlier(folder: string, missing: ReadonlyMap<string, RequestRow>): Promise<BatchRecord[]> {
  const open = await readOpenRecords(folder);
  for (const record of open) if (record.file === undefined) await dropRecord(folder, record);
  return open.filter(({ file, keys }) => file !== undefined && keys.some((key) => missing.has(key)));
}

function split(rows: readonly RequestRow[], { requests, bytes }: BatchLimits): RequestRow[][] {
  const pieces: RequestRow[][] = [];
  let room = { requests: 0, bytes: 0 };
  for (const row of rows) {
    const size = new TextEncoder().encode(writeRequestRow(row)).length + 1;
    if (room.requests < 1 || room.bytes < size) {
      pieces.push([]);
      room = { requests, bytes };
    }
    pieces[pieces.length - 1].push(row);
    room = { requests: room.requests - 1, bytes: room.bytes - size };
  }
  return pieces;
}

/** Halves of what was over a limit, as long as there are two; what was left over for another reason stays together. */
function divide({ keys, overLimit }: BatchRest): (readonly string[])[] {
  if (!overLimit) return [keys];
  const middle = Math.ceil(keys.length / 2);
  return keys.length < 2 ? [] : [keys.slice(0, middle), keys.slice(middle)];
}

function tooLarge(server: string) {
  const message = `Cannot get a reply from ${server}: this request alone is over the limit for batches. ` +
    "Ask without batches: leave OPENAI_BATCH out.";
  return { kind: "request", message } as const;
}
