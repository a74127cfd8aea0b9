// How one neuron's activation is distributed over the images of each class.

import * as Plot from "@observablehq/plot";
import { coloursOf } from "./legend.ts";
import { ink, textWidth } from "./label.ts";
import { page } from "./layout.ts";
import { named, plot } from "./plot.ts";

/** A class and one activation for each of its images. */
export interface ClassValues {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

/**
 * Draws a row for each class: a histogram of all values but exact zeros, whose share is written at the right, since a
 * ReLU gives so many of them that the rest could not be seen. A bin's height is its share of all the class's values, on
 * one scale for all classes. Throws on NaN and infinities.
 */
export function drawDistributions(
  byClass: readonly ClassValues[],
  { title, xLabel, width = 640, bins = 60 }: { title: string; xLabel: string; width?: number; bins?: number },
): string {
  const { low, high } = findRange(byClass);
  const rows = byClass.map(({ label, values }) => ({ label, ...countBins(values, { low, high, bins }) }));
  const tallest = Math.max(1e-12, ...rows.flatMap(({ shares }) => shares));
  const step = (high - low) / bins;
  const outline = rows.flatMap(({ label, shares }) =>
    shares.flatMap((share, i) =>
      [low + i * step, low + (i + 1) * step].map((x) => ({ label, x, height: share / tallest }))
    )
  );
  const labels = rows.map(({ label }) => label);
  const colour = coloursOf(labels);
  const drawing = plot({
    width,
    height: 34 * rows.length + 50,
    marginLeft: 20 + Math.max(...labels.map((label) => textWidth(label, 13))),
    marginRight: 90,
    marginTop: 4,
    marginBottom: 44,
    x: { label: xLabel, ...named, grid: true, domain: [low, high] },
    y: { axis: null, domain: [0, 1] },
    fy: { axis: null, domain: labels, padding: 0.08 },
    color: { type: "identity" },
    marks: [
      Plot.areaY(outline, {
        x: "x",
        y1: 0,
        y2: "height",
        fy: "label",
        fill: ({ label }) => colour(label),
        fillOpacity: 0.7,
      }),
      Plot.ruleY(rows, { y: 0, fy: "label", stroke: "#888888" }),
      Plot.tickX(rows.filter(({ count }) => count > 0), { x: "mean", fy: "label", stroke: ink.strong, strokeWidth: 2 }),
      Plot.text(rows, {
        fy: "label",
        text: "label",
        frameAnchor: "left",
        textAnchor: "end",
        dx: -8,
        fontWeight: "bold",
      }),
      Plot.text(rows, {
        fy: "label",
        text: "remark",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
        fill: ink.weak,
      }),
    ],
  });
  const note = "Height: share of the class's images, without those at exactly zero, whose share stands at the right. " +
    "Black tick: mean over all.";
  const description = rows.map(({ label, mean, count, remark }) =>
    `${label}: ${count === 0 ? "" : `mean ${Number(mean.toPrecision(3))}, `}${remark || "never zero"}`
  );
  return page([drawing], { title, description: `Histograms by class. ${description.join("; ")}`, note });
}

function findRange(byClass: readonly ClassValues[]): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const { label, values } of byClass) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) {
        throw new RangeError(
          `Cannot draw distributions: value ${i} of "${label}" is not finite, got ${values[i]}. Check its activations.`,
        );
      }
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  }
  return low < high ? { low, high } : { low, high: low + 1 };
}

function countBins(
  values: ArrayLike<number>,
  { low, high, bins }: { low: number; high: number; bins: number },
): { shares: number[]; mean: number; count: number; remark: string } {
  const counts = new Array<number>(bins).fill(0);
  let [zeros, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (values[i] === 0) zeros++;
    else counts[Math.min(Math.floor(bins * (values[i] - low) / (high - low)), bins - 1)]++;
  }
  const count = values.length;
  const remark = count === 0 ? "no images" : zeros === 0 ? "" : `${writeShare(zeros / count)} zero`;
  return { shares: counts.map((each) => each / Math.max(count, 1)), mean: sum / count, count, remark };
}

// A share that is not all and not nothing is not written as 100 % or 0 %.
function writeShare(share: number): string {
  if (share === 1) return "100 %";
  if (share > 0.995) return ">99 %";
  if (share < 0.005) return "<1 %";
  return `${Math.round(100 * share)} %`;
}
