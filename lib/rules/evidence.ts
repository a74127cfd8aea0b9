// Reads the data lines of a prompt, whatever the wording around them.

import type { ClassLine, ConnectionLine, PictureScale } from "../prompts/mod.ts";
import { first, isFloat, matches, number, readBlocks } from "./patterns.ts";

/** The weights into one output, and its bias where the prompt gives it. */
export interface OutputEvidence {
  label: string;
  connections: ConnectionLine[];
  bias?: number;
}

/** `Avg label 4: 19.8, std: 5.5` */
export function readStatistics(text: string): ClassLine[] {
  return matches(text, `^Avg label (.+?): ${number}, std: ${number}`)
    .map(([label, mean, std]) => ({ label, mean: Number(mean), std: Number(std) }))
    .filter(({ mean, std }) => isFloat(mean) && isFloat(std));
}

/** `Activation 4, weight: -0.69` */
export function readConnections(text: string): ConnectionLine[] {
  return matches(text, `^Activation (\\d+), weight: ${number}`)
    .map(([from, weight]) => ({ from: Number(from), weight: Number(weight) }))
    .filter(({ from, weight }) => Number.isSafeInteger(from) && isFloat(weight));
}

/** What the calibration lines tell of the picture; a line that is missing leaves its value out. */
export function readScale(text: string): Partial<PictureScale> {
  return {
    white: first(text, `^Image scale: white ${number}`),
    preActivation: first(text, `^Image activation before relu: ${number}`),
    regularisation: first(text, `^Image penalty: ${number}`),
  };
}

/** `For output 0:`, the connections below it and `Bias: 0.1`. */
export function readOutputs(text: string): OutputEvidence[] {
  return readBlocks(text, /^For output (.+?):[ \t]*$/gm).map(({ name, body }) => ({
    label: name,
    connections: readConnections(body),
    bias: first(body, `^Bias: ${number}`),
  }));
}
