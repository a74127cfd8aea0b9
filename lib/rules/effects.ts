// What a neuron adds to the outputs on the mean, where a prompt tells: as its explanation states it.

import { roundTo } from "./words.ts";
import { matches } from "../prompts/mod.ts";

/** `Adds to the outputs on the mean: -1.2 to 0; 3.4 to 1.`, a line of the explanation. */
export function writeStatedEffects(effects: readonly { label: string; effect: number }[]): string {
  return `Adds to the outputs on the mean: ${
    effects.map(({ label, effect }) => `${roundTo(effect)} to ${label}`).join("; ")
  }.`;
}

/** The effects that such a line states; empty where there is none. */
export function readStatedEffects(explanation: string): { label: string; value: number }[] {
  const found = matches(explanation, "^Adds to the outputs on the mean: (.+?)\\.?$")[0];
  const pairs = (found?.[0].split("; ") ?? []).map((pair) => /^(\S+) to (.+)$/.exec(pair) ?? []);
  return pairs.map(([, value, label]) => ({ label, value: Number(value) })).filter(({ value }) =>
    Number.isFinite(value)
  );
}
