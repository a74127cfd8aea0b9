// What a score of single explanations is: it draws what a reader is asked about, and makes figures of the answers.

import type { LabelledImages } from "../../data/mod.ts";
import type { Network } from "../../network/mod.ts";
import type { Question, Templates } from "../../prompts/mod.ts";
import type { Interval } from "../intervals.ts";

/** What a score finds, with its 95 % interval, and what knowing the digits alone would reach; null where not defined. */
export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
  floor?: number | null;
}

/**
 * One thing that a reader gives a value: pictures, by their places among the images, or a class. `truth` is the right
 * value on the scale of the answer, where there is one, and `measured` what is set against it, in a unit of its own.
 */
export interface Item {
  number?: number;
  text?: string;
  pictures: readonly number[];
  truth?: number;
  measured?: number;
}

/** A neuron whose explanations are scored. */
export interface ScoredNeuron {
  layer: number;
  neuron: number;
  /** Its activation on each of the images to draw from. */
  activations: Float32Array;
  /** Its mean over each class, and its largest activation, over the images that it was explained by. */
  classMeans: readonly number[];
  largest: number;
}

/** The network and images to draw from, and how many items to draw. */
export interface Material {
  network: Network;
  images: LabelledImages;
  classNames: readonly string[];
  /** Pictures of each stratum for the simulation, and exciting ones, with as many others, for the detection. */
  each: number;
  positives: number;
  seed: number;
  /** Places of images that were shown as evidence, where that was out of the same half of the data set. */
  exclude: Iterable<number>;
}

/** What is asked about one neuron, the same for all its explanations, and what the answers come to. */
export interface Drawn {
  items: readonly Item[];
  /** What is amiss, as where there are too few pictures of a kind. */
  notes: readonly string[];
  /** The figures by their names in tables. Items without an answer are not in the map. */
  figures(values: ReadonlyMap<Item, number>): Record<string, Figure>;
}

/** One way to score an explanation. A new one is a file with this, its template, and its line in the room's face. */
export interface Score {
  /** Also the name of its prompt template. */
  name: keyof Templates;
  kind: Question["kind"];
  scale: Question["scale"];
  draw(neuron: ScoredNeuron, material: Material): Drawn;
}

/** A figure with its interval, if any. */
export function figure(value: number | null, interval: Interval | null = null, floor?: number | null): Figure {
  const [low, high] = value === null || interval === null ? [null, null] : [interval.low, interval.high];
  return { value, low, high, ...(floor === undefined ? {} : { floor }) };
}

/** The items that have an answer, each with it. */
export function answeredItems<Own extends Item>(
  items: readonly Own[],
  values: ReadonlyMap<Item, number>,
): (Own & { value: number })[] {
  return items.flatMap((item) => values.has(item) ? [{ ...item, value: values.get(item)! }] : []);
}
