// Condenses the explanations of a layer's neurons to entries that keep what their activations depend on.

import { isComputable, readFeatures } from "./features.ts";
import type { Description } from "./description.ts";
import { readBlocks } from "./patterns.ts";
import type { Prompt } from "./prompt.ts";
import { type ReadDescription, readDescription } from "./reading.ts";
import { type Wording, writeEntry } from "./sentences.ts";
import { legend } from "./words.ts";

/** An entry for each live feature; at most `words` words each, where that is given, by leaving out the weakest marks. */
export function summariseLayer(
  { text }: Prompt,
  { strengths, words = Infinity }: { strengths: Wording["strengths"]; words?: number },
): string {
  const blocks = readBlocks(text, /^[ \t]*Feature (\d+):[ \t]*$/gm);
  const dead = blocks.filter(({ body }) => /^dead neuron/i.test(body)).map(({ name }) => name);
  const explained = blocks.filter(({ name, body }) => !dead.includes(name) && body !== "");
  // Later layers need the means of what feeds them, to find out their biases.
  const means = Number(/\bwith (\d+) hidden layers?\b/.exec(text)?.[1] ?? 2) > 1;
  const entries = explained.map(({ name, body }) => {
    const description = readDescription(body.split(/\n\s*\n/)[0]);
    return { name, description, entry: condense(description, body, { strengths, words, means }) };
  });
  const hasMarks = entries.some(({ description }) => isComputable(description) && description.feeds.length === 0);
  const isFed = entries.some(({ description }) => description.feeds.length > 0);
  return [
    ...(blocks.length === 0 ? ["There is nothing to condense: no feature has an explanation here."] : []),
    ...(hasMarks
      ? [`A feature is its rest plus strength x inked share of each mark, or 0 if that is below. ${legend}`]
      : []),
    ...(isFed ? ["A feature is its bias and what feeds it, weight times activation each; below 0 it is 0."] : []),
    // Never a heading alone on its line, which is how a layer's prompt begins an explanation.
    ...entries.map(({ name, entry }) => `Feature ${name}: ${entry}`),
    ...(dead.length > 0 ? [`Dead, always 0: ${dead.join(", ")}.`] : []),
  ].join("\n");
}

/** Our own explanations as entries, somebody else's to their beginning, as it stands. */
function condense(
  description: ReadDescription,
  body: string,
  { strengths, words, means }: { strengths: Wording["strengths"]; words: number; means: boolean },
): string {
  if (!isComputable(description)) return firstWords(body, Math.min(60, words));
  const count = (text: string) => text.split(/\s+/).length;
  let phrases = description.phrases.toSorted((a, b) => Math.abs(b.strength) - Math.abs(a.strength));
  const write = () => writeEntry({ ...description, phrases } satisfies Description, { strengths, means });
  while (phrases.length > 1 && count(write()) > words) phrases = phrases.slice(0, -1);
  return write();
}

function firstWords(text: string, count: number): string {
  const words = text.trim().split(/\n\s*\n/)[0].split(/\s+/);
  return words.slice(0, count).join(" ") + (words.length > count ? " …" : "");
}
