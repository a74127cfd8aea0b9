// Asks what a stage asks through batches, with the same outcomes and the same progress as side by side.

import type OpenAI from "openai";
import type { Answering } from "./answering.ts";
import { openBatchApi } from "./batch_api.ts";
import type { Batch } from "./batch_states.ts";
import { openBatches } from "./batches.ts";
import { oneLine, shorten } from "./clean_text.ts";
import type { Clock } from "./exchange.ts";
import { diagnose } from "./failures.ts";
import { describeFailure } from "./finding.ts";
import type { Body } from "./requests.ts";
import type { Server } from "./server.ts";
import { type Job, openTally } from "./tally.ts";
import type { Outcome, Progress } from "./types.ts";

export interface BatchJobsOptions extends Clock {
  server: Server;
  /** One that bears long files. */
  client: OpenAI;
  answering: Answering;
  /** Where batches and their requests are remembered. */
  folder: string;
}

export type AskJobs = (
  jobs: readonly Job[],
  options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal },
) => Promise<Outcome[]>;

/** Opens the asking of jobs through batches: see openBatches(). */
export function openBatchJobs({ server, client, answering, folder, sleep, now = Date.now }: BatchJobsOptions): AskJobs {
  const api = openBatchApi({ client, sleep, diagnose: explain });
  const askInBatches = openBatches({
    api: { ...api, waitForEnd: async (...call) => maskErrors(await api.waitForEnd(...call), server) },
    folder,
    server: server.address,
    now,
    take: (row, body) => answering.take(row, body as Body),
  });
  return async (jobs, { onProgress, signal }) => {
    const tally = openTally(jobs, onProgress);
    const missing = new Map<string, Job>();
    for (const job of jobs) if (!job.kept) missing.set(await answering.keyOf(job.request), job);
    const requests = [...missing].map(([key, { request }]) => ({ key, body: answering.bodyOf(request) }));
    const settle = (key: string, outcome: Outcome) => tally.settle(missing.get(key)!, outcome);
    await askInBatches(requests, { settle, onState: tally.wait, signal });
    return tally.outcomes;
  };

  function explain(error: unknown) {
    const circumstances = { server, request: { messages: [] }, timeout: 600, now, crowded: true };
    const finding = diagnose(error, circumstances);
    const advice = finding.kind === "address"
      ? "This server may have no Batch API: leave OPENAI_BATCH out, or check OPENAI_BASE_URL."
      : finding.advice;
    const { retry = false, waitMs } = finding;
    return { failure: describeFailure({ ...finding, advice }, server), retry, waitMs };
  }
}

/** What a server finds wrong with a batch is shown, and may hold anything: it is masked and made one short line before. */
function maskErrors(batch: Batch, { mask }: Server): Batch {
  const told = batch.errors?.data?.map((error) => ({
    ...error,
    message: error.message && shorten(mask(oneLine(mask(error.message)))),
  }));
  return told ? { ...batch, errors: { ...batch.errors, data: told } } : batch;
}
