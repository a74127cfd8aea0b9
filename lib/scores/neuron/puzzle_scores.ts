// The scores tried on the puzzles: what each makes of right, wrong, too narrow and too broad descriptions.

import type { LabelledImages } from "../../data/mod.ts";
import { gatherStats } from "../../evidence/mod.ts";
import type { NetworkContext } from "../../prompts/mod.ts";
import { type PreparedExplanation, prepareExplanations, scoredNeurons, type ScoreSettings } from "./prepared.ts";
import { puzzleNetwork } from "./puzzle_network.ts";
import { type PuzzleQuality, puzzles } from "./puzzles.ts";
import { nameInterval } from "./score_rows.ts";
import type { ScoredExplanation } from "./scored.ts";

/**
 * The questions about every description of every puzzle, on the same pictures for all of a neuron's. None for pictures of
 * another size than the puzzles' network takes.
 */
export function preparePuzzles(
  context: NetworkContext,
  images: LabelledImages,
  settings: ScoreSettings,
): PreparedExplanation[] {
  const network = puzzleNetwork();
  if (images.width * images.height !== network.layers[0].inputs) return [];
  const stats = gatherStats(network, images, context.classNames.length);
  const neurons = scoredNeurons(network, images, puzzles.map(({ layer, neuron }) => stats[layer][neuron]));
  return puzzles.flatMap(({ descriptions }, i) => {
    const explanations = qualities.map((quality) => descriptions[quality]);
    return prepareExplanations(context, neurons[i], { explanations, network, images, ...settings });
  });
}

/** A row for each puzzle and figure, with what every kind of description gets and its interval. */
export function puzzleRows(scored: readonly ScoredExplanation[]): Record<string, string | number | null>[] {
  return puzzles.flatMap(({ name, layer, neuron, descriptions }) => {
    const own = scored.filter((one) => one.layer === layer && one.neuron === neuron);
    const figuresOf = (quality: PuzzleQuality) => {
      const found = own.find(({ explanation }) => explanation === descriptions[quality]);
      return Object.assign({}, ...Object.values(found?.scores ?? {}).map(({ figures }) => figures));
    };
    const figures = qualities.map((quality) => ({ quality, of: figuresOf(quality) }));
    return Object.keys(figures[0].of).map((score) => ({
      puzzle: name,
      score,
      ...Object.fromEntries(figures.flatMap(({ quality, of }) => [
        [headings[quality], of[score]?.value ?? null],
        [`${headings[quality]}: 95 %`, of[score] ? nameInterval(of[score]) : "–"],
      ])),
    }));
  });
}

const qualities: readonly PuzzleQuality[] = ["right", "wrong", "narrow", "broad"];
const headings: Record<PuzzleQuality, string> = {
  right: "right",
  wrong: "wrong",
  narrow: "too narrow",
  broad: "too broad",
};
