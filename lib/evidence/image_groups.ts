// The groups among the images that excite a neuron most: who is in them, and what of their ink excites it.

// @ts-types="@types/d3-array"
import { mean } from "d3-array";
import { type LabelledImages, pixelsAt, pixelsOf } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";
import { gradientTimesInput } from "./attribution.ts";
import { activationColumn, type Exemplar } from "./exemplars.ts";
import type { Polysemanticity } from "./polysemanticity.ts";

/** How many images of a class there are. */
export interface ClassCount {
  label: number;
  count: number;
}

/** Images that excite a neuron in one way. */
export interface ImageGroup {
  /** The classes of its images, the most frequent first. */
  classes: ClassCount[];
  count: number;
  /** The mean activation over its images. */
  mean: number;
  /** What each pixel's ink adds on average: see gradientTimesInput(). */
  contributions: Float32Array;
  /** The pixels of some of its images, the most exciting first. */
  exemplars: Float32Array[];
}

/** Gathers the groups that measurePolysemanticity() found in the same images, with `shown` exemplars each. */
export function gatherGroups(
  network: Network,
  images: LabelledImages,
  { layer, neuron, clusters, shown = 4 }:
    & Pick<Polysemanticity, "layer" | "neuron" | "clusters">
    & { shown?: number },
): ImageGroup[] {
  const width = network.layers[layer].outputs;
  return clusters.map((places): ImageGroup => {
    const pixels = pixelsAt(images, places);
    const activations = activationsOf(network, pixels)[layer].filter((_, i) => i % width === neuron);
    const order = [...places.keys()].sort((a, b) => activations[b] - activations[a]);
    return {
      classes: countClasses(places, images.labels),
      count: places.length,
      mean: mean(activations)!,
      contributions: gradientTimesInput(network, images, { layer, neuron, places }),
      exemplars: order.slice(0, shown).map((row) => pixelsOf(images, places[row])),
    };
  });
}

/** Of every class the image that excites a neuron most, the first of equals; the most exciting class first. */
export function strongestOfEachClass(
  network: Network,
  images: LabelledImages,
  { layer, neuron }: { layer: number; neuron: number },
): Exemplar[] {
  const width = network.layers[layer].outputs;
  const column = activationColumn(activationsOf(network, images.pixels)[layer], { width, neuron });
  const strongest = new Map<number, Exemplar>();
  for (const [index, activation] of column.entries()) {
    const label = images.labels[index];
    const best = strongest.get(label);
    if (best === undefined || activation > best.activation) strongest.set(label, { index, label, activation });
  }
  return [...strongest.values()].sort((a, b) => b.activation - a.activation || a.label - b.label);
}

/** The classes of some images, the most frequent first. */
export function countClasses(places: readonly number[], labels: Uint8Array): ClassCount[] {
  return Map.groupBy(places, (place) => labels[place]).entries().toArray()
    .map(([label, members]) => ({ label, count: members.length }))
    .sort((a, b) => b.count - a.count || a.label - b.label);
}
