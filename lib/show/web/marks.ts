// The marks that an explanation names, to be held against a drawing.

import { drawDescription, namePhrase, readDescription } from "../../rules/mod.ts";
import { type PackedPicture, packPicture } from "./packed.ts";

/** A mark that an explanation names, and how much each pixel counts in it. */
export interface MarkView {
  readonly words: string;
  /** What full ink there adds to the neuron, by the explanation; below zero it takes away. */
  readonly strength: number;
  readonly weights: PackedPicture;
}

/** The marks that a reader of an explanation can draw; none where it names none. */
export function marksOf(explanation: string, size: { width: number; height: number }): MarkView[] {
  return readDescription(explanation).phrases.map((phrase) => ({
    words: namePhrase(phrase),
    strength: phrase.strength,
    weights: packPicture(drawDescription([{ ...phrase, strength: 1 }], size)),
  }));
}

/** What ink adds and takes away by the words of an explanation, to be held beside the neuron's portrait. */
export function drawingOfWords(
  explanation: string,
  size: { width: number; height: number },
): PackedPicture | undefined {
  const { phrases } = readDescription(explanation);
  return phrases.length === 0 ? undefined : packPicture(drawDescription(phrases, size));
}
