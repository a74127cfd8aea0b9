// A neuron of several meanings: the prompt with a picture for each group of images, and the list that comes back.

import type { ImageGroup, NeuronEvidence } from "../evidence/mod.ts";
import { toDataUrl } from "../pictures/mod.ts";
import type { Message } from "../chat/mod.ts";
import { calibrationLines } from "./lines.ts";
import { maximisingPicture, type NetworkContext } from "./messages.ts";
import { type PromptValues, renderMessages } from "./templates.ts";
import { contactSheet } from "./rich_lines.ts";

/** One neuron, its maximising picture, and the groups among the images that excite it most; they stand at {groups}. */
export const meaningsWording = `Your task is to find out whether one neuron has several meanings.
It is at depth {depth}, with the first layer outputs being labelled as depth 0.

The following image was designed to maximise the neuron. It shows all that the neuron wants, in one picture.
{picture}
{calibration}

The images that excite the neuron most were sorted into groups by what excites it in them. \
For each group there is a line of figures and a picture of what the ink of its images adds to the neuron on the mean: \
mid-grey adds nothing, white most, darker than mid-grey takes away. Some of its images follow.
{groups}

Which meanings does the neuron have? Groups that come to the same are one meaning. \
Write an entry for each meaning and begin it with its number, as in "Meaning 1:". \
Say where ink must be and where there must be none, with shapes and places, so precisely that somebody who reads \
this entry alone can tell which images excite the neuron in this way.`;

/** The prompt about one live neuron. Throws for a dead one, and where the wording has no place for the groups. */
export function meaningsMessages(
  context: NetworkContext,
  { layer, neuron, maximisation }: Pick<NeuronEvidence, "layer" | "neuron" | "maximisation">,
  groups: readonly ImageGroup[],
  { wording = meaningsWording }: { wording?: string } = {},
): Message[] {
  if (maximisation === undefined) {
    throw new Error(`Cannot ask about a dead neuron, got neuron ${neuron} of layer ${layer}. Choose a live one.`);
  }
  if (!wording.includes("{groups}")) {
    throw new Error(
      `Cannot ask for meanings: the wording has no place for {groups}, got "${wording.slice(0, 40)}…". Add it.`,
    );
  }
  const { background, calibration, classNames } = context;
  const picture = maximisingPicture(maximisation.input, context);
  const values: PromptValues = {
    depth: layer,
    neuron,
    picture: { picture: toDataUrl(picture) },
    calibration: calibration === undefined
      ? ""
      : calibrationLines({ white: picture.white, preActivation: maximisation.preActivation, ...calibration }),
  };
  const lines = groups.map((group, i) => {
    const added = maximisingPicture(group.contributions, context);
    values[`added${i + 1}`] = { picture: toDataUrl(added) };
    values[`images${i + 1}`] = { picture: toDataUrl(contactSheet(group.exemplars, context)) };
    return `${groupLine(group, { number: i + 1, white: added.white, classNames })}\n{added${i + 1}}\n{images${i + 1}}`;
  });
  return renderMessages(background, wording.replace("{groups}", lines.join("\n")), values);
}

/** `Group 1: 20 images of class 4 (17), 9 (3); mean activation 23.1; white adds 0.31` */
export function groupLine(
  { count, classes, mean }: Pick<ImageGroup, "count" | "classes" | "mean">,
  { number, white, classNames }: { number: number; white: number; classNames: readonly string[] },
): string {
  const counts = classes.map(({ label, count }) => `${classNames[label]} (${count})`).join(", ");
  const round = (value: number) => Number(value.toPrecision(3));
  return `Group ${number}: ${count} image${count === 1 ? "" : "s"} of class ${counts}; ` +
    `mean activation ${round(mean)}; white adds ${round(white)}`;
}

/** The entries of a reply, in their order, without their numbers; empty where it has none. */
export function readMeanings(reply: string): string[] {
  const headings = [...reply.matchAll(/^[ \t>*#-]*Meaning #?\d+\b[*:.) \t]*/gim)];
  return headings.map((match, i) => reply.slice(match.index + match[0].length, headings[i + 1]?.index).trim())
    .filter((entry) => entry !== "");
}
