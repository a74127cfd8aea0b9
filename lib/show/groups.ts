// Groups of images, a row for each: what their ink adds to a neuron in colour, and some of the images beside it.

import { drawPictureGrid } from "./grid.ts";
import { divergingPicture, greyPicture } from "../pictures/mod.ts";

/** A group with what is to be said of it; its pixels run from -1 (no ink) to 1 (full ink), what they add is signed. */
export interface DrawnGroup {
  readonly caption: string;
  readonly contributions: ArrayLike<number>;
  readonly exemplars: readonly ArrayLike<number>[];
}

/** Draws the groups in one scale of colours; a group of fewer images than another leaves its row short. */
export function drawGroups(
  groups: readonly DrawnGroup[],
  { title, width, height, cellSize = 84 }: { title: string; width: number; height: number; cellSize?: number },
): string {
  const limit = groups.flatMap(({ contributions }) => Array.from(contributions, Math.abs))
    .reduce((most, value) => Math.max(most, value), 1e-6);
  const columns = 1 + Math.max(0, ...groups.map(({ exemplars }) => exemplars.length));
  const blank = greyPicture([1], { width: 1, height: 1, low: 0, high: 1 });
  const cells = groups.flatMap(({ caption, contributions, exemplars }) => [
    { picture: divergingPicture(contributions, { width, height, limit }), caption },
    ...Array.from({ length: columns - 1 }, (_, i) => ({
      picture: exemplars[i] ? greyPicture(exemplars[i], { width, height, low: -1, high: 1 }) : blank,
      caption: "",
    })),
  ]);
  return drawPictureGrid(cells, { title, columns, cellSize, limit, limitMeaning: ["ink takes away", "ink adds"] });
}
