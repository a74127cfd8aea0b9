// Sends one request through the OpenAI client, retrying a bounded number of times, and reads the reply.

import { setTimeout as delay } from "node:timers/promises";
import OpenAI from "openai";
import type { ChatRequest, Failure, Outcome } from "./chat.ts";
import { aborted, describeFailure, diagnose } from "./failures.ts";
import { readReply } from "./reply.ts";
import { toBody } from "./requests.ts";
import type { Server } from "./server.ts";

export interface ExchangeOptions {
  /** Tries after the first one. */
  retries?: number;
  /** For one try, from sending to the reply's last byte. */
  timeoutMs?: number;
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** The time in milliseconds since 1970, for a Retry-After that is a date. */
  now?: () => number;
}

export interface Exchange {
  outcome: Outcome;
  /** Every other request would fail alike. */
  forAll: boolean;
}

// Replies of a language model are some thousand characters; a megabyte of text with JSON's escapes still passes.
const largestReply = 8 * 2 ** 20;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

/**
 * Opens the way to a server. The function returned never throws; before each try it asks `halted` for a failure, and
 * ends with that one instead of sending. Rate limits, server errors, time-outs and lost connections are retried after
 * 1, 2, 4 … seconds or what the server asks for, a minute at the most.
 */
export function openExchange(
  server: Server,
  { retries = 4, timeoutMs = 300_000, sleep = wait, now = Date.now }: ExchangeOptions,
): (
  request: ChatRequest,
  options: { signal?: AbortSignal; halted: () => Failure | undefined },
) => Promise<Exchange> {
  const client = new OpenAI({
    apiKey: server.apiKey,
    // Left out, the client would read these from the environment by itself.
    adminAPIKey: null,
    organization: server.organization,
    project: server.project,
    webhookSecret: null,
    baseURL: server.baseUrl,
    fetch: fetchWhole(server.fetch),
    maxRetries: 0, // its retries would not know which failures are final, nor the passed-in sleep
    timeout: timeoutMs,
    logLevel: "off",
  });
  return async (request, { signal, halted }) => {
    for (let retriesLeft = server.isLanguageModel ? retries : 0;; retriesLeft--) {
      const failure = signal?.aborted ? describeFailure(aborted, { server }) : halted();
      if (failure) return { outcome: { failure }, forAll: false };
      try {
        const completion = await client.chat.completions.create(toBody(server.model, request), { signal });
        return { outcome: readReply(completion, server), forAll: false };
      } catch (error) {
        const { failure, retry, forAll, waitMs } = diagnose(error, { server, request, timeoutMs, now });
        if (!retry || retriesLeft <= 0) return { outcome: { failure }, forAll };
        const backoff = firstWaitMs * 2 ** (retries - retriesLeft);
        // A sleep cut short by an abort may reject; the abort is looked at before the next try.
        await sleep(Math.min(Math.max(0, waitMs ?? backoff), longestWaitMs), signal).catch(() => {});
      }
    }
  };
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal });
}

/**
 * A fetch that has read the whole body, up to a bound, when it returns. The client's time-out ends with the headers
 * where the status is an error, and it would read a body of any size.
 */
function fetchWhole(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => untilAborted(readWhole(fetch(input, init)), init?.signal);
}

async function readWhole(pending: Promise<Response>): Promise<Response> {
  const response = await pending;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestReply) throw new RangeError(`the reply is longer than ${largestReply} bytes`);
  }
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete("content-length"); // of the compressed body
  headers.delete("content-encoding");
  return new Response(size ? new Blob(chunks) : null, { status, statusText, headers });
}

function untilAborted<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  if (!signal) return work;
  const abort = Promise.withResolvers<never>();
  const onAbort = () => abort.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([work, abort.promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
