// How many meanings a neuron has: by the classes it serves, and by the kinds of images among those that excite it most.

import { type LabelledImages, pixelsOf } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";
import { clusterRows } from "./clusters.ts";
import { weightsInto } from "./connections.ts";
import { activationColumn, topIndices } from "./exemplars.ts";

/** How polysemantic a neuron is. Both numbers of meanings are 1 for a neuron of one meaning, and need not be whole. */
export interface Polysemanticity {
  layer: number;
  neuron: number;
  /** The effective number of classes that it responds to: see participationRatio() of its class means. */
  classes: number;
  /** The effective number of classes that its clusters tell apart: see classesTold(). */
  meanings: number;
  /** The places of its top images, in clusters of what excites it in them; the largest cluster first. */
  clusters: number[][];
  /** How far apart the clusters are: see clusterRows(). */
  silhouette: number | null;
}

/**
 * Measures every hidden neuron over the images; null stands for a neuron that none excites.
 *
 * Its `top` most exciting images are clustered by what each of its inputs contributes there, weight × input, so that two
 * images are alike where the same strokes excite the neuron (Dreyer et al., "PURE: Turning Polysemantic Neurons Into
 * Pure Features by Identifying Relevant Circuits", 2024). A neuron has several meanings where the clusters are also of
 * different classes (as Gupta and Kumar ask in "Disentangling Polysemantic Neurons with a Null-Calibrated
 * Polysemanticity Index", 2025). The hierarchy is cut at its best silhouette however small, since pixels of one class
 * are hardly less scattered than those of two: clusters that are mere chance tell no classes apart.
 */
export function measurePolysemanticity(
  network: Network,
  images: LabelledImages,
  { classes, top = 50, most = 5 }: { classes: number; top?: number; most?: number },
): (Polysemanticity | null)[][] {
  const activations = activationsOf(network, images.pixels);
  return network.layers.slice(0, -1).map((dense, layer) => {
    const { inputs, outputs: width } = dense;
    const inputsAt = (i: number) =>
      layer === 0 ? pixelsOf(images, i) : activations[layer - 1].subarray(i * inputs, (i + 1) * inputs);
    return Array.from({ length: width }, (_, neuron) => {
      const column = activationColumn(activations[layer], { width, neuron });
      const exciting = topIndices(column, top).filter((i) => column[i] > 0);
      if (exciting.length === 0) return null;
      const weights = weightsInto(dense, neuron);
      const rows = exciting.map((i) => inputsAt(i).map((value, k) => weights[k] * value));
      const { clusters, silhouette } = clusterRows(rows, { most, least: 0 });
      const found = clusters.map((cluster) => cluster.map((row) => exciting[row]));
      return {
        ...{ layer, neuron, silhouette, clusters: found },
        classes: participationRatio(classMeans(column, images.labels, classes)),
        meanings: classesTold(found.map((cluster) => cluster.map((i) => images.labels[i]))),
      };
    });
  });
}

/**
 * (Σ m)² / Σ m² of mean activations: 1 where one class alone has any, n where n classes share alike. It is the number of
 * classes times the sparseness of Treves and Rolls ("What determines the capacity of autoassociative memories in the
 * brain?", 1991). 0 where all are 0. One meaning that several classes share counts as several here.
 */
export function participationRatio(means: readonly number[]): number {
  const sum = means.reduce((all, mean) => all + mean, 0);
  const squares = means.reduce((all, mean) => all + mean ** 2, 0);
  return squares === 0 ? 0 : sum ** 2 / squares;
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

function classMeans(column: Float32Array, labels: Uint8Array, classes: number): number[] {
  const [sums, counts] = [new Array<number>(classes).fill(0), new Array<number>(classes).fill(0)];
  labels.forEach((label, i) => {
    sums[label] += column[i];
    counts[label]++;
  });
  return sums.map((sum, label) => counts[label] === 0 ? 0 : sum / counts[label]);
}
