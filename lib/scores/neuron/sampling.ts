// Draws images by how strongly they excite a neuron, as evenly over the classes as there are any.

// @ts-types="@types/d3-array"
import { quantile } from "d3-array";
import { type Random, seededRandom, shuffledIndices } from "../../random.ts";
import type { Material, ScoredNeuron } from "./score.ts";

/** The places of the images to draw from, and the limits of what counts as strong and as weak. */
export interface Pool {
  places: number[];
  /** The quartiles of the activations above zero: from `high` on an image excites strongly, up to `low` weakly. */
  high: number;
  low: number;
}

/** All images but those excluded. Throws unless there is an activation for each image, and on senseless counts. */
export function poolOf({ activations }: ScoredNeuron, { images, exclude }: Material, count: number): Pool {
  if (activations.length !== images.labels.length) {
    throw new RangeError(
      `Cannot draw images: ${images.labels.length} images need as many activations, got ${activations.length}. ` +
        "Use those of one neuron over this half of the data set.",
    );
  }
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`Cannot draw images: how many is a whole number, 0 or more, got ${count}. Choose one as 10.`);
  }
  const shown = new Set(exclude);
  const positive = activations.filter((value) => value > 0);
  return {
    places: Array.from(activations.keys()).filter((place) => !shown.has(place)),
    high: quantile(positive, 0.75) ?? Infinity,
    low: quantile(positive, 0.25) ?? 0,
  };
}

/** Takes one of each class in turn, in an order of its own for each, until there are enough. */
export function drawEvenly(places: readonly number[], labels: Uint8Array, count: number, random: Random): number[] {
  // The classes are shuffled too, so that the last, incomplete round favours none.
  const groups = Map.groupBy(shuffle(places, random), (place) => labels[place]);
  const classes = shuffle(groups.values().toArray(), random);
  const rounds = Math.max(0, ...classes.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => classes.flatMap((own) => own.slice(round, round + 1))).flat()
    .slice(0, count);
}

/** The images that excite a neuron strongly, evenly over the classes, and for each class as many weak ones. */
export function drawPairs(
  neuron: ScoredNeuron,
  material: Material,
  { count, seed }: { count: number; seed: number },
): { strong: number[]; weak: number[]; notes: string[] } {
  const { activations } = neuron;
  const { labels } = material.images;
  const { places, high, low } = poolOf(neuron, material, count);
  const exciting = places.filter((place) => activations[place] > 0 && activations[place] >= high);
  const strong = drawEvenly(exciting, labels, count, seededRandom(seed, 0));
  const notes = strong.length < count ? [`Only ${strong.length} images excite the neuron highly, of ${count}.`] : [];
  const weak = Map.groupBy(strong, (place) => labels[place]).entries().toArray().flatMap(([label, own]) => {
    const others = places.filter((place) =>
      labels[place] === label && (activations[place] <= 0 || activations[place] <= low && low < high)
    );
    const found = drawEvenly(others, labels, own.length, seededRandom(seed, 1, label));
    const lacks = own.length - found.length;
    if (lacks > 0) notes.push(`Class ${label} lacks ${lacks} of ${own.length} images with low activation.`);
    return found;
  });
  return { strong, weak, notes };
}

/** The values in random order. */
export function shuffle<T>(values: readonly T[], random: Random): T[] {
  return Array.from(shuffledIndices(values.length, random), (place) => values[place]);
}
