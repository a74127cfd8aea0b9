// Summarises a network from its layers' summaries and the weights of its outputs.

import { type OutputEvidence, readBlocks, readOutputs } from "./evidence.ts";
import { type FeatureNote, readNotes } from "./notes.ts";
import type { Prompt } from "./prompt.ts";

export function summariseNetwork({ text }: Prompt): string {
  const outputs = readOutputs(text);
  const layers = readBlocks(text, /^[ \t]*Layer (\d+):[ \t]*$/gm);
  const notes = readNotes(layers.at(-1)?.body ?? "");
  const given = outputs.flatMap(({ connections }) => connections.map(({ from }) => from));
  const features = (notes.length > 0 ? notes.map(({ feature }) => feature) : [...new Set(given)])
    .filter((feature) => given.includes(feature)).sort((a, b) => a - b);
  const scale = chooseScale(outputs);
  const hasBias = outputs.some(({ bias }) => bias !== undefined);
  const known = new Map(notes.map((note) => [note.feature, note]));
  return [
    "Each output adds up weight x activation over the features of the last layer, and its bias; the largest output is " +
    "the answer.",
    ...(notes.length === 0 ? ["What the features mean is unknown: no layer summary describes any."] : []),
    ...(hasBias ? [] : ["The biases of the outputs are unknown and count as 0 here."]),
    `Weights x ${scale}, by feature ${features.join(" ")}${hasBias ? ", then bias" : ""}:`,
    ...outputs.map((output) => describeOutput(output, { features, known, scale, hasBias })),
  ].join("\n");
}

function describeOutput(
  { label, connections, bias = 0 }: OutputEvidence,
  { features, known, scale, hasBias }: {
    features: number[];
    known: Map<number, FeatureNote>;
    scale: number;
    hasBias: boolean;
  },
): string {
  const weights = features.map((feature) => connections.find(({ from }) => from === feature)?.weight ?? 0);
  const figures = [...weights, ...(hasBias ? [bias] : [])].map((value) => Math.round(value * scale));
  // What a feature adds on the class where it is largest says more than its weight: activations differ in size.
  const effects = features.map((feature, i) => {
    const means = known.get(feature)?.means.map(({ mean }) => mean) ?? [];
    return { feature, effect: weights[i] * (means.length > 0 ? Math.max(...means) : 1) };
  }).toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const list = (sign: number) =>
    effects.filter(({ effect }) => effect * sign > 0).slice(0, 2).map(({ feature }) => {
      const meaning = shorten(known.get(feature)?.raises[0]);
      return meaning ? `${feature} (${meaning})` : String(feature);
    }).join(", ");
  const words = [list(1) && `raised by ${list(1)}`, list(-1) && `lowered by ${list(-1)}`].filter((text) => text);
  return `Output ${label}: ${figures.join(" ")}; ${words.join(", ")}`;
}

/** A phrase without its article, and without a share or meaning in brackets. */
function shorten(phrase: string | undefined): string | undefined {
  return phrase?.replace(/ \(\d+ %\)/g, "").replace(/ \((?![\\/]).*\)$/, "").replace(/^an? /, "").replace(
    / at the /,
    " ",
  );
}

/** The power of ten that leaves the largest weight at least two digits, and three where they decide. */
function chooseScale(outputs: OutputEvidence[]): number {
  const most = Math.max(...outputs.flatMap(({ connections }) => connections.map(({ weight }) => Math.abs(weight))), 0);
  return most > 0 && most < 0.3 ? 10 ** Math.ceil(1.5 - Math.log10(most)) : 100;
}
