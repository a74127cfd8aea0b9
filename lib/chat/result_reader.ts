// Reads a batch's result as a reply that came by itself is read: an answer, or a failure of a named kind.

import OpenAI from "openai";
import type { ResultRow } from "./batch_rows.ts";
import { errorInside } from "./completion_text.ts";
import { diagnose } from "./failures.ts";
import { aborted } from "./common_findings.ts";
import { describeFailure, type Finding } from "./finding.ts";
import { readReply } from "./reply.ts";
import type { Body } from "./requests.ts";
import { maskAll } from "./secrets.ts";
import type { Server } from "./server.ts";
import { countTextTokens } from "./tokens.ts";
import type { ChatRequest, Outcome } from "./types.ts";

/** A result's outcome, and what the server counted. */
export interface ReadResult {
  outcome: Outcome;
  promptTokens: number;
  completionTokens: number;
  warning?: string;
}

/** What a result says about the request that it belongs to. */
export function readResult(row: ResultRow, asked: Body, server: Server): ReadResult {
  const request = requestOf(asked);
  const counts = { promptTokens: 0, completionTokens: 0 };
  const fail = (finding: Finding): ReadResult =>
    maskAll({ outcome: { failure: describeFailure(finding, server) }, ...counts }, server.mask);
  if (row.error !== undefined) return fail(findInRow(row.error));
  const body = (row.body ?? {}) as Record<string, unknown>;
  const inside = errorInside(body);
  if (row.status !== 200 || inside) {
    const status = row.status === 200 ? inside!.status : row.status;
    const error = OpenAI.APIError.generate(status, inside ? { error: inside.error } : body, undefined, new Headers());
    return fail(diagnose(error, { server, request, timeout: 0, now: Date.now, crowded: false }));
  }
  const { reply, finding, warning, ...read } = readReply(body, {
    model: server.model,
    promptTokens: countTextTokens(request),
  });
  Object.assign(counts, read);
  if (reply === undefined) return fail(finding!);
  return maskAll({ outcome: { reply }, ...counts, warning }, server.mask);
}

/** The request that a body was made from. */
export function requestOf({ messages, response_format }: Body): ChatRequest {
  const schema = response_format?.type === "json_schema" ? response_format.json_schema : undefined;
  const given = { messages: messages as ChatRequest["messages"] };
  return schema ? { ...given, schema: { name: schema.name, schema: schema.schema ?? {} } } : given;
}

/** What an engine says where it came to no answer. */
function findInRow({ code = "", message }: NonNullable<ResultRow["error"]>): Finding {
  const advice = "Run it again: what was answered is kept, and only the rest is asked.";
  if (/expired/.test(code)) return { kind: "timeout", wrong: "the batch expired before this was answered", advice };
  if (/cancel/.test(code)) return { ...aborted, wrong: "the batch was cancelled before this was answered", advice };
  return { kind: "server", wrong: "the engine has no answer", got: message, advice };
}
