// Reads in anybody's words what ink adds to a neuron and what it takes away.

import { type Piece, takeApart, verbSign } from "./clauses.ts";
import type { Description } from "./description.ts";
import { readStatements } from "./statements.ts";
import type { Mark, Phrase, Place } from "./vocabulary.ts";

/** What a text tells of a neuron, and the parts of it that name no mark that could be drawn. */
export interface ReadDescription extends Description {
  notUnderstood: string[];
}

/**
 * Lists that begin with what ink adds or takes away, where a text has any; else every sentence. Strengths without a
 * number are the level that is named, or a moderate one.
 */
export function readDescription(text: string): ReadDescription {
  const { ten, ...stated } = readStatements(text);
  const plain = text.replace(/[*_`#>|]/g, " ").replace(/\r/g, "");
  const lists = plain.match(listPattern);
  const sentences = lists ?? splitSentences(plain).filter((sentence) => !isStatement.test(sentence));
  const phrases: Phrase[] = [];
  const notUnderstood: string[] = [];
  let inherited = 1;
  for (const sentence of sentences) {
    const pieces = takeApart(sentence, inherited);
    if (sentence.endsWith(":")) inherited = pieces.at(-1)?.sign ?? inherited;
    const read = assemble(pieces);
    notUnderstood.push(...read.notUnderstood);
    for (const { mark, place, sign, number, level } of read.marks) {
      const strength = number === undefined
        ? (level ?? moderate) * (ten ?? stated.top ?? usualTop) / 10
        : Math.abs(number) * (ten ?? 10) / 10;
      phrases.push({ mark, place, strength: sign * strength });
    }
  }
  return { ...stated, phrases, notUnderstood };
}

const listPattern = /\bink (?:adds|takes(?: away)?|subtracts)\b[^.]*(?:\.\d[^.]*)*/gi;
/** On the scale from 0 to 10. */
const moderate = 1.9;
/** Of a text that does not tell what its neuron reaches. */
const usualTop = 36;
/** What readStatements() reads, and the words that go with it. */
const isStatement =
  /^(?:by eye|strokes are|more exactly|scale|typical\w*|feature \d+|(?:raised|lowered) by [\d.]+ x feature|most for)\b|(?:empty|blank) picture(?: gives|:)|\bcounts in full\b|\b10 (?:is|means)\b/i;

/** Without the bullets and numbers of lists. */
function splitSentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=[A-Z"0-9-])|\n+/)
    .map((sentence) =>
      sentence.trim().replace(/^[\s\d.)•-]*(?=[A-Za-z])/, (bullet) => /\d\s*$/.test(bullet) ? bullet : "")
    )
    .filter((sentence) => sentence !== "");
}

interface Told extends Piece {
  mark: Mark;
  place: Place;
}

/** Puts pieces together to marks, each with a place and a strength that may stand in pieces of their own. */
function assemble(pieces: readonly Piece[]): { marks: Told[]; notUnderstood: string[] } {
  const told: Piece[] = [];
  const notUnderstood: string[] = [];
  for (const piece of pieces) {
    const last = piece.isFirst ? undefined : told.at(-1);
    const isStrength = piece.level !== undefined || (piece.number !== undefined && /[a-z+−-]/i.test(piece.words));
    if (piece.mark && last && !last.mark && last.place && !piece.place && piece.joint === ",") {
      // "At the lower left, a cup."
      told.splice(-1, 1, { ...piece, place: last.place });
    } else if (piece.mark || (piece.place && !last)) told.push(piece);
    else if (piece.place && last) {
      if (last.place) told.push({ ...last, place: piece.place, sign: piece.sign });
      else Object.assign(last, { place: piece.place, number: last.number ?? piece.number });
    } else if (last && isStrength) {
      Object.assign(last, { level: piece.level ?? last.level, number: last.number ?? piece.number });
    } else if (/\w\W+\w/.test(piece.words) && !piece.words.endsWith(":") && verbSign(piece.words) === undefined) {
      notUnderstood.push(piece.words);
    }
  }
  const marks = told.flatMap((piece, i): Told[] => {
    // "A horizontal or a vertical stroke at the top", "at the top and at the bottom": neighbours share what they lack.
    const later = told.slice(i + 1);
    const mark = piece.mark ?? later.find((next) => next.mark)?.mark ?? ink;
    const place = piece.place ?? later.find((next) => next.place)?.place ?? (mark.kind === "spot" ? undefined : centre);
    if (place) return [{ ...piece, mark, place }];
    notUnderstood.push(piece.words);
    return [];
  });
  return { marks, notUnderstood };
}

/** A place alone means ink there; a long stroke or a ring alone fills the picture's middle. */
const ink: Mark = { kind: "spot", size: "large" };
const centre: Place = { x: 50, y: 50 };
