// The scores tried on known neurons: what each makes of right, wrong, too narrow and too broad descriptions.

import type { LabelledImages } from "../../data/mod.ts";
import { gatherStats } from "../../evidence/mod.ts";
import { knownNetwork, knownNeurons, type KnownQuality } from "./puzzles.ts";
import { scoredNeuron } from "./meanings.ts";
import { type NeuronQuestions, type NeuronScore, prepareQuestions, type QuestionSettings } from "./neuron_scores.ts";

/**
 * The questions about every description of every known neuron, on the same pictures for all of a neuron's. None for
 * pictures of another size than the known network takes.
 */
export function prepareKnown(
  images: LabelledImages,
  settings: Omit<QuestionSettings, "classNames">,
): NeuronQuestions[] {
  const network = knownNetwork();
  if (images.width * images.height !== network.layers[0].inputs) return [];
  const stats = gatherStats(network, images, 1 + images.labels.reduce((most, label) => Math.max(most, label), 0));
  return knownNeurons.flatMap(({ layer, neuron, descriptions }) => {
    const known = scoredNeuron(network, images, stats[layer][neuron]);
    return qualities.map((quality) => {
      return prepareQuestions({ ...known, explanation: descriptions[quality] }, images, settings);
    });
  });
}

/** A row for each known neuron and score, with what every kind of description gets; `scores` in the order of prepareKnown(). */
export function knownRows(scores: readonly NeuronScore[]) {
  return knownNeurons.flatMap(({ name }, i) => {
    const own = scores.slice(i * qualities.length, (i + 1) * qualities.length);
    return measures.map(([measure, figure]) => {
      const [right, wrong, narrow, broad] = own.map(figure);
      return { neuron: name, score: measure, right, wrong, "too narrow": narrow, "too broad": broad };
    });
  });
}

const qualities: readonly KnownQuality[] = ["right", "wrong", "narrow", "broad"];

const measures: readonly [string, (score: NeuronScore) => number | null][] = [
  ["simulation", ({ simulation }) => simulation.score],
  ["explained variance", ({ simulation }) => simulation.explainedVariance],
  ["detection", ({ detection }) => detection.balancedAccuracy],
  ["AUPRC", ({ detection }) => detection.auprc],
];
