// What gpt-4o wrote of two neurons, as the blog post prints it, and how well that tells of the neurons of a network of ours.

import type { Chat } from "../../chat/mod.ts";
import type { LabelledImages } from "../../data/mod.ts";
import type { NeuronStats } from "../../evidence/mod.ts";
import type { Network } from "../../network/mod.ts";
import type { NetworkContext } from "../../prompts/mod.ts";
import type { AskOptions } from "../asking.ts";
import { prepareScores } from "./prepared.ts";
import type { Figure } from "./score.ts";
import { type ScoredExplanation, scoreExplanations } from "./scored.ts";
import { simulation } from "./simulation.ts";

/** An explanation of a neuron of the post's own network, whose weights are not published. */
export interface PublishedExplanation {
  name: string;
  text: string;
}

/** The two explanations by gpt-4o, to the letter. */
export const publishedExplanations: readonly PublishedExplanation[] = [
  {
    name: "gpt-4o, first",
    text:
      `Based on the given activations and image, the neuron appears to highly activate for digits resembling a "4" or "9." Here's the reasoning and interpretation:

1. **High Activation Values for Labels 0, 4, and 9**:
   - The neuron shows high average activations for labels 0, 4, and 9, with particularly high values for label 4 (19.856) and label 9 (18.319).
   - This suggests that the feature captured by this neuron is strongly associated with some part of these digits.

2. **Image Analysis**:
   - The visual pattern observed in the image seems to resemble curved shapes with a vertical component typical of digits "4" and "9."
   - The circle and vertical line could correspond to the typical shapes found in these digits, such as the top loop of the "9" and the vertical and horizontal lines of the "4."

Based on these observations, the neuron likely activates for features resembling the combination of vertical and curved lines typical of certain parts of the digits "4" and "9." Images containing such patterns will likely trigger this neuron. This activation pattern suggests sensitivity to specific lines and shapes common in these numbers.`,
  },
  {
    name: "gpt-4o, second",
    text:
      `The neuron we are examining appears to be highly activated by specific patterns found in images corresponding to certain digits. Based on the data provided:

- The highest average activation occurs for digits 7 (20.76), 9 (19.03), and 4 (14.13).
- The lowest activations are for digits 6 (0.23) and 2 (1.02).

From the visualization of the maximum activation input image, it seems to capture features aligned with particular structural nuances common in certain digits. Here's the interpretation of the feature likely emphasized by this neuron:

### Interpretation:
The neuron likely activates for images containing a vertical line with a horizontal line crossing it, similar to a "T" shape, which is a common characteristic in digits like 7 and parts of 4. It might also capture more complex shapes with this feature, affecting how it responds to similar crossings in 9, possibly at an angle or curvature.

### Reconstruction Aids:
1. **Digit 7**: The neuron can be triggered by the descending vertical stroke completed with a left-facing horizontal line on the top, resembling the structure of 7.
2. **Digit 4**: Involves intersecting horizontal and vertical strokes often seen in the top half of the numeral 4.
3. **Digit 9**: May be responding to the loops or curves starting from the vertical portion of 9.

The feature seems less representative of curves without accompanying vertical strokes (hence lower activation for 6 and 2). Designing images with strong vertical-horizontal intersections will likely activate this neuron, especially focusing on the top-left part of the digit canvas possibly, as suggested by the provided visualization image.`,
  },
];

/** A published explanation on the neuron of ours that it tells best, and on the others. */
export interface PublishedFit extends PublishedExplanation {
  layer: number;
  neuron: number;
  /** Its simulation score there; the best of several, so that it flatters. */
  best: Figure;
  /** The next best, on another neuron; null where there is none. */
  next: number | null;
}

/**
 * Has the texts read on every live neuron of the first layer. Each of them is about a neuron of another network, so that
 * the best it reaches on ours says only whether anything can be foretold from words like these. A text that names
 * nothing which the reader could use fits none, and is left out.
 *
 * @param stats The statistics of all hidden neurons: see gatherStats().
 */
export async function scorePublished(
  chat: Chat,
  context: NetworkContext,
  { network, images, stats, seed, each, ...options }: AskOptions & {
    network: Network;
    images: LabelledImages;
    stats: readonly (readonly NeuronStats[])[];
    seed: number;
    each?: number;
  },
): Promise<PublishedFit[]> {
  const fits: PublishedFit[] = [];
  for (const { name, text } of publishedExplanations) {
    const neurons = (stats[0] ?? []).filter(({ dead }) => !dead).map(({ layer, neuron }) => ({ layer, neuron, text }));
    const prepared = prepareScores(context, network, images, { neurons, stats, scores: [simulation], seed, each });
    const { scored } = await scoreExplanations(chat, prepared, options);
    const known = scored.filter((one) => simulationOf(one).value !== null)
      .sort((a, b) => simulationOf(b).value! - simulationOf(a).value!);
    if (known.length === 0) continue;
    const [{ layer, neuron }, next] = known;
    const other = next === undefined ? null : simulationOf(next).value;
    fits.push({ name, text, layer, neuron, best: simulationOf(known[0]), next: other });
  }
  return fits;
}

/** A row for each fit. */
export function publishedFitRows(
  fits: readonly PublishedFit[],
  nameOf: (fit: PublishedFit) => string,
): Record<string, string | number | null>[] {
  return fits.map((fit) => ({
    explanation: fit.name,
    "fits best": nameOf(fit),
    simulation: fit.best.value,
    low: fit.best.low,
    high: fit.best.high,
    "by class means": fit.best.floor ?? null,
    "on the next best neuron": fit.next,
  }));
}

function simulationOf({ scores }: ScoredExplanation): Figure {
  return scores.simulation.figures.simulation;
}
