// Explains one neuron from the evidence in its prompt: classes, portrait, and what feeds it.

import {
  type PictureScale,
  readConnections,
  readEffects,
  readScale,
  readStatistics,
  showsMean,
} from "../prompts/mod.ts";
import { type Description, topOf, unitFor } from "./description.ts";
import { writeStatedEffects } from "./effects.ts";
import { readEntries } from "./entries.ts";
import { feedNeuron } from "./feeding.ts";
import type { Prompt } from "./prompt.ts";
import { type InkEffect, pursue, type Pursuit } from "./pursuit.ts";
import { type Wording, writeEntry, writeExplanation } from "./sentences.ts";
import type { Grid } from "./enlargement.ts";
import { fitGlance } from "./glance.ts";
import { inkOf } from "./value.ts";
import { readPicture, recoverWeights } from "./weights.ts";
import { namePhrase, nearestLevel } from "./words.ts";

/** By how many marks a neuron is described at most, in how many words of an entry, and how strengths are told. */
export interface Detail {
  marks: number;
  words?: number;
  strengths: Wording["strengths"];
}

/** From classes, portrait and connections, as far as the prompt holds them; says what it cannot know. */
export function explainNeuron({ text, pictures, unreadable }: Prompt, detail: Detail): string {
  const known: Description = { phrases: [], feeds: [], classes: readStatistics(text) };
  const connections = readConnections(text);
  const entries = readEntries(text);
  // Black, which a stretched picture has no byte for, is a digit's: among them are exemplars.
  const portrait = pictures.find(({ pixels }) => !pixels.includes(0));
  const picture = portrait && readPicture(portrait);
  // The mean image is as large as the portrait, which sheets of digits are not.
  const mean = showsMean(text)
    ? pictures.find((one) => one !== portrait && one.width === portrait?.width && one.height === portrait.height)
    : undefined;
  const effects = readEffects(text);
  const isFed = connections.length + entries.length > 0;
  return [
    ...describeClasses(known),
    ...(isFed ? describeFeeding(known, { connections, entries, picture, detail }) : describePortrait(known, picture, {
      unreadable,
      scale: readScale(text),
      detail,
      mean: mean && inkOf(mean).values,
    })),
    ...(effects.length > 0 ? [writeStatedEffects(effects)] : []),
  ].join("\n");
}

function describeClasses({ classes }: Description): string[] {
  if (classes.length === 0) return ["Which classes drive it is unknown: there are no class statistics."];
  if (classes.some(({ mean }) => mean > 0)) return [];
  return ["It is a dead neuron as far as the statistics go: its mean is 0 for every class."];
}

function describeFeeding(
  known: Description,
  { connections, entries, picture, detail }:
    & Pick<Parameters<typeof feedNeuron>[1], "connections" | "entries">
    & { picture?: Grid; detail: Detail },
): string[] {
  const size = picture ?? { width: 28, height: 28 };
  const { description, remarks } = feedNeuron(known, { connections, entries, size, marks: detail.marks });
  return [
    writeExplanation(description, detail),
    ...remarks,
    ...(description.phrases.length === 0 && picture ? [describeExciting(picture)] : []),
  ];
}

/** A first-layer neuron: with the calibration lines the portrait is its very weights, without them their pattern. */
function describePortrait(
  known: Description,
  picture: Grid | undefined,
  { unreadable, scale, detail, mean }: {
    unreadable: number;
    scale: Partial<PictureScale>;
    detail: Detail;
    mean?: Float64Array;
  },
): string[] {
  if (picture === undefined) {
    const why = unreadable > 0 ? "its picture cannot be read" : "there is neither a picture nor a connection";
    return [
      `Where it wants ink is unknown: ${why}, so only the classes can be told.`,
      ...(known.classes.length > 0 ? [writeExplanation(known, detail)] : []),
    ];
  }
  if (picture.values.every((value) => value === picture.values[0])) {
    return ["The picture is of one grey and shows nothing."];
  }
  const { white, preActivation, regularisation } = scale;
  if (white === undefined || preActivation === undefined || regularisation === undefined) {
    return describePattern(known, picture, detail);
  }
  const { weights, bias } = recoverWeights(picture, { white, preActivation, regularisation });
  const effect = { ...effectOf(weights, bias), mean };
  // Without statistics: an eighth of a picture is inked, and what adds most may be.
  const inked = effect.adds.reduce((sum, value) => sum + Math.max(0, value), 0) / 8;
  const top = known.classes.length > 0 ? topOf(known) : Math.max(inked, effect.empty);
  const unit = unitFor(top);
  const round = detail.strengths === "words"
    ? (strength: number) => nearestLevel(strength, top)
    : (strength: number) => Math.round(strength / unit) * unit;
  const describe = (count: number) => {
    const found = pursue(effect, { count, round });
    const rest = Math.round(found.rest / unit) * unit;
    const description = { ...known, top, rest, empty: effect.empty, phrases: found.phrases };
    return { found, description, words: writeEntry(description, detail).split(/\s+/).length };
  };
  let told = describe(detail.marks);
  for (let count = detail.marks - 1; count > 0 && told.words > (detail.words ?? Infinity); count--) {
    told = describe(count);
  }
  const glance = fitGlance(effect, { ...detail, top });
  return [
    writeExplanation({ ...told.description, glance }, detail),
    tellTrust(told.found, glance),
  ];
}

/** The strongest mark may be of any strength, and is told as a very strong one. */
function describePattern(known: Description, picture: Grid, detail: Detail): string[] {
  const found = pursue(effectOf(picture, 0), { count: detail.marks, round: (strength) => strength });
  const top = topOf(known);
  const largest = Math.max(...found.phrases.map(({ strength }) => Math.abs(strength)));
  const phrases = found.phrases.map((phrase) => ({ ...phrase, strength: 0.65 * top * phrase.strength / largest }));
  return [
    writeExplanation({ ...known, top, phrases }, { strengths: "words" }),
    tellTrust(found),
    "How strongly ink counts and what an empty picture gives are unknown: without the picture's scale, value and " +
    "penalty, its shades tell only which pixels count more than others.",
  ];
}

/** A later neuron's portrait shows what excites it, but not its weights. */
function describeExciting(picture: Grid): string {
  const { phrases } = pursue(effectOf(picture, 0), { count: 6, round: (strength) => strength });
  const list = (sign: number) =>
    phrases.filter(({ strength }) => strength * sign > 0).map((phrase) => namePhrase(phrase)).join(", ") || "nothing";
  return `The picture that excites it most shows ink on ${list(1)}; and none on ${list(-1)}.`;
}

/** How much of what usual ink changes the marks account for, and those for the eye where there are some. */
function tellTrust({ explained, likeness }: Pursuit, glance?: Pursuit): string {
  const byEye = glance ? ` The marks for the eye account for ${Math.round(100 * glance.explained)} %.` : "";
  return `These marks account for ${Math.round(100 * explained)} % of what usual ink changes.${byEye}${
    likeness < 0.4 ? " The picture has hardly more structure than noise: what it wants is uncertain." : ""
  }`;
}

/** Inputs run from −1 (no ink) to 1 (full ink), so that ink from 0 to 1 counts twice its weight. */
function effectOf({ width, height, values }: Grid, bias: number): InkEffect {
  const sum = values.reduce((total, weight) => total + weight, 0);
  return { width, height, adds: values.map((weight) => 2 * weight), empty: bias - sum };
}
