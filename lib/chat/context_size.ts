// Prompts that are longer than a server's context: named with their sizes, or cut by the server without a word.

import type { Finding, ServerError } from "./finding.ts";

const overflow =
  /context_length_exceeded|exceed_context_size|maximum context|context (size|length|window)|max_model_len|prompt is too long|too many (input )?tokens|input (length|is too long)|reduce the length of the (messages|prompt)|exceeds? the .{0,30}(context|token)/i;

/** A prompt that does not fit, with the sizes where the server gives them. */
export function findContextOverflow({ status, message, code, type, body }: ServerError): Finding | undefined {
  if (![400, 413, 422, 500].includes(status) || !overflow.test(`${code} ${type} ${message.slice(0, 400)}`)) {
    return undefined;
  }
  const { n_prompt_tokens, n_ctx } = (body ?? {}) as Record<string, unknown>;
  const words = message.replace(/^\d{3} /, ""); // the status
  const numbers = [...words.matchAll(/\d[\d,]{2,}/g)].map(([digits]) => Number(digits.replaceAll(",", "")));
  const prompt = typeof n_prompt_tokens === "number" ? n_prompt_tokens : Math.max(0, ...numbers);
  const context = typeof n_ctx === "number" ? n_ctx : Math.min(prompt, ...numbers);
  const sizes = prompt > context ? `: ${prompt} tokens where ${context} fit` : "";
  return {
    kind: "context",
    wrong: `the prompt is longer than the model's context${sizes}`,
    advice: howToRaise(Math.max(prompt, 2 * context, 2000)),
    forAll: true,
  };
}

/**
 * A note where the server counted far fewer tokens than the text alone has: it cut the prompt's front off, the system
 * message and the evidence first. Tokenizers differ, but never by half.
 *
 * @param counted By the server; 0 where it counts nothing.
 * @param sent About, by ours, without pictures.
 */
export function noteCutPrompt(counted: number, sent: number): string | undefined {
  if (counted === 0 || sent < 200 || counted >= sent / 2) return undefined;
  return `The server counted ${counted} tokens of a prompt of about ${sent}: it seems to have cut the prompt. ` +
    `${howToRaise(2 * sent)} Then remove the run's chat folder, where such replies are kept.`;
}

/** The next power of two that leaves room for the reply. */
function howToRaise(tokens: number): string {
  const size = 2 ** Math.ceil(Math.log2(tokens * 1.25));
  return `Raise the context where the server starts (llama-server -c ${size}, OLLAMA_CONTEXT_LENGTH=${size}, ` +
    `vllm --max-model-len ${size}), or make the prompt shorter.`;
}
