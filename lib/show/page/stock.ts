// The page's pictures of the test set, and what a network makes of each.

import { activationsOfPicture, answersOf, type Network } from "../../network/mod.ts";
import { unpackBytes } from "../web/packed.ts";
import type { PictureStock } from "./page_data.ts";

/** The pictures, unpacked. */
export interface Stock {
  readonly count: number;
  readonly fair: number;
  readonly labels: readonly number[];
  readonly places: readonly number[];
  /** A picture's pixels, from -1 (no ink) to 1 (full ink). */
  pixels(i: number): Float32Array;
}

/** What a network makes of all pictures of the stock. */
export interface Seen {
  /** What each layer answers to each picture: [picture][layer]. */
  readonly activations: readonly (readonly Float32Array[])[];
  readonly answers: readonly number[];
}

/** Unpacks the pictures. */
export async function openStock({ pixels, ...facts }: PictureStock): Promise<Stock> {
  const bytes = await unpackBytes(pixels);
  const size = bytes.length / facts.count;
  return {
    ...facts,
    pixels: (i) => Float32Array.from(bytes.subarray(i * size, (i + 1) * size), (byte) => byte / 127.5 - 1),
  };
}

/** Runs a network on all pictures. */
export function seeAll(network: Network, stock: Stock): Seen {
  const activations = Array.from({ length: stock.count }, (_, i) => activationsOfPicture(network, stock.pixels(i)));
  const answers = activations.map((layers) =>
    answersOf(layers[layers.length - 1], layers[layers.length - 1].length)[0]
  );
  return { activations, answers };
}

/**
 * What the ablation of a neuron changes on the fair sample, class by class: in the share of right answers, and each
 * logit.
 */
export function ablateOnStock(
  network: Network,
  { stock, seen, layer, neuron }: { stock: Stock; seen: Seen; layer: number; neuron: number },
): { count: number; accuracy: number; logits: Float64Array }[] {
  const rest = { layers: network.layers.slice(layer + 1) };
  const classes = network.layers[network.layers.length - 1].outputs;
  const found = Array.from({ length: classes }, () => ({ count: 0, accuracy: 0, logits: new Float64Array(classes) }));
  for (let i = 0; i < stock.fair; i++) {
    const layers = seen.activations[i];
    const label = stock.labels[i];
    const logits = layers[layers.length - 1];
    const changed = activationsOfPicture(rest, layers[layer].with(neuron, 0)).at(-1)!;
    const right = (values: Float32Array) => answersOf(values, classes)[0] === label ? 1 : 0;
    found[label].count++;
    found[label].accuracy += right(changed) - right(logits);
    changed.forEach((value, output) => found[label].logits[output] += value - logits[output]);
  }
  return found.map(({ count, accuracy, logits }) => ({
    count,
    accuracy: count === 0 ? 0 : accuracy / count,
    logits: logits.map((sum) => count === 0 ? 0 : sum / count),
  }));
}
