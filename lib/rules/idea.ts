// What a neuron is about in one sentence, and in a name of a few words.

import type { Description } from "./description.ts";
import { dot } from "./dictionary.ts";
import { drawDescription, drawMark } from "./drawing.ts";
import type { Phrase, Place } from "./vocabulary.ts";
import { namePhrase } from "./words.ts";

/**
 * A neuron's name: the phrase on whose mark ink counts most, all phrases taken together, a large mark before a small one
 * of the same shade; of a later layer the feature with the largest weight.
 */
export function nameNeuron({ phrases, feeds }: Pick<Description, "phrases" | "feeds">): string | undefined {
  const [feed] = feeds.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  if (feed) return `${feed.weight < 0 ? "not " : ""}${feed.meaning ?? `feature ${feed.from}`}`;
  const leading = leadingPhrase(phrases);
  return leading && `${leading.strength < 0 ? "no " : ""}${namePhrase(leading, { short: true })}`;
}

/** "It looks for an empty middle with ink around it; most depends on no ink on a ring in the centre." */
export function nameIdea({ phrases, feeds }: Pick<Description, "phrases" | "feeds">): string {
  const [feed] = feeds.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  if (feed) {
    return `It listens to ${feeds.length} ${
      feeds.length === 1 ? "feature" : "features"
    } of the layer below, most of all ` +
      `to ${feed.weight < 0 ? "the absence of " : ""}feature ${feed.from}${feed.meaning ? ` (${feed.meaning})` : ""}.`;
  }
  const leading = leadingPhrase(phrases);
  if (leading === undefined) return "What it looks for is unknown.";
  return `It looks for ${layOut(phrases)}; most depends on ${leading.strength < 0 ? "no ink" : "ink"} on ${
    namePhrase(leading)
  }.`;
}

function leadingPhrase(phrases: readonly Phrase[]): Phrase | undefined {
  const picture = drawDescription(phrases, size);
  // A dot names no shape.
  const shapes = phrases.filter(({ mark }) => mark.kind !== "spot" || mark.size !== "small");
  const ranked = (shapes.length > 0 ? shapes : phrases).map((phrase) => {
    const weights = drawMark(phrase.mark, phrase.place, size);
    return { phrase, shade: Math.sign(phrase.strength) * dot(weights, picture) / dot(weights, weights) ** 0.25 };
  });
  return ranked.toSorted((a, b) => b.shade - a.shade)[0]?.phrase;
}

/** Compares where the drawing of the phrases adds with where it takes. */
function layOut(phrases: readonly Phrase[]): string {
  const picture = drawDescription(phrases, size);
  const [adds, takes] = [1, -1].map((sign) => centreOf(picture.map((value) => Math.max(0, sign * value))));
  if (adds === undefined) return `no ink ${nameRegion(takes!)}`;
  if (takes === undefined) return `ink ${nameRegion(adds)}`;
  const apart = Math.hypot(adds.x - takes.x, adds.y - takes.y);
  if (apart < 14 && takes.spread < 0.87 * adds.spread) return "an empty middle with ink around it";
  if (apart < 14 && adds.spread < 0.87 * takes.spread) return "ink in the middle with nothing around it";
  if (apart < 5) return "a pattern of ink and gaps";
  return `ink ${nameRegion(adds, takes)} and none ${nameRegion(takes, adds)}`;
}

const size = { width: 28, height: 28 };

/** The centre of a picture's shades in per cent, and how far they lie from the picture's middle on the mean. */
function centreOf(shades: Float32Array): (Place & { spread: number }) | undefined {
  const total = shades.reduce((sum, shade) => sum + shade, 0);
  if (total === 0) return undefined;
  const mean = (of: (place: Place) => number) =>
    shades.reduce((sum, shade, i) => {
      const place = {
        x: 100 * (i % size.width + 0.5) / size.width,
        y: 100 * (Math.floor(i / size.width) + 0.5) / size.height,
      };
      return sum + shade * of(place);
    }, 0) / total;
  return { x: mean(({ x }) => x), y: mean(({ y }) => y), spread: mean(({ x, y }) => Math.hypot(x - 50, y - 50)) };
}

/** "towards the top right", as seen from the other region where there is one. */
function nameRegion({ x, y }: Place, { x: x0, y: y0 }: Place = { x: 50, y: 50 }): string {
  const [across, down] = [x - x0, y - y0];
  const isAside = (offset: number) =>
    Math.abs(offset) >= 4 && Math.abs(offset) >= 0.4 * Math.max(Math.abs(across), Math.abs(down));
  const row = isAside(down) ? (down < 0 ? "top" : "bottom") : "";
  const column = isAside(across) ? (across < 0 ? "left" : "right") : "";
  const place = [row, column].filter((side) => side !== "").join(" ");
  return place === "" ? "in the middle" : `towards the ${place}`;
}
