// Predicts the network's answer to a picture from the summaries of its layers and outputs, and nothing else.

import type { Hand } from "./drawing.ts";
import { readLayers } from "../prompts/mod.ts";
import type { Grid } from "./enlargement.ts";
import { type Entry, isComputable, readEntries } from "./entries.ts";
import { type OutputWeights, readVotes } from "./votes.ts";
import type { Prompt } from "./prompt.ts";
import { addUpMarks, type Contribution, inkOf } from "./value.ts";
import { namePhrase, roundTo } from "./words.ts";

/** Works the picture through the layers step by step; without a summary to compute with it names no answer. */
export function predictAnswer({ text, pictures }: Prompt, hand: Hand): string {
  const summaries = readLayers(text).map((layer) => layer.text);
  const layers = (summaries.length > 0 ? summaries : [text]).map(readEntries);
  const ink = inkOf(pictures[0]);
  const steps: string[] = [];
  let activations = new Map<number, number>();
  for (const [depth, entries] of layers.entries()) {
    const where = layers.length > 1 ? ` of layer ${depth}` : "";
    const reached = entries.map((entry) => activate(entry, activations, { ink, hand, where }));
    steps.push(...reached.map(({ step }) => step));
    activations = new Map(reached.flatMap(({ feature, value }) => value === undefined ? [] : [[feature, value]]));
  }
  const sums = (activations.size === 0 ? [] : readVotes(text)).flatMap((output) => addUpOutput(output, activations));
  if (sums.length === 0) {
    const lacks = activations.size === 0 ? "no marks or weights of any feature" : "no weights of the outputs";
    return [...steps, `There is nothing to go on: the summaries give ${lacks}. So no answer can be predicted.`]
      .join("\n");
  }
  sums.sort((a, b) => b.sum - a.sum);
  return [
    ...steps,
    ...sums.map(({ label, terms, sum }) => `Output ${label}: ${terms} = ${sum.toFixed(2)}`),
    `The largest output is that of ${sums[0].label}.`,
    `The network answers: ${sums[0].label}`,
  ].join("\n");
}

/** A feature's activation with the reasoning that leads to it; undefined where its entry gives nothing to add up. */
function activate(
  { feature, description }: Entry,
  previous: ReadonlyMap<number, number>,
  { ink, hand, where }: { ink: Grid; hand: Hand; where: string },
): { feature: number; value?: number; step: string } {
  const { rest = 0, bias = 0, feeds } = description;
  const name = `Feature ${feature}${where}`;
  const known = feeds.filter(({ from }) => previous.has(from));
  if (known.length > 0) {
    const value = known.reduce((sum, { from, weight }) => sum + weight * previous.get(from)!, bias);
    const terms = known.map(({ from, weight }) => `${roundTo(weight)} x ${roundTo(previous.get(from)!)}`).join(" + ");
    return {
      feature,
      value: Math.max(0, value),
      step: `${name}: ${terms} + ${roundTo(bias)}, so it is ${say(value)}.`,
    };
  }
  if (!isComputable(description) || description.phrases.length === 0) {
    return { feature, step: `${name} cannot be worked out: no marks and no weights. It is left out.` };
  }
  const { value, contributions } = addUpMarks(description, ink, hand);
  const step = `${name}: rests at ${roundTo(rest)}; ${tellContributions(contributions)}; so it is ${say(value)}.`;
  return { feature, value: Math.max(0, value), step };
}

/** "small arc at lower right: inked to 80 %, adds 7", for the three marks that count most, and the others together. */
function tellContributions(contributions: readonly Contribution[]): string {
  const sorted = contributions.toSorted((a, b) => Math.abs(b.adds) - Math.abs(a.adds));
  const told = sorted.slice(0, 3).map(({ phrase, share, adds }) =>
    `${namePhrase(phrase, { short: true })}: inked to ${Math.round(100 * share)} %, ${change(adds)}`
  );
  const others = sorted.slice(3).reduce((sum, { adds }) => sum + adds, 0);
  return [...told, ...(sorted.length > 3 ? [`the other ${sorted.length - 3}: ${change(others)}`] : [])].join("; ");
}

function change(adds: number): string {
  return adds < 0 ? `takes ${roundTo(-adds, 2)}` : `adds ${roundTo(adds, 2)}`;
}

function say(value: number): string {
  return value > 0 ? roundTo(value) : "silent (0)";
}

function addUpOutput({ label, weights, bias }: OutputWeights, activations: ReadonlyMap<number, number>) {
  const known = weights.filter(({ from }) => activations.has(from));
  if (weights.length > 0 && known.length === 0) return [];
  const terms = known.map(({ from, weight }) =>
    `${roundTo(weight)} x feature ${from} (${roundTo(activations.get(from)!)})`
  );
  const sum = known.reduce((total, { from, weight }) => total + weight * activations.get(from)!, bias);
  return [{ label, terms: [...terms, bias].join(" + "), sum }];
}
