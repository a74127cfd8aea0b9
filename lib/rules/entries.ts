// The features of a layer as its summary describes them.

import { readBlocks } from "../prompts/mod.ts";
import type { Description } from "./description.ts";
import { openMemory } from "./memory.ts";
import { type ReadDescription, readDescription } from "./reading.ts";

/** A feature's entry, as it was read and as it stands there. */
export interface Entry {
  feature: number;
  description: ReadDescription;
  text: string;
}

/**
 * The entries that begin with `Feature 2:`, dead ones left out; the first entry of a number counts. Features that are
 * named as not told for want of room are live as well: their entries are empty.
 */
export function readEntries(summary: string): readonly Entry[] {
  return read(summary, () => readAnew(summary));
}

/** Whether a description says enough to compute values with it: where to start, and what changes the value. */
export function isComputable({ rest, bias, phrases, feeds }: Description): boolean {
  return (rest !== undefined && phrases.length > 0) || (bias !== undefined && feeds.length > 0);
}

/** Summaries that were read: the same one stands in the questions about all pictures. */
const read = openMemory<readonly Entry[]>(50);

function readAnew(summary: string): Entry[] {
  const entries = new Map<number, Entry>();
  for (const { name, body } of readBlocks(summary, /^[ \t>#*-]*Feature (\d+)\b[*: \t]*/gm)) {
    // What follows the last entry of a prompt is a paragraph of its own.
    const text = body.split(/\n\s*\n/)[0].replace(/\n(Dead, always 0|Not told for want of room):.*$/s, "");
    const feature = Number(name);
    if (!entries.has(feature) && !/^dead\b/i.test(text)) {
      entries.set(feature, { feature, text, description: readDescription(text) });
    }
  }
  for (const [, numbers] of summary.matchAll(/^Not told for want of room: ([\d, ]+)\./gm)) {
    for (const feature of numbers.split(", ").map(Number)) {
      if (!entries.has(feature)) entries.set(feature, { feature, text: "", description: readDescription("") });
    }
  }
  return [...entries.values()];
}
