// What inputs that were found together come to, a row for each search: how exciting they are, and how different.

import type { DiverseMaximisation } from "./diverse_maximisation.ts";
import { diversityOf } from "./diversity.ts";

/** A search's activations, and the least cosines between two of its inputs and between two hidden vectors. */
export interface DiverseRow {
  search: string;
  activations: number[];
  inputs: number;
  /** Null where nothing is hidden before the neuron's layer, so that all vectors are empty. */
  hidden: number | null;
}

/** A row for each search; 1 says that all its inputs are alike. */
export function diverseRows(searches: Readonly<Record<string, DiverseMaximisation>>): DiverseRow[] {
  return Object.entries(searches).map(([search, { inputs, cosines }]) => {
    // Of an empty vector, or of one of zeros, every cosine with another is 0.
    const isEmpty = inputs.length > 1 && cosines.every((row, i) => row.every((cosine, j) => i === j || cosine === 0));
    return {
      search,
      activations: inputs.map(({ activation }) => activation),
      inputs: Math.min(...diversityOf(inputs.map(({ input }) => input)).cosines.flat()),
      hidden: isEmpty ? null : Math.min(...cosines.flat()),
    };
  });
}
