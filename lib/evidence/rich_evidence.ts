// Evidence by choice, beyond what the blog post's prompts hold: exemplars, class contrasts, effects on the outputs.

import { type LabelledImages, pixelsOf } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";
import type { NeuronEvidence } from "./neuron_evidence.ts";
import { activationColumn, type Exemplar, pickExemplars } from "./exemplars.ts";
import type { ClassStats } from "./statistics.ts";

/** An exemplar with its pixels, row after row, from -1 to 1. */
export interface ShownExemplar extends Exemplar {
  pixels: Float32Array;
}

/** What else may be told of a neuron. */
export interface RichEvidence {
  /** The images that excite it most, the most exciting first. */
  exemplars: ShownExemplar[];
  /** Images that leave it silent, drawn at random. */
  silent: ShownExemplar[];
  /** For each class how many standard deviations it stands above the rest: see classContrasts(). */
  contrasts: (number | null)[];
  /** For each output the neuron's direct effect on it: see directEffects(). Empty but for the last hidden layer. */
  effects: number[];
}

/** The same evidence, with the rich evidence of every live neuron, out of the images that the statistics are of. */
export function addRichEvidence(
  network: Network,
  images: LabelledImages,
  evidence: readonly (readonly NeuronEvidence[])[],
  { exemplars = 8, silent = 8, seed }: { exemplars?: number; silent?: number; seed: number },
): NeuronEvidence[][] {
  const activations = activationsOf(network, images.pixels);
  const show = (found: Exemplar): ShownExemplar => ({ ...found, pixels: pixelsOf(images, found.index) });
  return evidence.map((neurons, layer) =>
    neurons.map((one): NeuronEvidence => {
      if (one.dead) return one;
      const column = activationColumn(activations[layer], { width: neurons.length, neuron: one.neuron });
      const picked = pickExemplars(column, images.labels, { top: exemplars, silent, seed });
      const rich: RichEvidence = {
        exemplars: picked.top.map(show),
        silent: picked.silent.map(show),
        contrasts: classContrasts(one.classes),
        effects: directEffects(network, one),
      };
      return { ...one, rich };
    })
  );
}

/**
 * For each class how many standard deviations its images stand above all others: (m − m′) / s, with the means m over the
 * class and m′ over the rest, and s² the mean of the two population variances, weighed by their numbers of images. This
 * is Cohen's d with the pooled deviation (Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988). Null
 * for a class without images or without a rest, and where nothing varies within either.
 */
export function classContrasts(classes: readonly ClassStats[]): (number | null)[] {
  return classes.map((own) => {
    const rest = pool(classes.filter((other) => other !== own));
    if (own.count === 0 || rest.count === 0) return null;
    const variance = (own.count * own.std ** 2 + rest.count * rest.variance) / (own.count + rest.count);
    return variance === 0 ? null : (own.mean - rest.mean) / Math.sqrt(variance);
  });
}

/**
 * What a neuron of the last hidden layer adds to each output on the mean: its weight to the output times its mean
 * activation over all images. Empty for neurons of other layers, which reach the outputs only through later ones.
 */
export function directEffects(
  { layers }: Network,
  { layer, neuron, classes }: { layer: number; neuron: number; classes: readonly ClassStats[] },
): number[] {
  if (layer !== layers.length - 2) return [];
  const { mean } = pool(classes);
  const { outputs, weights } = layers[layer + 1];
  return Array.from({ length: outputs }, (_, output) => weights[neuron * outputs + output] * mean);
}

/** Several classes as one: the variance within them and between them. */
function pool(classes: readonly ClassStats[]): { count: number; mean: number; variance: number } {
  const count = classes.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return { count, mean: 0, variance: 0 };
  const mean = classes.reduce((sum, one) => sum + one.count * one.mean, 0) / count;
  const square = classes.reduce((sum, one) => sum + one.count * (one.std ** 2 + (one.mean - mean) ** 2), 0);
  return { count, mean, variance: square / count };
}
