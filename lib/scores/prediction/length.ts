// The figures of the curve of scores against lengths: single networks, their means, and how long summaries are.

import { countTokens } from "../../chat/mod.ts";
import type { Summaries } from "../../prompts/mod.ts";
import { meanInterval } from "../statistics.ts";

/** How somebody reads the words: as they were meant, marks thicker, softer, out of place, or all of these. */
export type LengthReader = "same" | "thick" | "gaussian" | "shifted" | "all";

/** One network of one width and seed, explained in one level of detail and read by one reader. */
export interface LengthPoint {
  width: number;
  seed: number;
  detail: number;
  reader: LengthReader;
  /** Of the summaries of all its layers and of the network together. */
  tokens: number;
  /** The final score; null where it is not defined: see scoresOf(). */
  final: number | null;
  /** The mean simulation score of its live neurons; null where none has one. */
  simulation: number | null;
  /** How many pictures were asked about, and how many have no prediction. */
  pictures: number;
  failures: number;
}

/** The networks of one width in one level of detail, read alike: means over the seeds, with Student's 95 % interval. */
export interface LengthRow {
  width: number;
  detail: number;
  tokens: number;
  final: number | null;
  simulation: number | null;
  /** The ends of the final score's interval. */
  low: number | null;
  high: number | null;
  /** How many networks have a final score and are in its mean. */
  seeds: number;
  reader: LengthReader;
}

/** The mean curves, a row for every width, detail and reader in the points' order. */
export function lengthRows(points: readonly LengthPoint[]): LengthRow[] {
  const groups = Map.groupBy(points, ({ width, detail, reader }) => `${width} ${detail} ${reader}`);
  return groups.values().toArray().map((members): LengthRow => {
    const { width, detail, reader } = members[0];
    const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
    const finals = known(members.map(({ final }) => final));
    const { mean: final, low, high } = meanInterval(finals);
    const { mean: tokens } = meanInterval(members.map(({ tokens }) => tokens));
    const { mean: simulation } = meanInterval(known(members.map(({ simulation }) => simulation)));
    return { width, detail, tokens: tokens!, final, simulation, low, high, seeds: finals.length, reader };
  });
}

/** The rows of one reader as curves to draw, one for each width; a row without a score is left out. */
export function lengthCurves(rows: readonly LengthRow[], reader: LengthReader = "same") {
  const own = rows.filter((row) => row.reader === reader);
  return Map.groupBy(own, ({ width }) => width).entries().toArray().map(([width, members]) => ({
    name: `width ${width}`,
    points: members.flatMap(({ tokens, final, low, high }) =>
      final === null ? [] : [{ x: tokens, y: final, low, high }]
    ),
  }));
}

/** The final scores of several readers of the same texts, as intervals to draw; a row without one is left out. */
export function readerIntervals(rows: readonly LengthRow[]) {
  return rows.flatMap(({ reader, final, low, high }) =>
    final === null || low === null || high === null
      ? []
      : [{ name: reader, group: "final score", value: final, low, high }]
  );
}

/** The length of all that a reader gets to read of a network, in tokens of gpt-4o. */
export function countSummaryTokens({ layers, network }: Summaries): number {
  return [...layers, network].reduce((sum, text) => sum + countTokens(text), 0);
}
