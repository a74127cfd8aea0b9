// What readers who only looked said of neurons, by an explanation: held against what the neurons do.

import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { loadMnist } from "../lib/data/mnist.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import type { Network } from "../lib/network/mlp.ts";
import { fromFiles } from "../lib/network/storage.ts";
import { defaultSettings } from "../lib/prompts/mod.ts";
import { makeSheet, scoredNeurons, sheetRows } from "../lib/scores/mod.ts";
import { trainSubject } from "../lib/scores/prediction/length_network.ts";

const data = await loadMnist();
const context = { ...defaultSettings, background: "", classNames: data.classNames, width: 28, height: 28 };
const { readers } = JSON.parse(await Deno.readTextFile(new URL("./onlookers.json", import.meta.url)));
const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));

async function committed(): Promise<Network> {
  const folder = new URL("../outputs/blog/", import.meta.url);
  const model = JSON.parse(await Deno.readTextFile(new URL("model.json", folder)));
  return await fromFiles({ model, weights: await Deno.readFile(new URL("weights.bin", folder)) });
}

/** The run `blog` but for its seed. */
async function trained(seed: number): Promise<Network> {
  const { settings: { epochs, batchSize, learningRate } } = JSON.parse(
    await Deno.readTextFile(new URL("../outputs/blog/training.json", import.meta.url)),
  );
  const settings = { width: 6, seed, epochs, batchSize, learningRate, right: 1, wrong: 1 };
  return (await trainSubject(data, settings)).network;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (value: number) => value.toFixed(2).replace(/^0/, "");

Deno.test("two readers of the marks for the eye foretell six neurons far better than two of earlier words, and than class means", async () => {
  const networks: Record<string, Network> = { blog: await committed(), "seed 2": await trained(2) };
  const simulations: number[][] = readers.map(() => []);
  const floors: number[] = [];
  for (const name of Object.keys(readers[0].answers)) {
    const [run, neuron] = name.split(", L0N0");
    const network = networks[run];
    const stats = gatherStats(network, data.train, 10)[0][Number(neuron)];
    const [scored] = scoredNeurons(network, data.test, [stats]);
    const sheet = makeSheet(context, scored, { explanation: "", network, images: data.test, count: 30, seed: 1 });
    const answers = readers.map((
      reader: { answers: Record<string, number[]> },
      i: number,
    ) => [i, reader.answers[name]]);
    for (const row of sheetRows(sheet, Object.fromEntries(answers))) {
      simulations[Number(row.reader)].push(Number(row.simulation));
      if (row.reader === "0") floors.push(Number(row["by class means"]));
    }
  }
  assertEquals(simulations.map((values) => values.length), [6, 6, 6, 6]);
  const [first, second, ...earlier] = simulations.map(mean);
  assertGreater(Math.min(first, second), 0.8);
  assertEquals(
    [first, second, ...earlier, mean(floors)].map(share),
    [".85", ".85", ".66", ".64", ".37"],
  );
  const singles = simulations.slice(0, 2).flat();
  for (const said of ["**.85** and .85", "between .81 and .92", "give .37", "reached .66 and .64"]) {
    assertEquals(readme.includes(said), true, said);
  }
  assertAlmostEquals(Math.min(...singles), 0.81, 0.005);
  assertAlmostEquals(Math.max(...singles), 0.92, 0.005);
});
