// The rule-based explainer: answers the prompts without a language model, from the evidence in them alone.

import { countTokens } from "gpt-tokenizer";
import { answerDigit, holdsReply } from "./rules/digit.ts";
import { summariseLayer } from "./rules/layer.ts";
import { summariseNetwork } from "./rules/network.ts";
import { explainNeuron } from "./rules/neuron.ts";
import { readOutputs } from "./rules/evidence.ts";
import { readBlocks } from "./rules/patterns.ts";
import { type Prompt, readRequest } from "./rules/prompt.ts";
import { predictAnswer } from "./rules/reader.ts";
import { explainTruthTable, holdsTruthTable } from "./rules/xor.ts";

/**
 * A `fetch` that answers chat-completions requests by rules, in the place of a server. `detail` is the number of tokens
 * that the summaries of a network with one hidden layer may take in all. Malformed requests get status 400 and an error
 * in JSON, as from a server; an aborted one rejects.
 */
export function createRuleBasedFetch({ detail = 1800 } = {}): typeof fetch {
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
    return Response.json(complete(prompt, answer(prompt, { detail })));
  };
}

/** Answers by rules, with summaries of the default length. */
export const ruleBasedFetch: typeof fetch = createRuleBasedFetch();

/** The kind of a prompt shows in its data lines, so that its wording can be edited freely. */
function answer(prompt: Prompt, { detail }: { detail: number }): string {
  const { text, pictures } = prompt;
  if (holdsReply(prompt)) return answerDigit(prompt);
  // A maximising picture is stretched to the bytes from 1 to 255, so that only a digit's black is 0.
  if (pictures.some(({ pixels }) => pixels.includes(0))) return `${origin}\n${predictAnswer(prompt)}`;
  if (holdsTruthTable(text)) return `${origin}\n${explainTruthTable(text)}`;
  if (readOutputs(text).length > 0) return `${origin}\n${summariseNetwork(prompt, { detail: detail - originTokens })}`;
  if (pictures.length === 0 && readBlocks(text, /^[ \t]*Feature (\d+):[ \t]*$/gm).length > 0) {
    return `${origin}\n${summariseLayer(prompt, { detail: layerShare * detail - originTokens })}`;
  }
  return `${origin}\n${explainNeuron(prompt)}`;
}

/** What a layer's summary may take of all tokens; the network's takes what is left. */
const layerShare = 0.74;

const origin = "(Worked out by rules, not by a language model.)";
const originTokens = countTokens(`${origin}\n`);

function complete(prompt: Prompt, content: string) {
  const [promptTokens, completionTokens] = [countTokens(prompt.text), countTokens(content)];
  return {
    id: "rule-based",
    object: "chat.completion",
    created: 0,
    model: "rule-based-explainer",
    choices: [{
      index: 0,
      message: { role: "assistant", content, refusal: null },
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
