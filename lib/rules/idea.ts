// The idea of a neuron in one sentence: where on the picture it wants ink and where none, and its strongest mark.

import type { Description } from "./description.ts";
import type { Phrase, Place } from "./vocabulary.ts";
import { namePhrase } from "./words.ts";

/** "It looks for an empty middle with ink around it, above all for no ink on a ring in the centre." */
export function nameIdea({ phrases, feeds }: Description, meanings: ReadonlyMap<number, string>): string {
  const strongest = phrases.toSorted((a, b) => Math.abs(b.strength) - Math.abs(a.strength))[0];
  if (feeds.length > 0) {
    const [most] = feeds.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    const meaning = meanings.get(most.from);
    return `It listens to ${feeds.length} ${feeds.length === 1 ? "feature" : "features"} of the layer below, ` +
      `${most.weight < 0 ? "most of all to the absence of" : "most of all to"} feature ${most.from}${
        meaning ? ` (${meaning})` : ""
      }.`;
  }
  if (strongest === undefined) return "What it looks for is unknown.";
  const wanted = strongest.strength > 0
    ? `above all ${namePhrase(strongest)}`
    : `above all no ink on ${namePhrase(strongest)}`;
  return `It looks for ${layOut(phrases)}: ${wanted}.`;
}

/** Compares where the adding marks lie with where the taking ones do. */
function layOut(phrases: readonly Phrase[]): string {
  const adds = centreOf(phrases.filter(({ strength }) => strength > 0));
  const takes = centreOf(phrases.filter(({ strength }) => strength < 0));
  if (adds === undefined) return `no ink ${nameRegion(takes!)}`;
  if (takes === undefined) return `ink ${nameRegion(adds)}`;
  const apart = Math.hypot(adds.x - takes.x, adds.y - takes.y);
  if (apart < 14 && takes.spread < 0.75 * adds.spread) return "an empty middle with ink around it";
  if (apart < 14 && adds.spread < 0.75 * takes.spread) return "ink in the middle with nothing around it";
  if (apart < 6) return "a pattern of ink and gaps";
  return `ink ${nameRegion(adds, takes)} and none ${nameRegion(takes, adds)}`;
}

/** The centre of the marks by their strengths, and how far they lie from the picture's middle on the mean. */
function centreOf(phrases: readonly Phrase[]): (Place & { spread: number }) | undefined {
  const total = phrases.reduce((sum, { strength }) => sum + Math.abs(strength), 0);
  if (total === 0) return undefined;
  const mean = (of: (place: Place) => number) =>
    phrases.reduce((sum, { place, strength }) => sum + Math.abs(strength) * of(place), 0) / total;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y), spread: mean(({ x, y }) => Math.hypot(x - 50, y - 50)) };
}

/** "in the upper right", as seen from the other region where there is one. */
function nameRegion({ x, y }: Place, { x: x0, y: y0 }: Place = { x: 50, y: 50 }): string {
  const [across, down] = [x - x0, y - y0];
  const far = Math.max(Math.abs(across), Math.abs(down));
  const column = Math.abs(across) < 4 || Math.abs(across) < 0.4 * far ? "" : across < 0 ? "left" : "right";
  const row = Math.abs(down) < 4 || Math.abs(down) < 0.4 * far ? "" : down < 0 ? "top" : "bottom";
  const place = [row, column].filter((side) => side !== "").join(" ");
  return place === "" ? "in the middle" : `towards the ${place}`;
}
