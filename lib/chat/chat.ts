// Asks a language model, or the rule-based explainer in its place: the only way from the notebooks to a model.

import pLimit from "p-limit";
import { countAsWaiting, interruptSignal, reportFailedRequests } from "../interrupt.ts";
import { type Answering, openAnswering } from "./answering.ts";
import { openBatchJobs } from "./batch_jobs.ts";
import type { RequestRow } from "./batch_rows.ts";
import { canonicalJson } from "./cache.ts";
import { type Clock, openClient, openExchange } from "./exchange.ts";
import { describeFailure } from "./finding.ts";
import { openPace } from "./pace.ts";
import { costOf, formatCost } from "./prices.ts";
import { checkRequest } from "./requests.ts";
import { chooseServer, type Server } from "./server.ts";
import { listSettings } from "./setting_rows.ts";
import type { Environment } from "./environment.ts";
import { readSettings, type Settings } from "./settings.ts";
import { askSideBySide, type SideBySideOptions } from "./side_by_side.ts";
import type { Job } from "./tally.ts";
import { countPromptTokens } from "./tokens.ts";
import { type Chat, ChatError, type ChatRequest, type Estimate, type Outcome } from "./types.ts";
import { readUsage } from "./usage.ts";

export interface ChatOptions extends Settings, Clock {
  /** OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL and the settings; with neither a key nor a base URL, `rules` answers. */
  environment: Environment;
  rules: typeof globalThis.fetch;
  /**
   * Keeps one file an exchange, and what was used; without it nothing is kept. The rules' replies never are: they cost
   * nothing, and change.
   */
  cacheFolder?: string;
  /** Where batches are remembered, so that they go on another day: see `batch` of the settings, which needs it. */
  batchFolder?: string;
  /** Gets each request that is not kept in place of the server; it then fails as aborted. */
  hold?: (row: RequestRow) => void;
  /** What is asked for, such as the notebook's name: the use of tokens is summed by it. */
  stage?: string;
  fetch?: typeof globalThis.fetch;
  /** Shows a problem that costs no reply. */
  warn?: (problem: string) => void;
}

/** Opens the way to whoever answers. Throws where the key, the base URL or a setting cannot work. Sends nothing. */
export function openChat(options: ChatOptions): Chat {
  const { environment, batchFolder, hold, sleep, now } = options;
  const { server, settings, folder, pace, answering } = openParts(options);
  const { model, name, isLanguageModel, isOpenAi } = server;
  const askInBatches = settings.batch && isLanguageModel && !hold
    ? openBatchJobs({
      client: openClient(server, settings, { largest: largestResults }),
      folder: checkBatchFolder(batchFolder),
      ...{ server, answering, sleep, now },
    })
    : undefined;

  const askAll: Chat["askAll"] = async (requests, { onProgress, signal = interruptSignal() } = {}) => {
    const jobs = await plan(requests, answering);
    const options: SideBySideOptions = {
      pace,
      halted: await answering.storageFailure(),
      firstAlone: !answering.proven && !hold,
      server: name,
      onProgress,
      ask: ({ request }, { halted, onState }) =>
        hold ? holdBack(request, { hold, server, answering }) : answering.ask(request, { signal, halted, onState }),
    };
    // A single request is worth no batch: somebody waits for it.
    const isBatch = askInBatches && !options.halted && jobs.filter(({ kept }) => !kept).length > 1;
    const work = () => isBatch ? askInBatches(jobs, { onProgress, signal }) : askSideBySide(jobs, options);
    // Rules answer at once, and what they cannot answer they never will.
    if (!isLanguageModel) return await work();
    const outcomes = await countAsWaiting(work);
    reportFailedRequests(outcomes.filter(({ failure }) => failure).length);
    return outcomes;
  };

  return {
    model,
    server: name,
    isLanguageModel,
    settings: listSettings(server, settings, environment),
    askAll,
    async ask(request, options) {
      const [{ reply, failure }] = await askAll([request], options);
      if (failure) throw new ChatError(failure.kind, failure.message);
      return reply;
    },
    async estimate(requests) {
      const missing = (await plan(requests, answering)).filter(({ kept }) => !kept);
      const promptTokens = missing.reduce((sum, { request }) => sum + countPromptTokens(request, model), 0);
      const completionTokens = missing.length * await usualReply(folder, options.stage);
      const batch = askInBatches !== undefined && missing.length > 1;
      const dollars = costOf({ promptTokens, completionTokens }, { model, isOpenAi, batch });
      const estimate: Estimate = {
        requests: missing.length,
        cached: requests.length - missing.length,
        promptTokens,
        completionTokens,
      };
      return dollars === undefined ? estimate : { ...estimate, money: formatCost(dollars, { batch }) };
    },
  };
}

/** What a chat is made of, and what the import of replies needs of it. */
export function openParts(options: ChatOptions) {
  const { environment, rules, fetch, cacheFolder, stage = "", warn = console.warn, sleep, now } = options;
  const settings = readSettings(environment, options);
  const server = chooseServer(environment, { rules, fetch, headers: settings.headers });
  const { isLanguageModel } = server;
  const sampling = isLanguageModel ? settings : {};
  const folder = isLanguageModel ? cacheFolder : undefined;
  const client = openClient(server, settings);
  const pace = openPace(settings.concurrency, {
    start: isLanguageModel ? Math.min(2, settings.concurrency) : settings.concurrency,
  });
  const send = openExchange(client, { server, settings, sampling, pace, sleep, now });
  const answering = openAnswering({ server, client, send, sampling, folder, stage, warn });
  return { server, settings, folder, pace, answering };
}

/** 50,000 replies of four thousand characters each. */
const largestResults = 200 * 2 ** 20;

function checkBatchFolder(folder: string | undefined): string {
  if (folder !== undefined) return folder;
  throw new Error("Cannot ask in batches: no folder is given to remember them in. Give openChat() a batchFolder.");
}

async function holdBack(
  request: ChatRequest,
  { hold, server, answering }: { hold: (row: RequestRow) => void; server: Server; answering: Answering },
): Promise<{ outcome: Outcome }> {
  hold({ key: await answering.keyOf(request), body: answering.bodyOf(request) });
  const advice = "Bring in the replies, and run it again.";
  return {
    outcome: { failure: describeFailure({ kind: "aborted", wrong: "it is to be asked elsewhere", advice }, server) },
  };
}

// A system lets a process open about a thousand.
const mostOpenFiles = 32;

/** Equal requests together, each with its kept reply. Throws for requests that are malformed. */
async function plan(requests: ChatRequest[], answering: Answering): Promise<Job[]> {
  requests.forEach(checkRequest);
  const groups = Map.groupBy(requests.keys(), (place) => canonicalJson(requests[place]));
  const reading = pLimit(mostOpenFiles);
  return await reading.map(groups.values(), async (places) => {
    const request = requests[places[0]];
    return { request, places, kept: await answering.kept(request) };
  });
}

/** Tokens of a reply: what this stage's replies took on average, or a guess before there is any. */
async function usualReply(folder: string | undefined, stage = ""): Promise<number> {
  const lines = folder === undefined ? [] : await readUsage(folder);
  const counts = lines.flatMap((line) =>
    line.stage === stage && !line.failed && line.completionTokens > 0 ? line.completionTokens : []
  );
  return counts.length === 0 ? 250 : Math.round(counts.reduce((sum, count) => sum + count, 0) / counts.length);
}
