// Takes in replies that another engine has given to requests of ours, as if the server had given them.

import { readRequestRows, readResultRows, type UnreadableLine } from "./batch_rows.ts";
import { type ChatOptions, openParts } from "./chat.ts";
import type { Body } from "./requests.ts";
import type { Failure } from "./types.ts";

/** What became of the results. */
export interface TakenReplies {
  /** Replies that are kept now. */
  readonly kept: number;
  readonly failures: readonly { readonly key: string; readonly failure: Failure }[];
  readonly unreadable: readonly UnreadableLine[];
  /** Keys of results that belong to none of the requests. */
  readonly unknown: readonly string[];
  /** Keys of requests that were made for another server or model than the one of the options. */
  readonly foreign: readonly string[];
  /** Keys of results whose request has its reply by an earlier one, which stays. */
  readonly repeated: readonly string[];
}

/**
 * Keeps the replies of results under the keys of their requests, where the chat of the same options looks for them. Both
 * are texts in JSON Lines: see batch_rows.ts. Throws where a reply cannot be kept.
 */
export async function takeReplies(
  options: ChatOptions,
  { requests, results }: { requests: string; results: string },
): Promise<TakenReplies> {
  const { answering } = openParts(options);
  const bodies = new Map(readRequestRows(requests).map(({ key, body }) => [key, body as Body]));
  const { rows, unreadable } = readResultRows(results);
  const unknown: string[] = [];
  const foreign: string[] = [];
  const failures: { key: string; failure: Failure }[] = [];
  const repeated: string[] = [];
  const kept = new Set<string>();
  for (const row of rows) {
    const body = bodies.get(row.key);
    if (body === undefined) unknown.push(row.key);
    else if (kept.has(row.key)) repeated.push(row.key);
    else if (await answering.keyOfBody(body) !== row.key) foreign.push(row.key);
    else {
      const { failure } = await answering.take(row, body);
      if (failure) failures.push({ key: row.key, failure });
      else kept.add(row.key);
    }
  }
  return { kept: kept.size, failures, unreadable, unknown, foreign, repeated };
}
