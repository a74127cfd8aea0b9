// Says who answers, and how to have somebody else answer.

import type { Chat } from "./types.ts";

/** The line for the top of a notebook: who answers and, where it is the rules, how to have a language model answer. */
export function howToUseAModel({ server, isLanguageModel }: Chat): string {
  if (isLanguageModel) return `The explanations come from ${server}.`;
  return `The explanations come from ${server}, which is no language model: it costs nothing and needs no key. ` +
    "To let ChatGPT explain, set OPENAI_API_KEY before you start the kernel. For a local server, set OPENAI_BASE_URL " +
    "(http://localhost:11434/v1, say) and OPENAI_MODEL, a model that can see pictures.";
}
