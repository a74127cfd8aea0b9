// The images that excite a neuron most, and some that leave it silent: what it does, shown by example.

import { seededRandom, shuffledIndices } from "../random.ts";

/** An image and what a neuron makes of it. */
export interface Exemplar {
  /** The image's place in its half of the data set. */
  index: number;
  /** The image's class. */
  label: number;
  activation: number;
}

/** A neuron's exemplars; `notes` says where there are fewer than asked for, or none that are silent. */
export interface Exemplars {
  /** The most exciting first. */
  top: Exemplar[];
  silent: Exemplar[];
  notes: string[];
}

/** One neuron's activations, an entry for each image, out of a layer's: see activationsOf(). Throws on a wrong neuron. */
export function activationColumn(
  activations: Float32Array,
  { width, neuron }: { width: number; neuron: number },
): Float32Array {
  if (!Number.isInteger(neuron) || neuron < 0 || neuron >= width) {
    throw new RangeError(
      `Cannot pick a neuron's activations: neurons run from 0 to ${width - 1}, got ${neuron}. Choose one of them.`,
    );
  }
  const column = new Float32Array(activations.length / width);
  for (let i = 0; i < column.length; i++) column[i] = activations[i * width + neuron];
  return column;
}

/**
 * Picks the images that excite a neuron most (above zero, the first of equals first) and draws, with the seed, some
 * that leave it at zero. Where too few are silent, the tenth of the images with the lowest activations stands in.
 * Throws unless there is a label for each activation, and on counts that make no sense.
 *
 * @param activations One neuron's, an entry for each image: see activationColumn().
 */
export function pickExemplars(
  activations: Float32Array,
  labels: Uint8Array,
  { top = 8, silent = 8, seed }: { top?: number; silent?: number; seed: number },
): Exemplars {
  checkPair(activations, labels);
  for (const count of [top, silent]) checkCount(count);
  const pick = (index: number): Exemplar => ({ index, label: labels[index], activation: activations[index] });
  const notes: string[] = [];
  const exciting = topIndices(activations, top).filter((index) => activations[index] > 0);
  if (exciting.length < top) notes.push(`Only ${exciting.length} images excite the neuron, of ${top} asked for.`);
  let pool = Array.from(activations.keys()).filter((index) => activations[index] <= 0);
  if (pool.length < silent) {
    notes.push(`Only ${pool.length} images leave the neuron silent: the tenth with the lowest activations stands in.`);
    const shown = new Set(exciting);
    const lowest = topIndices(activations.map((value) => -value), Math.max(silent, Math.ceil(activations.length / 10)));
    pool = lowest.filter((index) => !shown.has(index));
  }
  const order = shuffledIndices(pool.length, seededRandom(seed)).subarray(0, silent);
  return { top: exciting.map(pick), silent: Array.from(order, (place) => pick(pool[place])), notes };
}

/** The places of the largest values, the largest first and equals in order, in one pass over many values. */
export function topIndices(values: ArrayLike<number>, count: number): number[] {
  const found: number[] = [];
  if (count === 0) return found;
  for (let i = 0; i < values.length; i++) {
    if (found.length === count && !(values[i] > values[found[count - 1]])) continue;
    let place = found.length;
    while (place > 0 && values[found[place - 1]] < values[i]) place--;
    found.splice(place, 0, i);
    if (found.length > count) found.pop();
  }
  return found;
}

function checkPair(activations: Float32Array, labels: Uint8Array): void {
  if (activations.length === labels.length) return;
  throw new RangeError(
    `Cannot pick exemplars: ${labels.length} images need as many activations, got ${activations.length}. ` +
      "Use those of one neuron over this half of the data set.",
  );
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 0) return;
  throw new RangeError(
    `Cannot pick exemplars: how many is a whole number, 0 or more, got ${count}. Choose one such as 8.`,
  );
}
