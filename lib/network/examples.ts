// A data set's pictures as a network learns them: pixels in, one output for each class.

import type { LabelledImages } from "../data/mod.ts";
import type { Examples } from "./evaluate.ts";
import { oneHot } from "./loss.ts";

/** The pixels as inputs, and as targets 1 at the label's output and 0 at all others. */
export function examplesOf({ pixels, labels }: LabelledImages, classes: number): Examples {
  return { inputs: pixels, targets: oneHot(labels, classes) };
}
