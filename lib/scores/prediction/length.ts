// The figures of the curve of scores against lengths: single networks, their means, and how long summaries are.

import { countTokens } from "gpt-tokenizer";
import { meanInterval } from "../mean_interval.ts";
import type { Summaries } from "../../prompts/mod.ts";

/** One network of one width and seed, explained in one level of detail. */
export interface LengthPoint {
  width: number;
  seed: number;
  detail: number;
  /** Of the summaries of all its layers and of the network together. */
  tokens: number;
  /** The final score; null where it is not defined: see scoresOf(). */
  final: number | null;
  /** How many pictures were asked about, and how many have no prediction. */
  pictures: number;
  failures: number;
}

/** The networks of one width in one level of detail: means over the seeds, with Student's 95 % interval of the score. */
export interface LengthRow {
  width: number;
  detail: number;
  tokens: number;
  final: number | null;
  low: number | null;
  high: number | null;
  /** How many networks have a final score and are in its mean. */
  seeds: number;
}

/** The mean curve, a row for every width and detail in the points' order. */
export function lengthRows(points: readonly LengthPoint[]): LengthRow[] {
  const groups = Map.groupBy(points, ({ width, detail }) => `${width} ${detail}`);
  return groups.values().toArray().map((members): LengthRow => {
    const { width, detail } = members[0];
    const finals = members.flatMap(({ final }) => final === null ? [] : [final]);
    const tokens = members.reduce((sum, point) => sum + point.tokens, 0) / members.length;
    const { mean: final, low, high } = meanInterval(finals);
    return { width, detail, tokens, final, low, high, seeds: finals.length };
  });
}

/** The rows as curves to draw, one for each width; a row without a score is left out. */
export function lengthCurves(rows: readonly LengthRow[]) {
  return Map.groupBy(rows, ({ width }) => width).entries().toArray().map(([width, members]) => ({
    name: `width ${width}`,
    points: members.flatMap(({ tokens, final, low, high }) =>
      final === null ? [] : [{ x: tokens, y: final, low, high }]
    ),
  }));
}

/** The length of all that a reader gets to read of a network, in tokens of gpt-4o. */
export function countSummaryTokens({ layers, network }: Summaries): number {
  return [...layers, network].reduce((sum, text) => sum + countTokens(text, { disallowedSpecial: new Set() }), 0);
}
