// The class means of many neurons as coloured cells, where bars would be too many.

import * as Plot from "@observablehq/plot";
import { divergingHex, largestMagnitude } from "../pictures/mod.ts";
import { type Drawing, page, widestDrawing } from "./layout.ts";
import { plot } from "./plot.ts";
import { drawScaleBar } from "./scalebar.ts";

interface Classes {
  readonly name: string;
  readonly dead: boolean;
  readonly classes: readonly { readonly label: string; readonly mean: number; readonly std: number }[];
}

/** Draws a column for each neuron and a row for each class, for the means and for the deviations, on one scale. */
export function drawClassCells(neurons: readonly Classes[], title: string): string {
  const values = neurons.flatMap(({ classes }) => classes.flatMap(({ mean, std }) => [mean, std]));
  const limit = largestMagnitude([values.filter(Number.isFinite)]);
  const drawings: Drawing[] = [];
  for (let start = 0; start < neurons.length; start += neuronsPerRow) {
    const row = neurons.slice(start, start + neuronsPerRow);
    drawings.push(drawRow(row, { key: "mean", limit }), drawRow(row, { key: "std", limit }));
  }
  const dead = neurons.filter(({ dead }) => dead).map(({ name }) => name);
  return page(drawings, {
    title,
    description: `Coloured cells for ${neurons.length} neurons, ${dead.length} of them dead`,
    columns: 1,
    below: drawScaleBar(limit),
    note: "A row for each class, a column for each neuron; both on the scale above. Grey columns are dead neurons.",
  });
}

const neuronsPerRow = 31;

function drawRow(
  neurons: readonly Classes[],
  { key, limit }: { key: "mean" | "std"; limit: number },
): Drawing {
  const cells = neurons.flatMap(({ name, dead, classes }) =>
    classes.map((stats) => ({
      name,
      label: stats.label,
      fill: dead || !Number.isFinite(stats[key]) ? "#d0d0d0" : divergingHex(stats[key] / limit),
    }))
  );
  const labels = neurons[0].classes.map(({ label }) => label);
  const marginLeft = 20 + 8 * Math.max(1, ...labels.map((label) => label.length));
  const marginBottom = 14 + 8 * Math.max(...neurons.map(({ name }) => name.length));
  return plot({
    width: marginLeft + 4 + Math.min(26, (widestDrawing - marginLeft - 4) / neuronsPerRow) * neurons.length,
    height: 2 + marginBottom + 15 * labels.length,
    marginLeft,
    marginRight: 4,
    marginTop: 2,
    marginBottom,
    padding: 0.04,
    x: { type: "band", domain: neurons.map(({ name }) => name), label: null, tickRotate: -90, tickSize: 0 },
    y: { type: "band", domain: labels, label: null, tickSize: 0 },
    color: { type: "identity" },
    marks: [Plot.cell(cells, { x: "name", y: "label", fill: "fill" })],
  }, key === "mean" ? "mean activation" : "standard deviation");
}
