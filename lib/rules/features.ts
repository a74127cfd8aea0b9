// The features of a layer as its summary describes them.

import { type Description } from "./description.ts";
import { readBlocks } from "./patterns.ts";
import { type ReadDescription, readDescription } from "./reading.ts";

/** A feature's entry, as it was read and as it stands there. */
export interface Feature {
  number: number;
  description: ReadDescription;
  text: string;
}

/** The entries that begin with `Feature 2:`, dead ones left out; the first entry of a number counts. */
export function readFeatures(summary: string): Feature[] {
  const features = new Map<number, Feature>();
  for (const { name, body } of readBlocks(summary, /^[ \t>#*-]*Feature (\d+)\b[*: \t]*/gm)) {
    // What follows the last entry of a prompt is a paragraph of its own.
    const text = body.split(/\n\s*\n/)[0].replace(/\nDead, always 0:.*$/s, "");
    const number = Number(name);
    if (!features.has(number) && !/^dead\b/i.test(text)) {
      features.set(number, { number, text, description: readDescription(text) });
    }
  }
  return [...features.values()];
}

/** Whether a description says enough to compute values with it: where to start, and what changes the value. */
export function isComputable({ rest, bias, phrases, feeds }: Description): boolean {
  return (rest !== undefined && phrases.length > 0) || (bias !== undefined && feeds.length > 0);
}
