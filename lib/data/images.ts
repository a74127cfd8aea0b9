// The pictures and the labels of IDX files, in whichever of the usual forms they come.

import { type IdxValues, readIdx } from "./idx.ts";

/** Pictures of one size as a file has them, picture after picture, row after row. */
export interface Images {
  values: IdxValues;
  count: number;
  height: number;
  width: number;
}

/**
 * Reads a plain IDX file of pictures: number × height × width of any kind, also with one channel before or after these,
 * or flat, number × pixels, where the pixels make a square. `name` is for the errors, which are thrown on anything else.
 */
export function readImages(bytes: Uint8Array, name: string): Images {
  const { sizes, kind, values } = readIdx(bytes, name);
  const [count, height, width] = pictureSizes(sizes, `it holds ${sizes.join(" × ")} ${kind}`, name);
  if (height === 0 || width === 0) throw broken(name, `its pictures have no pixels, got ${width} by ${height}`, again);
  return { values, count, height, width };
}

/**
 * Reads a plain IDX file of labels: a whole number from 0 to 255 for each picture, of any kind, or several columns whose
 * first is the class, as QMNIST has them. `name` is for the errors, which are thrown on anything else.
 */
export function readLabels(bytes: Uint8Array, name: string): Uint8Array {
  const { sizes: [count, columns = 1, ...more], kind, values } = readIdx(bytes, name);
  if (more.length > 0 || columns === 0) {
    const found = [count, columns, ...more].join(" × ");
    const what = `labels are a list or a table of few columns, got ${found} ${kind}`;
    throw broken(name, what, "Put the labels there, or swap the two files");
  }
  const labels = Array.from({ length: count }, (_, i) => values[i * columns]);
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label > 255);
  if (wrong === undefined) return Uint8Array.from(labels);
  throw broken(name, `labels are whole numbers from 0 to 255, got ${wrong}`, "Number the classes from 0 on");
}

function pictureSizes(sizes: readonly number[], found: string, name: string): [number, number, number] {
  if (sizes.length === 3) return sizes as [number, number, number];
  const [count, ...own] = sizes;
  if (own.length === 3) {
    if (own[2] === 1) return [count, own[0], own[1]];
    if (own[0] === 1) return [count, own[1], own[2]];
    throw broken(name, `pictures have one channel, grey; ${found}`, own.includes(3) ? toGrey : shape);
  }
  const side = Math.sqrt(own[0] ?? 0);
  if (own.length === 1 && own[0] > 1 && Number.isInteger(side)) return [count, side, side];
  throw broken(name, `pictures have three sizes, number × height × width; ${found}`, shape);
}

const again = "Fetch the file again, whole";
const shape = "Put the pictures there, or reshape them so: data/README.md shows how";
const toGrey = "Take the mean of the three colours: data/README.md shows how to write it";

function broken(name: string, what: string, advice: string): Error {
  return new Error(`Cannot read ${name}: ${what}. ${advice}.`);
}
