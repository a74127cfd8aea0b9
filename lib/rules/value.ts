// Works out a neuron's value on a picture from its description: the start, and each mark by its share that is inked.

import type { Description } from "./description.ts";
import { drawMark, type Hand, type Size } from "./drawing.ts";
import { dot } from "./dictionary.ts";
import { type Grid, shrink } from "./enlargement.ts";
import { openMemory } from "./memory.ts";
import type { GreyPixels } from "../prompts/mod.ts";
import type { Phrase } from "./vocabulary.ts";

/** A mark with the share of it that is inked, and what it adds. */
export interface Contribution {
  phrase: Phrase;
  share: number;
  adds: number;
}

/** A picture's ink, from 0 to 1 for each pixel, enlargement undone; once, however often the picture is asked about. */
export function inkOf(picture: GreyPixels): Grid {
  const ink = inks.get(picture) ?? shrink(picture, (byte) => byte / 255);
  inks.set(picture, ink);
  return ink;
}

const inks = new WeakMap<GreyPixels, Grid>();

/** What each mark adds on a picture, and the value before the relu; the value starts from 0 where none is told. */
export function addUpMarks(
  { rest = 0, phrases }: Description,
  ink: Grid,
  hand: Hand = {},
): { value: number; contributions: Contribution[] } {
  const contributions = phrases.map((phrase): Contribution => {
    const share = dot(drawOnce(phrase, ink, hand), ink.values);
    return { phrase, share, adds: phrase.strength * share };
  });
  return { value: contributions.reduce((sum, { adds }) => sum + adds, rest), contributions };
}

/** A mark's drawing, made once however many pictures are asked about. */
function drawOnce({ mark, place }: Phrase, { width, height }: Size, hand: Hand): Float64Array {
  const key = [mark.kind, mark.size, mark.turn, place.x, place.y, width, height, ...Object.values(hand)].join();
  return drawn(key, () => drawMark(mark, place, { width, height }, hand));
}

const drawn = openMemory<Float64Array>(5000);
