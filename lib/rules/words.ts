// Reads what an explanation in words says of strokes, rings and ink at places, as a condition on a picture.

import { type Mark, measureMark } from "./marks.ts";
import type { GreyPicture } from "./prompt.ts";

/** A mark that must be there or must not, all of several conditions, or any of them. */
export type Condition =
  | { kind: "mark"; mark: Mark; wanted: boolean }
  | { kind: "all" | "any"; parts: Condition[] };

/** The condition that a text states; undefined where it names no place, no shape and no ink. */
export function readCondition(text: string): Condition | undefined {
  const sentences = text.split(/(?<=[.!?;])\s+|\n/).flatMap((sentence) => readSentence(sentence) ?? []);
  return join("all", sentences);
}

/** From 0, the picture does not meet the condition, to 1, it does. */
export function meetCondition(picture: GreyPicture, condition: Condition): number {
  if (condition.kind === "mark") {
    const found = measureMark(picture, condition.mark);
    return condition.wanted ? found : 1 - found;
  }
  const parts = condition.parts.map((part) => meetCondition(picture, part));
  return condition.kind === "all" ? Math.min(...parts) : Math.max(...parts);
}

/** The first mark that a phrase names, as in "a long horizontal stroke across the top". */
export function readMark(phrase: string): Mark | undefined {
  const named = readPieces(phrase);
  if (named.shape === undefined && named.place === undefined) return undefined;
  return { shape: named.shape ?? "ink", ...named.place, ...named.details };
}

/** "A or B" is any of both, "A and B" is all of both, and "or" binds less than "and". */
function readSentence(sentence: string): Condition | undefined {
  const isTurned = turning.test(sentence);
  const alternatives = sentence.split(/\b(?:or|either)\b/i).map((part) =>
    part.split(/,|;|\b(?:and|with|but|while|as well as|together with|plus)\b/i).map((chunk) => ({
      ...readPieces(chunk),
      isNegated: negation.test(chunk),
    }))
  );
  completeEllipses(alternatives.flat());
  // Silent for A or B is active for neither: what is turned round binds the other way.
  const [inner, outer] = isTurned ? ["any", "all"] as const : ["all", "any"] as const;
  const marks = alternatives.map((chunks) =>
    join(
      inner,
      chunks.flatMap(({ shape, place, details, isNegated }): Condition[] => {
        if (shape === undefined && place === undefined) return [];
        const mark = { shape: shape ?? "ink" as const, ...place, ...details };
        return [{ kind: "mark", mark, wanted: isNegated === isTurned }];
      }),
    )
  ).filter((part) => part !== undefined);
  return join(outer, marks);
}

const turning =
  /\b(?:silent|inactive|inhibit\w*|suppress\w*|lower(?:s|ed)|turn\w* (?:it )?off|not (?:active|activated?|fire|respond))\b/i;
const negation = /\b(?:no|not|none|nothing|without|empty|blank|free|lacks?|lacking|absence|absent|missing|nor)\b/i;

interface Pieces {
  shape?: Mark["shape"];
  place?: Pick<Mark, "across" | "down">;
  details: Pick<Mark, "long" | "small" | "open">;
}

/** "At the top or at the bottom" means the same shape, "a horizontal or a vertical stroke at the top" the same place. */
function completeEllipses(chunks: (Pieces & { isNegated: boolean })[]): void {
  const named = chunks.filter(({ shape, place }) => shape !== undefined || place !== undefined);
  named.forEach((chunk, i) => {
    if (chunk.shape !== undefined || i === 0) return;
    chunk.shape = named[i - 1].shape;
    chunk.isNegated ||= named[i - 1].isNegated;
  });
  named.toReversed().forEach((chunk, i, reversed) => {
    if (chunk.place === undefined && i > 0) chunk.place = reversed[i - 1].place;
  });
}

function readPieces(phrase: string): Pieces {
  // Where an arc is open is no place.
  const direction = /\bopen(?:s|ing)? (?:to|at|towards?) (?:the )?((?:(?:top|bottom|left|right)[ -]?)+)/i.exec(phrase);
  const rest = direction ? phrase.replace(direction[0], " ") : phrase;
  const has = (pattern: RegExp) => pattern.test(rest);
  const side = (low: RegExp, high: RegExp) => has(low) ? -1 : has(high) ? 1 : undefined;
  const down = side(/\b(?:top|upper|above)\b/i, /\b(?:bottom|lower|below|foot)\b/i);
  const across = side(/\bleft\b/i, /\bright\b/i);
  const isCentral = has(/\b(?:centre|center|middle|central)\b/i);
  const isEverywhere = has(
    /\b(?:anywhere|everywhere|whole|any ink|all over|empty picture|blank picture|any picture)\b/i,
  );
  const shape = shapes.find(([pattern]) => has(pattern))?.[1];
  const named = isCentral || down !== undefined || across !== undefined;
  const open = direction && {
    down: /top/i.test(direction[1]) ? -1 : /bottom/i.test(direction[1]) ? 1 : 0,
    across: /left/i.test(direction[1]) ? -1 : /right/i.test(direction[1]) ? 1 : 0,
  };
  return {
    shape,
    // The centre fills in what a side leaves open: "the middle of the top".
    place: isEverywhere
      ? {}
      : named
      ? { down: down ?? (isCentral ? 0 : undefined), across: across ?? (isCentral ? 0 : undefined) }
      : undefined,
    details: {
      ...(has(/\b(?:long|whole length|across|along)\b/i) ? { long: true } : {}),
      ...(has(/\b(?:small|tiny|short)\b/i) ? { small: true } : {}),
      ...(open ? { open } : {}),
    },
  };
}

// The first that fits counts: a horizontal stroke is no stroke of any direction.
const shapes: readonly [RegExp, Mark["shape"]][] = [
  [/\bhorizontal\w*\b/i, "horizontal"],
  [/\bvertical\w*\b|\bupright\b/i, "vertical"],
  [/\(\/\)|\brising\b/i, "rising"],
  [/\(\\\)|\bfalling\b/i, "falling"],
  [/\b(?:rings?|loops?|circles?|ovals?|holes?)\b/i, "ring"],
  [/\b(?:arcs?|curves?|hooks?|bows?)\b/i, "arc"],
  [/\b(?:spots?|dots?|blobs?)\b/i, "spot"],
  [/\b(?:diagonal\w*|strokes?|lines?|bars?|edges?)\b/i, "stroke"],
  [/\b(?:ink|area|mark|anything)\b/i, "ink"],
];

function join(kind: "all" | "any", parts: Condition[]): Condition | undefined {
  return parts.length < 2 ? parts[0] : { kind, parts };
}
