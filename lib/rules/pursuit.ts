// Describes what ink adds to a neuron by a few marks: matching pursuit in the space of its values.

import { type Dictionary, dictionaryFor, dot, shareOf, type Template } from "./dictionary.ts";
import type { Size } from "./drawing.ts";
import { fitWeights, selectColumns, type SelectionProblem } from "./sparse_sum.ts";
import { isBent, type Mark, type Phrase } from "./vocabulary.ts";

/** What a neuron does: its value is `empty` plus the sum of each pixel's ink (0 to 1) times what it adds. */
export interface InkEffect extends Size {
  empty: number;
  adds: Float64Array;
  /** The mean ink of each pixel, where it is known. */
  mean?: Float64Array;
}

/** Marks, the value that they add to, and how well they tell what ink does. */
export interface Pursuit {
  rest: number;
  /** The strongest first. */
  phrases: Phrase[];
  /** The share of the value's variance over usual ink that they explain. */
  explained: number;
  /** The cosine of their drawing with what ink adds: how much of the portrait the eye finds again. */
  likeness: number;
}

/** What marks are chosen for. */
export interface Reader {
  /** λ of the penalty for misplacement. */
  caution: number;
  /** How much of what a mark gains counts, 0 for none of these: bends are harder to see than what is straight. */
  worth: (mark: Mark) => number;
  /** From which likeness on two marks of one sign say the same. */
  sameMark: number;
}

/** Who draws the marks as we do, and adds up. */
const calculator: Reader = { caution: 0.3, worth: (mark) => isBent(mark) ? 0.9 : 1, sameMark: 0.7 };

/**
 * At most `count` marks whose sum is nearest to the neuron's value over usual ink, their strengths rounded to what can be
 * told. A strength costs as much as moving its mark by a pixel would change the value: else strengths grow large and
 * cancel, and nobody else who draws the marks could use them. No mark has another sign than the effect under it, nor
 * than a mark on nearly its place.
 */
export function pursue(
  { empty, adds, mean, ...size }: InkEffect,
  { count, round, reader = calculator }: { count: number; round: (strength: number) => number; reader?: Reader },
): Pursuit {
  const dictionary = dictionaryFor(size, mean);
  const { ink, templates } = dictionary;
  const covaried = ink.covary(adds);
  const problem = poseProblem(dictionary, { adds, covaried, reader });
  const chosen = selectColumns(problem, count);
  const strengths = fitWeights(problem, chosen, round);
  const phrases = chosen.map((index, i): Phrase => {
    const { mark, place } = templates[index];
    return { mark, place, strength: strengths[i] };
  }).filter(({ strength }) => strength !== 0).sort((a, b) => Math.abs(b.strength) - Math.abs(a.strength));

  const drawing = new Float64Array(adds.length);
  chosen.forEach((index, i) => templates[index].weights.forEach((weight, k) => drawing[k] += strengths[i] * weight));
  const missing = adds.map((value, i) => value - drawing[i]);
  const variance = dot(adds, covaried);
  return {
    rest: empty + dot(missing, ink.mean),
    phrases,
    explained: variance > 0 ? Math.max(0, 1 - dot(missing, ink.covary(missing)) / variance) : 0,
    likeness: cosine(drawing, adds),
  };
}

function poseProblem(
  { templates, covariances }: Dictionary,
  { adds, covaried, reader }: { adds: Float64Array; covaried: Float64Array; reader: Reader },
): SelectionProblem {
  const signs = templates.map((template) => Math.sign(shareOf(template, adds)));
  return {
    aims: templates.map((template) => shareOf(template, covaried)),
    signs,
    worth: templates.map(({ mark }) => reader.worth(mark)),
    gram: (i, k) => covariances[i * templates.length + k] + (i === k ? reader.caution * templates[i].drift : 0),
    clash: (i, k) => {
      const [a, b] = [templates[i], templates[k]];
      if (signs[i] === signs[k]) return likenessOf(a, b) > reader.sameMark;
      return a.place === b.place || likenessOf(a, b) > samePlace;
    },
  };
}

function likenessOf(a: Template, b: Template): number {
  return shareOf(a, b.weights) / Math.sqrt(Math.max(1e-12, a.square * b.square));
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / Math.sqrt(Math.max(1e-12, dot(a, a) * dot(b, b)));
}

/** From which likeness on two marks of different signs contradict each other. */
const samePlace = 0.4;
