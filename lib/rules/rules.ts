// The rule-based explainer: answers the prompts without a language model, from the evidence in them alone.

import { countPromptTokens, countTokens } from "../chat/mod.ts";
import {
  readFeatures,
  readGroups,
  readOutputs,
  readParts,
  readQuestion,
  readQuotedReply,
  readStatistics,
  readXorNetwork,
} from "../prompts/mod.ts";
import { answerDigit } from "./digit.ts";
import type { Hand } from "./drawing.ts";
import { answerQuestion } from "./judgement.ts";
import { joinParts, summariseLayer } from "./layer.ts";
import { explainGroups } from "./meanings.ts";
import { summariseNetwork } from "./network.ts";
import { explainNeuron } from "./neuron.ts";
import { predictAnswer } from "./predict.ts";
import { type Prompt, readRequest } from "./prompt.ts";
import { explainTruthTable } from "./xor.ts";

/** How much is told of a neuron and how, and by what hand a reader imagines the marks. */
export interface RulesOptions {
  /** By how many marks a neuron is described. */
  detail?: number;
  /** At most so many words in a neuron's entry of a layer's summary; as many marks as fit. */
  words?: number;
  /** Strengths as numbers, or in five words. */
  strengths?: "numbers" | "words";
  /** Another reader than one who draws the marks as the writer does. */
  reader?: Hand;
}

/**
 * A `fetch` that answers chat-completions requests by rules, in the place of a server. Malformed requests get status 400
 * and an error in JSON, as from a server; an aborted one rejects.
 */
export function createRuleBasedFetch(options: RulesOptions = {}): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    try {
      const body = await request.json();
      const prompt = readRequest(body);
      return Response.json(complete(prompt, answer(prompt, options)));
    } catch (error) {
      request.signal.throwIfAborted();
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      const { message } = error;
      return Response.json({ error: { message, type: "invalid_request_error", code: null } }, { status: 400 });
    }
  };
}

/** Answers by rules, with descriptions of the default length. */
export const ruleBasedFetch: typeof fetch = createRuleBasedFetch();

/** A reply, or why none can be given. */
type Answer = { content: string; refusal?: undefined } | { content?: undefined; refusal: string };

/** The kind of a prompt shows in its data lines, so that its template can be edited freely. */
function answer(prompt: Prompt, { detail = 9, words, strengths = "numbers", reader = {} }: RulesOptions): Answer {
  const { text, pictures } = prompt;
  const say = (words: string): Answer => ({ content: `${origin}\n${words}` });
  const reply = readQuotedReply(text);
  if (reply !== undefined || isDigitAsked(prompt)) return { content: answerDigit(reply ?? text, prompt) };
  const question = readQuestion(text);
  if (question) return answerQuestion(question, prompt, reader);
  const groups = readGroups(text);
  if (groups.length > 0) return say(explainGroups(groups, prompt));
  // A maximising picture is stretched to the bytes from 1 to 255, so that only a digit's black is 0.
  const areDigits = pictures.length > 0 && pictures.every(({ pixels }) => pixels.includes(0));
  if (areDigits && readStatistics(text).length === 0) return say(predictAnswer(prompt, reader));
  const truthTable = readXorNetwork(text);
  if (truthTable) return say(explainTruthTable(truthTable));
  if (readOutputs(text).length > 0) return say(summariseNetwork(text));
  const joined = readParts(text);
  if (joined) return say(joinParts(joined));
  if (pictures.length === 0 && readFeatures(text).length > 0) return say(summariseLayer(text, { strengths, words }));
  return say(explainNeuron(prompt, { marks: detail, words, strengths }));
}

const origin = "(By rules, not by a language model.)";

function isDigitAsked({ schema }: Prompt): boolean {
  return Object.hasOwn(Object(schema?.schema.properties), "digit");
}

function complete(
  { messages, schema }: Prompt,
  { content = null, refusal = null }: { content?: string | null; refusal?: string | null },
) {
  const promptTokens = countPromptTokens({ messages, schema }, model);
  const completionTokens = countTokens(content ?? refusal ?? "");
  return {
    id: "rule-based",
    object: "chat.completion",
    created: 0,
    model,
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

const model = "rule-based-explainer";
