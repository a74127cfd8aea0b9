// Explains one neuron from the evidence in its prompt: classes, picture, and what feeds it.

import type { ClassLine, ConnectionLine, PictureScale } from "../prompts/mod.ts";
import { readConnections, readScale, readStatistics } from "./evidence.ts";
import { readEffects, writeStatedEffects } from "./effects.ts";
import { drawMap, explainMaps } from "./inkmap.ts";
import { type FeatureNote, readNotes, roundTo, writeNote } from "./notes.ts";
import type { Prompt } from "./prompt.ts";
import { describeRegions, measureStructure, type Region } from "./regions.ts";
import { type Grid, readPicture, recoverWeights } from "./weights.ts";

export function explainNeuron(prompt: Prompt): string {
  const classes = readStatistics(prompt.text);
  const connections = readConnections(prompt.text);
  const note: FeatureNote = {
    feature: 0,
    raises: [],
    lowers: [],
    means: classes.map(({ label, mean }) => ({ label, mean })),
    weights: connections,
  };
  const sentences = [describeClasses(classes)];
  const previous = readNotes(prompt.text);
  // Black, which a stretched picture has no byte for, is a digit's: among them are exemplars.
  const portrait = prompt.pictures.find(({ pixels }) => !pixels.includes(0));
  const picture = portrait && readPicture(portrait);
  if (connections.length + previous.length > 0) {
    sentences.push(...describeFeeding(note, previous), ...(picture ? [describeLaterPicture(picture)] : []));
  } else if (picture) {
    sentences.push(...describePicture(note, picture, readScale(prompt.text)));
  } else {
    const why = prompt.unreadable > 0 ? "its picture cannot be read" : "there is neither a picture nor a connection";
    sentences.push(`Where it wants ink is unknown: ${why}, so only the classes can be told.`);
  }
  const effects = readEffects(prompt.text);
  if (effects.length > 0) sentences.push(writeStatedEffects(effects));
  return [...sentences, writeNote(note)].filter((text) => text !== "").join("\n");
}

function describeClasses(classes: ClassLine[]): string {
  if (classes.length === 0) return "Which classes drive it is unknown: there are no class statistics.";
  const sorted = classes.toSorted((a, b) => b.mean - a.mean);
  const most = sorted[0].mean;
  if (most <= 0) return "It is a dead neuron as far as the statistics go: its mean is 0 for every class.";
  const list = (chosen: ClassLine[]) =>
    chosen.map(({ label, mean, std }) => `${label} (${roundTo(mean)} ± ${roundTo(std, 2)})`).join(", ") || "none";
  const strong = sorted.filter(({ mean }) => mean >= 0.6 * most);
  const weak = sorted.filter(({ mean }) => mean <= 0.2 * most).reverse();
  const middle = sorted.filter(({ mean }) => mean < 0.6 * most && mean > 0.2 * most);
  return `It is driven by class ${list(strong)}; somewhat by ${list(middle)}; hardly by ${list(weak)}.`;
}

/** Fills in what a first-layer neuron wants, from its picture; with the calibration lines also its map. */
function describePicture(note: FeatureNote, picture: Grid, scale: Partial<PictureScale>): string[] {
  if (isBlank(picture)) return [blank];
  note.raises = listRegions(describeRegions(picture, 1));
  note.lowers = listRegions(describeRegions(picture, -1));
  const sentences = [];
  if (measureStructure(picture) < 1.6) {
    sentences.push("The picture has hardly more structure than noise: what it wants is uncertain.");
  }
  const { white, preActivation, regularisation } = scale;
  if (white === undefined || preActivation === undefined || regularisation === undefined) {
    sentences.push(
      "The size of its weights and its bias are unknown: without the picture's scale, value and penalty, its shades " +
        "tell only which pixels count more than others.",
    );
    return sentences;
  }
  const { weights, bias } = recoverWeights(picture, { white, preActivation, regularisation });
  note.map = drawMap(weights, bias);
  const strongest = weights.values.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  sentences.push(
    `By its scale the picture is the weights: the strongest is ${roundTo(strongest)}, the bias is ${roundTo(bias)}.`,
    explainMaps(note.map),
  );
  return sentences;
}

/** A later neuron's picture shows what excites it, but not its weights. */
function describeLaterPicture(picture: Grid): string {
  if (isBlank(picture)) return blank;
  const list = (sign: 1 | -1) => listRegions(describeRegions(picture, sign)).join("; ") || "nothing distinct";
  return `The picture that excites it most has ink in ${list(1)}, and none in ${list(-1)}.`;
}

const blank = "The picture is of one grey and shows nothing.";

function isBlank({ values }: Grid): boolean {
  return values.every((value) => value === values[0]);
}

function listRegions(regions: Region[]): string[] {
  return regions.slice(0, 5).map(({ words, share }) => `${words} (${Math.round(100 * share)} %)`);
}

/** Fills in what a later neuron is fed by, with the meanings that the summary of the layer before gives. */
function describeFeeding(note: FeatureNote, previous: FeatureNote[]): string[] {
  const known = new Map(previous.map((entry) => [entry.feature, entry]));
  const typical = ({ from, weight }: ConnectionLine) => {
    const means = known.get(from)?.means ?? [];
    return weight * (means.length > 0 ? means.reduce((sum, { mean }) => sum + mean, 0) / means.length : 1);
  };
  // A feature that the summary leaves out is dead: its weight never counts.
  const live = previous.length > 0 ? note.weights.filter(({ from }) => known.has(from)) : note.weights;
  const name = ({ from, weight }: ConnectionLine) => {
    const meaning = known.get(from)?.raises[0] ?? known.get(from)?.prose?.split(" ").slice(0, 12).join(" ");
    return `feature ${from} x ${roundTo(weight)}${meaning ? ` (${meaning.replace(/ \(\d+ %\)$/, "")})` : ""}`;
  };
  note.raises = live.filter(({ weight }) => weight > 0).sort((a, b) => typical(b) - typical(a)).map(name);
  note.lowers = live.filter(({ weight }) => weight < 0).sort((a, b) => typical(a) - typical(b)).map(name);
  note.weights = live;
  note.bias = estimateBias(note, known);
  if (note.weights.length === 0) {
    return ["The weights that feed it are unknown: no connection to a live feature is given."];
  }
  const missing = previous.map(({ feature }) => feature).filter((feature) =>
    !live.some(({ from }) => from === feature)
  );
  const sentences = ["Its value is the sum of weight x activation over the features that feed it, plus its bias."];
  if (missing.length > 0) {
    sentences.push(`The weights from features ${missing.join(", ")}, smaller ones, are not given and count as 0.`);
  }
  if (previous.length === 0) sentences.push("What those features mean is unknown: there is no summary of their layer.");
  if (note.bias === undefined) sentences.push("Its bias is unknown: the class means do not determine it.");
  else sentences.push(`Its bias is about ${roundTo(note.bias)}, by the class means of the features that feed it.`);
  return sentences;
}

/**
 * The mean of a neuron that is above zero on nearly all images of a class is the weighted sum of its features' means
 * there, plus the bias. Classes are weighed by how much of this holds: the square of their mean.
 */
function estimateBias(note: FeatureNote, known: Map<number, FeatureNote>): number | undefined {
  let [sum, total] = [0, 0];
  for (const { label, mean } of note.means) {
    const inputs = note.weights.map(({ from, weight }) => {
      const found = known.get(from)?.means.find((other) => other.label === label);
      return found ? weight * found.mean : NaN;
    });
    const rest = mean - inputs.reduce((all, input) => all + input, 0);
    if (!Number.isFinite(rest)) continue;
    sum += mean ** 2 * rest;
    total += mean ** 2;
  }
  return total > 0 ? sum / total : undefined;
}
