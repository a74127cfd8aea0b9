// The marks that an explanation names, to be held against a drawing.

import { type PackedPicture } from "./packed.ts";

/** A mark that an explanation names, and how much each pixel counts in it. */
export interface MarkView {
  readonly words: string;
  /** What full ink there adds to the neuron, by the explanation; below zero it takes away. */
  readonly strength: number;
  readonly weights: PackedPicture;
}

/** The marks that a reader of an explanation can draw; none where it names none. */
export function marksOf(_explanation: string, _size: { width: number; height: number }): MarkView[] {
  return [];
}
