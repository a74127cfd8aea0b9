// Keeps a list of the requests that stand failed, so that whatever counts on their replies is not taken for finished.

import { join } from "node:path";
import * as v from "valibot";
import { writeWhole } from "../files.ts";
import type { Failure } from "./types.ts";

const failuresSchema = v.record(v.string(), v.object({ kind: v.string(), message: v.string() }));

/** The requests that failed and were not answered since, by the keys of their replies. */
export type FailedRequests = v.InferOutput<typeof failuresSchema>;

/** The list that stands in a folder of replies (`failures.json`); empty where there is none. */
export async function readFailedRequests(folder: string): Promise<FailedRequests> {
  const text = await Deno.readTextFile(pathIn(folder)).catch(() => "{}");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), failuresSchema), text);
  return parsed.success ? parsed.output : {};
}

/**
 * Writes down how requests ended: a failure is added, an answer takes an older failure away, and without any the file
 * goes. Where it cannot be written nothing is lost but the list.
 */
export async function noteFailedRequests(
  folder: string | undefined,
  ended: readonly { key: string; failure?: Failure }[],
): Promise<void> {
  if (folder === undefined) return;
  const before = await readFailedRequests(folder);
  const after = { ...before };
  for (const { key, failure } of ended) {
    if (failure) after[key] = { kind: failure.kind, message: failure.message };
    else delete after[key];
  }
  const isSame = Object.keys(after).length === Object.keys(before).length &&
    Object.entries(after).every(([key, { message }]) => before[key]?.message === message);
  if (isSame) return;
  if (Object.keys(after).length === 0) await Deno.remove(pathIn(folder)).catch(() => {});
  else await writeWhole(pathIn(folder), JSON.stringify(after, null, 2) + "\n").catch(() => {});
}

function pathIn(folder: string): string {
  return join(folder, "failures.json");
}
