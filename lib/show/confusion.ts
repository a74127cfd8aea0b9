// Which class a network answers for images of which class.

import * as Plot from "@observablehq/plot";
import { divergingHex, inkOn } from "../pictures/mod.ts";
import { page, plot } from "./svg.ts";

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
  const drawing = plot({
    width: 62 + cellSize * size + 8,
    height: 50 + cellSize * size + 6,
    marginLeft: 62,
    marginRight: 8,
    marginTop: 50,
    marginBottom: 6,
    padding: 0,
    x: {
      domain: classNames,
      axis: "top",
      label: "network's answer",
      labelAnchor: "center",
      labelArrow: "none",
      tickSize: 0,
    },
    y: { domain: classNames, label: "truth", labelAnchor: "center", labelArrow: "none", tickSize: 0 },
    color: { type: "identity" },
    marks: [
      Plot.cell(cells, { x: "answer", y: "truth", fill: "fill", stroke: "#dddddd", strokeWidth: 0.5 }),
      Plot.text(cells, {
        x: "answer",
        y: "truth",
        text: (cell) => String(cell.count),
        fill: (cell) => cell.count === 0 ? "#b0b0b0" : inkOn(cell.fill),
        fontWeight: "normal",
      }),
    ],
  });
  return page([drawing], { title });
}
