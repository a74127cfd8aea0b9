// The weights of the outputs in a network's summary: a line of whole numbers for each output.

import type { ConnectionLine } from "../prompts/mod.ts";

export interface OutputRow {
  label: string;
  weights: ConnectionLine[];
  bias: number;
}

/** `Weights x 100, by feature 0 (post at centre), 2 (small ring at lower left), then bias:` */
export function writeOutputHeading(names: string[], { scale, hasBias }: { scale: number; hasBias: boolean }): string {
  return `Weights x ${scale}, by feature ${names.join(", ")}${hasBias ? ", then bias" : ""}:`;
}

/** `Output 4: 100 -50 12` */
export function writeOutputRow(label: string, values: number[], scale: number): string {
  return `Output ${label}: ${values.map((value) => Math.round(value * scale) + 0).join(" ")}`;
}

/** The rows of a summary; empty where it has none, or no heading that says what they mean. */
export function readOutputRows(summary: string): OutputRow[] {
  const heading = /^[ \t>*]*Weights x (\d+), by feature (\d.*?)(, then bias)?:$/m.exec(summary);
  if (!heading) return [];
  const scale = Number(heading[1]);
  const features = [...heading[2].matchAll(/(?:^|, )(\d+)(?: \([^)]*\))?/g)].map((match) => Number(match[1]));
  const rows = [...summary.matchAll(/^[ \t>*]*Output (.+?): (-?\d+(?: -?\d+)*)$/gm)];
  return rows.map(([, label, figures]) => {
    const values = figures.split(" ").map((figure) => Number(figure) / scale);
    return {
      label,
      weights: features.map((from, i) => ({ from, weight: values[i] ?? 0 })),
      bias: heading[3] ? values[features.length] ?? 0 : 0,
    };
  }).filter(({ weights, bias }) => [...weights.map(({ weight }) => weight), bias].every(Number.isFinite));
}

/** The power of ten that leaves the largest weight at least two digits, and three where they decide. */
export function chooseScale(weights: number[]): number {
  const most = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return most > 1e-9 && most < 0.3 ? 10 ** Math.ceil(1.5 - Math.log10(most)) : 100;
}
