// The rule-based explainer: answers the prompts without a language model, from the evidence in them alone.

import { countTokens } from "../chat/mod.ts";
import { answerDigit, holdsReply } from "./digit.ts";
import { summariseLayer } from "./layer.ts";
import { explainGroups, holdsGroups } from "./meanings.ts";
import { summariseNetwork } from "./network.ts";
import { explainNeuron } from "./neuron.ts";
import type { Hand } from "./drawing.ts";
import { readOutputs, readStatistics } from "./evidence.ts";
import { answerJudgement, holdsExplanation } from "./judgement.ts";
import { readBlocks } from "./patterns.ts";
import { type Prompt, readRequest } from "./prompt.ts";
import { predictAnswer } from "./predict.ts";
import { explainTruthTable, holdsTruthTable } from "./xor.ts";

/** How much is told of a neuron, how, and by what hand a reader imagines marks. */
export interface RulesOptions {
  /** How many marks a neuron is described by. */
  detail?: number;
  /** At most so many words in a neuron's entry of a layer's summary. */
  words?: number;
  strengths?: "numbers" | "words";
  reader?: Hand;
}

/**
 * A `fetch` that answers chat-completions requests by rules, in the place of a server. Malformed requests get status 400
 * and an error in JSON, as from a server; an aborted one rejects.
 */
export function createRuleBasedFetch(
  { detail = 9, words, strengths = "numbers", reader = {} }: RulesOptions = {},
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    let body: unknown;
    let prompt: Prompt;
    try {
      body = await request.json();
      prompt = readRequest(body);
    } catch (error) {
      request.signal.throwIfAborted();
      const message = error instanceof Error ? error.message : String(error);
      return Response.json({ error: { message, type: "invalid_request_error", code: null } }, { status: 400 });
    }
    return Response.json(complete(prompt, answer(prompt, { detail, words, strengths, reader })));
  };
}

/** Answers by rules, with summaries of the default length. */
export const ruleBasedFetch: typeof fetch = createRuleBasedFetch();

/** A reply, or why none can be given. */
type Answer = { content: string; refusal?: undefined } | { content?: undefined; refusal: string };

/** The kind of a prompt shows in its data lines, so that its wording can be edited freely. */
function answer(
  prompt: Prompt,
  { detail, words, strengths, reader }: Required<Omit<RulesOptions, "words">> & { words?: number },
): Answer {
  const { text, pictures } = prompt;
  const say = (words: string): Answer => ({ content: `${origin}\n${words}` });
  if (holdsReply(prompt)) return { content: answerDigit(prompt) };
  if (holdsExplanation(prompt)) return answerJudgement(prompt, reader);
  if (holdsGroups(text)) return say(explainGroups(prompt));
  // A maximising picture is stretched to the bytes from 1 to 255, so that only a digit's black is 0.
  const areDigits = pictures.length > 0 && pictures.every(({ pixels }) => pixels.includes(0));
  if (areDigits && readStatistics(text).length === 0) return say(predictAnswer(prompt, reader));
  if (holdsTruthTable(text)) return say(explainTruthTable(text));
  if (readOutputs(text).length > 0) return say(summariseNetwork(prompt));
  if (pictures.length === 0 && readBlocks(text, /^[ \t]*Feature (\d+):[ \t]*$/gm).length > 0) {
    return say(summariseLayer(prompt, { strengths, words }));
  }
  return say(explainNeuron(prompt, { marks: detail, strengths }));
}

const origin = "(By rules, not by a language model.)";

function complete(
  prompt: Prompt,
  { content = null, refusal = null }: { content?: string | null; refusal?: string | null },
) {
  const [promptTokens, completionTokens] = [countTokens(prompt.text), countTokens(content ?? refusal ?? "")];
  return {
    id: "rule-based",
    object: "chat.completion",
    created: 0,
    model: "rule-based-explainer",
    choices: [{
      index: 0,
      message: { role: "assistant", content, refusal },
      logprobs: null,
      finish_reason: "stop",
    }],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  };
}
