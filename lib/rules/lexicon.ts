// Recognises marks, places and strengths in a few words of anybody: synonyms, other orders, coordinates in per cent.

import { type Mark, type Place, stepAcross, stepDown, type Turn } from "./vocabulary.ts";
import { levels } from "./words.ts";

/** What some words name; what they leave open is undefined. */
export interface Named {
  mark?: Mark;
  place?: Place;
  /** A number as it stands there, or a level on the scale from 0 to 10. */
  number?: number;
  level?: number;
}

/** Reads a few words that name one mark at most. */
export function nameIn(words: string): Named {
  const [openings, withoutOpening] = cut(words, openingPattern);
  const [slopes, withoutSlope] = cut(withoutOpening, slopePattern);
  const [coordinates, withoutCoordinates] = readCoordinates(withoutSlope);
  const mark = readMark(withoutCoordinates, openings, slopes);
  const place = coordinates ?? readPlace(withoutCoordinates);
  return { mark, place, number: readNumber(withoutCoordinates), level: readLevel(withoutCoordinates) };
}

const towards = "(?:wards?)?\\b";
const sides = "(top|up|above|bottom|down|below|left|right)";
const openingPattern = new RegExp(
  `\\b(?:open(?:s|ing|ed)?|facing|faces|concave|gap|mouth|bulg(?:es|ing) away from)(?: is| lies)?[ -]?` +
    `(?:(?:to|at|on|towards?|from)(?: the)? )?${sides}${towards}|\\b${sides}(?:wards?)?[- ](?:opening|facing|open)\\b`,
  "i",
);
const openings: Record<string, Turn> = {
  ...{ top: "top", up: "top", above: "top", bottom: "bottom", down: "bottom", below: "bottom" },
  ...{ left: "left", right: "right" },
};
const corner = "(?:the )?(top|bottom|upper|lower)[ -](left|right)";
const slopePattern = new RegExp(`\\bfrom ${corner}(?: corner)? (?:up |down )?to(?:wards)? ${corner}(?: corner)?`, "i");

/** The match, and the words without it. */
function cut(words: string, pattern: RegExp): [RegExpExecArray | null, string] {
  const found = pattern.exec(words);
  return [found, found ? words.replace(found[0], " ") : words];
}

// The first that fits counts.
const shapes: readonly [RegExp, Mark][] = [
  [/\b(?:reversed?|backwards?|mirrored)[ -]c\b/i, bent("left")],
  [/\b(?:arch(?:es)?|domes?|(?:upside[- ]down|inverted) u\b|n-shape\w*|caps?|frowns?|humps?)\b/i, bent("bottom")],
  [/\b(?:cups?|bowls?|u-shape\w*|u|valleys?|smiles?)\b/i, bent("top")],
  [/\bc(?:-shape\w*)?\b/i, bent("right")],
  [/\b(?:half[- ]circles?|semi-?circles?)\b/i, { kind: "arc", size: "plain" }],
  [/\b(?:rings?|loops?|circles?|circular|ovals?|o-shape\w*|closed curves?|ellipses?)\b/i, {
    kind: "ring",
    size: "plain",
  }],
  [/\b(?:arcs?|curves?|curved|hooks?|bows?|crescents?|bends?)\b/i, { kind: "arc", size: "plain" }],
  [/\bback-?slash(?:es)?\b|\(\\\)|\bfalling\b|\bdescending\b|\bdownward diagonal\b/i, straight("falling")],
  [/\bslash(?:es)?\b|\(\/\)|\brising\b|\bascending\b|\bupward diagonal\b/i, straight("rising")],
  [/\b(?:vertical\w*|upright|standing|posts?|columns?|stems?|poles?)\b/i, straight("vertical")],
  [/\b(?:horizontal\w*|level|lying|bars?|dash(?:es)?|crossbars?|beams?)\b/i, straight("horizontal")],
  [/\b(?:dots?|points?|specks?|pixels?)\b/i, { kind: "spot", size: "small" }],
  [/\b(?:blobs?|spots?|blotch(?:es)?|smudges?)\b/i, { kind: "spot", size: "plain" }],
  [/\b(?:diagonals?|strokes?|lines?|edges?|segments?)\b/i, { kind: "stroke", size: "plain" }],
  [
    /\b(?:patch(?:es)?|areas?|regions?|zones?|ink|inked|marks?|anything|holes?|hollows?|gaps?|space|paper|mass)\b/i,
    { kind: "spot", size: "large" },
  ],
];

function bent(turn: Turn): Mark {
  return { kind: "arc", size: "plain", turn };
}

function straight(turn: Turn): Mark {
  return { kind: "stroke", size: "plain", turn };
}

function readMark(words: string, opening: RegExpExecArray | null, slope: RegExpExecArray | null): Mark | undefined {
  const found = shapes.find(([pattern]) => pattern.test(words))?.[1];
  const isSmall = small.test(words);
  const isLarge = /\b(?:large|long|big|wide|broad|tall|full-length|extended)\b/i.test(words);
  if (found === undefined && slope === null && opening === null) return undefined;
  const { kind, size, turn } = found ?? { kind: slope ? "stroke" : "arc", size: "plain" } as Mark;
  const grown = sizes[Math.max(0, Math.min(2, sizes.indexOf(size) + (isLarge ? 1 : 0) - (isSmall ? 1 : 0)))];
  if (kind === "spot") return { kind, size: grown };
  if (kind === "ring") return { kind, size: isSmall ? "small" : "plain" };
  if (kind === "arc" || opening) {
    const side = opening && openings[(opening[1] ?? opening[2]).toLowerCase()];
    const open = side ?? (kind === "arc" ? turn : undefined);
    const fit = isSmall ? "small" : "plain";
    return open ? { kind: "arc", size: fit, turn: open } : { kind: "ring", size: "small" };
  }
  const climbs = slope && /^(?:bottom|lower)/i.test(slope[1]) === /^left/i.test(slope[2]);
  const direction = slope ? (climbs ? "rising" : "falling") : turn;
  // A stroke of no direction is ink of a stroke's size.
  return direction
    ? { kind: "stroke", size: grown, turn: direction }
    : { kind: "spot", size: isLarge ? "large" : "plain" };
}

/** What follows where "a little" is no size, but how much. */
const aLittle = " *(?:$|[^\\sa-z]|inhibit|raise|lower|against|by|for|on|when|more)";

const small = new RegExp(`\\b(?:small|short|tiny|little(?!${aLittle})|brief|stubby)`, "i");

const sizes = ["small", "plain", "large"] as const;

/**
 * Two figures or ranges in per cent: "(25 % across, 64 % down)", "25%/64%", "36 % from the right and 20 % from the top",
 * "22 to 54 % across, 50 % down".
 */
function readCoordinates(words: string): [Place | undefined, string] {
  const found = [
    ...words.matchAll(
      /(?:\b([xy])\s*[=:]?\s*)?(?:(\d+(?:\.\d+)?)\s?%?\s?(?:to|–|-)\s?)?(\d+(?:\.\d+)?)\s?(?:%|per cent|percent)\s*((?:from|of the way|across|down|up|in)[\w ]*?(?:left|right|top|bottom|across|down|up)\b|across|down|up)?/gi,
    ),
  ];
  const place: Partial<Place> = {};
  for (const [, axis, from, to, how = ""] of found) {
    const value = (Number(from ?? to) + Number(to)) / 2;
    const isDown = axis ? /y/i.test(axis) : how ? /top|bottom|down|up/i.test(how) : place.x !== undefined;
    const isReversed = /right|bottom|\bup/i.test(how) && /from|\bup/i.test(how);
    place[isDown ? "y" : "x"] ??= isReversed ? 100 - value : value;
  }
  const left = found.reduce((rest, [text]) => rest.replace(text, " "), words);
  return [place.x !== undefined && place.y !== undefined ? place as Place : undefined, left];
}

/** By the words for rows and columns; "middle" and "centre" fill in what is left open. */
function readPlace(words: string): Place | undefined {
  const far = /\b(?:far|outer|extreme|very(?= left| right)|leftmost|rightmost|edge|margin|border)\b/i.test(words);
  const has = (pattern: RegExp) => pattern.test(words);
  const down = has(/\b(?:top|topmost|head)\b/i)
    ? -2
    : has(/\b(?:bottom|bottommost|foot|base)\b/i)
    ? 2
    : has(/\b(?:upper|high|higher|above)\b/i)
    ? -1
    : has(/\b(?:lower|low|below|beneath)\b/i)
    ? 1
    : undefined;
  const side = has(/\bleft(?:most)?\b/i) ? -1 : has(/\bright(?:most)?\b/i) ? 1 : undefined;
  const across = side && side * (far ? 2 : 1);
  const isCentral = has(/\b(?:centre|center|middle|central|mid|midway|centred|centered|half-?way)\b/i);
  if (down === undefined && across === undefined && !isCentral) return undefined;
  // Who names one side alone means about there, and not quite so far out as "top", not so far in as "left".
  const loose = !isCentral && (down === undefined || across === undefined);
  const row = (down ?? 0) * (loose && (down === 2 || down === -2) ? 0.75 : 1);
  const column = (across ?? 0) * (loose && !far ? 1.3 : 1);
  return { x: 50 + column * stepAcross, y: 50 + row * stepDown };
}

/** A number that says how much: at the beginning, with a sign, in brackets, or after "adds", "by", "strength". */
function readNumber(words: string): number | undefined {
  const found = /^[^\w+−-]*([+−-]?\d+(?:\.\d+)?)(?!\s*(?:%|°|degrees|px|pixels))\b(?! *(?:±|to)\b)/.exec(words) ??
    /\b(?:adds?|takes?(?: away)?|subtracts?|removes?|gives?|counts?|costs?|by|of|for|worth|strength|weight)(?: about| strength)?:? ([+−-]?\d+(?:\.\d+)?)(?!\s*%)/i
      .exec(words) ??
    /(?:^|[\s(])([+−-]\d+(?:\.\d+)?)(?!\s*%)(?=$|[\s),])/.exec(words) ??
    /\((\d+(?:\.\d+)?)(?: points?)?\)/.exec(words);
  return found ? Number(found[1].replace("−", "-")) : undefined;
}

const levelPatterns: readonly [RegExp, number][] = [
  [/\b(?:very|extremely) (?:strong|heav|much)\w*|\b(?:most of all|above all|most strongly|overwhelmingly)\b/i, 0],
  [/\b(?:faint(?:ly)?|barely|hardly|very (?:weak|slight|faint)\w*|a trace)\b/i, 4],
  [/\b(?:fairly|quite|rather|moderate(?:ly)?|medium|somewhat)\b/i, 2],
  [/\b(?:strong(?:ly|er|est)?|heav(?:y|ily)|much|mainly|chiefly|a lot|greatly)\b/i, 1],
  [
    new RegExp(`\\b(?:slight(?:ly)?|a little(?=${aLittle})|weak(?:ly)?|mildly|a bit)`, "i"),
    3,
  ],
];

function readLevel(words: string): number | undefined {
  const found = levelPatterns.find(([pattern]) => pattern.test(words));
  return found && levels[found[1]].strength;
}
