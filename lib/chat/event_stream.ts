// Makes one completion of a stream of events (server-sent events with JSON, and [DONE] at the end).

import { brokenOff } from "./common_findings.ts";
import { FindingError } from "./finding.ts";
import { parseJson } from "./json_text.ts";

type Json = Record<string, unknown>;

/** The completion, with `streamed` set. Throws a FindingError where the stream breaks off. */
export function joinEvents(text: string): Json {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
  const events = lines.filter((line) => line !== "" && line !== "[DONE]").map((line) => {
    const event = parseJson(line);
    if (typeof event !== "object" || event === null) throw new FindingError({ ...brokenOff, got: line });
    return event as Json;
  });
  // Some send the whole completion, or an error, as one event.
  const whole = events.find((event) => event.error) ??
    events.find((event) => firstChoice(event).message ?? firstChoice(event).error);
  if (whole) return { ...whole, streamed: true };
  const deltas = events.map((event) => (firstChoice(event).delta ?? {}) as Json);
  const join = (name: string) => deltas.map((delta) => typeof delta[name] === "string" ? delta[name] : "").join("");
  const finish = events.map((event) => firstChoice(event).finish_reason).findLast((reason) =>
    typeof reason === "string"
  );
  const ended = finish !== undefined || lines.includes("[DONE]");
  if (events.length === 0 || !ended) throw new FindingError({ ...brokenOff, got: join("content") || text });
  const reasoning = join("reasoning_content") || join("reasoning");
  return {
    model: events.find(({ model }) => typeof model === "string")?.model,
    choices: [{
      message: { content: join("content"), refusal: join("refusal"), reasoning_content: reasoning },
      finish_reason: finish,
    }],
    usage: events.findLast(({ usage }) => usage)?.usage,
    streamed: true,
  };
}

function firstChoice({ choices }: Json): Json {
  return Array.isArray(choices) ? choices[0] ?? {} : {};
}
