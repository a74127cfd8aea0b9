// EMNIST as it is published: its pictures are stored turned, and each of its splits has classes of its own.
// Cohen et al., "EMNIST: an extension of MNIST to handwritten letters", 2017.

import type { Images } from "./images.ts";

/** The classes of the split that a file's name tells of; undefined where it is no file of EMNIST. */
export function emnistClasses(path: string): string[] | undefined {
  const [, split] = path.match(/emnist-(\w+)-[^/]*$/i) ?? [];
  return splits[split?.toLowerCase()];
}

/** The pictures with rows and columns exchanged. */
export function turned({ values, count, height, width }: Images): Images {
  const size = height * width;
  const found = values.slice();
  for (let picture = 0; picture < count; picture++) {
    for (let i = 0; i < size; i++) {
      const [row, column] = [Math.floor(i / height), i % height];
      found[picture * size + i] = values[picture * size + column * width + row];
    }
  }
  return { values: found, count, height: width, width: height };
}

const digits = [..."0123456789"];
const capitals = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
// Small letters that look like their capitals share a class with these.
const merged = [...digits, ...capitals, ..."abdefghnqrt"];

const splits: Record<string, string[] | undefined> = {
  digits,
  mnist: digits,
  letters: capitals,
  balanced: merged,
  bymerge: merged,
  byclass: [...digits, ...capitals, ..."abcdefghijklmnopqrstuvwxyz"],
};
