// A neuron of several meanings: the prompt with a picture for each group of images, and the list that comes back.

import type { ImageGroup, NeuronEvidence } from "../evidence/mod.ts";
import type { Message } from "../chat/mod.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { sheetValue } from "./digit_pictures.ts";
import type { PromptValues } from "./fill.ts";
import { matches, number } from "./line_patterns.ts";
import { largestOf, portraitValues, signedValue } from "./portraits.ts";

/** Images that excite a neuron in one way, as a prompt's line tells of them. */
export interface GroupLine {
  /** Counted from 1. */
  number: number;
  count: number;
  classes: { label: string; count: number }[];
  /** The mean activation over its images. */
  mean: number;
  /** What white in the picture of its ink adds. */
  white: number;
}

/** One neuron, its maximising picture, and the groups among the images that excite it most; they stand at {groups}. */
export const meaningsTemplate = `Your task is to find out whether one neuron has several meanings.
It is at depth {depth}, with the first layer outputs being labelled as depth 0.

The following image was designed to maximise the neuron.
  It shows all that the neuron wants, in one picture.
{picture}
{calibration}

The images that excite the neuron most were sorted into groups by what excites it in them.
  For each group there is a line of figures and a picture of what the ink of its images adds
  to the neuron on the mean: mid-grey adds nothing, white most, darker than mid-grey takes away.
  Some of its images follow.
{groups}

Which meanings does the neuron have? Groups that come to the same are one meaning.
  Write an entry for each meaning and begin it with its number, as in "Meaning 1:".
  Say where ink must be and where there must be none, with shapes and places,
  so precisely that somebody who reads this entry alone can tell
  which images excite the neuron in this way.`;

/** The prompt about one live neuron. Throws for a dead one, and where the template has no place for the groups. */
export function meaningsMessages(
  context: NetworkContext,
  { layer, neuron, maximisation }: Pick<NeuronEvidence, "layer" | "neuron" | "maximisation">,
  groups: readonly ImageGroup[],
): Message[] {
  const template = context.templates.meanings;
  if (maximisation === undefined) {
    throw new Error(`Cannot ask about a dead neuron, got neuron ${neuron} of layer ${layer}. Choose a live one.`);
  }
  if (!template.includes("{groups}")) {
    throw new Error(
      `Cannot ask for meanings: the template has no place for {groups}, got "${template.slice(0, 40)}…". Add it.`,
    );
  }
  const values: PromptValues = { depth: layer, neuron, ...portraitValues(context, maximisation) };
  const lines = groups.map(({ count, classes, mean, contributions, exemplars }, i) => {
    const names = classes.map(({ label, count }) => ({ label: context.classNames[label], count }));
    values[`added${i + 1}`] = signedValue(context, contributions);
    values[`images${i + 1}`] = sheetValue(context, exemplars);
    values[`line${i + 1}`] = groupLine({
      number: i + 1,
      count,
      classes: names,
      mean,
      white: largestOf(contributions),
    });
    return `{line${i + 1}}\n{added${i + 1}}\n{images${i + 1}}`;
  });
  return contextMessages(context, template.replace("{groups}", lines.join("\n")), values);
}

/** `Group 1: 20 images of class 4 (17), 9 (3); mean activation 23.1; white adds 0.31` */
export function groupLine({ number, count, classes, mean, white }: GroupLine): string {
  const counts = classes.map(({ label, count }) => `${label} (${count})`).join(", ");
  const round = (value: number) => Number(value.toPrecision(3));
  return `Group ${number}: ${count} image${count === 1 ? "" : "s"} of class ${counts}; ` +
    `mean activation ${round(mean)}; white adds ${round(white)}`;
}

/** The groups that a text lists, in order; one without classes is left out. */
export function readGroups(text: string): GroupLine[] {
  return matches(text, `^Group (\\d+): (\\d+) images? of class (.+?); mean activation ${number}; white adds ${number}`)
    .map(([group, count, classes, mean, white]): GroupLine => ({
      number: Number(group),
      count: Number(count),
      classes: [...classes.matchAll(/(?:^|, )(.+?) \((\d+)\)/g)]
        .map(([, label, count]) => ({ label, count: Number(count) })),
      mean: Number(mean),
      white: Number(white),
    })).filter(({ classes }) => classes.length > 0);
}

/** The entries of a reply, in their order, without their numbers; empty where it has none. */
export function readMeanings(reply: string): string[] {
  const headings = [...reply.matchAll(/^[ \t>*#-]*Meaning #?\d+\b[*:.) \t]*/gim)];
  return headings.map((match, i) => reply.slice(match.index + match[0].length, headings[i + 1]?.index).trim())
    .filter((entry) => entry !== "");
}
