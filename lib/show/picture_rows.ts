// Rows of pictures that belong together: groups of images with what excites a neuron in them, and inputs found
// together.

import { divergingPicture, greyPicture, largestMagnitude } from "../pictures/mod.ts";
import { drawPictureGrid } from "./picture_grid.ts";

/** A group with what is to be said of it; its pixels run from -1 (no ink) to 1 (full ink), what they add is signed. */
export interface DrawnGroup {
  readonly caption: string;
  readonly contributions: ArrayLike<number>;
  readonly exemplars: readonly ArrayLike<number>[];
}

/** Inputs that were found together, each with the activation that it reaches and what else is to be said of it. */
export interface DrawnInputs {
  readonly name: string;
  readonly inputs: readonly {
    readonly input: ArrayLike<number>;
    readonly activation: number;
    readonly remark?: string;
  }[];
}

/** How rows are drawn: under which title, of what size in pixels, and how large each picture is on the page. */
export interface RowLook {
  title: string;
  width: number;
  height: number;
  cellSize?: number;
}

/** Draws a row for each group in one scale of colours: what its ink adds, and some of its images beside it. */
export function drawGroups(
  groups: readonly DrawnGroup[],
  { title, width, height, cellSize = 84 }: RowLook,
): string {
  const limit = largestMagnitude(groups.map(({ contributions }) => contributions));
  const columns = 1 + Math.max(0, ...groups.map(({ exemplars }) => exemplars.length));
  const cells = groups.flatMap(({ caption, contributions, exemplars }) => [
    { picture: divergingPicture(contributions, { width, height, limit }), caption },
    ...Array.from({ length: columns - 1 }, (_, i) => ({
      picture: exemplars[i] && greyPicture(exemplars[i], { width, height, low: -1, high: 1 }),
      caption: "",
    })),
  ]);
  return drawPictureGrid(cells, { title, columns, cellSize, limit, limitMeaning: ["ink takes away", "ink adds"] });
}

/**
 * Draws a row for each way in which inputs were found, each input in the full range of its own colours: where their
 * sizes differ, their shapes can be compared.
 */
export function drawInputs(
  rows: readonly DrawnInputs[],
  { title, width, height, cellSize = 130 }: RowLook,
): string {
  const columns = Math.max(1, ...rows.map(({ inputs }) => inputs.length));
  const cells = rows.flatMap(({ name, inputs }) =>
    Array.from({ length: columns }, (_, i) => {
      if (inputs[i] === undefined) return { picture: undefined, caption: "" };
      const { input, activation, remark } = inputs[i];
      return {
        picture: divergingPicture(input, { width, height, limit: largestMagnitude([input]) }),
        caption: `${name}: ${activation.toFixed(1)}${remark === undefined ? "" : `\n${remark}`}`,
      };
    })
  );
  const note = "Red is positive, white zero, blue negative, the full colour the largest magnitude of the picture.";
  return drawPictureGrid(cells, { title, columns, cellSize, note });
}
