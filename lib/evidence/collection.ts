// All evidence of a network at once, as the notebooks gather it step by step.

import type { LabelledImages } from "../data/mod.ts";
import type { Network } from "../network/mod.ts";
import { type Maximisation, maximise, type MaximiseSettings } from "./maximisation.ts";
import { gatherEvidence, type NeuronEvidence } from "./neuron_evidence.ts";
import { gatherOutputs, type OutputEvidence } from "./output_evidence.ts";
import { addRichEvidence } from "./rich_evidence.ts";
import { gatherStats, type NeuronStats } from "./statistics.ts";

/** What is known of a network: its hidden neurons, layer after layer, and its outputs. */
export interface NetworkEvidence {
  neurons: NeuronEvidence[][];
  outputs: OutputEvidence[];
}

/**
 * The evidence of every hidden neuron, from its statistics over the images, which come along, to its maximising input, and
 * of the outputs.
 */
export async function collectEvidence(
  network: Network,
  images: LabelledImages,
  { classes, settings, rich }: {
    classes: number;
    /** How to maximise. */
    settings: MaximiseSettings;
    /** Gathers the rich evidence too, with the seed that draws its silent images. */
    rich?: { seed: number };
  },
): Promise<NetworkEvidence & { stats: NeuronStats[][] }> {
  const stats = gatherStats(network, images, classes);
  const maximisations: Maximisation[] = [];
  for (const [layer, all] of stats.entries()) {
    const live = all.filter(({ dead }) => !dead).map(({ neuron }) => neuron);
    maximisations.push(...await maximise(network, { layer, neurons: live }, settings));
  }
  const plain = gatherEvidence(network, stats, maximisations);
  const neurons = rich === undefined ? plain : addRichEvidence(network, images, plain, rich);
  return { neurons, outputs: gatherOutputs(network), stats };
}
