// Describes what ink adds to a neuron by a few marks: orthogonal matching pursuit in the space of its values.

import { dictionaryFor, dot, type Template } from "./dictionary.ts";
import type { Size } from "./drawing.ts";
import type { Phrase } from "./vocabulary.ts";

/** What a neuron does: its value is `empty` plus the sum of each pixel's ink (0 to 1) times what it adds. */
export interface InkEffect extends Size {
  empty: number;
  adds: Float64Array;
}

/**
 * The marks and strengths whose sum is nearest to the neuron's value over usual ink,
 * the value to start from, and the share of the value's variance over usual ink that they explain. Greedy choice, each step with all strengths fitted anew (Pati et al., "Orthogonal matching
 * pursuit", 1993), then exchanges while any helps, then coordinate descent over the strengths that can be
 * told. A strength costs as much
 * as moving its mark by a pixel would change the value: else strengths grow large and cancel, and nobody else who draws
 * the marks could use them. No mark has another sign than the effect under it, nor than a mark on nearly its place.
 */
export function pursue(
  { empty, adds, ...size }: InkEffect,
  { count, round }: {
    count: number;
    /** To the strengths that can be told. */
    round: (strength: number) => number;
  },
): { rest: number; phrases: Phrase[]; explained: number } {
  const { ink, templates, covariances } = dictionaryFor(size);
  const total = templates.length;
  const covaried = ink.covary(adds);
  const meanEffect = dot(adds, ink.mean);
  const aims = templates.map(({ weights }) => dot(weights, covaried));
  const signs = templates.map(({ weights }) => Math.sign(dot(weights, adds)));
  const gram = (i: number, k: number) => covariances[i * total + k] + (i === k ? caution * templates[i].drift : 0);
  const problem: Problem = {
    total,
    aims,
    signs,
    worth: templates.map(({ mark: { kind } }) => kind === "arc" || kind === "ring" ? bend : 1),
    gram,
    clash: (i, k) => signs[i] !== signs[k] && overlap(templates[i], templates[k]),
  };

  let chosen: number[] = [];
  while (chosen.length < count) {
    const next = bestAddition(problem, chosen);
    if (next === undefined) break;
    chosen.push(next.index);
  }
  chosen = exchange(problem, chosen);
  const strengths = roundStrengths(problem, chosen, round);
  const kept = chosen.map((index, i) => ({ index, strength: strengths[i] })).filter(({ strength }) => strength !== 0);
  const all = dot(adds, covaried);
  const error = kept.reduce(
    (sum, { index, strength }) =>
      sum -
      strength * (2 * aims[index] - kept.reduce((own, other) =>
          own + other.strength * covariances[index * total + other.index], 0)),
    all,
  );
  const missing = meanEffect - kept.reduce((sum, { index, strength }) => sum + strength * templates[index].mean, 0);
  return {
    rest: empty + missing,
    explained: all > 0 ? Math.max(0, 1 - error / all) : 0,
    phrases: kept.map(({ index, strength }) => {
      const { mark, place } = templates[index];
      return { mark, place, strength };
    }).sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength)),
  };
}

/** λ of the penalty for misplacement. */
const caution = 0.3;
/** A bend is told where it is worth a tenth more than what is straight: it is harder to see. */
const bend = 0.9;
/** From which cosine of their weights on two marks lie on nearly the same place. */
const nearness = 0.4;

interface Problem {
  total: number;
  aims: number[];
  signs: number[];
  /** How much of its gain counts where it competes with others. */
  worth: number[];
  gram: (i: number, k: number) => number;
  clash: (i: number, k: number) => boolean;
}

/** Whether two marks lie on nearly the same place: by the cosine of their weights. */
function overlap(a: Template, b: Template): boolean {
  if (a.place.x === b.place.x && a.place.y === b.place.y) return true;
  return dot(a.weights, b.weights) > nearness * Math.sqrt(dot(a.weights, a.weights) * dot(b.weights, b.weights));
}

/**
 * The template that lowers the error most beside those that are chosen, all strengths fitted anew, and by how much in
 * all: a Cholesky factorisation of the chosen rows, which leaves for each other template what they do not explain.
 */
function bestAddition(
  { total, aims, signs, worth, gram, clash }: Problem,
  chosen: readonly number[],
): { index: number; gain: number } | undefined {
  const left = Float64Array.from(aims);
  const norms = Float64Array.from({ length: total }, (_, i) => gram(i, i));
  const columns: Float64Array[] = [];
  let explained = 0;
  for (const index of chosen) {
    const root = Math.sqrt(Math.max(norms[index], 1e-12));
    const column = new Float64Array(total);
    const coefficient = left[index] / root;
    for (let i = 0; i < total; i++) {
      let value = gram(i, index);
      for (const earlier of columns) value -= earlier[i] * earlier[index];
      column[i] = value / root;
    }
    for (let i = 0; i < total; i++) {
      left[i] -= column[i] * coefficient;
      norms[i] -= column[i] ** 2;
    }
    columns.push(column);
    explained += coefficient ** 2;
  }
  let best: { index: number; gain: number } | undefined;
  for (let i = 0; i < total; i++) {
    if (norms[i] < 1e-9 || Math.sign(left[i]) !== signs[i] || chosen.includes(i)) continue;
    const gain = explained + worth[i] * left[i] ** 2 / norms[i];
    if ((best === undefined || gain > best.gain) && !chosen.some((other) => clash(i, other))) best = { index: i, gain };
  }
  return best;
}

/** Puts the best other template in the place of each chosen one, while that helps. */
function exchange(problem: Problem, chosen: readonly number[]): number[] {
  let current = [...chosen];
  for (let round = 0; round < 4; round++) {
    const before = current.join();
    for (const index of [...current]) {
      const others = current.filter((other) => other !== index);
      const better = bestAddition(problem, others);
      if (better) current = [...others, better.index];
    }
    if (current.join() === before || current.toSorted().join() === before.split(",").map(Number).toSorted().join()) {
      break;
    }
  }
  return current;
}

/** Coordinate descent: each strength in turn the best that can be told beside the others, of its sign. */
function roundStrengths(
  { aims, signs, gram }: Problem,
  chosen: readonly number[],
  round: (strength: number) => number,
): number[] {
  const strengths = chosen.map(() => 0);
  const descend = (tell: (strength: number) => number) => {
    chosen.forEach((index, i) => {
      let rest = aims[index];
      chosen.forEach((other, k) => k !== i && (rest -= strengths[k] * gram(index, other)));
      const best = rest / gram(index, index);
      strengths[i] = Math.sign(best) === signs[index] ? tell(best) : 0;
    });
  };
  for (let sweep = 0; sweep < 200; sweep++) descend((strength) => strength);
  for (let sweep = 0; sweep < 20; sweep++) descend(round);
  return strengths;
}
