// A sweep's results in one table and one plot: runs that differ in nothing but a seed are averaged.

import { extent, group, mean } from "d3-array";
import { drawSpread } from "../show/mod.ts";
import type { SweepRow } from "./sweep_figures.ts";

/** Runs with the same settings but for their seeds. */
export interface SweepGroup {
  readonly values: Readonly<Record<string, string>>;
  /** How many runs are done, of how many. */
  readonly done: number;
  readonly runs: number;
  readonly figures: Readonly<Partial<Record<Measure, Spread>>>;
}

/** The mean of a figure over a group's runs, its smallest and largest value, and how many runs have it. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export type Measure = "accuracy" | "dead neurons" | "share of dead neurons" | "final score";

/** Groups the runs by what varies besides seeds; where nothing else varies, each run stands alone. */
export function groupRows(rows: readonly SweepRow[]): SweepGroup[] {
  const settings = groupingSettings(rows);
  const keyOf = ({ values }: SweepRow) => JSON.stringify(settings.map((name) => values[name]));
  return [...group(rows, keyOf).values()].map((own): SweepGroup => ({
    values: Object.fromEntries(settings.map((name) => [name, own[0].values[name]])),
    done: own.filter(({ state }) => state === "done").length,
    runs: own.length,
    figures: Object.fromEntries(
      measures.flatMap((measure) => {
        const known = own.flatMap((row) => figureOf(row, measure) ?? []);
        const [low, high] = extent(known);
        return low === undefined ? [] : [[measure, { mean: mean(known)!, low, high, count: known.length }]];
      }),
    ),
  }));
}

/** The groups as a table's rows: figures as means, with their range where it is one. */
export function tableRows(groups: readonly SweepGroup[]): Record<string, string>[] {
  const shown = measures.filter((measure) =>
    measure !== "share of dead neurons" && groups.some(({ figures }) => figures[measure] !== undefined)
  );
  return groups.map(({ values, done, runs, figures }) => ({
    ...values,
    "runs": done === runs ? String(runs) : `${done} of ${runs}`,
    ...Object.fromEntries(shown.map((measure) => [measure, writeSpread(figures[measure], measure)])),
  }));
}

/** A panel for each figure that some run has, over the first setting with numbers; the other settings are series. */
export function drawSweep(rows: readonly SweepRow[], title: string): string {
  const settings = groupingSettings(rows);
  const isNumeric = (name: string) => rows.every(({ values }) => values[name] !== "" && isFinite(Number(values[name])));
  const axis = settings.find(isNumeric);
  const others = settings.filter((name) => name !== axis);
  const panels = measures.filter((measure) => measure !== "dead neurons").map((measure) => ({
    yLabel: measure,
    measurements: rows.flatMap((row, place) => {
      const y = figureOf(row, measure);
      const series = others.map((name) => `${name} ${row.values[name]}`).join(", ") || "all runs";
      return y === undefined ? [] : [{ series, x: axis === undefined ? place + 1 : Number(row.values[axis]), y }];
    }),
  }));
  return drawSpread(panels.filter(({ measurements }) => measurements.length > 0), {
    title,
    xLabel: axis ?? "run, in the order of the sweep",
    note: "Each dot is a run; lines go through the means.",
  });
}

const measures: readonly Measure[] = ["accuracy", "dead neurons", "share of dead neurons", "final score"];

function figureOf({ accuracy, deadNeurons, hiddenNeurons, score }: SweepRow, measure: Measure): number | undefined {
  if (measure === "accuracy") return accuracy;
  if (measure === "dead neurons") return deadNeurons;
  if (measure === "final score") return score;
  return hiddenNeurons ? deadNeurons! / hiddenNeurons : undefined;
}

/** What varies besides seeds, or seeds where nothing else does. */
function groupingSettings(rows: readonly SweepRow[]): string[] {
  const settings = Object.keys(rows[0]?.values ?? {});
  const others = settings.filter((name) => !/seed$/i.test(name));
  return others.length > 0 ? others : settings;
}

function writeSpread(spread: Spread | undefined, measure: Measure): string {
  if (spread === undefined) return "";
  const { mean, low, high, count } = spread;
  const write = (value: number) => value.toFixed(measure === "dead neurons" ? 1 : 3).replace(/\.0$/, "");
  return count === 1 || low === high ? write(mean) : `${write(mean)} (${write(low)} to ${write(high)})`;
}
