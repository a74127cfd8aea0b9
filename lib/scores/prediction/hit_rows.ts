// What every possible prediction for one picture counts as, in words.

import { type Hit, hitOf } from "./figures.ts";
import type { TestImage } from "./sample.ts";

/** A row for each digit that changes what a prediction counts as; the last one stands for all others. */
export function hitRows(
  { truth, answer }: Pick<TestImage, "truth" | "answer">,
): { "the reader says": string; "counts as": string }[] {
  const others = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => digit !== truth && digit !== answer);
  const rowOf = (said: string, predicted: number) => {
    return { "the reader says": said, "counts as": meanings[hitOf({ truth, answer, predicted })] };
  };
  const named = answer === truth
    ? [rowOf(`${answer}, the answer and the label`, answer)]
    : [rowOf(`${answer}, the network's answer`, answer), rowOf(`${truth}, the label`, truth)];
  return [...named, rowOf("any other digit", others[0])];
}

const meanings: Record<Hit, string> = {
  C: "C, correctly predicted to be right",
  I: "I, incorrectly predicted",
  N: "N, as the network answers",
  L: "L, the label, which the network does not answer",
  F: "F, false: neither the network's answer nor the label",
};
