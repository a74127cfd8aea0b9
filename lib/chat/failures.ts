// Turns whatever went wrong between a request and its reply into a failure with advice, and says what may be retried.

import OpenAI from "openai";
import type { ChatRequest, Failure, FailureKind } from "./chat.ts";
import type { Server } from "./server.ts";

export interface Diagnosis {
  failure: Failure;
  /** Another try may help. */
  retry: boolean;
  /** Every other request would fail alike, so none needs to be sent. */
  forAll: boolean;
  /** How long the server asks to wait before the next try, in milliseconds. */
  waitMs?: number;
}

type Context = { server: Server; request: ChatRequest; timeoutMs: number; now: () => number };
type Finding = { kind: FailureKind; wrong: string; advice: string; retry?: boolean; forAll?: boolean };

const quotaCodes = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]);

/** Diagnoses an error that the OpenAI client threw. */
export function diagnose(error: unknown, context: Context): Diagnosis {
  const finding = find(error, context);
  const got = finding.kind === "aborted" || finding.kind === "timeout" ? undefined : innermostMessage(error);
  const failure = describeFailure(finding, { server: context.server, got });
  const headers = error instanceof OpenAI.APIError ? error.headers : undefined;
  const waitMs = headers && readRetryAfter(headers, context.now());
  return { failure, retry: finding.retry ?? false, forAll: finding.forAll ?? false, waitMs };
}

/** The failure as people read it; `got` came from outside, so it is scrubbed, shortened and kept on one line. */
export function describeFailure(
  { kind, wrong, advice }: Pick<Finding, "kind" | "wrong" | "advice">,
  { server, got }: { server: Server; got?: string },
): Failure {
  const shown = got === undefined ? "" : `, got "${shorten(server.scrub(got))}"`;
  return { kind, message: `Cannot get a reply from ${server.address}: ${wrong}${shown}. ${advice}` };
}

function find(error: unknown, { server, request, timeoutMs }: Context): Finding {
  if (error instanceof OpenAI.APIUserAbortError) return aborted;
  if (error instanceof OpenAI.APIConnectionTimeoutError) return timedOut(`within ${timeoutMs / 1000} s`);
  if (error instanceof OpenAI.APIConnectionError) return findInConnection(error, server);
  if (error instanceof OpenAI.APIError && error.status) return findInStatus(error, request, server);
  return { kind: "malformed", wrong: "what came back cannot be read", advice: checkUrl };
}

const checkUrl = "Check OPENAI_BASE_URL: it must lead to a chat-completions API, and mostly ends in /v1.";

export const aborted: Finding = {
  kind: "aborted",
  wrong: "it was stopped before the reply came",
  advice: "Run it again to ask for what is missing.",
};

function timedOut(span: string): Finding {
  const advice = "Run it again, give openChat() a longer timeoutMs, or choose a faster model.";
  return { kind: "timeout", wrong: `no complete reply came ${span}`, advice, retry: true };
}

function findInConnection(error: Error, server: Server): Finding {
  if (!server.isLanguageModel) {
    return { kind: "server", wrong: "it failed", advice: "Report this with the prompt that was sent." };
  }
  if (error.cause instanceof RangeError) { // the bound that the exchange puts on a body
    return { kind: "malformed", wrong: "the reply is too long", advice: checkUrl };
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
  const advice = "Check the network and OPENAI_BASE_URL, then run it again.";
  return { kind: "connection", wrong: "the connection failed", advice, retry: true };
}

function findInStatus(error: InstanceType<typeof OpenAI.APIError>, request: ChatRequest, server: Server): Finding {
  const { status, code, type, param, message } = error;
  const again = "Wait a little and run it again: what was answered is kept.";
  if (status === 401) {
    const advice = "Set OPENAI_API_KEY to a valid key of this server and start the kernel again.";
    return { kind: "authentication", wrong: "the key is not accepted", advice, forAll: true };
  }
  if (status === 402 || quotaCodes.has(code ?? "") || quotaCodes.has(type ?? "")) {
    const advice = "Waiting does not help: add credit to the account, or use another key.";
    return { kind: "quota", wrong: "the account has no quota left", advice, forAll: true };
  }
  const misfit = findMisfit(message.slice(0, 300).replaceAll(server.model, ""), { status: status!, param, request });
  if (misfit) return misfit;
  if (code === "model_not_found" || (status === 404 && /model/i.test(message))) {
    const advice = "Set OPENAI_MODEL to a model of this server that can see pictures.";
    return { kind: "model", wrong: `it has no model "${server.model}"`, advice, forAll: true };
  }
  if (status === 404) return { kind: "address", wrong: "nothing is at this address", advice: checkUrl, forAll: true };
  if (status === 403) {
    const advice = "Check what this key, its project and this country may use.";
    return { kind: "permission", wrong: "the request is not permitted", advice };
  }
  if (status === 429) return { kind: "rate-limit", wrong: "too many requests", advice: again, retry: true };
  if (status === 408) return timedOut("in the server's own time");
  if (status === 409 || status! >= 500) return { kind: "server", wrong: "it failed", advice: again, retry: true };
  return { kind: "request", wrong: "the request is rejected", advice: "Change the prompt or choose another model." };
}

/**
 * A model that lacks pictures or schemas says so in words only, under status 400 mostly, but llama.cpp's server and
 * Foundry Local under 500 and OpenRouter under 404. The message may quote the prompt, so only its start counts.
 */
function findMisfit(
  message: string,
  { status, param, request }: { status: number; param?: string | null; request: ChatRequest },
): Finding | undefined {
  if (![400, 404, 415, 422, 500, 501].includes(status)) return undefined;
  if (request.schema && /response_?format|json_?schema|structured output|grammar/i.test(`${param} ${message}`)) {
    const advice = "Ask without a schema, or choose a model with structured outputs.";
    return { kind: "schema", wrong: "the model takes no schema for its reply", advice };
  }
  const hasPicture = request.messages.some(({ content }) =>
    typeof content !== "string" && content.some((part) => part.type === "image_url")
  );
  const pictureWords =
    /image|vision|multi-?modal|mmproj|content[ _](part|type)|content.{0,20}(must be|valid) a? ?string/i;
  const sure = status !== 404 && status < 500 || /support/i.test(message); // a 500 about a picture may pass
  if (!hasPicture || !sure || !pictureWords.test(message)) return undefined;
  const advice = "Set OPENAI_MODEL to a vision model, such as gpt-4o or a local one that is made for pictures.";
  return { kind: "pictures", wrong: "the model takes no pictures", advice };
}

/** Deno hides the reason of a failed fetch two causes deep. */
function innermostMessage(error: unknown): string {
  let inner = error as Error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return String(inner.message ?? inner).replace(/ for url \([^)]*\)/, "");
}

/** Reads retry-after-ms (milliseconds) or Retry-After (seconds or an HTTP date, RFC 9110 section 10.2.3). */
function readRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get("retry-after-ms");
  const text = headers.get("retry-after");
  const candidates = [
    milliseconds === null ? NaN : Number(milliseconds),
    text === null ? NaN : Number(text) * 1000,
    text === null ? NaN : Date.parse(text) - now,
  ];
  return candidates.find(Number.isFinite);
}

function shorten(text: string): string {
  // deno-lint-ignore no-control-regex -- a terminal would act on them
  const line = text.replace(/[\s\x00-\x1f\x7f-\x9f]+/g, " ").trim();
  return line.length <= 300 ? line : `${line.slice(0, 300)}…`;
}
