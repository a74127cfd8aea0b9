// A neuron of two meanings: it answers to a stroke at the top and to one at the bottom, with groups of images of each.

import type { ImageGroup } from "../lib/evidence/image_groups.ts";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";

const size = { width: 28, height: 28 };
export const context = { ...defaultSettings, background: "The background.", classNames: [..."0123456789"], ...size };
/** The context with other words for the list of meanings. */
export const asking = (meanings: string) => ({ ...context, templates: { ...context.templates, meanings } });
export const calibrated = { ...context, regularisation: 1 };

/** A picture of 28 × 28 values with a block of one value, rows and columns counted from 0. */
export function block(
  value: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
  rest = 0,
): Float32Array {
  return Float32Array.from({ length: 784 }, (_, i) => {
    const [row, column] = [Math.floor(i / 28), i % 28];
    return row >= top && row <= bottom && column >= left && column <= right ? value : rest;
  });
}

export const top = block(1, [6, 8], [8, 19]);
export const bottom = block(1, [20, 22], [8, 19]);
const both = top.map((value, i) => value + bottom[i] - block(0.6, [12, 15], [10, 17])[i]);
export const evidence: NeuronEvidence = {
  ...{ layer: 0, neuron: 3, dead: false, connections: [] },
  classes: context.classNames.map((_, label) => ({ label, mean: label, std: 1, count: 5, largest: 10 })),
  maximisation: { input: both, preActivation: 12 },
};
/** A group of images with what their mean picture contributes; two of them are eights. */
export const group = (label: number, contributions: Float32Array, count = 10): ImageGroup => ({
  ...{ count, mean: 8.76543, contributions, exemplars: [contributions.map((value) => 2 * value - 1)] },
  classes: [{ label, count: count - 2 }, { label: 8, count: 2 }],
});
