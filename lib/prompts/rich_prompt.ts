// The neuron's prompt with rich evidence: where its parts stand in the wording, and what they are filled with.

import type { RichEvidence, ShownExemplar } from "../evidence/mod.ts";
import { toDataUrl } from "../pictures/mod.ts";
import { neuronWording, type PromptValues } from "./templates.ts";
import { captionLines, contactSheet, contrastLines, effectLines, gridLines } from "./rich_lines.ts";

/** The parts of rich evidence, each to be chosen by itself. */
export type RichPart = "contrasts" | "grid" | "effects" | "exemplars" | "silent";

/** What the prompts about neurons hold: `plain` is the blog post's evidence alone, a list adds these parts to it. */
export type EvidenceChoice = "plain" | readonly RichPart[];

/** Every part, in the order in which they stand in the prompt. */
export const richParts: readonly RichPart[] = ["contrasts", "grid", "effects", "exemplars", "silent"];

/** A wording of a neuron's prompt with the rich evidence's paragraphs after the picture's, or at its start without one. */
export function addRichParagraphs(wording: string): string {
  const paragraphs = wording.split(/\n\n+/);
  const place = paragraphs.findIndex((paragraph) => paragraph.includes("{picture}")) + 1;
  return paragraphs.toSpliced(place, 0, richParagraphs).join("\n\n");
}

/**
 * What the placeholders of richParagraphs stand for: empty for parts that are not chosen and where there is nothing to
 * show. Throws where parts are chosen that were not gathered, or that the wording has no place for.
 */
export function richValues(
  wording: string,
  choice: EvidenceChoice,
  { rich, input, classNames, width, height }: {
    rich?: RichEvidence;
    /** The maximising input, for its grid. */
    input: Float32Array;
    classNames: readonly string[];
    width: number;
    height: number;
  },
): PromptValues {
  const chosen = new Set(choice === "plain" ? [] : choice);
  const homeless = chosen.values().find((part) => !wording.includes(`{${part}}`));
  if (homeless !== undefined) {
    throw new Error(
      `Cannot ask with rich evidence: the wording has no place for {${homeless}}, got "${wording.slice(0, 40)}…". ` +
        "Add it, as addRichParagraphs() does, or do not choose that part.",
    );
  }
  if (chosen.size > 0 && rich === undefined) {
    throw new Error(
      `Cannot ask with rich evidence: none was gathered, got ${[...chosen].join(", ")}. Use addRichEvidence() before.`,
    );
  }
  const name = (label: number) => classNames[label];
  const sheet = (exemplars: readonly ShownExemplar[]) =>
    exemplars.length === 0 ? "" : {
      picture: toDataUrl(contactSheet(exemplars.map(({ pixels }) => pixels), { width, height })),
    };
  const captions = (exemplars: readonly ShownExemplar[]) =>
    captionLines(exemplars.map(({ label, activation }) => ({ label: name(label), activation })));
  const exemplars = chosen.has("exemplars") ? rich!.exemplars : [];
  const silent = chosen.has("silent") ? rich!.silent : [];
  const contrasts = chosen.has("contrasts") ? rich!.contrasts : [];
  const effects = chosen.has("effects") ? rich!.effects : [];
  return {
    contrasts: contrastLines(contrasts.map((contrast, label) => ({ label: name(label), contrast }))),
    grid: chosen.has("grid") ? gridLines(input, { width, height }) : "",
    effects: effectLines(effects.map((effect, output) => ({ label: name(output), effect }))),
    exemplars: sheet(exemplars),
    exemplarCaptions: captions(exemplars),
    silent: sheet(silent),
    silentCaptions: captions(silent),
  };
}

/** The paragraphs of the rich evidence; each vanishes with its part. */
export const richParagraphs = `\
The contrast of a class is the neuron's mean over it less its mean over all other images, in standard deviations:
{contrasts}

The image that maximises the neuron, as a coarse grid of signed numbers (positive wants ink, negative wants none):
{grid}

The direct effect of the neuron on each output is its weight to the output times its mean activation:
{effects}

The following images, from left to right and from top to bottom, are those that excite the neuron most.
{exemplars}
{exemplarCaptions}

The following images are some, drawn at random, that leave the neuron silent or nearly so.
{silent}
{silentCaptions}`;

/** The neuron's prompt with a place for all rich evidence. */
export const richNeuronWording = addRichParagraphs(neuronWording);
