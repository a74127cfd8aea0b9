// Turns whatever went wrong between a request and its reply into a finding with advice.

import OpenAI from "openai";
import { aborted, checkUrl } from "./common_findings.ts";
import { type Finding, FindingError } from "./finding.ts";
import type { Server } from "./server.ts";
import { findInStatus } from "./status.ts";
import type { ChatRequest } from "./types.ts";
import { readWait } from "./waiting.ts";

export interface Circumstances {
  server: Server;
  request: ChatRequest;
  /** Seconds that a try may take. */
  timeout: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Other requests were under way at the same server. */
  crowded: boolean;
  /** It has given a reply before. */
  proven?: boolean;
}

/** What is wrong, from an error that the OpenAI client threw. */
export function diagnose(error: unknown, circumstances: Circumstances): Finding {
  const { server, timeout } = circumstances;
  if (error instanceof OpenAI.APIUserAbortError) return aborted;
  if (error instanceof OpenAI.APIConnectionTimeoutError) return timedOut(`within ${timeout} s`, circumstances);
  if (error instanceof OpenAI.APIConnectionError) {
    if (error.cause instanceof FindingError) return nameProxy(error.cause.finding, server);
    return nameProxy({ ...findInConnection(error, server), got: innermostMessage(error) }, server);
  }
  if (error instanceof OpenAI.APIError && error.status) return nameProxy(findInAnswer(error, circumstances), server);
  return { kind: "malformed", wrong: "what came back cannot be read", got: innermostMessage(error), advice: checkUrl };
}

/**
 * A time-out is no reason to ask the same again: the server may still be at it. Only where others were under way did
 * the request perhaps just wait for its turn.
 */
function timedOut(
  span: string,
  { server, crowded, proven }: Circumstances,
  limit = "set OPENAI_TIMEOUT to more seconds",
): Finding {
  return {
    kind: "timeout",
    wrong: `no complete reply came ${span}${server.isLanguageModel ? ` from ${server.name}` : ""}`,
    advice: `If it is slow rather than stuck, ${limit}, or choose a faster model.`,
    retry: crowded,
    forAll: !crowded && !proven,
  };
}

function findInConnection(error: Error, server: Server): Finding {
  if (!server.isLanguageModel) {
    return { kind: "server", wrong: "it failed", advice: "Report this with the prompt that was sent." };
  }
  const cause = innermostMessage(error);
  if (/dns error|ENOTFOUND/i.test(cause)) {
    const advice = "Check the spelling of OPENAI_BASE_URL, and that this machine is online.";
    return { kind: "connection", wrong: "no host of this name is found", advice, retry: true, forAll: true };
  }
  if (/refused/i.test(cause)) {
    const advice = "Start the server, or check the host and the port of OPENAI_BASE_URL.";
    return { kind: "connection", wrong: "nothing listens at this address", advice, retry: true, forAll: true };
  }
  if (/certificate|tls|ssl|corrupt message/i.test(cause)) {
    const advice = "Check whether OPENAI_BASE_URL begins with http:// or https://, and the server's certificate.";
    return { kind: "connection", wrong: "no safe connection can be made", advice, retry: true, forAll: true };
  }
  const advice = "Check the network and OPENAI_BASE_URL, then run it again.";
  return { kind: "connection", wrong: "the connection failed", advice, retry: true };
}

/** An answer with an error's status: what it means, and how long it asks to wait. */
function findInAnswer(
  error: InstanceType<typeof OpenAI.APIError>,
  circumstances: Circumstances,
): Finding {
  const { server, request, now } = circumstances;
  const { status, message, code, type, param, headers } = error;
  const body: unknown = error.error;
  const finding = status === 408
    ? timedOut("within the server's own limit", circumstances, "raise the time limit where the server is set up")
    : findInStatus({ status: status!, message, code, type, param, body }, request, server);
  const wish = headers?.get("x-should-retry");
  const waitMs = finding.retry ? readWait({ headers: headers ?? new Headers(), message, body }, now()) : undefined;
  const retry = finding.retry && wish !== "false";
  return { ...finding, retry, waitMs: waitMs ?? finding.waitMs, got: finding.got ?? innermostMessage(error) };
}

/** Where a proxy carries the requests, a page or a lost connection may be the proxy's own. */
function nameProxy(finding: Finding, { proxy }: Server): Finding {
  const mayBeProxy = finding.kind === "connection" || /web page|^407/.test(`${finding.wrong} ${finding.got ?? ""}`) ||
    /^50[234] /.test(finding.got ?? "");
  if (!proxy || !mayBeProxy) return finding;
  const advice = `The requests go through the proxy ${proxy}, which may have answered in the server's place: ` +
    "look there, or name the server's host in NO_PROXY.";
  return { ...finding, advice: `${finding.advice} ${advice}` };
}

/** Deno hides the reason of a failed fetch two causes deep. */
function innermostMessage(error: unknown): string {
  let inner = error as Error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return String(inner.message ?? inner).replace(/ for url \([^)]*\)/, "");
}
