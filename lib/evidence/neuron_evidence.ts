// All that is known of one neuron, gathered from its statistics, its maximising input and its weights.

import type { Network } from "../network/mod.ts";
import { type Connection, strongestConnections } from "./attribution.ts";
import type { Exemplar } from "./exemplars.ts";
import type { Maximisation } from "./maximisation.ts";
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

/** An exemplar with its pixels, row after row, from -1 to 1. */
export interface ShownExemplar extends Exemplar {
  pixels: Float32Array;
}

/** What else may be told of a neuron. */
export interface RichEvidence {
  /** The mean of all images, pixel by pixel, from -1 to 1: where ink usually is. */
  mean: Float32Array;
  /** The images that excite it most, the most exciting first. */
  exemplars: ShownExemplar[];
  /** Images that leave it silent, drawn at random. */
  silent: ShownExemplar[];
  /** For each class how many standard deviations it stands above the rest: see classContrasts(). */
  contrasts: (number | null)[];
  /** For each output what the neuron adds to it: see directLogitAttribution(). Empty but for the last hidden layer. */
  effects: number[];
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
