// Reads in anybody's words what ink adds to a neuron and what it takes away.

import { type Description } from "./description.ts";
import { type Named, nameIn } from "./lexicon.ts";
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
  const { ten, rest, bias, top, classes, feeds } = readStatements(text);
  const description: Description = { rest, bias, top, classes, feeds, phrases: [] };
  const plain = text.replace(/[*_`#>|]/g, " ").replace(/\r/g, "");
  const lists = plain.match(listPattern);
  const sentences = lists ?? plain.split(/(?<=[.!?])\s+(?=[A-Z"0-9-])|\n+/).map((sentence) => sentence.trim());
  const level = (ten ?? top ?? usualTop) / 10;
  const notUnderstood: string[] = [];
  let inherited = 1;
  for (const sentence of sentences) {
    const told = sentence.replace(/^[\s\d.)•-]*(?=[A-Za-z])/, (bullet) => /\d\s*$/.test(bullet) ? bullet : "");
    if (told === "" || (!lists && isStatement.test(told))) continue;
    const found = readSentence(told, inherited);
    if (/:\s*$/.test(told)) inherited = found.sign;
    description.phrases.push(...found.marks.map(({ mark, place, sign, number, level: named }): Phrase => ({
      mark,
      place,
      strength: sign * (number === undefined ? (named ?? moderate) * level : Math.abs(number) * (ten ?? 10) / 10),
    })));
    notUnderstood.push(...found.notUnderstood);
  }
  return { ...description, notUnderstood };
}

const listPattern = /\bink (?:adds|takes(?: away)?|subtracts)\b[^.]*(?:\.\d[^.]*)*/gi;
const moderate = 1.9;
/** Of a text that does not tell what its neuron reaches. */
const usualTop = 36;
const isStatement =
  /^(?:scale|typical\w*|feature \d+|(?:raised|lowered) by [\d.]+ x feature|above that|most for)\b|empty picture gives|\bcounts in full\b/i;

interface MarkTold {
  mark: Mark;
  place: Place;
  sign: number;
  number?: number;
  level?: number;
}

/** A piece of a sentence with what it names and how it turns the sign. */
interface Piece extends Named {
  words: string;
  sign: number;
  /** Begins a new part of the list, after a semicolon. */
  isFirst: boolean;
}

/** The marks of a sentence in their order, the places and names that one of them shares with its neighbours filled in. */
function readSentence(
  sentence: string,
  inherited: number,
): { marks: MarkTold[]; sign: number; notUnderstood: string[] } {
  let verb = verbSign(sentence) ?? inherited;
  const told: Piece[] = [];
  const notUnderstood: string[] = [];
  let negated = 1;
  for (const part of sentence.split(/;/)) {
    const chunks = splitPart(part);
    let level: number | undefined;
    for (const [i, { words, joint }] of chunks.entries()) {
      verb = verbSign(words) ?? verb;
      const named = nameIn(words.replace(verbs, " ").trim());
      level = named.level ?? (named.number === undefined ? level : undefined);
      const noun = named.mark !== undefined;
      if (negation.test(words.replace(against, " "))) negated = -1;
      else if ((noun && joint !== "or" && joint !== "nor") || verbSign(words) !== undefined) negated = 1;
      const signed = /^\W*[−-]\s?\d|[\s(][−-]\d/.test(words) && named.number !== undefined ? -1 : 1;
      const piece: Piece = {
        ...named,
        level: named.level ?? level,
        words,
        sign: verb * negated * signed,
        isFirst: i === 0,
      };
      const last = told.at(-1);
      const isAhead = last?.mark === undefined && last?.place !== undefined && i > 0 && joint === ",";
      if (noun && isAhead && !piece.place) told.splice(-1, 1, { ...piece, place: last.place });
      else if (noun) told.push(piece);
      else if (last && !last.place && named.place && i > 0) {
        Object.assign(last, { place: named.place, number: last.number ?? named.number });
      } else if (named.place && last && i > 0) told.push({ ...last, place: named.place, sign: piece.sign });
      else if (named.place) told.push(piece);
      else if (last && i > 0 && (named.level !== undefined || named.number !== undefined)) {
        Object.assign(last, { level: named.level ?? last.level, number: last.number ?? named.number });
      } else if (/\w+\W+\w+/.test(words) && !/:\s*$/.test(words) && verbSign(words) === undefined) {
        notUnderstood.push(words.trim());
      }
    }
  }
  return { ...completeMarks(told, notUnderstood), sign: verb * negated, notUnderstood };
}

/** A mark without a place is where the next one is; a place without a mark is ink there, unless marks stand beside it. */
function completeMarks(told: readonly Piece[], notUnderstood: string[]): { marks: MarkTold[] } {
  const marks = told.flatMap((piece, i): MarkTold[] => {
    const mark = piece.mark ?? told.slice(i + 1).find((next) => next.mark)?.mark ?? ink;
    const place = piece.place ?? told.slice(i + 1).find((next) => next.place)?.place ??
      (isWhole(piece) ? centre : undefined);
    if (place === undefined) {
      notUnderstood.push(piece.words.trim());
      return [];
    }
    return [{ mark, place, sign: piece.sign, number: piece.number, level: piece.level }];
  });
  return { marks };
}

const ink: Mark = { kind: "spot", size: "large" };
const centre: Place = { x: 50, y: 50 };

/** Long strokes and rings fill the picture, so that who names no place means the middle. */
function isWhole({ mark }: Piece): boolean {
  return mark !== undefined && (mark.kind !== "spot");
}

/** At commas and joining words; not inside brackets, nor before coordinates or the side to which an arc is open. */
function splitPart(part: string): { words: string; joint: string }[] {
  const pieces = part.split(joints);
  return pieces.flatMap((words, i) =>
    i % 2 === 0 && words.trim() !== "" ? [{ words, joint: pieces[i - 1]?.trim().toLowerCase() ?? "" }] : []
  );
}

const joints =
  /(,|\b(?:and|or|but|with|plus|while|as well as|together with|nor)\b)(?![^(]*\))(?!\s*(?:and )?(?:[xy]\s*)?\d+(?:\.\d+)?\s?%)(?!\s*(?:which is |that is )?(?:open|facing))/i;

const verbs =
  /\b(?:ink (?:adds|takes|subtracts)(?: away)?|adds?|takes?(?: away)?|subtracts?|wants?|likes?|detects?|looks? for|fires? (?:for|when|on)|activat\w+(?: for| by)?|responds? to)\b/gi;
const against =
  /\b(?:takes?(?: away)?|subtracts?|lowers|lowered|reduces?|decreases?|falls|drops|goes down|inhibit\w*|suppress\w*|penal\w*|silen\w+|inactive|dislikes?|hates?|avoids?|hurts?|bad|against|turn\w* (?:it )?off|must not|must be no|(?:does|should|may) not (?:want|like|fire|respond|see|have)|not (?:active|activated?|fire|respond|want\w*)|removes?|weakens?|negative\w*)\b/i;
const towards =
  /\b(?:adds?|wants?|wanted|likes?|raises?|raised|rises|goes up|increases?|excit\w*|fires?|active|activat\w*|prefers?|looks? for|needs?|positive\w*|detects?|responds?|rewards?|strengthens?|captures?|helps?|good)\b/i;
const negation =
  /\b(?:no|none|nothing|without|empty|emptiness|blank|free of|lacks?|lacking|absence|absent|missing|neither|nor|not|never|dark|black|holes?|hollows?|gaps?)\b/i;

function verbSign(words: string): number | undefined {
  if (against.test(words)) return -1;
  return towards.test(words) ? 1 : undefined;
}
