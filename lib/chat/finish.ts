// Why a reply ended: only a reason that is known to stand for a whole answer makes it one.

import type { Finding } from "./finding.ts";

const complete = /^(stop|eos|eos_token|end_turn)$/i;
const cutOff = /^(length|max_?(output_|completion_|new_)?tokens|model_length|token_limit)$/i;
const filtered =
  /content_?-?filter|safety|recitation|prohibited|blocklist|blocked|spii|guardrail|sensitive|moderation/i;

/** Where a reply is no whole answer, what is wrong; `text` is what came of it, `thinking` what was thought. */
export function findInFinish(
  reason: unknown,
  { text, thinking }: { text: string; thinking: string },
): Finding | undefined {
  if (reason === null || reason === undefined || reason === "") return isWhole(text) ? undefined : noReason;
  const name = String(reason);
  if (complete.test(name)) return undefined;
  if (filtered.test(name)) {
    return {
      kind: "content-filter",
      wrong: "a content filter stopped the reply",
      advice: "Change the prompt's words.",
    };
  }
  if (cutOff.test(name)) {
    const thought = text === "" && thinking !== "";
    return {
      kind: "length",
      wrong: `the reply was cut off by its length${thought ? ", while the model was still thinking" : ""}`,
      advice: "Set OPENAI_MAX_TOKENS to more, or raise the server's limit on a reply's length" +
        (thought ? ", or set OPENAI_REASONING_EFFORT=low." : ", or ask for a shorter answer."),
    };
  }
  if (/^(tool_calls?|function_call)$/i.test(name)) {
    const advice = "Choose another model, or run it again.";
    return { kind: "malformed", wrong: "the model called a tool where none was offered", advice };
  }
  if (/^refusal$/i.test(name)) {
    return { kind: "refusal", wrong: "the model refused to answer", advice: "Change the prompt's words." };
  }
  return {
    kind: "server",
    wrong: `the server ended the reply early (${name.slice(0, 60)})`,
    advice: "Wait a little and run it again: what was answered is kept.",
    retry: true,
  };
}

const noReason: Finding = {
  kind: "server",
  wrong: "the reply seems to break off, and the server does not say why it ended",
  advice: "Run it again; a server that gives a finish_reason with each reply leaves no doubt.",
  retry: true,
};

/** Without a reason, a text is whole where it ends as texts end; JSON, a digit and a word or two are as well. */
function isWhole(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.split(/\s+/).length <= 3 || /[^\p{L},;:(\-–]$/u.test(trimmed);
}
