// Keeps count of a stage's requests: each outcome at its place, and the progress that is told.

import type { ChatRequest, Outcome, Progress, Reply } from "./types.ts";

/** One request that is different from all others, and the places at which it was asked for. */
export interface Job {
  request: ChatRequest;
  places: number[];
  /** The reply, where it is kept. */
  kept?: Reply;
}

export interface Tally {
  /** In the order of the requests. */
  readonly outcomes: Outcome[];
  settle(job: Job, outcome: Outcome): void;
  /** Tells for whom it waits, in words. */
  wait(waiting: string): void;
}

/** Begins to count: what is kept is settled at once. */
export function openTally(jobs: readonly Job[], onProgress?: (progress: Progress) => void): Tally {
  const total = jobs.reduce((sum, { places }) => sum + places.length, 0);
  const outcomes: Outcome[] = new Array(total);
  const progress: Progress = { done: 0, total, failed: 0, cached: 0, promptTokens: 0, completionTokens: 0 };
  const settle = ({ places }: Job, outcome: Outcome) => {
    places.forEach((place, copy) => {
      // Nothing was sent for a copy, and adding up its tokens would count them twice.
      outcomes[place] = copy > 0 && outcome.reply ? { reply: { ...outcome.reply, cached: true } } : outcome;
      addOutcome(progress, outcomes[place]);
      onProgress?.({ ...progress });
    });
  };
  for (const job of jobs) if (job.kept) settle(job, { reply: job.kept });
  return { outcomes, settle, wait: (waiting) => onProgress?.({ ...progress, waiting }) };
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
