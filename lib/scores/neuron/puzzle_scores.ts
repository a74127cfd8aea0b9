// The scores tried on the puzzles: what each makes of right, wrong, too narrow and too broad descriptions.

import type { LabelledImages } from "../../data/mod.ts";
import { gatherStats } from "../../evidence/mod.ts";
import type { NetworkContext } from "../../prompts/mod.ts";
import { type PreparedExplanation, prepareExplanations, scoredNeurons, type ScoreSettings } from "./prepared.ts";
import { puzzleNetwork } from "./puzzle_network.ts";
import { type Puzzle, type PuzzleQuality, puzzles } from "./puzzles.ts";
import type { Figure } from "./score.ts";
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
  return puzzles.flatMap((puzzle) => {
    const figures = qualities.map((quality) => ({ quality, of: figuresOf(scored, puzzle, quality) }));
    return Object.keys(figures[0].of).map((score) => ({
      puzzle: puzzle.name,
      score,
      ...Object.fromEntries(figures.flatMap(({ quality, of }) => [
        [headings[quality], of[score]?.value ?? null],
        [`${headings[quality]}: 95 %`, of[score] ? nameInterval(of[score]) : "–"],
      ])),
    }));
  });
}

/** One figure with its interval, of every description that has one, to be drawn puzzle by puzzle. */
export function puzzleIntervals(
  scored: readonly ScoredExplanation[],
  score: string,
): { name: string; group: string; value: number; low: number; high: number }[] {
  return puzzles.flatMap((puzzle) =>
    qualities.flatMap((quality) => {
      const { value, low, high } = figuresOf(scored, puzzle, quality)[score] ?? nothing;
      if (value === null || low === null || high === null) return [];
      return [{ name: headings[quality], group: puzzle.name, value, low, high }];
    })
  );
}

function figuresOf(
  scored: readonly ScoredExplanation[],
  { layer, neuron, descriptions }: Puzzle,
  quality: PuzzleQuality,
): Record<string, Figure> {
  const found = scored.find((one) =>
    one.layer === layer && one.neuron === neuron && one.explanation === descriptions[quality]
  );
  return Object.assign({}, ...Object.values(found?.scores ?? {}).map(({ figures }) => figures));
}

const nothing: Figure = { value: null, low: null, high: null };
const qualities: readonly PuzzleQuality[] = ["right", "wrong", "narrow", "broad"];
const headings: Record<PuzzleQuality, string> = {
  right: "right",
  wrong: "wrong",
  narrow: "too narrow",
  broad: "too broad",
};
