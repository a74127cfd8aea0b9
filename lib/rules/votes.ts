// The weights of the outputs in a network's summary, as votes: a sentence for each feature, by strength.

import type { ConnectionLine } from "../prompts/mod.ts";

/** An output, with the weight of each feature, and its bias. */
export interface OutputWeights {
  label: string;
  weights: ConnectionLine[];
  bias: number;
}

/** `An output is its start plus activation x votes of each feature, over 20; the largest wins.` */
export function writeRule(unit: number): string {
  return `An output is its start plus activation x votes of each feature, over ${unit}; the largest wins.`;
}

/**
 * `Feature 2 (bar at middle left) votes for 4 (10), 5, 6, 8 (6); against 2 (12).`: the outputs of one strength together,
 * the strongest first. A single vote hardly ever decides, and is left out. Undefined where nothing is left.
 */
export function writeVotes(
  who: string,
  votes: readonly { label: string; weight: number }[],
  unit: number,
): string | undefined {
  const rounded = votes.map(({ label, weight }) => ({ label, vote: Math.round(weight * unit) }));
  const list = (sign: number) => {
    const own = rounded.filter(({ vote }) => vote * sign > 1).sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote));
    return Map.groupBy(own, ({ vote }) => Math.abs(vote)).entries().toArray()
      .map(([vote, members]) => `${members.map(({ label }) => label).join(", ")} (${vote})`).join(", ");
  };
  const parts = [list(1) && `for ${list(1)}`, list(-1) && `against ${list(-1)}`].filter((part) => part !== "");
  return parts.length === 0 ? undefined : `${who} votes ${parts.join("; ")}.`;
}

/** The outputs that a summary tells of; empty where it tells no votes, or not what a vote counts. */
export function readVotes(summary: string): OutputWeights[] {
  const unit = Number(/activation x votes of each feature, over (\d+)/.exec(summary)?.[1] ?? NaN);
  if (!(unit > 0)) return [];
  const outputs = new Map<string, OutputWeights>();
  for (const [, from, told] of summary.matchAll(votesPattern)) {
    for (const { label, vote } of readList(told)) {
      const output = outputs.get(label) ?? { label, weights: [], bias: 0 };
      if (from === undefined) output.bias = vote / unit;
      else output.weights.push({ from: Number(from), weight: vote / unit });
      outputs.set(label, output);
    }
  }
  return [...outputs.values()];
}

/** A twentieth of a weight, or, where all are small, what leaves the largest at least two digits. */
export function chooseUnit(weights: readonly number[]): number {
  const most = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return most > 1e-9 && most < 0.3 ? 2 * 10 ** Math.ceil(1 - Math.log10(most)) : 20;
}

const votesPattern = /^[ \t>*-]*(?:Feature (\d+)(?: \(.*\))?|The start) votes (.+)\.$/gm;

/** The groups `5, 6, 8 (6)`, each after "for" or after "against". */
function readList(told: string): { label: string; vote: number }[] {
  return told.split("; ").flatMap((part) => {
    const [, side, groups] = /^(for|against) (.+)$/.exec(part) ?? [];
    return [...(groups ?? "").matchAll(/(.+?) \((\d+)\)(?:, |$)/g)].flatMap(([, names, vote]) =>
      names.split(", ").map((label) => ({ label, vote: Number(vote) * (side === "for" ? 1 : -1) }))
    );
  });
}
