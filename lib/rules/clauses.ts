// Takes a sentence apart: into pieces at commas and joining words, each with what it names and whether it adds or takes.

import { type Named, nameIn } from "./lexicon.ts";

/** A piece of a sentence. */
export interface Piece extends Named {
  words: string;
  /** 1 where ink there adds, −1 where it takes away. */
  sign: number;
  /** Whether it stands alone, after no other piece of its part of the sentence. */
  isFirst: boolean;
  /** The comma or the word that joins it to the piece before. */
  joint: string;
}

/**
 * The pieces of a sentence in order. A verb holds until the next one, a negation until the next mark that is not joined
 * by "or", a level of strength until the next one or the next semicolon.
 *
 * @param inherited The sign of a sentence without a verb, as of an item below a heading.
 */
export function takeApart(sentence: string, inherited: number): Piece[] {
  let verb = verbSign(sentence) ?? inherited;
  let negated = 1;
  return sentence.split(";").flatMap((part) => {
    let level: number | undefined;
    return splitAtJoints(part).map(({ words, joint }, i): Piece => {
      const turned = verbSign(words);
      verb = turned ?? verb;
      const named = nameIn(words.replace(verbs, " ").trim());
      if (negation.test(words.replace(against, " "))) negated = -1;
      else if (turned !== undefined || (named.mark && joint !== "or" && joint !== "nor")) negated = 1;
      level = named.level ?? (named.number === undefined ? level : undefined);
      const sign = verb * negated * (named.number !== undefined && named.number < 0 ? -1 : 1);
      return { ...named, level, words: words.trim(), sign, isFirst: i === 0, joint };
    });
  });
}

/** Whether words say that something adds (1) or takes away (−1), or neither. */
export function verbSign(words: string): 1 | -1 | undefined {
  if (against.test(words)) return -1;
  return towards.test(words) ? 1 : undefined;
}

/** At commas and joining words; not inside brackets, nor before coordinates or the side to which an arc is open. */
function splitAtJoints(part: string): { words: string; joint: string }[] {
  // Splitting at a captured group puts the joints at the odd places.
  const pieces = part.split(joints);
  return pieces.flatMap((words, i) =>
    i % 2 === 0 && words.trim() !== "" ? [{ words, joint: pieces[i - 1]?.trim().toLowerCase() ?? "" }] : []
  );
}

/** A pattern of any of some words or phrases, each whole. */
function anyOf(words: string, flags = "i"): RegExp {
  return new RegExp(`\\b(?:${words.trim().split(/\s*\|\s*/).join("|")})\\b`, flags);
}

const joints = new RegExp(
  "(,|\\b(?:and|or|but|with|plus|while|as well as|together with|nor)\\b)(?![^(]*\\))" +
    "(?!\\s*(?:and )?(?:[xy]\\s*)?\\d+(?:\\.\\d+)?\\s?%)(?!\\s*(?:which is |that is )?(?:open|facing))",
  "i",
);
/** Words that would be taken for a number's or a mark's own. */
const verbs = anyOf(
  `ink (?:adds|takes|subtracts)(?: away)? | adds? | takes?(?: away)? | subtracts? | wants? | likes? | detects? |
  looks? for | fires? (?:for|when|on) | activat\\w+(?: for| by)? | responds? to`,
  "gi",
);
const against = anyOf(
  `takes?(?: away)? | subtracts? | lowers | lowered | reduces? | decreases? | falls | drops | goes down | inhibit\\w* |
  suppress\\w* | penal\\w* | silen\\w+ | inactive | dislikes? | hates? | avoids? | hurts? | bad | against | removes? |
  turn\\w* (?:it )?off | must not | must be no | (?:does|should|may) not (?:want|like|fire|respond|see|have) |
  not (?:active|activated?|fire|respond|want\\w*) | weakens? | negative\\w*`,
);
const towards = anyOf(
  `adds? | wants? | wanted | likes? | raises? | raised | rises | goes up | increases? | excit\\w* | fires? | active |
  activat\\w* | prefers? | looks? for | needs? | positive\\w* | detects? | responds? | rewards? | strengthens? |
  captures? | helps? | good`,
);
const negation = anyOf(
  `no | none | nothing | without | empty | emptiness | blank | free of | lacks? | lacking | absence | absent | missing |
  neither | nor | not | never | dark | black | holes? | hollows? | gaps?`,
);
