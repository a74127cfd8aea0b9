// What is known of a neuron in words: a value to start from, what changes it, and what it usually is.

import type { ClassLine, ConnectionLine } from "../prompts/mod.ts";
import type { Phrase } from "./vocabulary.ts";

/** A weight into a neuron of a later layer, and what the feature at its other end looks for, where that is told. */
export interface Feed extends ConnectionLine {
  meaning?: string;
}

/** A neuron as its explanation tells it. Values are in the neuron's own unit, whatever scale the words use. */
export interface Description {
  /** The value to begin with, to which marks add. It makes up for what they leave out on usual ink. */
  rest?: number;
  /** The value on an empty picture, where it is known exactly. */
  empty?: number;
  /** The value where all features that feed it are silent. */
  bias?: number;
  /** The largest value that is to be expected. */
  top?: number;
  /** What ink adds and takes away, the strongest first. */
  phrases: Phrase[];
  /** The same in few marks for who judges by eye, and the value to begin with there. */
  glance?: { rest: number; phrases: Phrase[] };
  /** Of a neuron of a later layer: the features that feed it. */
  feeds: Feed[];
  /** The typical value for each class; the spread where it is told. */
  classes: (Omit<ClassLine, "std"> & { std?: number })[];
}

/** The largest value to be expected: as told, or by the classes, or by what half of the adding marks give. */
export function topOf({ top, rest = 0, phrases, classes }: Description): number {
  if (top !== undefined && top > 0) return top;
  // Of some thousand values the largest lies about three deviations above the mean, and few above that.
  const ends = classes.map(({ mean, std = mean / 2 }) => mean + 3 * std);
  if (Math.max(0, ...ends) > 0) return Math.max(...ends);
  const adding = phrases.reduce((sum, { strength }) => sum + Math.max(0, strength), 0);
  return Math.max(rest + adding / 2, adding / 2, 1e-6);
}

/** The power of ten in which strengths are told, so that they have one or two digits. */
export function unitFor(top: number): number {
  return 10 ** Math.floor(Math.log10(Math.max(top, 1e-6) / 8));
}
