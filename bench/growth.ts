// How time and memory grow: one epoch in a process of its own, so that its peak memory is its own too.

import { loadMnist } from "../lib/data/mod.ts";
import { epochSeconds } from "./network.ts";
import { digitsFolder } from "./peer.ts";

/** What an epoch took; the peak memory is known on Linux alone. */
export interface Growth {
  seconds: number;
  mebibytes?: number;
}

/** Trains for one epoch on the first so many digits, in a fresh process. */
export async function measureGrowth(width: number, images: number): Promise<Growth> {
  const folder = await Deno.makeTempDir();
  try {
    await writeDigits(folder, images);
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", new URL(import.meta.url).pathname, String(width), folder],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`Cannot measure width ${width} with ${images} images. Its message stands above.`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes a data set like MNIST with fewer training images. */
async function writeDigits(folder: string, images: number): Promise<void> {
  for (const [half, count] of [["train", images], ["t10k", 10_000]] as const) {
    for (const [kind, header, size] of [["images-idx3", 16, 784], ["labels-idx1", 8, 1]] as const) {
      const name = `${half}-${kind}-ubyte`;
      const bytes = (await Deno.readFile(`${digitsFolder}/${name}`)).slice(0, header + count * size);
      new DataView(bytes.buffer).setUint32(4, count);
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
  }
}

async function peakMebibytes(): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  return Number((await Deno.readTextFile("/proc/self/status")).match(/VmHWM:\s+(\d+) kB/)?.[1]) / 1024;
}

if (import.meta.main) {
  const [width, folder] = Deno.args;
  const seconds = await epochSeconds(await loadMnist({ folder }), Number(width));
  console.log(JSON.stringify({ seconds, mebibytes: await peakMebibytes() }));
}
