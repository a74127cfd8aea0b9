// A folder of a data set's files: which file is which, and its bytes, after a look at its size.

import { constants, gunzipSync } from "node:zlib";
import { checkIdxLength, readIdxHeader } from "./idx.ts";

/** The four files, each half's images before its labels. */
export interface FilePaths {
  trainImages: string;
  trainLabels: string;
  testImages: string;
  testLabels: string;
}

/** A file's bytes as they lie there, and unpacked. */
export interface DataFile {
  path: string;
  raw: Uint8Array;
  bytes: Uint8Array;
}

/**
 * Finds the four IDX files of a folder by their names: MNIST's own, with dots in the place of hyphens, with a prefix as
 * EMNIST and QMNIST have it, `test` for `t10k`, plain or with `.gz` added. Throws where one is missing or stands twice,
 * and says what lies there instead.
 */
export async function findFiles(folder: string): Promise<FilePaths> {
  const names = await namesIn(folder);
  const find = (usual: string, half: string, kind: string): string => {
    const pattern = new RegExp(`(^|[-_.])(${half})[-_.]?${kind}[-_.]idx\\d[-_.][a-z]+(\\.gz)?$`, "i");
    const exact = names.filter((name) => name === usual || name === `${usual}.gz`);
    const found = exact.length > 0 ? exact : names.filter((name) => pattern.test(name));
    if (found.length === 1) return `${folder}/${found[0]}`;
    if (found.length > 1) {
      throw broken(folder, `it has ${found.length} files for ${usual}, got ${found.join(", ")}`, "Keep one of them");
    }
    const others = names.length === 0 ? "it is empty" : `it has ${names.slice(0, 8).join(", ")}`;
    const all = Object.values(usualNames).join(", ");
    throw broken(
      folder,
      `it has no ${usual} and no ${usual}.gz; ${others}`,
      `Put the four IDX files there: ${all}. data/README.md shows how to write them from other forms`,
    );
  };
  return {
    trainImages: find(usualNames.trainImages, "train|training", "images"),
    trainLabels: find(usualNames.trainLabels, "train|training", "labels"),
    testImages: find(usualNames.testImages, "t10k|test|testing", "images"),
    testLabels: find(usualNames.testLabels, "t10k|test|testing", "labels"),
  };
}

/** The files' names as MNIST's makers gave them. */
export const usualNames: FilePaths = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
};

/**
 * Reads an IDX file, plain or packed with gzip, after a look at what it is and how long it says that it is: a pipe, or a
 * file of another length than its header announces, is refused before it is read.
 */
export async function readDataFile(path: string): Promise<DataFile> {
  const { isFile, size } = await statOf(path);
  if (!isFile) throw broken(path, "it cannot be read, for it is no plain file", "Put a readable file there");
  const head = await readHead(path);
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  if (!isPacked && path.endsWith(".gz")) {
    throw broken(path, `it is named .gz but is no gzip file, got ${head[0]} ${head[1]}`, "Fetch the file again, whole");
  }
  const header = readIdxHeader(isPacked ? unpack(head, path, { finishFlush: constants.Z_SYNC_FLUSH }) : head, path);
  if (header.length > mostBytes) {
    throw broken(
      path,
      `it announces ${header.length} bytes, more than ${mostBytes} can be held`,
      "Take fewer pictures",
    );
  }
  if (!isPacked) checkIdxLength(header, size, path);
  // What gzip cannot shorten it makes longer by a thousandth at most.
  else if (size > 1.01 * header.length + 1024) throw broken(path, `it is longer than what it packs, got ${size} bytes`);
  const raw = await Deno.readFile(path);
  return { path, raw, bytes: isPacked ? unpack(raw, path, { maxOutputLength: header.length + 1 }) : raw };
}

const nameOne = "Name a folder of IDX files below data/";
// The pixels are held as floats, four bytes each.
const mostBytes = 2 ** 30;

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) throw broken(folder, "there is no such folder", nameOne, cause);
    throw broken(folder, `it cannot be read, got "${(cause as Error).message}"`, nameOne, cause);
  }
  return names.sort();
}

async function statOf(path: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (cause) {
    throw broken(path, `it cannot be read, got "${(cause as Error).message}"`, "Put a readable file there", cause);
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const head = new Uint8Array(4096);
  return head.subarray(0, await file.read(head) ?? 0);
}

function unpack(bytes: Uint8Array, path: string, options: { finishFlush?: number; maxOutputLength?: number }) {
  try {
    // Plain bytes in the place of Node's Buffer, whose slice() does not copy.
    return new Uint8Array(gunzipSync(bytes, options));
  } catch (cause) {
    throw broken(path, "its gzip data is damaged", "Fetch the file again", cause);
  }
}

function broken(path: string, what: string, advice = "Fetch the file again, whole", cause?: unknown): Error {
  return new Error(`Cannot load ${path}: ${what}. ${advice}.`, { cause });
}
