// All marks at all places as seen through ink: how their shares go together, and how much each suffers when it is moved.

import { drawMark, type Size } from "./drawing.ts";
import { type InkModel, modelInk } from "./ink.ts";
import { openMemory } from "./memory.ts";
import { type Mark, marks, type Place, places } from "./vocabulary.ts";

/** A mark at a place. */
export interface Template {
  mark: Mark;
  place: Place;
  /** See drawMark(). */
  weights: Float64Array;
  /** The places of the pixels that it covers: a tenth of all. */
  covers: Uint32Array;
  /** The sum of the weights' squares. */
  square: number;
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
  return dictionaries(key, () => makeDictionary(modelInk(size, mean), size));
}

const dictionaries = openMemory<Dictionary>(4);

function makeDictionary(ink: InkModel, size: Size): Dictionary {
  const all = places.flatMap((place) => marks.map((mark) => ({ mark, place })));
  const templates = all.map(({ mark, place }): Template => {
    const weights = drawMark(mark, place, size);
    const moves = [{ ...place, x: place.x + 100 / 28 }, { ...place, y: place.y + 100 / 28 }].map((moved) => {
      const change = drawMark(mark, moved, size).map((weight, i) => weight - weights[i]);
      return dot(change, ink.covary(change)) + dot(change, ink.mean) ** 2;
    });
    const covers = Uint32Array.from(weights.keys().filter((i) => weights[i] > 0));
    return { mark, place, weights, covers, square: dot(weights, weights), drift: (moves[0] + moves[1]) / 2 };
  });
  const count = templates.length;
  const covariances = new Float64Array(count * count);
  templates.forEach(({ weights }, k) => {
    const covaried = ink.covary(weights);
    templates.forEach((other, i) => covariances[k * count + i] = shareOf(other, covaried));
  });
  return { ink, templates, covariances };
}

/** The sum of the template's weights times the values of the pixels that it covers. */
export function shareOf({ weights, covers }: Template, values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < covers.length; k++) sum += weights[covers[k]] * values[covers[k]];
  return sum;
}

/** The sum of the products. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
