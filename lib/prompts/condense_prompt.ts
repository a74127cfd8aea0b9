// The prompt that condenses what is too long for one prompt: parts of a layer's summary, or one that is too long for the prompts after it.

import type { Message } from "../chat/mod.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { first, number, readBlocks } from "./line_patterns.ts";

/** Some parts, each of which is condensed already, to be condensed together. */
export const condenseTemplate = `The layer is too large for one prompt, so it was summarised in parts.
The following are {count} of these summaries:
{parts}

Now please put them together to one summary of the layer in at most {words} words,
  feature by feature. Begin each feature with its number, as in "Feature 12: ",
  and keep the details critical to predicting its activation.
  Where there are too many, join those that come to the same, with all their numbers.`;

/** The prompt that puts some parts together. */
export function condenseMessages(
  context: NetworkContext,
  parts: readonly string[],
  { words }: { words: number },
): Message[] {
  return contextMessages(context, context.templates.condense, {
    count: parts.length,
    parts: partLines(parts, words),
    words,
  });
}

/** `Parts: 3, to be one of at most 500 words` and below it `Part 1:` with its text, for each part. */
function partLines(parts: readonly string[], words: number): string {
  const heading = `Parts: ${parts.length}, to be one of at most ${words} words`;
  return [heading, ...parts.map((text, i) => `Part ${i + 1}:\n${text}`)].join("\n\n");
}

/** The parts that a text lists, and how long they may be together; what follows the last one goes on to the text's end. */
export function readParts(text: string): { parts: string[]; words: number } | undefined {
  const words = first(text, `^Parts: \\d+, to be one of at most ${number} words`);
  if (words === undefined) return undefined;
  return { parts: readBlocks(text, /^[ \t]*Part (\d+):[ \t]*$/gm).map(({ body }) => body), words };
}
