// What the outputs of a network are made of.

import type { Network } from "../network/mod.ts";
import { type Connection, strongestConnections } from "./attribution.ts";
import type { Maximisation } from "./maximisation.ts";

/** What a model is told of an output. */
export interface OutputEvidence {
  /** The class that it stands for, an index into the data set's class names. */
  output: number;
  /** The largest weights from the last hidden layer, or from the pixels where there is none. */
  connections: Connection[];
  bias: number;
  /** Of a network without hidden layers: the input that maximises the output, whose picture shows all its weights. */
  maximisation?: Pick<Maximisation, "input" | "preActivation">;
}

/** The evidence of every output; the maximising inputs count for a network without hidden layers alone. */
export function gatherOutputs(
  { layers }: Network,
  maximisations: readonly Maximisation[] = [],
): OutputEvidence[] {
  const final = layers.at(-1)!;
  return Array.from({ length: final.outputs }, (_, output): OutputEvidence => {
    const maximisation = layers.length > 1 ? undefined : maximisations.find(({ neuron }) => neuron === output);
    return { output, connections: strongestConnections(final, output), bias: final.bias[output], maximisation };
  });
}
