// Asks many requests side by side: equal ones once, the first one alone where nothing is proven yet.

import type { SendOptions } from "./exchange.ts";
import type { Pace } from "./pace.ts";
import { hasPictures } from "./requests.ts";
import { type Job, openTally } from "./tally.ts";
import type { Failure, Outcome, Progress } from "./types.ts";
import { formatWait } from "./waiting.ts";

export interface SideBySideOptions {
  pace: Pace;
  /** `halt` is a failure that every other request would meet as well. */
  ask: (job: Job, options: Pick<SendOptions, "halted" | "onState">) => Promise<{ outcome: Outcome; halt?: Failure }>;
  /** Where nothing is to be sent from the beginning, the failure that says why. */
  halted?: Failure;
  /** Waits for the first request before the others are sent, so that a wrong key is sent once and not eight times. */
  firstAlone: boolean;
  /** Who is waited for, in words. */
  server: string;
  onProgress?: (progress: Progress) => void;
}

const tellEveryMs = 1000;

/** Fills the outcomes in the order of the requests; where a failure would meet all, the rest fails without being sent. */
export async function askSideBySide(
  jobs: Job[],
  { pace, ask, halted, firstAlone, server, onProgress }: SideBySideOptions,
): Promise<Outcome[]> {
  const tally = openTally(jobs, onProgress);
  const underWay = new Map<Job, { since: number; pause?: string }>();
  let failureForAll = halted;

  // All of it stands inside the limit: the slot is free only when the next request can see that it is not to be sent.
  const askOne = async (job: Job) => {
    const state: { since: number; pause?: string } = { since: performance.now() };
    underWay.set(job, state);
    const meetsAll = ({ kind }: Failure) => kind !== "pictures" || hasPictures(job.request);
    const { outcome, halt } = await ask(job, {
      halted: () => failureForAll && meetsAll(failureForAll) ? failureForAll : undefined,
      onState: (pause) => state.pause = pause,
    });
    underWay.delete(job);
    failureForAll ??= halt;
    tally.settle(job, outcome);
  };
  const tell = () => tally.wait(describeWaiting([...underWay.values()], server));

  pace.startStage();
  const missing = jobs.filter(({ kept }) => !kept);
  const first = missing.splice(0, firstAlone ? 1 : 0);
  const timer = onProgress && setInterval(tell, tellEveryMs);
  try {
    for (const together of [first, missing]) await Promise.all(together.map((job) => pace.run(() => askOne(job))));
  } finally {
    clearInterval(timer);
  }
  return tally.outcomes;
}

function describeWaiting(underWay: { since: number; pause?: string }[], server: string): string {
  const pauses = underWay.flatMap(({ pause }) => pause ?? []);
  if (pauses.length > 0) return `${server} asks to wait: ${pauses[0]}`;
  const longest = Math.max(0, ...underWay.map(({ since }) => performance.now() - since));
  return `waiting for ${server}, for ${formatWait(longest)} now (${underWay.length} under way)`;
}
