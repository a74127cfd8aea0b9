// Asks a language model, or the rule-based explainer in its place: the only way from the notebooks to a model.

import pLimit from "p-limit";
import { type Job, runBatch } from "./batch.ts";
import { canonicalJson, openCache } from "./cache.ts";
import { type ExchangeOptions, openExchange } from "./exchange.ts";
import { checkRequest, toBody } from "./requests.ts";
import { chooseServer } from "./server.ts";
import { countPromptTokens } from "./tokens.ts";

/** A piece of a message; a picture's `url` is a data URL of a PNG. */
export type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

export interface Message {
  role: "system" | "user" | "assistant";
  content: string | Part[];
}

/** With a JSON schema, the server must give a reply that fits it (structured outputs, strict). */
export interface ChatRequest {
  messages: Message[];
  schema?: { name: string; schema: Record<string, unknown> };
}

/** A complete answer. `cached` says that nothing was sent for it; the token counts are of when it was. */
export interface Reply {
  text: string;
  model: string;
  promptTokens: number;
  completionTokens: number;
  cached: boolean;
  /** What a reader should know of this reply: it sounds like a refusal, and the like. */
  note?: string;
}

/** `schema` and `pictures`: the model takes none; `malformed`: no chat completion came back. */
export type FailureKind =
  | ("authentication" | "permission" | "quota" | "model" | "address" | "pictures" | "schema" | "request")
  | ("rate-limit" | "server" | "connection" | "timeout" | "aborted")
  | ("refusal" | "empty" | "length" | "content-filter" | "malformed");

/** `message` says what went wrong and what to do next, for people. */
export interface Failure {
  kind: FailureKind;
  message: string;
}

export type Outcome = { reply: Reply; failure?: undefined } | { reply?: undefined; failure: Failure };

/** `cached` counts the outcomes for which nothing was sent; the tokens are of the replies that were sent for. */
export interface Progress {
  done: number;
  total: number;
  failed: number;
  cached: number;
  promptTokens: number;
  completionTokens: number;
}

export interface Chat {
  readonly model: string;
  /** Who answers, for people. */
  readonly server: string;
  readonly isLanguageModel: boolean;
  /** Throws a ChatError where no complete answer comes. */
  ask(request: ChatRequest, options?: { signal?: AbortSignal }): Promise<Reply>;
  /**
   * Asks side by side. The outcomes stand in the order of the requests; a failed one is a failure and the others are
   * kept. Equal requests are sent once. The first request ever goes alone: where it shows that the key, the quota, the
   * model or the address is wrong, nothing else is sent. Throws for requests that are malformed, before any is sent.
   */
  askAll(
    requests: ChatRequest[],
    options?: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
  ): Promise<Outcome[]>;
  /** What askAll would send: the requests, the outcomes that need none, and about how many prompt tokens. */
  estimate(requests: ChatRequest[]): Promise<{ requests: number; cached: number; promptTokens: number }>;
}

export interface ChatOptions extends ExchangeOptions {
  /** OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL; with neither a key nor a base URL, `rules` answers. */
  environment: Record<string, string | undefined>;
  rules: typeof globalThis.fetch;
  /** One file an exchange; without it nothing is kept. The rules' replies never are: they cost nothing, and change. */
  cacheFolder?: string;
  fetch?: typeof globalThis.fetch;
  /** Requests in flight at most. */
  concurrency?: number;
  /** Shows a problem that costs no reply: once, where the cache folder cannot be written to. */
  warn?: (problem: string) => void;
}

/** A failure of `ask`. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  constructor(readonly kind: FailureKind, message: string) {
    super(message);
  }
}

/** Opens the way to whoever answers. Throws where the key, the base URL or a number cannot work. Sends nothing. */
export function openChat(
  { environment, rules, cacheFolder, fetch, concurrency = 8, warn = console.warn, ...exchangeOptions }: ChatOptions,
): Chat {
  const { retries = 0, timeoutMs = 1 } = exchangeOptions;
  checkNumber("concurrency", concurrency, 1);
  checkNumber("retries", retries, 0);
  checkNumber("timeoutMs", timeoutMs, 1);
  const server = chooseServer(environment, { rules, fetch });
  const cache = openCache(server.isLanguageModel ? cacheFolder : undefined, server, warn);
  const send = openExchange(server, exchangeOptions);
  const limit = pLimit(concurrency);
  let proven = false;

  async function plan(requests: ChatRequest[]): Promise<Job[]> {
    requests.forEach(checkRequest);
    const groups = Map.groupBy(requests.keys(), (place) => canonicalJson(requests[place]));
    return await Promise.all(
      groups.values().map(async (places) => {
        const request = requests[places[0]];
        return { request, places, kept: await cache.read(toBody(server.model, request)) };
      }),
    );
  }

  const askAll: Chat["askAll"] = async (requests, { onProgress, signal } = {}) =>
    await runBatch(await plan(requests), {
      limit,
      firstAlone: !proven,
      onProgress,
      async ask({ request }, halted) {
        const exchange = await send(request, { signal, halted });
        const { reply } = exchange.outcome;
        if (reply) {
          proven = true;
          await cache.write(toBody(server.model, request), reply);
        }
        return exchange;
      },
    });

  return {
    model: server.model,
    server: server.name,
    isLanguageModel: server.isLanguageModel,
    askAll,
    async ask(request, options) {
      const [{ reply, failure }] = await askAll([request], options);
      if (failure) throw new ChatError(failure.kind, failure.message);
      return reply;
    },
    async estimate(requests) {
      const missing = (await plan(requests)).filter(({ kept }) => !kept);
      const promptTokens = missing.reduce((sum, { request }) => sum + countPromptTokens(request, server.model), 0);
      return { requests: missing.length, cached: requests.length - missing.length, promptTokens };
    },
  };
}

/** The line for the top of a notebook: who answers and, where it is the rules, how to have a language model answer. */
export function howToUseAModel({ server, isLanguageModel }: Chat): string {
  if (isLanguageModel) return `The explanations come from ${server}.`;
  return `The explanations come from ${server}, which is no language model: it costs nothing and needs no key. ` +
    "To let ChatGPT explain, set OPENAI_API_KEY before you start the kernel. For a local server, set OPENAI_BASE_URL " +
    "(http://localhost:11434/v1, say) and OPENAI_MODEL, a model that can see pictures.";
}

function checkNumber(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`Cannot open the chat: ${name} is a whole number from ${least} up, got ${value}. Change it.`);
}
