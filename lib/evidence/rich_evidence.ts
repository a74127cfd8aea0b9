// Evidence by choice, beyond what the blog post's prompts hold: the mean image, exemplars, contrasts, effects.

import { type LabelledImages, pixelsOf } from "../data/mod.ts";
import { activationsOf, type Network } from "../network/mod.ts";
import { directLogitAttribution } from "./attribution.ts";
import type { NeuronEvidence, RichEvidence, ShownExemplar } from "./neuron_evidence.ts";
import { activationColumn, type Exemplar, pickExemplars } from "./exemplars.ts";
import { classContrasts } from "./statistics.ts";

/** The same evidence, with the rich evidence of every live neuron, out of the images that the statistics are of. */
export function addRichEvidence(
  network: Network,
  images: LabelledImages,
  evidence: readonly (readonly NeuronEvidence[])[],
  { exemplars = 8, silent = 8, seed }: { exemplars?: number; silent?: number; seed: number },
): NeuronEvidence[][] {
  const activations = activationsOf(network, images.pixels);
  const mean = meanImage(images);
  const show = (found: Exemplar): ShownExemplar => ({ ...found, pixels: pixelsOf(images, found.index) });
  return evidence.map((neurons, layer) =>
    neurons.map((one): NeuronEvidence => {
      if (one.dead) return one;
      const column = activationColumn(activations[layer], { width: neurons.length, neuron: one.neuron });
      const picked = pickExemplars(column, images.labels, { top: exemplars, silent, seed });
      const rich: RichEvidence = {
        mean,
        exemplars: picked.top.map(show),
        silent: picked.silent.map(show),
        contrasts: classContrasts(one.classes),
        effects: directLogitAttribution(network, one),
      };
      return { ...one, rich };
    })
  );
}

function meanImage({ pixels, count, width, height }: LabelledImages): Float32Array {
  const sums = new Float64Array(width * height);
  pixels.forEach((value, i) => sums[i % sums.length] += value);
  return Float32Array.from(sums, (sum) => sum / count);
}
