// Sends one request through the OpenAI client, retrying a bounded number of times, and reads the reply.

import { setTimeout as delay } from "node:timers/promises";
import OpenAI from "openai";
import { diagnose } from "./failures.ts";
import { aborted } from "./common_findings.ts";
import { describeFailure, type Finding } from "./finding.ts";
import type { Pace } from "./pace.ts";
import { readReply } from "./reply.ts";
import { type Sampling, toBody } from "./requests.ts";
import { maskAll } from "./secrets.ts";
import type { Server } from "./server.ts";
import type { SettingsInUse } from "./settings.ts";
import { countTextTokens } from "./tokens.ts";
import { openTransport } from "./transport.ts";
import type { ChatRequest, Failure, Outcome } from "./types.ts";
import { formatWait } from "./waiting.ts";

export interface ExchangeOptions extends Clock {
  server: Server;
  settings: SettingsInUse;
  sampling: Sampling;
  pace: Pace;
}

/** Passed in, so that tests need not wait. */
export interface Clock {
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** The time in milliseconds since 1970. */
  now?: () => number;
}

export interface Exchange {
  outcome: Outcome;
  /** Every other request would fail alike. */
  forAll: boolean;
  /** How often it was sent. */
  tries: number;
  /** What the server counted, in all tries. */
  promptTokens: number;
  completionTokens: number;
  /** A problem of the server's that costs no reply. */
  warning?: string;
}

export interface SendOptions {
  signal?: AbortSignal;
  /** A failure to end with instead of sending, asked before each try. */
  halted: () => Failure | undefined;
  /** Told of each try's beginning (undefined) and of each pause, in words. */
  onState?: (pause: string | undefined) => void;
}

export type Send = (request: ChatRequest, options: SendOptions) => Promise<Exchange>;

const firstWaitMs = 1000;
// Tries in a row, whichever the requests, after which a server is taken to be down.
const hopeless = 15;
const longestBackoffMs = 60_000;
// Beyond this, people would rather come back.
const longestPatienceMs = 300_000;

/** The OpenAI client for a server; its own retries are off, since they know neither final failures nor the clock. */
export function openClient(
  server: Server,
  { timeout }: SettingsInUse,
  { largest }: { largest?: number } = {},
): OpenAI {
  return new OpenAI({
    apiKey: server.apiKey,
    // Left out, the client would read these from the environment by itself.
    adminAPIKey: null,
    organization: server.organization,
    project: server.project,
    webhookSecret: null,
    baseURL: server.baseUrl,
    defaultQuery: server.query,
    defaultHeaders: server.headers,
    fetch: openTransport(server, { largest }),
    maxRetries: 0,
    timeout: timeout * 1000,
    logLevel: "off",
  });
}

/**
 * Opens the way to a server. The function returned never throws. Server errors, lost connections and replies that broke
 * off are retried after 1, 2, 4 … seconds, rate limits after 1, 4, 16 … (most are counted by the minute), or after what
 * the server asks for; a wait of more than five minutes ends at once and is named. Where a request has used up its tries
 * and the last fifteen of all requests met such errors alone, the others would meet them too. All that comes out of it is
 * masked.
 */
export function openExchange(
  client: OpenAI,
  { server, settings, sampling, pace, sleep = wait, now = Date.now }: ExchangeOptions,
): Send {
  const retries = server.isLanguageModel ? settings.retries : 0;
  let proven = false;
  let resumeAt = 0; // what one request was asked to wait, the others wait as well
  let unanswered = 0; // tries in a row

  return async (request, { signal, halted, onState }) => {
    const counts = { promptTokens: 0, completionTokens: 0 };
    let tries = 0;
    let pauseMs = 0;
    const end = (outcome: Outcome, forAll = false, warning?: string): Exchange =>
      maskAll({ outcome, forAll, tries, ...counts, warning }, server.mask);
    for (;;) {
      pauseMs = Math.max(pauseMs, resumeAt - now());
      if (pauseMs > 0 && !signal?.aborted && !halted()) {
        onState?.(`pauses for ${formatWait(pauseMs)}`);
        // A sleep cut short by an abort may reject; the abort is looked at before the next try.
        await sleep(pauseMs, signal).catch(() => {});
      }
      const failure = signal?.aborted ? describeFailure(aborted, server) : halted();
      if (failure) return end({ failure });
      onState?.(undefined);
      tries++;
      const { reply, finding, warning } = await tryOnce(request, counts, signal);
      if (reply) return end({ reply }, false, warning);
      if (tooLong(finding!)) return end({ failure: describeFailure(nameWait(finding!), server) }, true);
      if (!finding!.retry || tries > retries) {
        const isDown = finding!.retry && unanswered >= hopeless;
        return end({ failure: describeFailure(finding!, server) }, finding!.forAll || isDown);
      }
      const factor = finding!.kind === "rate-limit" ? 4 : 2;
      pauseMs = Math.max(0, finding!.waitMs ?? Math.min(firstWaitMs * factor ** (tries - 1), longestBackoffMs));
      if (finding!.kind === "rate-limit") resumeAt = Math.max(resumeAt, now() + (finding!.waitMs ?? 0));
    }
  };

  async function tryOnce(
    request: ChatRequest,
    counts: { promptTokens: number; completionTokens: number },
    signal?: AbortSignal,
  ) {
    const start = performance.now();
    const crowded = pace.inFlight > 1;
    try {
      // Some servers stream unless told not to; what a reply depends on is the rest of the body.
      const body = { ...toBody(server, request, sampling), stream: false as const };
      const completion = await client.chat.completions.create(body, { signal });
      const promptTokens = server.isLanguageModel ? countTextTokens(request) : 0;
      const read = readReply(completion, { model: server.model, promptTokens });
      counts.promptTokens += read.promptTokens;
      counts.completionTokens += read.completionTokens;
      pace.answered(performance.now() - start);
      proven = true;
      unanswered = 0;
      return read;
    } catch (error) {
      const finding = diagnose(error, { server, request, timeout: settings.timeout, now, crowded, proven });
      if (["rate-limit", "timeout", "server", "connection"].includes(finding.kind)) pace.overloaded();
      unanswered = finding.retry ? unanswered + 1 : 0;
      return { finding, reply: undefined, warning: undefined };
    }
  }
}

function tooLong({ waitMs }: Finding): boolean {
  return waitMs !== undefined && waitMs > longestPatienceMs;
}

function nameWait(finding: Finding): Finding {
  const advice = `It takes requests again in ${
    formatWait(finding.waitMs!)
  }: run it again then; what was answered is kept.`;
  return { ...finding, advice };
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal });
}
