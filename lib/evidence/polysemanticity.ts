// How many meanings a neuron has: by the classes it serves, and by the kinds of images among those that excite it most.

import { type LabelledImages, pixelsOf } from "../data/mod.ts";
import { activationsOf, type Network, weightsInto } from "../network/mod.ts";
import { clusterRows } from "./clusters.ts";
import { classesTold, participationRatio } from "./effective_counts.ts";
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
        layer,
        neuron,
        silhouette,
        clusters: found,
        classes: participationRatio(classMeans(column, images.labels, classes)),
        meanings: classesTold(found.map((cluster) => cluster.map((i) => images.labels[i]))),
      };
    });
  });
}

function classMeans(column: Float32Array, labels: Uint8Array, classes: number): number[] {
  const [sums, counts] = [new Array<number>(classes).fill(0), new Array<number>(classes).fill(0)];
  labels.forEach((label, i) => {
    sums[label] += column[i];
    counts[label]++;
  });
  return sums.map((sum, label) => counts[label] === 0 ? 0 : sum / counts[label]);
}
