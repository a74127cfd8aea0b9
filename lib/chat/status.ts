// What a server means by an error: by its status, and where servers differ in that, by its words.

import { findContextOverflow } from "./context_size.ts";
import { checkUrl } from "./common_findings.ts";
import type { Finding, ServerError } from "./finding.ts";
import { hasPictures } from "./requests.ts";
import type { Server } from "./server.ts";
import type { ChatRequest } from "./types.ts";

const quotaCodes =
  /insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_balance|credit_exhausted|budget_exceeded/;
const keyWords =
  /(invalid|incorrect|wrong|missing|no|bad|expired|revoked|provide)\b.{0,30}\b((api|access|subscription|auth|virtual|bearer|secret)[ _-]?(key|token)|credentials?)\b|unauthori[sz]ed|authentication_?error|not authenticated|invalid_api_key/i;
const modelWords =
  /\bmodel\b.{0,120}\b(not found|does not exist|doesn't exist|not exist|not available|unavailable|not loaded|not installed|not supported|unknown|invalid)|\b(unknown|invalid|no such|unsupported|not a valid|cannot find|couldn't find)\b.{0,20}\bmodel\b|try pulling it|no healthy deployments/i;
const noConnection =
  /connection (error|refused|failed)|cannot connect|connect call failed|ECONNREFUSED|upstream connect|no such host/i;
const settingWords =
  /unsupported[ _](parameter|value)|unrecognized (request )?argument|extra_forbidden|does not support (the )?(parameter|temperature|seed)/i;

/** What is wrong, from a status and its error. The message may quote the prompt, so only its start counts. */
export function findInStatus(error: ServerError, request: ChatRequest, server: Server): Finding {
  // LiteLLM ends each error with words of its own, about a "model group".
  const message = error.message.replace(/\s*LiteLLM: model group .*$/s, "");
  return nameGateway(findByWords({ ...error, message }, request, server), message);
}

function findByWords(error: ServerError, request: ChatRequest, server: Server): Finding {
  const { status, code, type } = error;
  const codes = `${code} ${type}`;
  const start = error.message.slice(0, 300);
  // A model's name may sound like anything, "vision" say.
  const nameless = server.model.length < 3 ? start : start.replaceAll(server.model, "");
  const again = "Wait a little and run it again: what was answered is kept.";
  const overflow = findContextOverflow(error);
  if (overflow) return overflow;
  if (status === 402 || quotaCodes.test(codes) || /insufficient (balance|credits?|funds|quota)/i.test(start)) {
    const advice = "Waiting does not help: add credit to the account, or use another key.";
    return { kind: "quota", wrong: "the account has no quota left", advice, forAll: true };
  }
  // Without a database LiteLLM knows no key but its master key.
  const unknownToLiteLlm = status === 400 && /no_db_connection/.test(codes);
  if (status === 401 || unknownToLiteLlm || (status !== 429 && keyWords.test(`${codes} ${nameless}`))) {
    const advice = "Set OPENAI_API_KEY to a valid key of this server and start the kernel again.";
    return { kind: "authentication", wrong: "the key is not accepted", advice, forAll: true };
  }
  if (/content_?filter|content_policy|responsibleaipolicy/i.test(codes)) {
    return {
      kind: "content-filter",
      wrong: "a content filter stopped the prompt",
      advice: "Change the prompt's words.",
    };
  }
  const misfit = findMisfit(nameless, error, request) ?? findSetting(nameless, error);
  if (misfit) return misfit;
  const mayBeModel = status === 404 ? /model/i.test(start) : status < 429 || status === 500;
  if (/model_not_found/.test(codes) || (mayBeModel && (status === 404 || modelWords.test(start)))) {
    const advice = "Set OPENAI_MODEL to a model of this server that can see pictures.";
    return { kind: "model", wrong: `it has no model "${server.model}"`, advice, forAll: true };
  }
  if (status === 404 || status === 405) {
    return { kind: "address", wrong: "nothing is at this address", advice: checkUrl, forAll: true };
  }
  if (status === 403) {
    const advice = "Check what this key, its project and this country may use.";
    return { kind: "permission", wrong: "the request is not permitted", advice };
  }
  if (status === 407) {
    const advice = "Give the proxy its user name and password, or name the server's host in NO_PROXY.";
    return { kind: "permission", wrong: "a proxy asks who you are", advice, forAll: true };
  }
  if (status === 429) return { kind: "rate-limit", wrong: "too many requests", advice: again, retry: true };
  if (status === 409 || status === 425 || status >= 500) return findInServer(error, again);
  return { kind: "request", wrong: "the request is rejected", advice: "Change the prompt or choose another model." };
}

/** A model that is being loaded takes longer than a few seconds. */
function findInServer({ status, message }: ServerError, advice: string): Finding {
  if (noConnection.test(message)) {
    const start = "Start that server, then run it again: what was answered is kept.";
    return {
      kind: "server",
      wrong: "what stands behind it cannot be reached",
      advice: start,
      retry: true,
      forAll: true,
    };
  }
  const isLoading = status === 503 && /loading/i.test(message);
  return { kind: "server", wrong: "it failed", advice, retry: true, waitMs: isLoading ? 15_000 : undefined };
}

/** Where LiteLLM passes on what the server behind it said, that one's settings are to be looked at. */
function nameGateway(finding: Finding, message: string): Finding {
  const isPassedOn = /\blitellm\.\w+: .*Exception - /s.test(message);
  if (!isPassedOn || !["authentication", "address", "model", "server"].includes(finding.kind)) return finding;
  const advice =
    "LiteLLM passes on what the server behind it said: look at that server, and at its model, api_base and " +
    "api_key in LiteLLM's configuration.";
  return { ...finding, advice };
}

/**
 * A model that lacks pictures or schemas says so in words only, under status 400 mostly, but llama.cpp's server and
 * Foundry Local under 500 and OpenRouter under 404.
 */
function findMisfit(message: string, { status, param }: ServerError, request: ChatRequest): Finding | undefined {
  if (![400, 404, 415, 422, 500, 501].includes(status)) return undefined;
  if (request.schema && /response_?format|json_?schema|structured output|grammar/i.test(`${param} ${message}`)) {
    const advice = "Ask without a schema, or choose a model with structured outputs.";
    return { kind: "schema", wrong: "the model takes no schema for its reply", advice, forAll: true };
  }
  if (/system.{0,20}(role|message|prompt).{0,30}not (supported|allowed)|no system (role|message)/i.test(message)) {
    const advice = "Leave the prompt template named system empty, or choose another model.";
    return { kind: "request", wrong: "the model takes no system message", advice, forAll: true };
  }
  const hasPicture = hasPictures(request);
  const pictureWords =
    /image|vision|multi-?modal|mmproj|content[ _](part|type)|content.{0,20}(must be|valid) a? ?string/i;
  const sure = status !== 404 && status < 500 || /support/i.test(message); // a 500 about a picture may pass
  if (!hasPicture || !sure || !pictureWords.test(message)) return undefined;
  const advice = "Set OPENAI_MODEL to a vision model, such as gpt-4o or a local one that is made for pictures, " +
    'or pictures = "text" where the notebook has that knob (--set pictures=text), to send them as text.';
  return { kind: "pictures", wrong: "the model takes no pictures", advice, forAll: true };
}

/** A setting that this model does not take, such as a temperature for one that reasons. */
function findSetting(message: string, { status, code, param }: ServerError): Finding | undefined {
  const sent = /temperature|seed|max_(completion_)?tokens|reasoning_effort/;
  if (![400, 422].includes(status) || !sent.test(`${param} ${message}`)) return undefined;
  if (!settingWords.test(`${message} ${code}`)) return undefined;
  const advice =
    "Unset OPENAI_TEMPERATURE, OPENAI_SEED, OPENAI_MAX_TOKENS or OPENAI_REASONING_EFFORT, whichever it names.";
  return { kind: "request", wrong: "the model does not take one of the settings", advice, forAll: true };
}
