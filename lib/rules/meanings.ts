// Explains a neuron from groups of images: what of their ink excites it, a meaning for each leading class.

import type { GroupLine } from "../prompts/mod.ts";
import type { Prompt } from "./prompt.ts";
import { pursue } from "./pursuit.ts";
import { listMarks } from "./sentences.ts";
import type { Phrase } from "./vocabulary.ts";
import type { Grid } from "./enlargement.ts";
import { readPicture } from "./weights.ts";
import { nameExtent, namePhrase, roundTo } from "./words.ts";

/**
 * Groups that one class leads are one meaning. Each meaning wants ink where its groups' ink adds most, and none where the
 * maximising picture has none: what is not there adds nothing to a group's picture.
 */
export function explainGroups(groups: readonly GroupLine[], { pictures, unreadable }: Prompt): string {
  // Only the black of digits is 0: signed pictures are stretched to the bytes from 1 to 255.
  const signed = pictures.filter(({ pixels }) => !pixels.includes(0)).map(readPicture);
  const added = signed.slice(-groups.length);
  if (unreadable > 0 || added.length < groups.length) {
    return `What excites it in the groups is unknown: of ${groups.length} groups, only ${added.length} with a picture that can be read.`;
  }
  const whole = signed.length > groups.length ? signed[0] : undefined;
  const takes = whole ? describeGrid(whole).filter(({ strength }) => strength < 0).slice(0, 3) : [];
  const meanings = Map.groupBy(groups.keys(), (i) => groups[i].classes[0].label).values().toArray();
  return [
    `${groups.length} ${groups.length === 1 ? "group, " : "groups, "}${meanings.length} ` +
    `${meanings.length === 1 ? "meaning" : "meanings"}: groups that the same class leads come to the same.`,
    ...meanings.map((members, i) => {
      const own = members.map((member) => groups[member]);
      const count = own.reduce((sum, group) => sum + group.count, 0);
      const leading = own.reduce((sum, { classes }) => sum + classes[0].count, 0);
      const mean = own.reduce((sum, group) => sum + group.count * group.mean, 0) / count;
      const grid = meanGrid(
        members.map((member) => ({ grid: added[member], weight: groups[member].count * groups[member].white })),
      );
      const adds = describeGrid(grid).filter(({ strength }) => strength > 0).slice(0, 4);
      return `Meaning ${i + 1}: ${leading} of its ${count} images are of class ${own[0].classes[0].label} ` +
        `(group ${members.map((member) => groups[member].number).join(", ")}); their mean activation is ` +
        `${roundTo(mean)}.\n${writeMarks([...adds, ...takes])}`;
    }),
  ].join("\n");
}

/** The marks of a signed picture, the strongest as strong as a mark can be: how much in all is not told. */
function describeGrid({ width, height, values }: Grid): Phrase[] {
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  if (sum === 0) return [];
  const { phrases } = pursue({ width, height, empty: 0, adds: values }, { count: 6, round: (strength) => strength });
  const largest = Math.max(...phrases.map(({ strength }) => Math.abs(strength)));
  return phrases.map((phrase) => ({ ...phrase, strength: 6.5 * phrase.strength / largest }));
}

function writeMarks(phrases: readonly Phrase[]): string {
  const say = (phrase: Phrase) => `${namePhrase(phrase)} (${nameExtent(phrase)})`;
  return listMarks(phrases, { strengths: "words", top: 10, say, count: String }).join(" ");
}

function meanGrid(parts: readonly { grid: Grid; weight: number }[]): Grid {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const values = parts[0].grid.values.map((_, i) => {
    return parts.reduce((sum, { grid, weight }) => sum + weight * grid.values[i], 0) / total;
  });
  return { ...parts[0].grid, values };
}
