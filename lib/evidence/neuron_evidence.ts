// All that is known of one neuron, gathered from its statistics, its maximising input and its weights.

import type { Network } from "../network/mod.ts";
import { type Connection, strongestConnections } from "./attribution.ts";
import type { Maximisation } from "./maximisation.ts";
import type { RichEvidence } from "./rich_evidence.ts";
import type { ClassStats, NeuronStats } from "./statistics.ts";
import { neuronStrengths } from "./strengths.ts";

/** What a model is told of a neuron. */
export interface NeuronEvidence {
  layer: number;
  neuron: number;
  /** No training image brings it above zero: it is labelled so, and nothing else is asked. */
  dead: boolean;
  classes: ClassStats[];
  /** Absent for dead neurons. */
  maximisation?: Pick<Maximisation, "input" | "preActivation">;
  /** The largest weights from the previous layer; empty in the first layer, whose weights the picture shows. */
  connections: Connection[];
  /** How much it can move the outputs: see neuronStrengths(). Without it the neuron counts as one of no strength. */
  strength?: number;
  /** Present where it was asked for: see addRichEvidence(). */
  rich?: RichEvidence;
}

/** The evidence of every hidden neuron, layer after layer. Throws where a live neuron's maximising input is missing. */
export function gatherEvidence(
  network: Network,
  stats: readonly (readonly NeuronStats[])[],
  maximisations: readonly Maximisation[],
): NeuronEvidence[][] {
  const strengths = neuronStrengths(network, stats);
  return stats.map((neurons, layer) =>
    neurons.map(({ neuron, dead, classes }) => {
      const maximisation = maximisations.find((found) => found.layer === layer && found.neuron === neuron);
      if (!dead && maximisation === undefined) {
        throw new Error(
          `Cannot gather the evidence: neuron ${neuron} of layer ${layer} has no maximising input. ` +
            "Run notebook 03_maximise again.",
        );
      }
      const connections = layer === 0 ? [] : strongestConnections(network.layers[layer], neuron);
      return {
        layer,
        neuron,
        dead,
        classes,
        connections,
        strength: strengths[layer][neuron],
        ...(dead ? {} : { maximisation }),
      };
    })
  );
}
