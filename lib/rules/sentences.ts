// Writes a description as sentences: in full for people, and in brief as an entry of a summary.

import { type Description, type Feed, topOf, unitFor } from "./description.ts";
import { nameIdea } from "./idea.ts";
import { capital, tenths, writeClasses, writeFeeds, writeScale, writeTypical } from "./statements.ts";
import type { Phrase } from "./vocabulary.ts";
import { levelOf, levels, nameExtent, namePhrase, roundTo } from "./words.ts";

/** How to write: strengths as numbers or in five words. */
export interface Wording {
  strengths: "numbers" | "words";
}

/** The idea, the scale, the classes on it, few marks for the eye, and then all marks, all strengths from 0 to 10. */
export function writeExplanation(description: Description, { strengths }: Wording): string {
  const { rest, phrases, feeds, classes, glance } = description;
  const top = topOf(description);
  const start = rest === undefined ? "" : `, begin with ${tenths(rest, top)}`;
  const isFed = feeds.length > 0;
  const marks = listMarks(phrases, {
    strengths,
    top,
    say: (phrase) => namePhrase(phrase),
    count: (strength) => `${tenths(strength, top)} on`,
  });
  return [
    nameIdea(description),
    writeScale(description, top),
    ...(classes.length > 0 ? [writeClasses(description, top)] : []),
    ...(isFed ? [writeFeeds(feeds)] : []),
    ...(isFed && marks.length > 0 ? [`Through these features, as far as marks can tell${start}:`] : []),
    ...(glance
      ? [
        ...writeGlance(glance, { strengths, top }),
        `More exactly, to calculate with, by marks that bend and overlap${start}:`,
      ]
      : []),
    ...marks,
    ...(marks.length > 0
      ? ["A mark counts in full where it is all inked, by half where half of it is; a sum below 0 counts as 0."]
      : []),
  ].join("\n");
}

/** What to begin with, and a line for each mark: its points and how far it reaches. */
function writeGlance(
  { rest, phrases }: NonNullable<Description["glance"]>,
  { strengths, top }: Wording & { top: number },
): string[] {
  const points = strengths === "numbers"
    ? "its points"
    : `its points (${levels.map(({ name, strength }) => `${name} is ${strength}`).join(", ")})`;
  return [
    `By eye: begin with ${
      tenths(rest, top)
    }; for each mark add or take ${points} times the share of its area that is inked. ` +
    "Strokes are a tenth of the picture wide.",
    ...phrases.map((phrase) => {
      const { strength } = phrase;
      const much = strengths === "numbers"
        ? `${strength < 0 ? "−" : "+"}${tenths(Math.abs(strength), top)}`
        : `${strength < 0 ? "takes" : "adds"} ${levelOf(10 * strength / top).name} on`;
      return `${much} ${namePhrase(phrase)} (${nameExtent(phrase)})`;
    }),
  ];
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
    ? bias === undefined ? "" : `bias ${roundTo(bias, 2)}`
    : rest === undefined
    ? ""
    : `rests at ${roundTo(rest, 2)}`;
  // Levels of strength are shares of it, and who works out a later bias goes by it.
  const tellsTop = strengths === "words" || means || start === "";
  return [
    ...(classes.length > 0 ? [`${capital(means ? writeTypical(classes) : extremes(classes))}.`] : []),
    `${capital([start, ...(tellsTop ? [`reaches ${roundTo(top, 2)}`] : [])].filter((part) => part).join(", "))}.`,
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
      : levels.entries().toArray().map(([level, members]) => `${level} on ${members.map(say).join(", ")}`);
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
