// Gets the answer to one request: kept, or asked for and then kept; without its schema where the server takes none.

import type OpenAI from "openai";
import type { ResultRow } from "./batch_rows.ts";
import { type Cache, openCache } from "./cache.ts";
import type { Send, SendOptions } from "./exchange.ts";
import { askIdentity } from "./identity.ts";
import { type Body, type Sampling, toBody } from "./requests.ts";
import { readResult, requestOf } from "./result_reader.ts";
import type { Server } from "./server.ts";
import { countPromptTokens } from "./tokens.ts";
import type { ChatRequest, Failure, Outcome, Reply } from "./types.ts";
import { noteUsage } from "./usage.ts";

export interface Answering {
  /** What a request is kept under. */
  keyOf(request: ChatRequest): Promise<string>;
  keyOfBody(body: Body): Promise<string>;
  kept(request: ChatRequest): Promise<Reply | undefined>;
  /** `halt` is a failure that every other request would meet as well; `reply` may stand beside it. */
  ask(request: ChatRequest, options: SendOptions): Promise<{ outcome: Outcome; halt?: Failure }>;
  /** Where replies that came before still cannot be kept, the failure that says so: nothing is asked then. */
  storageFailure(): Promise<Failure | undefined>;
  /** What is sent for a request. */
  bodyOf(request: ChatRequest): Body;
  /** Takes in a result that came by a batch or from another engine: a good one is kept. Throws where that cannot be. */
  take(row: ResultRow, body: Body): Promise<Outcome>;
  /** Whether any reply came since it was opened. */
  readonly proven: boolean;
}

export interface AnsweringOptions {
  server: Server;
  client: OpenAI;
  send: Send;
  sampling: Sampling;
  /** For replies and their use; undefined keeps nothing. */
  folder?: string;
  stage: string;
  warn: (problem: string) => void;
}

/** Opens the way to kept and new answers. Who the server is, is asked once, before the first look at what is kept. */
export function openAnswering({ server, client, send, sampling, folder, stage, warn }: AnsweringOptions): Answering {
  let opened: Promise<Cache> | undefined;
  const cache = () => opened ??= openOnce();
  const openOnce = async () =>
    openCache(folder, { server: server.key, identity: await askIdentity(client, { server, folder }) });
  const bodyOf = (request: ChatRequest): Body => toBody(server, request, sampling);
  const warned = new Set<string>();
  const warnOnce = (problem: string) => warned.has(problem) || (warned.add(problem), warn(problem));
  let takesSchemas = true;
  let proven = false;

  async function sendAsTaken(request: ChatRequest, options: SendOptions) {
    const plain = { messages: request.messages };
    if (!request.schema) return await send(request, options);
    if (takesSchemas) {
      const exchange = await send(request, options);
      if (exchange.outcome.failure?.kind !== "schema") return exchange;
      takesSchemas = false;
    }
    const exchange = await send(plain, options);
    const { reply } = exchange.outcome;
    if (reply) reply.note = [reply.note, noSchema].filter((note) => note).join(" ");
    return exchange;
  }

  async function note(
    request: ChatRequest,
    { outcome, promptTokens, completionTokens, batch }: {
      outcome: Outcome;
      promptTokens: number;
      completionTokens: number;
      batch?: boolean;
    },
  ) {
    const { isOpenAi } = server;
    const counts = { promptTokens, completionTokens, estimatedPromptTokens: countPromptTokens(request, server.model) };
    const failed = outcome.failure !== undefined;
    await noteUsage(folder, { stage, model: server.mask(server.model), isOpenAi, failed, ...counts, batch });
  }

  return {
    get proven() {
      return proven;
    },
    keyOfBody: async (body) => (await cache()).keyOf(body),
    keyOf: async (request) => (await cache()).keyOf(bodyOf(request)),
    kept: async (request) => await (await cache()).read(bodyOf(request)),
    async ask(request, options) {
      const { outcome, forAll, tries, promptTokens, completionTokens, warning } = await sendAsTaken(request, options);
      if (warning) warnOnce(warning);
      if (tries > 0 && server.isLanguageModel) await note(request, { outcome, promptTokens, completionTokens });
      if (outcome.failure) return { outcome, halt: forAll ? outcome.failure : undefined };
      proven = true;
      try {
        await (await cache()).write(bodyOf(request), outcome.reply);
        return { outcome };
      } catch (error) {
        const halt = cannotKeep(folder, error as Error);
        warnOnce(halt.message);
        return { outcome, halt };
      }
    },
    bodyOf,
    async take(row, body) {
      const { outcome, warning, ...counts } = readResult(row, body, server);
      if (warning) warnOnce(warning);
      if (outcome.reply) await (await cache()).write(body, outcome.reply);
      await note(requestOf(body), { outcome, ...counts, batch: true });
      return outcome;
    },
    async storageFailure() {
      try {
        await (await cache()).flush();
      } catch (error) {
        return cannotKeep(folder, error as Error);
      }
    },
  };
}

const noSchema = "The server takes no schema for its replies: this one was asked for in plain words.";

function cannotKeep(folder: string | undefined, error: Error): Failure {
  const { message } = error.cause instanceof Error ? error.cause : error;
  // The system's words go on with the file's name, which is another for each reply.
  const wrong = message.replace(/: \w+ '.*$/s, "");
  const advice =
    "No more is asked, since it would be paid for and lost. Make room or make the folder writable, and run " +
    "it again: what came is not asked again.";
  return { kind: "storage", message: `Cannot keep replies in ${folder}: got "${wrong}". ${advice}` };
}
