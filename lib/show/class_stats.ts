// What each neuron of a layer does on each class: its mean activation and the spread around it.

import * as Plot from "@observablehq/plot";
import { coloursOf } from "./legend.ts";
import { drawClassCells } from "./class_cells.ts";
import { ink } from "./label.ts";
import { type Drawing, page } from "./layout.ts";
import { plot } from "./plot.ts";

/** A neuron's activation over the images of each class; a class without images has NaN and is left empty. */
export interface NeuronClasses {
  readonly name: string;
  readonly dead: boolean;
  readonly classes: readonly { readonly label: string; readonly mean: number; readonly std: number }[];
  /** Its activation for a blank picture, drawn as a dashed line: what ink adds or takes is seen above and below it. */
  readonly blank?: number;
}

/** Draws every neuron × class: bars with mean ± std on a common scale, or coloured cells for more than 16 neurons. */
export function drawClassStats(
  neurons: readonly NeuronClasses[],
  { title, columns = 3 }: { title: string; columns?: number },
): string {
  if (neurons.length > 16) return drawClassCells(neurons, title);
  const domain = findDomain(neurons);
  return page(neurons.map((neuron) => drawBars(neuron, domain)), {
    title,
    description: neurons.map(describe).join(" "),
    columns,
    note: explain(neurons),
  });
}

/** Draws one page for each neuron, all on one scale, as the cells of a table's column. */
export function drawEachClassStats(neurons: readonly NeuronClasses[]): { readonly svg: string }[] {
  const domain = findDomain(neurons);
  return neurons.map((neuron) => {
    const drawing = { ...drawBars(neuron, domain), heading: undefined };
    return { svg: page([drawing], { description: describe(neuron) }) };
  });
}

function findDomain(neurons: readonly NeuronClasses[]): [low: number, high: number] {
  const classes = neurons.flatMap((neuron) => neuron.classes).filter(hasImages);
  const blanks = neurons.flatMap(({ blank }) => blank ?? []);
  const low = Math.min(
    0,
    ...blanks,
    ...neurons.flatMap((neuron) => neuron.classes.filter(hasImages).map(lowEnd(neuron))),
  );
  const high = Math.max(0, ...blanks, ...classes.map(({ mean, std }) => mean + std));
  return low < high ? [low, high] : [0, 1];
}

function drawBars({ name, dead, classes, blank }: NeuronClasses, domain: [number, number]): Drawing {
  const labels = classes.map(({ label }) => label);
  const shown = classes.filter(hasImages);
  const colour = coloursOf(labels);
  const longest = Math.max(0, ...labels.map((label) => label.length));
  // Long names stand upright below their bars.
  const upright = longest > 3;
  const marginBottom = upright ? 12 + 7 * longest : 26;
  return plot({
    width: 276,
    height: 144 + marginBottom,
    marginLeft: 40,
    marginRight: 4,
    marginTop: 10,
    marginBottom,
    x: { type: "band", domain: labels, label: null, tickSize: 0, tickRotate: upright ? -90 : 0 },
    y: { domain, nice: true, grid: true, label: null, ticks: 5 },
    color: { type: "identity" },
    marks: [
      Plot.ruleY([0], { stroke: ink.weak }),
      ...(dead ? [Plot.text(["dead: never above zero"], { frameAnchor: "middle", fontSize: 13, fill: ink.faint })] : [
        Plot.barY(shown, { x: "label", y: "mean", fill: ({ label }) => colour(label), fillOpacity: 0.75 }),
        Plot.ruleX(shown, {
          x: "label",
          y1: lowEnd({ classes }),
          y2: ({ mean, std }) => mean + std,
          stroke: ink.strong,
          strokeWidth: 1.5,
        }),
        Plot.ruleY(blank === undefined ? [] : [blank], { stroke: ink.strong, strokeDasharray: "6 3" }),
      ]),
    ],
  }, dead ? `${name} (dead)` : name);
}

function explain(neurons: readonly NeuronClasses[]): string {
  const blank = neurons.some(({ blank }) => blank !== undefined) ? " Dashed: a blank picture's." : "";
  return `Bar: mean activation over the class's images. Line: one standard deviation up and down, above zero.${blank}`;
}

function describe({ name, dead, classes, blank }: NeuronClasses): string {
  if (dead) return `${name} is dead: never above zero.`;
  const means = classes.filter(hasImages).map(({ label, mean }) => `${label}: ${Number(mean.toPrecision(2))}`);
  const empty = blank === undefined ? "" : `; a blank picture: ${Number(blank.toPrecision(2))}`;
  return `Mean activation of ${name} by class: ${means.join(", ")}${empty}.`;
}

/** Where a spread ends below: at zero, where no mean is less, since a relu gives nothing less. */
function lowEnd({ classes }: Pick<NeuronClasses, "classes">): (one: { mean: number; std: number }) => number {
  const least = classes.some(({ mean }) => mean < 0) ? -Infinity : 0;
  return ({ mean, std }) => Math.max(least, mean - std);
}

function hasImages({ mean, std }: { mean: number; std: number }): boolean {
  return Number.isFinite(mean + std);
}
