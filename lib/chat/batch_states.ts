// What a batch's state means: how far it is, why it has no reply for a request, and whether it was too large.

import type OpenAI from "openai";
import type { Failure } from "./types.ts";

export type Batch = OpenAI.Batch;

/** How far a batch is, in words, with an estimate of the time once some requests are answered. */
export function describeBatch({ status, request_counts, in_progress_at }: Batch, now: number): string {
  const { total = 0, completed = 0, failed = 0 } = request_counts ?? {};
  const done = completed + failed;
  if (status === "validating") return "a batch is being checked";
  if (status === "finalizing") return `a batch is being finished: ${done} of ${total} done`;
  if (status === "cancelling") return "a batch is being cancelled";
  if (done === 0 || !in_progress_at) return `a batch of ${total} is under way, which may take up to 24 hours`;
  const seconds = (now / 1000 - in_progress_at) / done * (total - done);
  return `a batch is under way: ${done} of ${total} done, about ${formatDuration(seconds)} to go`;
}

/** Why a batch that has ended holds nothing for a request. */
export function failureOf({ status, errors }: Batch, server: string): Failure {
  const again = "Run it again: what was answered is kept, and only the rest is asked.";
  const said = errors?.data?.flatMap(({ message }) => message ?? [])[0] ?? "";
  const found: Record<string, Omit<Failure, "message"> & { wrong: string; advice: string }> = {
    expired: { kind: "timeout", wrong: "the batch expired before this was answered", advice: again },
    cancelled: { kind: "aborted", wrong: "the batch was cancelled before this was answered", advice: again },
    failed: {
      kind: "request",
      wrong: `the batch was rejected, got "${said}"`,
      advice: "Change what it says is wrong, or ask without batches: leave OPENAI_BATCH out.",
    },
    completed: { kind: "malformed", wrong: "the batch's results hold nothing for this request", advice: again },
  };
  const { kind, wrong, advice } = found[status] ?? found.completed;
  return { kind, message: `Cannot get a reply from ${server}: ${wrong}. ${advice}` };
}

/** Whether a batch was refused for its size, or for what is queued already: smaller ones may pass, or the same one later. */
export function isOverLimit(errors: readonly { code?: string; message?: string }[]): boolean {
  return errors.some(({ code = "", message = "" }) =>
    /token_limit|too_large|too_many/.test(code) ||
    /enqueued token limit|too large|larger than|too many (requests|lines)|maximum.{0,40}(requests|lines|size)/i.test(
      message,
    )
  );
}

/** The lines, counted from 1, that a batch was rejected for, with what is wrong in each. */
export function badLines({ status, errors }: Batch): Map<number, string> {
  if (status !== "failed") return new Map();
  const found = errors?.data?.flatMap(({ line, message }) =>
    line ? [[line, message ?? "no reason given"] as const] : []
  );
  return new Map(found);
}

function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
