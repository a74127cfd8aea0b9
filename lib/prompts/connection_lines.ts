// The weights into a neuron or an output, as the blog post's prompts list them: written, and read back.

import { isFloat, matches, number } from "./line_patterns.ts";

/** A weight into a neuron or an output: the index of the activation it comes from, and its signed value. */
export interface ConnectionLine {
  from: number;
  weight: number;
}

/** `Activation 4, weight: -0.69`, a line for each connection, in the order given. */
export function connectionLines(connections: readonly ConnectionLine[]): string {
  return connections.map(({ from, weight }) => `Activation ${from}, weight: ${weight}`).join("\n");
}

/** The connections that a text lists, in order. */
export function readConnections(text: string): ConnectionLine[] {
  return matches(text, `^Activation (\\d+), weight: ${number}`)
    .map(([from, weight]) => ({ from: Number(from), weight: Number(weight) }))
    .filter(({ from, weight }) => Number.isSafeInteger(from) && isFloat(weight));
}
