// Inputs that excite a neuron, in colour, a row for each way in which they were found.

import { drawPictureGrid } from "./grid.ts";
import { divergingPicture } from "../pictures/mod.ts";

/** Inputs that were found together, each with the activation that it reaches and what else is to be said of it. */
export interface DrawnInputs {
  readonly name: string;
  readonly inputs: readonly {
    readonly input: ArrayLike<number>;
    readonly activation: number;
    readonly remark?: string;
  }[];
}

/** Draws the inputs, each in the full range of its own colours: where their sizes differ, their shapes can be compared. */
export function drawInputs(
  rows: readonly DrawnInputs[],
  { title, width, height, cellSize = 130 }: { title: string; width: number; height: number; cellSize?: number },
): string {
  const cells = rows.flatMap(({ name, inputs }) =>
    inputs.map(({ input, activation, remark }) => ({
      picture: divergingPicture(input, { width, height, limit: largest(input) }),
      caption: `${name}: ${activation.toFixed(1)}${remark === undefined ? "" : `\n${remark}`}`,
    }))
  );
  const columns = Math.max(1, ...rows.map(({ inputs }) => inputs.length));
  const note = "Red is positive, white zero, blue negative, the full colour the largest magnitude of the picture.";
  return drawPictureGrid(cells, { title, columns, cellSize, note });
}

function largest(input: ArrayLike<number>): number {
  return Array.from(input).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
}
