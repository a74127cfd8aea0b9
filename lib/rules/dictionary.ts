// All marks at all places as seen through ink: how their shares go together, and how much each suffers when it is moved.

import { drawMark, type Size } from "./drawing.ts";
import { type InkModel, modelInk } from "./ink.ts";
import { type Mark, marks, type Place, places } from "./vocabulary.ts";

/** A mark at a place. */
export interface Template {
  mark: Mark;
  place: Place;
  /** See drawMark(). */
  weights: Float64Array;
  /** The mean share of it that is inked. */
  mean: number;
  /** The variance of the share's change when the mark is moved by a pixel. */
  drift: number;
}

export interface Dictionary {
  ink: InkModel;
  templates: readonly Template[];
  /** The covariances of the templates' shares, row by row. */
  covariances: Float64Array;
}

/** The dictionary for pictures of a size, and for their mean ink where it is known, made once. */
export function dictionaryFor(size: Size, mean?: Float64Array): Dictionary {
  const key = `${size.width} ${size.height} ${mean ?? ""}`;
  const known = dictionaries.get(key) ?? makeDictionary(modelInk(size, mean), size);
  if (dictionaries.size > 3) dictionaries.clear();
  dictionaries.set(key, known);
  return known;
}

const dictionaries = new Map<string, Dictionary>();

function makeDictionary(ink: InkModel, size: Size): Dictionary {
  const all = places.flatMap((place) => marks.map((mark) => ({ mark, place })));
  const templates = all.map(({ mark, place }): Template => {
    const weights = drawMark(mark, place, size);
    const moves = [{ ...place, x: place.x + 100 / 28 }, { ...place, y: place.y + 100 / 28 }].map((moved) => {
      const change = drawMark(mark, moved, size).map((weight, i) => weight - weights[i]);
      return dot(change, ink.covary(change)) + dot(change, ink.mean) ** 2;
    });
    return { mark, place, weights, mean: dot(weights, ink.mean), drift: (moves[0] + moves[1]) / 2 };
  });
  const count = templates.length;
  const covariances = new Float64Array(count * count);
  const inked = templates.map(({ weights }) => Array.from(weights.keys()).filter((i) => weights[i] > 0));
  templates.forEach(({ weights }, k) => {
    const covaried = ink.covary(weights);
    for (let other = 0; other < count; other++) {
      let sum = 0;
      for (const i of inked[other]) sum += covaried[i] * templates[other].weights[i];
      covariances[k * count + other] = sum;
    }
  });
  return { ink, templates, covariances };
}

/** The sum of the products. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
