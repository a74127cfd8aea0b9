// Writes a description as sentences: in full for people, and in brief as an entry of a summary.

import { type Description, type Feed, topOf, unitFor } from "./description.ts";
import { nameIdea } from "./idea.ts";
import { capital, tenths, writeClasses, writeFeeds, writeScale, writeTypical } from "./statements.ts";
import type { Phrase } from "./vocabulary.ts";
import { levelOf, nameCoordinates, namePhrase, roundTo } from "./words.ts";

/** How to write: strengths as numbers or in five words. */
export interface Wording {
  strengths: "numbers" | "words";
}

/** The idea, the scale, the classes on it, and then each mark with its place, all strengths from 0 to 10. */
export function writeExplanation(description: Description, { strengths }: Wording): string {
  const { phrases, feeds, classes } = description;
  const top = topOf(description);
  const isFed = feeds.length > 0;
  const marks = listMarks(phrases, {
    strengths,
    top,
    say: (phrase) => `${namePhrase(phrase)} (${nameCoordinates(phrase.place)})`,
    count: (strength) => `${tenths(strength, top)} on`,
  });
  return [
    nameIdea(description),
    writeScale(description, top),
    ...(classes.length > 0 ? [writeClasses(description, top)] : []),
    ...(isFed ? [writeFeeds(feeds)] : []),
    ...(isFed && marks.length > 0 ? ["Through these features, as far as marks can tell:"] : []),
    ...marks,
    ...(marks.length > 0
      ? ["A mark counts in full where it is all inked, by half where half of it is; a sum below 0 counts as 0."]
      : []),
  ].join("\n");
}

/** The same in one paragraph with short names and without coordinates; values are the neuron's own. */
export function writeEntry(
  description: Description,
  { strengths, means = false }: { strengths: Wording["strengths"]; means?: boolean },
): string {
  const { rest, bias, phrases, feeds, classes } = description;
  const top = topOf(description);
  const unit = unitFor(top);
  const marks = listMarks(phrases, {
    strengths,
    top,
    say: (phrase) => namePhrase(phrase, { short: true }),
    count: (strength) => roundTo(Math.round(strength / unit) * unit, 2),
  });
  const isFed = feeds.length > 0;
  const start = isFed
    ? bias === undefined ? "" : `bias ${roundTo(bias, 2)}, `
    : rest === undefined
    ? ""
    : `rests at ${roundTo(rest, 2)}, `;
  return [
    ...(classes.length > 0 ? [`${capital(means ? writeTypical(classes) : extremes(classes))}.`] : []),
    `${capital(`${start}reaches ${roundTo(top, 2)}`)}.`,
    ...(isFed ? [writeFeeds(nameStrongest(feeds))] : marks),
  ].join(" ");
}

/** `Ink adds …` and `Ink takes away …`, the strongest first; marks of one level of strength share its word. */
export function listMarks(
  phrases: readonly Phrase[],
  { strengths, top, say, count }: {
    strengths: Wording["strengths"];
    top: number;
    say: (phrase: Phrase) => string;
    count: (strength: number) => string;
  },
): string[] {
  return [1, -1].flatMap((sign) => {
    const own = phrases.filter(({ strength }) => strength * sign > 0)
      .sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength));
    if (own.length === 0) return [];
    const levels = Map.groupBy(own, ({ strength }) => levelOf(10 * strength / top).name);
    const parts = strengths === "numbers"
      ? own.map((phrase) => `${count(Math.abs(phrase.strength))} ${say(phrase)}`)
      : levels.entries().toArray().map(([level, members]) => `${level} ${members.map(say).join(", ")}`);
    return `Ink ${sign > 0 ? "adds" : "takes"} ${parts.join("; ")}.`;
  });
}

/** `most for 0, 4`: who stands near the largest mean. */
function extremes(classes: Description["classes"]): string {
  const sorted = classes.toSorted((a, b) => b.mean - a.mean);
  return `most for ${sorted.filter(({ mean }) => mean >= 0.7 * sorted[0].mean).map(({ label }) => label).join(", ")}`;
}

/** The two strongest feeds with what they look for, the others without. */
function nameStrongest(feeds: readonly Feed[]): Feed[] {
  const sorted = feeds.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return sorted.map(({ from, weight, meaning }, i) => i < 2 ? { from, weight, meaning } : { from, weight });
}
