// Predicts the network's answer to a picture from the summaries of its layers and outputs, and nothing else.

import { applyMap } from "./inkmap.ts";
import { type FeatureNote, readNotes, roundTo } from "./notes.ts";
import { type OutputRow, readOutputRows } from "./outputs.ts";
import { readBlocks } from "./patterns.ts";
import type { GreyPicture, Prompt } from "./prompt.ts";

/** Works the picture through the layers step by step; without a summary to compute with it names no answer. */
export function predictAnswer({ text, pictures }: Prompt): string {
  const blocks = readBlocks(text, /^[ \t]*Layer (\d+):[ \t]*$/gm);
  const layers = (blocks.length > 0 ? blocks.map(({ body }) => body) : [text]).map(readNotes);
  const steps: string[] = [];
  let activations = new Map<number, number>();
  for (const [depth, notes] of layers.entries()) {
    activations = activateLayer(notes, activations, pictures[0]);
    steps.push(...describeLayer(notes, activations, layers.length > 1 ? ` of layer ${depth}` : ""));
  }
  const sums = readOutputRows(text).flatMap((row) => addUp(row, activations));
  if (sums.length === 0) {
    const lacks = activations.size === 0 ? "no map or weights of any feature" : "no weights of the outputs";
    return [...steps, `There is nothing to go on: the summaries give ${lacks}. So no answer can be predicted.`].join(
      "\n",
    );
  }
  sums.sort((a, b) => b.sum - a.sum);
  return [
    ...steps,
    ...sums.map(({ label, terms, sum }) => `Output ${label}: ${terms} = ${sum.toFixed(2)}`),
    `The largest output is that of ${sums[0].label}.`,
    `The network answers: ${sums[0].label}`,
  ].join("\n");
}

function activateLayer(notes: FeatureNote[], previous: Map<number, number>, picture: GreyPicture): Map<number, number> {
  const activations = new Map<number, number>();
  for (const { feature, map, weights, bias = 0 } of notes) {
    const known = weights.filter(({ from }) => previous.has(from));
    if (!map && known.length === 0) continue;
    const value = map
      ? applyMap(map, picture)
      : known.reduce((sum, { from, weight }) => sum + weight * previous.get(from)!, bias);
    activations.set(feature, Math.max(0, value));
  }
  return activations;
}

function describeLayer(notes: FeatureNote[], activations: Map<number, number>, where: string): string[] {
  return notes.map(({ feature, map, raises }) => {
    const activation = activations.get(feature);
    if (activation === undefined) {
      return `Feature ${feature}${where} cannot be worked out: no map and no weights. It is left out.`;
    }
    const how = map ? "the ink under its map gives" : "the features that feed it give";
    const meaning = raises.length > 0 ? ` (${raises[0]})` : "";
    return `Feature ${feature}${where}${meaning}: ${how} ${roundTo(activation)}.`;
  });
}

function addUp({ label, weights, bias }: OutputRow, activations: Map<number, number>) {
  const known = weights.filter(({ from }) => activations.has(from));
  if (known.length === 0) return [];
  const products = known.map(({ from, weight }) => weight * activations.get(from)!);
  const terms = known.map(({ from, weight }) => `${roundTo(weight)} x ${roundTo(activations.get(from)!)}`);
  return [{ label, terms: [...terms, bias].join(" + "), sum: products.reduce((sum, product) => sum + product, bias) }];
}
