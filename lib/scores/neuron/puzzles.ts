// Puzzles: neurons of a network made by hand, known by construction, to try explainers and scores on.

/** Descriptions of a neuron whose quality is known: `narrow` asks for more, or names a part, `broad` says too much. */
export type PuzzleQuality = "right" | "wrong" | "narrow" | "broad";

/** A neuron of the puzzles' network. */
export interface Puzzle {
  name: string;
  layer: number;
  neuron: number;
  descriptions: Record<PuzzleQuality, string>;
}

/**
 * The puzzles: a stroke, a loop, an OR of two strokes, and a place without ink. A description says what is looked for,
 * what an empty picture gives on a scale on which 10 is most (what is below 0 counts as 0), and what ink does to that.
 */
export const puzzles: readonly Puzzle[] = [
  {
    name: "stroke at the top",
    layer: 0,
    neuron: 0,
    descriptions: {
      right: describe(
        "a horizontal stroke at the top",
        -4,
        "Ink adds 14 on a horizontal stroke at the top (50 % across, 30 % down). " +
          "Ink takes 14 on a short horizontal stroke at the middle left (41 % across, 48 % down).",
      ),
      wrong: describe("a vertical stroke at the left", -4, "Ink adds 14 on a vertical stroke at the left."),
      narrow: describe(
        "a horizontal stroke at the top and another at the bottom",
        -4,
        "Ink adds 14 on a horizontal stroke at the top; 14 on a horizontal stroke at the bottom. " +
          "Ink takes 14 on a short horizontal stroke at the middle left.",
      ),
      broad: describe("any ink at the top", 0, "Ink adds 14 on a patch at the top."),
    },
  },
  {
    name: "loop at the bottom",
    layer: 0,
    neuron: 1,
    descriptions: {
      right: describe(
        "a small ring low in the centre with an empty hole",
        -6,
        "Ink adds 9 on a small ring at the lower centre (48 % across, 66 % down); " +
          "9 on a small arc open to the right at the lower left (44 % across, 66 % down). " +
          "Ink takes 9 on a dot at the lower centre (48 % across, 66 % down).",
      ),
      wrong: describe("a horizontal stroke at the top", -3, "Ink adds 14 on a horizontal stroke at the top."),
      narrow: describe(
        "two small rings, one above the other",
        -8,
        "Ink adds 9 on a small ring at the lower centre; 9 on a small ring at the top centre. " +
          "Ink takes 12 on a dot at the lower centre.",
      ),
      broad: describe("any ink low in the centre", 0, "Ink adds 14 on a patch at the lower centre."),
    },
  },
  {
    name: "one stroke or another",
    layer: 1,
    neuron: 0,
    descriptions: {
      right: describe(
        "a vertical stroke at the left, one at the lower right, or both",
        -6,
        "Ink adds 9 on a vertical stroke at the left (30 % across, 53 % down); " +
          "9 on a vertical stroke at the lower right (59 % across, 61 % down).",
      ),
      wrong: describe("a horizontal stroke at the top", -3, "Ink adds 14 on a horizontal stroke at the top."),
      narrow: describe("a vertical stroke at the left", -4, "Ink adds 14 on a vertical stroke at the left."),
      broad: describe(
        "any ink at the left or at the right",
        0,
        "Ink adds 8 on a patch at the left; 8 on a patch at the right.",
      ),
    },
  },
  {
    name: "blank centre",
    layer: 0,
    neuron: 4,
    descriptions: {
      right: describe("an empty centre", 10, "Ink takes 40 on a blob in the centre."),
      wrong: describe("ink in the centre", 0, "Ink adds 10 on a blob in the centre."),
      narrow: describe(
        "an empty centre and a horizontal stroke at the bottom",
        0,
        "Ink takes 40 on a blob in the centre. Ink adds 12 on a horizontal stroke at the bottom.",
      ),
      broad: describe(
        "little ink anywhere",
        10,
        "Ink takes 5 on a patch in the centre; 5 on a patch at the left; 5 on a patch at the right; " +
          "5 on a patch at the top; 5 on a patch at the bottom.",
      ),
    },
  },
];

function describe(what: string, empty: number, marks: string): string {
  return `It looks for ${what}. 10 is as active as it ever gets; an empty picture gives ${empty}. ${marks}`;
}
