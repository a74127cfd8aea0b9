// How long a text is for a language model.

import { countTokens as count } from "gpt-tokenizer";

/** The tokens of a text by gpt-4o's tokenizer (o200k_base). A text may quote "<|endoftext|>": it is text here. */
export function countTokens(text: string): number {
  if (text.length < longText) return count(text, { disallowedSpecial: new Set() });
  const tokens = counted.get(text) ?? count(text, { disallowedSpecial: new Set() });
  if (counted.size >= mostTexts) counted.clear();
  counted.set(text, tokens);
  return tokens;
}

// The same long texts stand in many prompts, as the summaries do in each that asks about a picture.
const counted = new Map<string, number>();
const longText = 500;
const mostTexts = 100;
