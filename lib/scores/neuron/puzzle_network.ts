// The network of the puzzles: made by hand, of detectors whose pixels are known.

import { type DenseLayer, layerFromRows, type Network } from "../../network/mod.ts";

/** A rectangle or a ring of pixels, and what its mean ink (from 0 to 1) counts. */
interface Part {
  pixels: number[];
  counts: number;
}

/** A detector of the first layer: 10 × (Σ counts × mean ink − threshold), above zero. */
interface Detector {
  parts: Part[];
  threshold: number;
}

const side = 28;

/** The first layer. Rows and columns are counted from 0. */
const detectors: readonly Detector[] = [
  // A horizontal stroke at the top, and no ink below its left half.
  { parts: [box(1, [7, 9], [9, 18]), box(-1, [12, 14], [8, 14])], threshold: 0.3 },
  // A loop at the bottom: the ring, its left half once more, since most curves there are open to the left, and the hole.
  { parts: [ring(1, 2, 3.5), ring(1, 2, 3.5, 11), ring(-2, 0, 1)], threshold: 0.6 },
  // A vertical stroke at the left.
  { parts: [box(1, [11, 18], [7, 9])], threshold: 0.5 },
  // A vertical stroke at the right.
  { parts: [box(1, [12, 21], [15, 17])], threshold: 0.5 },
  // No ink in the centre.
  { parts: [box(-1, [11, 16], [12, 15])], threshold: -0.1 },
];

/**
 * The network of the puzzles: 28 × 28 inputs from -1 to 1, five detectors in the first layer, and in the second a neuron that
 * either of two strokes excites, beside copies of the others. Being excited by either is more than a first-layer neuron
 * can do: it adds up its inputs, and half of each stroke would excite it as well. The outputs, one for each digit, get
 * what speaks for them; nothing was trained, and the network answers three digits in ten right.
 */
export function puzzleNetwork(): Network {
  // The second layer's neurons: left or right stroke, top stroke, loop, blank centre.
  const second = layerFromRows([[0, 0, 1, 1, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1]], [0, 0, 0, 0]);
  const votes: Record<number, number[]> = {
    0: [0.5, 0, 0, 1],
    4: [1, 0, 0, 0],
    5: [0, 0.5, 0, 0],
    6: [0.5, 0, 1, 0],
    7: [0.5, 1, 0, 0],
    8: [0, 0, 1, 0],
    9: [0.9, 0.3, 0, 0],
  };
  const rows = Array.from({ length: 10 }, (_, digit) => votes[digit] ?? [0, 0, 0, 0]);
  // A digit that excites nothing is taken for a 1.
  const biases = rows.map((_, digit) => digit === 1 ? 0.5 : 0);
  return { layers: [detectorLayer(), second, layerFromRows(rows, biases)] };
}

/** Mean ink is (1 + mean input) / 2, so that each part is shared among its pixels' weights, and among the biases. */
function detectorLayer(): DenseLayer {
  const gain = 10;
  const rows = detectors.map(({ parts }) => {
    const weights = new Array<number>(side * side).fill(0);
    for (const { pixels, counts } of parts) {
      for (const pixel of pixels) weights[pixel] += gain * counts / 2 / pixels.length;
    }
    return weights;
  });
  const biases = detectors.map(({ parts, threshold }) => {
    return gain * (parts.reduce((sum, { counts }) => sum + counts / 2, 0) - threshold);
  });
  return layerFromRows(rows, biases);
}

function box(counts: number, [top, bottom]: [number, number], [left, right]: [number, number]): Part {
  return {
    counts,
    pixels: pixelsWhere((row, column) => row >= top && row <= bottom && column >= left && column <= right),
  };
}

/** Around row 18, column 13; up to a column where it is not whole. */
function ring(counts: number, inner: number, outer: number, right = side): Part {
  return {
    counts,
    pixels: pixelsWhere((row, column) => {
      const distance = Math.hypot(row - 18, column - 13);
      return distance >= inner && distance <= outer && column <= right;
    }),
  };
}

function pixelsWhere(isIn: (row: number, column: number) => boolean): number[] {
  return Array.from({ length: side * side }, (_, i) => i).filter((i) => isIn(Math.floor(i / side), i % side));
}
