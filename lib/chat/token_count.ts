// How long a text is for a language model.

import { countTokens as count } from "gpt-tokenizer";

/** The tokens of a text by gpt-4o's tokenizer (o200k_base). A text may quote "<|endoftext|>": it is text here. */
export function countTokens(text: string): number {
  return count(text, { disallowedSpecial: new Set() });
}
