// Runs the requests of one stage side by side: equal ones once, the first one alone where nothing is proven yet.

import type { LimitFunction } from "p-limit";
import type { ChatRequest, Failure, Outcome, Progress, Reply } from "./chat.ts";
import type { Exchange } from "./exchange.ts";

/** One request that is different from all others, and the places at which it was asked for. */
export interface Job {
  request: ChatRequest;
  places: number[];
  /** The reply, where the cache holds it. */
  kept?: Reply;
}

export interface BatchOptions {
  limit: LimitFunction;
  ask: (job: Job, halted: () => Failure | undefined) => Promise<Exchange>;
  /** Waits for the first request before the others are sent, so that a wrong key is sent once and not eight times. */
  firstAlone: boolean;
  onProgress?: (progress: Progress) => void;
}

/** Fills the outcomes in the order of the requests; where a failure would meet all, the rest fails without being sent. */
export async function runBatch(jobs: Job[], { limit, ask, firstAlone, onProgress }: BatchOptions): Promise<Outcome[]> {
  const total = jobs.reduce((sum, { places }) => sum + places.length, 0);
  const outcomes: Outcome[] = new Array(total);
  const progress = { done: 0, total, failed: 0, cached: 0, promptTokens: 0, completionTokens: 0 };
  let failureForAll: Failure | undefined;

  const settle = ({ places }: Job, outcome: Outcome) => {
    places.forEach((place, copy) => {
      // Nothing was sent for a copy, and adding up its tokens would count them twice.
      outcomes[place] = copy > 0 && outcome.reply ? { reply: { ...outcome.reply, cached: true } } : outcome;
      addOutcome(progress, outcomes[place]);
      onProgress?.({ ...progress });
    });
  };
  // All of it stands inside the limit: the slot is free only when the next request can see that it is not to be sent.
  const askOne = async (job: Job) => {
    const { outcome, forAll } = await ask(job, () => failureForAll);
    if (forAll) failureForAll ??= outcome.failure;
    settle(job, outcome);
  };

  for (const job of jobs) if (job.kept) settle(job, { reply: job.kept });
  const missing = jobs.filter(({ kept }) => !kept);
  const first = missing.splice(0, firstAlone ? 1 : 0);
  for (const together of [first, missing]) await Promise.all(together.map((job) => limit(askOne, job)));
  return outcomes;
}

function addOutcome(progress: Progress, { reply, failure }: Outcome): void {
  progress.done++;
  if (failure) progress.failed++;
  else if (reply.cached) progress.cached++;
  else {
    progress.promptTokens += reply.promptTokens;
    progress.completionTokens += reply.completionTokens;
  }
}
