// The bench: our speed beside PyTorch's, and beside what wasm can multiply, as a table and as outputs/bench.json.
//
// Usage: deno task bench [--rounds 3]
//
// The first run makes a Python environment for PyTorch in outputs/bench_python; remove it to have it made again.

import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { type DataSet, loadMnist } from "../lib/data/mod.ts";
import { tf } from "../lib/network/mod.ts";
import { type ExplainingResult, measureExplaining } from "./explaining.ts";
import { measureGrowth } from "./growth.ts";
import { epochSeconds, limitSeconds, maximiseSeconds, pipelineSeconds, statisticsSeconds } from "./network.ts";
import { type Peer, startPeer } from "./peer.ts";
import { findPython } from "./python.ts";
import { compare, measureInTurn, type Row, secondsOf } from "./turns.ts";
import { measureWalkthrough, startSeconds } from "./walkthrough.ts";

const rounds = readRounds();
/** PyPI's PyTorch does not start without its CUDA libraries, though none is used here. */
const packages = ["torch==2.15.0", "numpy==2.3.5"];
const environment = new URL("../outputs/bench_python", import.meta.url).pathname;
/** The most that our epoch may take of the peer's, by width, where there is a goal. */
const goals: Record<number, { memory?: number; loader?: number }> = {
  6: { memory: 0.4, loader: 0.2 },
  12: { memory: 0.45, loader: 0.2 },
  32: { memory: 0.65 },
  128: { memory: 2.2, loader: 1 },
  512: {},
};

const rows: Row[] = [];
const seconds = await secondsOf(async () => {
  console.log(describeMachine());
  const data = await loadMnist();
  const python = await findPython(environment, { packages, takes: "some minutes and 5 GB", tell: console.log });
  const peer = python === undefined ? undefined : await startPeer(python);
  console.log(`Ours: ${describeOurs()}\nPeer: ${peer?.name ?? "none, for no Python here has torch"}\n`);
  try {
    for (const width of [6, 12, 32, 128, 512]) report(await trainingRows(data, width, peer));
    report(await evidenceRows(data, peer));
    report(await pipelineRow(data, peer));
  } finally {
    await peer?.close();
  }
  report(await explainingRows());
  report(await growthRows());
  report(await walkthroughRows());
});
const missed = rows.filter(({ ratio, goal }) => ratio !== undefined && goal !== undefined && ratio > goal);
console.log(
  `\n${missed.length === 0 ? "Every goal is met" : `${missed.length} goal(s) missed`}; ${seconds.toFixed(0)} s.`,
);
const file = new URL("../outputs/bench.json", import.meta.url);
await Deno.mkdir(new URL(".", file), { recursive: true });
await Deno.writeTextFile(file, JSON.stringify(rows, null, 2) + "\n");

/** How many rounds the arguments ask for; ends the process where they are wrong. */
function readRounds(): number {
  try {
    const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" } } });
    const rounds = Number(values.rounds);
    if (Number.isInteger(rounds) && rounds >= 1) return rounds;
    throw new Error(`--rounds is a whole number, 1 or more, got "${values.rounds}"`);
  } catch (error) {
    console.error(`Cannot measure: ${(error as Error).message}. Write --rounds 3.`);
    Deno.exit(2);
  }
}

async function trainingRows(data: DataSet, width: number, peer?: Peer): Promise<Row[]> {
  const { ours, peers } = await measureInTurn(() => epochSeconds(data, width), {
    memory: peer && (() => peer.measure("epoch_in_memory", width)),
    loader: peer && (() => peer.measure("epoch_data_loader", width)),
    limit: () => limitSeconds(width, data.train.count),
  }, rounds);
  const name = `one epoch, width ${width}, against`;
  const goal = goals[width];
  return [
    compare(`${name} all pixels in memory`, ours, { peer: peers.memory, goal: goal.memory }),
    compare(`${name} a DataLoader`, ours, { peer: peers.loader, goal: goal.loader }),
    compare(`${name} the products alone`, ours, { peer: peers.limit }),
  ];
}

async function pipelineRow(data: DataSet, peer?: Peer): Promise<Row[]> {
  const { ours, peers } = await measureInTurn(() => pipelineSeconds(data, 6), {
    original: peer && (() => peer.measure("whole_pipeline", 6)),
  }, 1);
  return [compare("train, statistics, maximise: all of it, width 6", ours, { peer: peers.original, goal: 0.2 })];
}

async function walkthroughRows(): Promise<Row[]> {
  const { ours } = await measureInTurn(startSeconds, {}, rounds);
  const { notebooks, all } = await measureWalkthrough();
  return [
    compare("start to a first cell's output", ours),
    ...Object.entries(notebooks).map(([notebook, seconds]) => compare(`walkthrough, ${notebook}`, seconds)),
    compare("the whole walkthrough, against 70 s", all, { peer: 70, goal: 1 }),
  ];
}

async function evidenceRows(data: DataSet, peer?: Peer): Promise<Row[]> {
  const found: Row[] = [];
  for (const [width, goal] of [[6, 0.15], [128, 0.06]]) {
    const { ours, peers } = await measureInTurn(() => statisticsSeconds(data, width), {
      original: peer && (() => peer.measure("statistics_per_image", width)),
    }, rounds);
    found.push(compare(`statistics, each image, width ${width}`, ours, { peer: peers.original, goal }));
  }
  const { ours, peers } = await measureInTurn(() => maximiseSeconds(128), {
    original: peer && (() => peer.measure("maximise_per_neuron", 128)),
  }, rounds);
  return [...found, compare("maximisation, each of 128 neurons", ours, { peer: peers.original, goal: 0.1 })];
}

async function explainingRows(): Promise<Row[]> {
  const [neurons, delay, concurrency] = [128, 200, 8];
  const results: ExplainingResult[] = [];
  const { ours } = await measureInTurn(
    async () => {
      results.push(await measureExplaining(neurons, { delay, concurrency }));
      return results.at(-1)!.first;
    },
    {},
    rounds,
  );
  const again = Math.max(...results.map((result) => result.again));
  const requests = Math.max(...results.map(({ requestsAgain }) => requestsAgain));
  // The first request goes out alone, so that a wrong key is sent once.
  const waves = 1 + Math.ceil((neurons - 1) / concurrency);
  return [
    compare(`explaining 128 neurons, against ${waves} × 200 ms`, ours, { peer: waves * delay / 1000, goal: 1.15 }),
    compare("the same from the cache, against 1 s", again, { peer: 1, goal: 1 }),
    compare("requests sent for that, against 1", requests, { peer: 1, goal: 0 }),
  ];
}

async function growthRows(): Promise<Row[]> {
  const memory: Record<string, number | undefined> = {};
  const grow = (width: number, images: number) => async () => {
    const { seconds, mebibytes } = await measureGrowth(width, images);
    memory[`width ${width}, ${images} images`] = mebibytes;
    return seconds;
  };
  const { ours: smallest, peers } = await measureInTurn(grow(8, 15_000), {
    wider: grow(32, 15_000),
    wide: grow(128, 15_000),
    widest: grow(512, 15_000),
    more: grow(32, 30_000),
    most: grow(32, 60_000),
  }, rounds);
  const { wider, wide, widest, more, most } = peers as Record<keyof typeof peers, number>;
  const largest = await grow(512, 60_000)();
  return [
    compare("one epoch of 15,000 images, width 8", smallest),
    compare("width 32", wider),
    compare("width 128", wide),
    compare("width 512, against 4 times that of 128", widest, { peer: 4 * wide, goal: 1.25 }),
    compare("30,000 images, width 32, against 2 times 15,000", more, { peer: 2 * wider, goal: 1.25 }),
    compare("60,000 images, width 32, against 4 times 15,000", most, { peer: 4 * wider, goal: 1.25 }),
    compare("60,000 images, width 512, against 4 times 15,000", largest, { peer: 4 * widest, goal: 1.25 }),
    ...Object.entries(memory).flatMap(([size, mebibytes]) =>
      mebibytes === undefined
        ? []
        : [compare(`MiB at most, ${size}, against 1.5 GiB`, mebibytes, { peer: 1536, goal: 1 })]
    ),
  ];
}

function report(found: Row[]): void {
  if (rows.length === 0) console.log(["".padEnd(56), "ours", "peer", "ratio", "goal"].map(cell).join(""));
  for (const { name, ours, peer, ratio, goal } of found) {
    const mark = ratio === undefined || goal === undefined ? "" : ratio <= goal ? "met" : "MISSED";
    const numbers = [ours, peer, ratio].map((value) => value === undefined ? "–" : value.toPrecision(3));
    console.log([name.padEnd(56), ...numbers, goal === undefined ? "–" : `≤ ${goal}`, mark].map(cell).join(""));
  }
  rows.push(...found);
}

function cell(text: string): string {
  return text.padStart(10);
}

function describeMachine(): string {
  const cores = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const load = Deno.loadavg()[0].toFixed(1);
  return `${cores[0]?.model}, ${cores.length} cores, ${memory} GiB, ${Deno.build.os} ${Deno.build.arch}, ` +
    `load ${load}`;
}

function describeOurs(): string {
  return `TensorFlow.js ${tf.version_core} on ${tf.getBackend()}, Deno ${Deno.version.deno}`;
}
