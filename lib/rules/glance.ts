// A neuron in few marks for who judges by eye: strokes, blobs and patches that hardly overlap and may be a little off.

import { openMemory } from "./memory.ts";
import { type InkEffect, pursue, type Pursuit, type Reader } from "./pursuit.ts";
import type { Wording } from "./sentences.ts";
import { isBent } from "./vocabulary.ts";
import { nearestLevel } from "./words.ts";

/**
 * Six marks at most, or fewer where fewer are to be told; their strengths in half points of the scale, or those of the five
 * words.
 */
export function fitGlance(
  effect: InkEffect,
  { marks, top, strengths }: {
    marks: number;
    /** What 10 points of the scale are. */
    top: number;
    strengths: Wording["strengths"];
  },
): Pursuit {
  const count = Math.min(marksForTheEye, marks);
  const round = (strength: number) =>
    strengths === "words" ? nearestLevel(strength, top) : Math.round(20 * strength / top) * top / 20;
  // One portrait is told at several lengths, and the marks for the eye are mostly the same.
  const { width, height, empty, adds, mean = "" } = effect;
  const key = [count, top, strengths, width, height, empty, mean, adds].join();
  return found(key, () => pursue(effect, { count, round, reader: onlooker }));
}

/** So many were still added up with care on sheets of thirty pictures. */
const marksForTheEye = 6;

const onlooker: Reader = {
  caution: 1,
  worth: (mark) => isBent(mark) || (mark.kind === "spot" && mark.size === "small") ? 0 : 1,
  sameMark: 0.5,
};

const found = openMemory<Pursuit>(100);
