// The evidence by choice in a neuron's prompt: where its paragraphs stand, and what they are filled with.

import type { RichEvidence, ShownExemplar } from "../evidence/mod.ts";
import type { EvidenceChoice, NetworkContext, RichPart } from "./context.ts";
import { digitValue, sheetValue } from "./digit_pictures.ts";
import type { PromptValues } from "./fill.ts";
import { captionLines, contrastLines, effectLines, gridLines, meanLine } from "./rich_lines.ts";

/** Every part, in the order in which they stand in the prompt. */
export const richParts: readonly RichPart[] = ["contrasts", "grid", "effects", "mean", "exemplars", "silent"];

/** The paragraphs of the rich evidence, which stand at {evidence}; each vanishes with its part. */
export const evidenceTemplate =
  `The contrast of a class is the neuron's mean over it less its mean over all other images,
  in standard deviations:
{contrasts}

The image that maximises the neuron, as a coarse grid of signed numbers
  (positive wants ink, negative wants none):
{grid}

The direct effect of the neuron on each output is its weight to the output
  times its mean activation:
{effects}

The following image is the mean of all images that the network was trained on.
{mean}
{meanScale}

The following images, from left to right and from top to bottom,
  are those that excite the neuron most.
{exemplars}
{exemplarCaptions}

The following images are some, drawn at random, that leave the neuron silent or nearly so.
{silent}
{silentCaptions}`;

/** `plain`, `rich` for all of it, or some parts' names, as in "contrasts, grid". Throws on another name. */
export function readEvidenceChoice(text: string): EvidenceChoice {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  if (names.join() === "plain") return "plain";
  if (names.join() === "rich") return richParts;
  const odd = names.find((name) => !richParts.includes(name as RichPart));
  if (odd === undefined && names.length > 0) return names as RichPart[];
  throw new Error(
    `Cannot choose the evidence: it is "plain", "rich" or some of ${richParts.join(", ")}, got "${odd ?? text}". ` +
      "Change the knob.",
  );
}

/** A neuron's template with the paragraphs of the chosen evidence at {evidence}. Throws where a part has no place. */
export function placeEvidence(template: string, { evidence, templates }: NetworkContext): string {
  if (evidence === "plain" || evidence.length === 0) return template.replaceAll("{evidence}", "");
  const whole = template.replaceAll("{evidence}", () => templates.evidence);
  const homeless = evidence.find((part) => !whole.includes(`{${part}}`));
  if (homeless === undefined) return whole;
  throw new Error(
    `Cannot ask with rich evidence: the template has no place for {${homeless}}, got "${template.slice(0, 40)}…". ` +
      "Add {evidence}, which holds all parts, or do not choose that part.",
  );
}

/**
 * What the placeholders of the rich evidence stand for: empty for parts that are not chosen and where there is nothing
 * to show. Throws where parts are chosen that were not gathered.
 */
export function richValues(
  context: NetworkContext,
  { rich, input }: {
    rich?: RichEvidence;
    /** The maximising input, for its grid. */
    input: Float32Array;
  },
): PromptValues {
  const chosen = new Set(context.evidence === "plain" ? [] : context.evidence);
  if (chosen.size > 0 && rich === undefined) {
    throw new Error(
      `Cannot ask with rich evidence: none was gathered, got ${[...chosen].join(", ")}. Use addRichEvidence() before.`,
    );
  }
  const name = (label: number) => context.classNames[label];
  const pixelsOf = (exemplars: readonly ShownExemplar[]) => exemplars.map(({ pixels }) => pixels);
  const captions = (exemplars: readonly ShownExemplar[]) =>
    captionLines(exemplars.map(({ label, activation }) => ({ label: name(label), activation })));
  const exemplars = chosen.has("exemplars") ? rich!.exemplars : [];
  const silent = chosen.has("silent") ? rich!.silent : [];
  const contrasts = chosen.has("contrasts") ? rich!.contrasts : [];
  const effects = chosen.has("effects") ? rich!.effects : [];
  return {
    contrasts: contrastLines(contrasts.map((contrast, label) => ({ label: name(label), contrast }))),
    grid: chosen.has("grid") ? gridLines(input, context) : "",
    effects: effectLines(effects.map((effect, output) => ({ label: name(output), effect }))),
    mean: chosen.has("mean") ? digitValue(context, rich!.mean) : "",
    meanScale: chosen.has("mean") ? meanLine : "",
    exemplars: sheetValue(context, pixelsOf(exemplars)),
    exemplarCaptions: captions(exemplars),
    silent: sheetValue(context, pixelsOf(silent)),
    silentCaptions: captions(silent),
  };
}
