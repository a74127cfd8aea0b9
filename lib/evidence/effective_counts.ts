// Effective numbers: how many classes share a neuron, and how many its clusters tell apart. They need not be whole.

// @ts-types="@types/d3-array"
import { mean, sum } from "d3-array";
import { seededRandom, shuffledIndices } from "../random.ts";

/**
 * (Σ m)² / Σ m² of mean activations: 1 where one class alone has any, n where n classes share alike. It is the number of
 * classes times the sparseness of Treves and Rolls ("What determines the capacity of autoassociative memories in the
 * brain?", 1991). 0 where all are 0. One meaning that several classes share counts as several here.
 */
export function participationRatio(means: readonly number[]): number {
  const total = sum(means);
  const squares = sum(means, (mean) => mean ** 2);
  return squares === 0 ? 0 : total ** 2 / squares;
}

/**
 * exp I(cluster; class), with the mutual information I = Σ p(k, c) ln(p(k, c) / p(k) p(c)): 1 where all clusters are of
 * the same mixture of classes, n where n equal clusters share no class. With few images chance alone lifts it somewhat,
 * by about (clusters − 1) (classes − 1) / 2N in I.
 *
 * @param clusters The classes of the images in each cluster.
 */
export function classesTold(clusters: readonly (readonly number[])[]): number {
  const all = clusters.flat();
  const share = (labels: readonly number[], label: number) => {
    return labels.filter((other) => other === label).length / labels.length;
  };
  let information = 0;
  for (const labels of clusters) {
    for (const label of new Set(labels)) {
      const own = share(labels, label);
      information += labels.length / all.length * own * Math.log(own / share(all, label));
    }
  }
  return Math.exp(Math.max(0, information));
}

/**
 * What classesTold() gives on average where the clusters know nothing of the classes: the same labels are dealt at random
 * to clusters of the same sizes, `draws` times.
 */
export function toldByChance(
  clusters: readonly (readonly number[])[],
  { seed, draws = 100 }: { seed: number; draws?: number },
): number {
  const labels = clusters.flat();
  const random = seededRandom(seed);
  const told = Array.from({ length: draws }, () => {
    const dealt = Array.from(shuffledIndices(labels.length, random), (place) => labels[place]);
    let start = 0;
    return classesTold(clusters.map(({ length }) => dealt.slice(start, start += length)));
  });
  return mean(told) ?? 1;
}
