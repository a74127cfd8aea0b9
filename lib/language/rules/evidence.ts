// Reads the data lines of a prompt, whatever the wording around them.

import type { ClassLine, ConnectionLine, PictureScale } from "../lines.ts";

/** The weights into one output, and its bias where the prompt gives it. */
export interface OutputEvidence {
  label: string;
  connections: ConnectionLine[];
  bias?: number;
}

/** `Avg label 4: 19.8, std: 5.5` */
export function readStatistics(text: string): ClassLine[] {
  return matches(text, `^Avg label (.+?): ${number}, std: ${number}`)
    .map(([label, mean, std]) => ({ label, mean: Number(mean), std: Number(std) }));
}

/** `Activation 4, weight: -0.69` */
export function readConnections(text: string): ConnectionLine[] {
  return matches(text, `^Activation (\\d+), weight: ${number}`)
    .map(([from, weight]) => ({ from: Number(from), weight: Number(weight) }));
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

/** The text below each line that the pattern finds, up to the next such line; its group is the block's name. */
export function readBlocks(text: string, heading: RegExp): { name: string; body: string }[] {
  const headings = [...text.matchAll(heading)];
  return headings.map((match, i) => ({
    name: match[1],
    body: text.slice(match.index + match[0].length, headings[i + 1]?.index).trim(),
  }));
}

const number = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";

function matches(text: string, pattern: string): string[][] {
  return [...text.matchAll(new RegExp(pattern.replace("^", "^[ \\t]*"), "gm"))].map((match) => match.slice(1));
}

function first(text: string, pattern: string): number | undefined {
  const found = matches(text, pattern)[0];
  return found && Number(found[0]);
}
