// Images for scoring an explanation: drawn at all strengths of activation, or as pairs that the class cannot tell apart.

// @ts-types="@types/d3-array"
import { quantile } from "d3-array";
import { type Random, seededRandom, shuffledIndices } from "../../random.ts";
import type { Exemplar } from "../../evidence/mod.ts";

/**
 * How strongly an image excites a neuron, among those that excite it at all: `high` is the top quarter, `middle` the
 * rest, `zero` is silent. For a neuron that is hardly ever silent, `low`, the lowest quarter, stands in for `zero`, and
 * `middle` is what lies between.
 */
export type Stratum = "high" | "middle" | "low" | "zero";

/** An image to score with, its true activation and how that was drawn. */
export interface HeldOutImage extends Exemplar {
  stratum: Stratum;
}

/** An image to be told as exciting (in the top quarter of what excites) or not (silent, or in the lowest quarter). */
export interface DetectionImage extends Exemplar {
  excites: boolean;
}

/** How to draw: `exclude` holds the places of images that were shown as evidence, out of the same half of the data. */
export interface DrawSettings {
  seed: number;
  exclude?: Iterable<number>;
}

/**
 * Draws `each` images of every stratum, in random order, as evenly over the classes as these allow: one of each class in
 * turn, as long as it has any. None of those excluded is among them. `notes` says which stratum is short of images, and
 * that `low` stands in for `zero` where fewer than `each` images are silent.
 *
 * @param activations One neuron's, an entry for each image.
 */
export function drawHeldOut(
  activations: Float32Array,
  labels: Uint8Array,
  { each = 10, seed, exclude = [] }: DrawSettings & { each?: number },
): { images: HeldOutImage[]; notes: string[] } {
  checkDraw(activations, labels, each);
  const shown = new Set(exclude);
  const { high, low } = limitsOf(activations);
  const free = Array.from(activations.keys()).filter((index) => !shown.has(index));
  const isSilent = (index: number) => activations[index] <= 0;
  const silent = free.filter(isSilent).length;
  const least: Stratum = silent < each ? "low" : "zero";
  const stratumOf = (index: number): Stratum => {
    if (activations[index] > 0 && activations[index] >= high) return "high";
    return isSilent(index) || (least === "low" && activations[index] <= low) ? least : "middle";
  };
  const notes = least === "zero" ? [] : [
    `Only ${silent} images leave the neuron silent: the lowest quarter of its activations stands in for zero.`,
  ];
  const strata = Map.groupBy(free, stratumOf);
  const images = (["high", "middle", least] as const).flatMap((stratum, stream) => {
    const drawn = drawEvenly(strata.get(stratum) ?? [], { labels, count: each, random: seededRandom(seed, stream) });
    if (drawn.length < each) notes.push(`Only ${drawn.length} images are of ${stratum} activation, of ${each}.`);
    return drawn.map((index): HeldOutImage => ({ ...exemplar(index, activations, labels), stratum }));
  });
  return { images: shuffle(images, seededRandom(seed, 3)), notes };
}

/**
 * Draws images that excite the neuron highly, evenly over the classes, and for each class as many hard negatives: images
 * of that same class with low activation, so that naming the class wins nothing. Both in random order. Where a class has
 * too few of them, `notes` says how many it lacks.
 */
export function drawDetection(
  activations: Float32Array,
  labels: Uint8Array,
  { positives = 10, seed, exclude = [] }: DrawSettings & { positives?: number },
): { images: DetectionImage[]; notes: string[] } {
  checkDraw(activations, labels, positives);
  const shown = new Set(exclude);
  const { high, low } = limitsOf(activations);
  const free = Array.from(activations.keys()).filter((index) => !shown.has(index));
  const exciting = free.filter((index) => activations[index] > 0 && activations[index] >= high);
  const drawn = drawEvenly(exciting, { labels, count: positives, random: seededRandom(seed, 0) });
  const notes: string[] = [];
  if (drawn.length < positives) notes.push(`Only ${drawn.length} images excite the neuron highly, of ${positives}.`);
  const negatives = Map.groupBy(drawn, (index) => labels[index]).entries().toArray().flatMap(([label, own]) => {
    const pool = free.filter((i) =>
      labels[i] === label && (activations[i] <= 0 || activations[i] <= low && low < high)
    );
    const found = drawEvenly(pool, { labels, count: own.length, random: seededRandom(seed, 1, label) });
    const lacks = own.length - found.length;
    if (lacks > 0) notes.push(`Class ${label} lacks ${lacks} of ${own.length} images with low activation.`);
    return found;
  });
  const mark = (excites: boolean) => (index: number): DetectionImage => ({
    ...exemplar(index, activations, labels),
    excites,
  });
  return { images: shuffle([...drawn.map(mark(true)), ...negatives.map(mark(false))], seededRandom(seed, 2)), notes };
}

/** The quartiles of the activations above zero: from `high` on it is high, up to `low` it is low. */
function limitsOf(activations: Float32Array): { high: number; low: number } {
  const positive = activations.filter((value) => value > 0);
  return { high: quantile(positive, 0.75) ?? Infinity, low: quantile(positive, 0.25) ?? 0 };
}

/** Takes one of each class in turn, in an order of its own for each, until there are enough. */
function drawEvenly(
  pool: readonly number[],
  { labels, count, random }: { labels: Uint8Array; count: number; random: Random },
): number[] {
  // The classes are shuffled too, so that the last, incomplete round favours none.
  const classes = shuffle(Map.groupBy(shuffle(pool, random), (index) => labels[index]).values().toArray(), random);
  const rounds = Math.max(0, ...classes.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) => classes.flatMap((own) => own.slice(round, round + 1))).flat()
    .slice(0, count);
}

function shuffle<T>(values: readonly T[], random: Random): T[] {
  return Array.from(shuffledIndices(values.length, random), (place) => values[place]);
}

function exemplar(index: number, activations: Float32Array, labels: Uint8Array): Exemplar {
  return { index, label: labels[index], activation: activations[index] };
}

function checkDraw(activations: Float32Array, labels: Uint8Array, count: number): void {
  if (activations.length !== labels.length) {
    throw new RangeError(
      `Cannot draw images: ${labels.length} images need as many activations, got ${activations.length}. ` +
        "Use those of one neuron over this half of the data set.",
    );
  }
  if (Number.isInteger(count) && count >= 0) return;
  throw new RangeError(`Cannot draw images: how many is a whole number, 0 or more, got ${count}. Choose one as 10.`);
}
