// Which class a network answers for images of which class.

import * as Plot from "@observablehq/plot";
import { divergingHex, inkOn } from "../pictures/mod.ts";
import { page, widestDrawing } from "./layout.ts";
import { named, plot } from "./plot.ts";

/**
 * Draws counts[truth][answer]: right answers on the diagonal in blue, mistakes in red, each the darker the larger its
 * share of the row, so of all images of that class.
 */
export function drawConfusionMatrix(
  counts: readonly (readonly number[])[],
  classNames: readonly string[],
  { title, cellSize = 46 }: { title: string; cellSize?: number },
): string {
  const size = classNames.length;
  if (counts.length !== size || counts.some((row) => row.length !== size)) {
    throw new RangeError(
      `Cannot draw a confusion matrix: ${size} classes need ${size} rows of ${size} counts, ` +
        `got ${counts.length} rows of ${counts[0]?.length}. Count as [truth][answer].`,
    );
  }
  const cells = counts.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, answer) => {
      // The square root lets mistakes of a few percent be seen.
      const depth = total > 0 ? Math.sqrt(count / total) : 0;
      const fill = divergingHex(truth === answer ? -depth : depth);
      return { truth: classNames[truth], answer: classNames[answer], count, fill };
    });
  });
  const longest = Math.max(...classNames.map((name) => name.length));
  const marginLeft = 48 + 7.5 * longest;
  const cell = Math.min(cellSize, (widestDrawing - marginLeft - 8) / size);
  // Long names stand upright above their columns.
  const upright = longest * 7.5 > cell;
  const marginTop = 36 + (upright ? 7.5 * longest : 14);
  const axis = { domain: classNames, ...named, tickSize: 0 };
  const drawing = plot({
    width: marginLeft + cell * size + 8,
    height: marginTop + cell * size + 6,
    marginLeft,
    marginRight: 8,
    marginTop,
    marginBottom: 6,
    padding: 0,
    x: { ...axis, axis: "top", label: "network's answer", tickRotate: upright ? -90 : 0, labelOffset: marginTop - 6 },
    y: { ...axis, label: "truth", labelOffset: marginLeft - 6 },
    color: { type: "identity" },
    marks: [
      Plot.cell(cells, { x: "answer", y: "truth", fill: "fill", stroke: "#dddddd", strokeWidth: 0.5 }),
      Plot.text(cells, {
        x: "answer",
        y: "truth",
        text: ({ count }) => String(count),
        fill: ({ count, fill }) => count === 0 ? "#b0b0b0" : inkOn(fill),
        fontSize: Math.min(12, cell / 3),
        fontWeight: "normal",
      }),
    ],
  });
  const right = counts.reduce((sum, row, truth) => sum + row[truth], 0);
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const description = `A table of counts, truth down and the network's answer across; ${right} of ${all} are right`;
  return page([drawing], { title, description });
}
