// Small data sets as IDX files.

/** Writes both halves of a data set, and the names of its classes; the pixels row by row, from 0 to 255. */
export async function writeDataSet(
  folder: string,
  { classNames, width, height, halves }: {
    classNames: readonly string[];
    width: number;
    height: number;
    halves: Record<"train" | "t10k", { labels: readonly number[]; pixels: readonly number[] }>;
  },
): Promise<void> {
  for (const [half, { labels, pixels }] of Object.entries(halves)) {
    const images = [0, 0, 8, 3, 0, 0, 0, labels.length, 0, 0, 0, height, 0, 0, 0, width, ...pixels];
    await Deno.writeFile(`${folder}/${half}-images-idx3-ubyte`, Uint8Array.from(images));
    await Deno.writeFile(
      `${folder}/${half}-labels-idx1-ubyte`,
      Uint8Array.from([0, 0, 8, 1, 0, 0, 0, labels.length, ...labels]),
    );
  }
  await Deno.writeTextFile(`${folder}/classes.json`, JSON.stringify(classNames));
}

/** Writes a data set of `count` pictures of 2 × 2 pixels in each half, of the classes a and b in turn. */
export async function writeTinyDataSet(folder: string, count: number): Promise<void> {
  const half = {
    labels: Array.from({ length: count }, (_, i) => i % 2),
    pixels: Array.from({ length: 4 * count }, (_, i) => i * 37 % 256),
  };
  await writeDataSet(folder, { classNames: ["a", "b"], width: 2, height: 2, halves: { train: half, t10k: half } });
}
