// Remembers which batches were handed over, so that their results are collected on whatever day they come.

import { join } from "node:path";
import * as v from "valibot";
import { readPlainText, writeWhole } from "../files.ts";
import { readRequestRows, type RequestRow, writeRequestRows } from "./batch_rows.ts";

const schema = v.object({
  /** Our own name for it, which the server keeps with it. */
  name: v.string(),
  /** The server's address, for people. */
  server: v.string(),
  /** Seconds since 1970, when it was prepared. */
  created: v.number(),
  keys: v.array(v.string()),
  /** The server's id of the uploaded requests. */
  file: v.optional(v.string()),
  /** The server's id of the batch. */
  id: v.optional(v.string()),
  /** The server's word for how it ended, once its results are collected. */
  ended: v.optional(v.string()),
});

/** A batch on its way. */
export type BatchRecord = v.InferOutput<typeof schema>;

/** Keeps a new batch's requests and its record, before anything is sent. */
export async function prepareRecord(
  folder: string,
  rows: readonly RequestRow[],
  { server, now }: { server: string; now: number },
): Promise<BatchRecord> {
  const name = `batch-${crypto.randomUUID().slice(0, 13)}`;
  const record = { name, server, created: Math.floor(now / 1000), keys: rows.map(({ key }) => key) };
  await writeWhole(requestsPath(folder, name), writeRequestRows(rows));
  await writeRecord(folder, record);
  return record;
}

export async function writeRecord(folder: string, record: BatchRecord): Promise<void> {
  await writeWhole(join(folder, `${record.name}.json`), JSON.stringify(record, null, 2) + "\n");
}

/** Forgets a batch that never came to the server. */
export async function dropRecord(folder: string, { name }: BatchRecord): Promise<void> {
  await Deno.remove(join(folder, `${name}.json`));
  await Deno.remove(requestsPath(folder, name)).catch(() => {});
}

/** The batches whose results are not collected yet. Throws on a record that cannot be read: its batch may be paid for. */
export async function readOpenRecords(folder: string): Promise<BatchRecord[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  const names = entries.map(({ name }) => name).filter((name) => /^batch-.*\.json$/.test(name)).sort();
  const records = await Promise.all(names.map((name) => readRecord(join(folder, name))));
  return records.filter(({ ended }) => ended === undefined);
}

/** The requests of a batch; none where their file is gone. */
export async function readRequests(folder: string, { name }: BatchRecord): Promise<RequestRow[]> {
  return readRequestRows(await readRequestFile(folder, { name }).catch(() => ""));
}

/** The file of requests, as it is uploaded. */
export async function readRequestFile(folder: string, { name }: Pick<BatchRecord, "name">): Promise<string> {
  return await readPlainText(requestsPath(folder, name));
}

async function readRecord(path: string): Promise<BatchRecord> {
  try {
    return v.parse(schema, JSON.parse(await readPlainText(path)));
  } catch (cause) {
    throw new Error(
      `Cannot read the record of a batch: got "${(cause as Error).message}" in ${path}. ` +
        "Mend the file, or remove it to give the batch up and ask again.",
      { cause },
    );
  }
}

function requestsPath(folder: string, name: string): string {
  return join(folder, `${name}.jsonl`);
}
