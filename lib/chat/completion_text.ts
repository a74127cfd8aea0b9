// Reads the text of a reply: JSON, JSON with a stream's ending, or a stream of events, which becomes one completion.

import { joinEvents } from "./event_stream.ts";
import { brokenOff, checkUrl } from "./common_findings.ts";
import { FindingError } from "./finding.ts";
import { parseJson } from "./json_text.ts";

type Json = Record<string, unknown>;

/** The completion as parsed JSON. Throws a FindingError where there is none, or where it breaks off. */
export function readCompletionText(text: string): Json {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed === "") throw new FindingError({ ...brokenOff, wrong: "nothing came back", got: "nothing" });
  if (/^</.test(trimmed)) throw malformed("a web page came back instead of JSON", trimmed);
  if (/^(data|event|id|retry)?:/m.test(trimmed) && !trimmed.startsWith("{")) return joinEvents(trimmed);
  const json = trimmed.replace(/\s*^data:\s*\[DONE\]\s*$/m, "");
  if (!/^[[{"\d]|^(null|true|false)$/.test(json)) throw malformed("no JSON came back", trimmed);
  const value = parseJson(json);
  if (value === undefined) throw new FindingError({ ...brokenOff, got: trimmed });
  if (typeof value !== "object" || value === null) {
    throw malformed("the JSON that came back is no chat completion", trimmed === "null" ? "nothing" : trimmed);
  }
  return value as Json;
}

/** The error that stands in a reply of status 200, in the body or in its choice, with the status that it names. */
export function errorInside(completion: Json): { status: number; error: unknown } | undefined {
  const [choice] = Array.isArray(completion.choices) ? completion.choices : [];
  const error = completion.error ?? choice?.error ?? (completion.object === "error" ? completion : undefined);
  if (error === undefined || error === null) return undefined;
  if (typeof error !== "object") return { status: 500, error: { message: String(error) } };
  return { status: statusOf(error as Json), error: { ...error, code: String((error as Json).code ?? "") } };
}

const statuses: Record<string, number> = {
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  insufficient_quota: 429,
  invalid_api_key: 401,
  authentication_error: 401,
  permission_error: 403,
  model_not_found: 404,
  not_found_error: 404,
  context_length_exceeded: 400,
  exceed_context_size_error: 400,
  invalid_request_error: 400,
  overloaded_error: 503,
};

function statusOf({ code, status, type }: Json): number {
  for (const named of [code, status]) {
    const number = Number(named);
    if (Number.isInteger(number) && number >= 400 && number <= 599) return number;
  }
  return statuses[String(code).toLowerCase()] ?? statuses[String(type).toLowerCase()] ?? 500;
}

function malformed(wrong: string, got: string): FindingError {
  return new FindingError({ kind: "malformed", wrong, got: got.slice(0, 2000), advice: checkUrl });
}
