// What each neuron of a layer does on each class: its mean activation and the spread around it.

import * as Plot from "@observablehq/plot";
import { divergingHex, seriesColour } from "../pictures/mod.ts";
import { drawScaleBar } from "./scalebar.ts";
import { type Drawing, page, plot } from "./svg.ts";

/** A neuron's activation over the images of each class; a class without images has NaN and is left empty. */
export interface NeuronClasses {
  readonly name: string;
  readonly dead: boolean;
  readonly classes: readonly { readonly label: string; readonly mean: number; readonly std: number }[];
}

/** Draws every neuron × class: bars with mean ± std on a common scale, or coloured cells for more than 16 neurons. */
export function drawClassStats(
  neurons: readonly NeuronClasses[],
  { title, columns = 3 }: { title: string; columns?: number },
): string {
  if (neurons.length > 16) return drawCells(neurons, title);
  const classes = neurons.flatMap((neuron) => neuron.classes).filter(hasImages);
  const domain = [
    Math.min(0, ...classes.map(({ mean, std }) => mean - std)),
    Math.max(1e-6, ...classes.map(({ mean, std }) => mean + std)),
  ];
  const drawings = neurons.map((neuron) => drawBars(neuron, domain));
  const note = "Bar: mean activation over the class's images. Line: one standard deviation up and down.";
  return page(drawings, { title, columns: Math.min(columns, neurons.length), note });
}

function drawBars({ name, dead, classes }: NeuronClasses, domain: number[]): Drawing {
  const labels = classes.map(({ label }) => label);
  const shown = classes.filter(hasImages);
  const colour = ({ label }: { label: string }) => seriesColour(label, labels.indexOf(label));
  return plot({
    width: 280,
    height: 170,
    marginLeft: 40,
    marginRight: 4,
    marginTop: 10,
    marginBottom: 26,
    x: { type: "band", domain: labels, label: null, tickSize: 0 },
    y: { domain, nice: true, grid: true, label: null, ticks: 5 },
    color: { type: "identity" },
    marks: [
      Plot.ruleY([0], { stroke: "#555555" }),
      ...(dead ? [Plot.text(["dead: never above zero"], { frameAnchor: "middle", fontSize: 13, fill: "#767676" })] : [
        Plot.barY(shown, { x: "label", y: "mean", fill: colour, fillOpacity: 0.75 }),
        Plot.ruleX(shown, {
          x: "label",
          y1: ({ mean, std }) => mean - std,
          y2: ({ mean, std }) => mean + std,
          stroke: "#1a1a1a",
          strokeWidth: 1.5,
        }),
      ]),
    ],
  }, dead ? `${name} (dead)` : name);
}

const neuronsPerRow = 32;

function drawCells(neurons: readonly NeuronClasses[], title: string): string {
  const classes = neurons.flatMap((neuron) => neuron.classes).filter(hasImages);
  const limit = Math.max(1e-6, ...classes.flatMap(({ mean, std }) => [Math.abs(mean), std]));
  const drawings: Drawing[] = [];
  for (let start = 0; start < neurons.length; start += neuronsPerRow) {
    const row = neurons.slice(start, start + neuronsPerRow);
    drawings.push(drawCellRow(row, { key: "mean", limit }), drawCellRow(row, { key: "std", limit }));
  }
  const note =
    "A row for each class, a column for each neuron; both on the scale below. Grey columns are dead neurons.";
  return page([...drawings, drawScaleBar(limit)], { title, columns: 1, note });
}

function drawCellRow(
  neurons: readonly NeuronClasses[],
  { key, limit }: { key: "mean" | "std"; limit: number },
): Drawing {
  const cells = neurons.flatMap(({ name, dead, classes }) =>
    classes.map((stats) => ({
      name,
      label: stats.label,
      fill: dead || !hasImages(stats) ? "#d0d0d0" : divergingHex(stats[key] / limit),
    }))
  );
  const labels = neurons[0].classes.map(({ label }) => label);
  const marginBottom = 14 + 8 * Math.max(...neurons.map(({ name }) => name.length));
  return plot({
    width: 40 + 26 * neurons.length,
    height: 2 + marginBottom + 15 * labels.length,
    marginLeft: 36,
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

function hasImages({ mean, std }: { mean: number; std: number }): boolean {
  return Number.isFinite(mean + std);
}
