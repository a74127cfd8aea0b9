// Explains one neuron from the evidence in its prompt: classes, portrait, and what feeds it.

import { type PictureScale, readConnections, readEffects, readScale, readStatistics } from "../prompts/mod.ts";
import { type Description, topOf, unitFor } from "./description.ts";
import { writeStatedEffects } from "./effects.ts";
import { readEntries } from "./entries.ts";
import { feedNeuron } from "./feeding.ts";
import type { Prompt } from "./prompt.ts";
import { type InkEffect, pursue } from "./pursuit.ts";
import { nameNeuron } from "./idea.ts";
import { type Wording, writeEntry, writeExplanation } from "./sentences.ts";
import { levelOf } from "./words.ts";
import { type Grid, readPicture, recoverWeights } from "./weights.ts";

/** By how many marks a neuron is described at most, in how many words of an entry, and how strengths are told. */
export interface Detail {
  marks: number;
  words?: number;
  strengths: Wording["strengths"];
}

export function explainNeuron(prompt: Prompt, detail: Detail): string {
  const classes = readStatistics(prompt.text);
  const connections = readConnections(prompt.text);
  const features = readEntries(prompt.text);
  const known: Description = { phrases: [], feeds: [], classes };
  const sentences: string[] = [];
  if (classes.length === 0) sentences.push("Which classes drive it is unknown: there are no class statistics.");
  else if (classes.every(({ mean }) => mean <= 0)) {
    sentences.push("It is a dead neuron as far as the statistics go: its mean is 0 for every class.");
  }
  // Black, which a stretched picture has no byte for, is a digit's: among them are exemplars.
  const portrait = prompt.pictures.find(({ pixels }) => !pixels.includes(0));
  const picture = portrait && readPicture(portrait);
  const meanings = new Map(features.map(({ feature, description }) => [feature, nameNeuron(description) ?? ""]));
  if (connections.length + features.length > 0) {
    const size = picture ?? { width: 28, height: 28 };
    const { description, remarks } = feedNeuron(known, { connections, features, size, marks: detail.marks });
    sentences.push(writeExplanation(description, { ...detail, meanings }), ...remarks);
  } else if (picture === undefined) {
    const why = prompt.unreadable > 0 ? "its picture cannot be read" : "there is neither a picture nor a connection";
    sentences.push(`Where it wants ink is unknown: ${why}, so only the classes can be told.`);
    if (classes.length > 0) sentences.push(writeExplanation(known, detail));
  } else if (picture.values.every((value) => value === picture.values[0])) {
    sentences.push("The picture is of one grey and shows nothing.");
  } else {
    sentences.push(...describePicture(known, picture, { ...readScale(prompt.text), detail }));
  }
  const effects = readEffects(prompt.text);
  if (effects.length > 0) sentences.push(writeStatedEffects(effects));
  return sentences.join("\n");
}

/** A first-layer neuron from its portrait: with the calibration lines its very weights, without them their pattern. */
function describePicture(
  known: Description,
  picture: Grid,
  { white, preActivation, regularisation, detail }: Partial<PictureScale> & { detail: Detail },
): string[] {
  const isCalibrated = white !== undefined && preActivation !== undefined && regularisation !== undefined;
  const found = isCalibrated
    ? recoverWeights(picture, { white, preActivation, regularisation })
    : { weights: picture, bias: 0 };
  const effect = effectOf(found.weights, found.bias);
  const sum = effect.adds.reduce((total, value) => total + Math.max(0, value), 0);
  const top = known.classes.length > 0 || !isCalibrated ? topOf(known) : sum / 8;
  // Without a scale the largest of the marks may be anything: it is then told as strong.
  const unit = isCalibrated ? unitFor(top) : sum / 1e4;
  const round = detail.strengths === "words" && isCalibrated
    ? (strength: number) => Math.sign(strength) * levelOf(10 * strength / top).strength * top / 10
    : (strength: number) => Math.round(strength / unit) * unit;
  let { rest, phrases, explained } = pursue(effect, { count: detail.marks, round });
  while (
    phrases.length > 1 && countWords(writeEntry({ ...known, top, rest, phrases }, detail)) > (detail.words ?? Infinity)
  ) {
    ({ rest, phrases, explained } = pursue(effect, { count: phrases.length - 1, round }));
  }
  const told = `These marks account for ${Math.round(100 * explained)} % of what usual ink changes.`;
  const doubt = explained < 0.5 ? " The picture has hardly more structure than noise: what it wants is uncertain." : "";
  if (isCalibrated) {
    const start = Math.round(rest / unit) * unit;
    return [writeExplanation({ ...known, top, rest: start, phrases }, detail), `${told}${doubt}`];
  }
  const largest = Math.max(...phrases.map(({ strength }) => Math.abs(strength)));
  const relative = phrases.map((phrase) => ({ ...phrase, strength: phrase.strength * 0.65 * top / largest }));
  return [
    writeExplanation({ ...known, top, phrases: relative }, { strengths: "words" }),
    `${told}${doubt}`,
    "How strongly ink counts and what an empty picture gives are unknown: without the picture's scale, value and " +
    "penalty, its shades tell only which pixels count more than others.",
  ];
}

function countWords(text: string): number {
  return text.split(/\s+/).length;
}

/** Inputs run from −1 (no ink) to 1 (full ink), so that ink from 0 to 1 counts twice its weight. */
function effectOf({ width, height, values }: Grid, bias: number): InkEffect {
  const sum = values.reduce((total, weight) => total + weight, 0);
  return { width, height, adds: values.map((weight) => 2 * weight), empty: bias - sum };
}
