// Several ways to explain one neuron, of one meaning or more each, scored on the same pictures.

import type { Chat } from "../../chat/mod.ts";
import type { NetworkContext } from "../../prompts/mod.ts";
import type { Answer, AskOptions } from "../asking.ts";
import { type PreparedExplanation, prepareExplanations } from "./prepared.ts";
import { answerQuestions, type ScoredExplanation, workOut } from "./scored.ts";
import type { Item, ScoredNeuron } from "./score.ts";

/** One way to explain a neuron, with the questions about each of its meanings. */
export interface PreparedWay {
  way: string;
  meanings: readonly PreparedExplanation[];
}

/** The scores of one way: of each meaning by itself, and of all together. */
export interface ScoredWay {
  way: string;
  each: ScoredExplanation[];
  together: ScoredExplanation;
}

/** Prepares every way on the same pictures: `ways` gives the meanings, one or more, by the way's name. */
export function prepareWays(
  context: NetworkContext,
  neuron: ScoredNeuron,
  { ways, ...settings }: Omit<Parameters<typeof prepareExplanations>[2], "explanations"> & {
    ways: Readonly<Record<string, readonly string[]>>;
  },
): PreparedWay[] {
  const prepared = prepareExplanations(context, neuron, { explanations: Object.values(ways).flat(), ...settings });
  const byText = new Map(prepared.map((one) => [one.explanation, one]));
  return Object.entries(ways).map(([way, texts]) => ({ way, meanings: texts.map((text) => byText.get(text)!) }));
}

/**
 * Scores every way. `together` is a neuron that is excited in any of the ways' meanings: for every item the largest of the
 * answers. A way without any explanation, as where none could be read from a reply, is left out and named in `notes`.
 */
export async function scoreWays(
  chat: Chat,
  ways: readonly PreparedWay[],
  options: AskOptions = {},
): Promise<{ scored: ScoredWay[]; notes: string[] }> {
  const empty = ways.filter(({ meanings }) => meanings.length === 0);
  const asked = ways.filter(({ meanings }) => meanings.length > 0);
  const { answers, notes } = await answerQuestions(
    chat,
    [...new Set(asked.flatMap(({ meanings }) => meanings))],
    options,
  );
  const scored = asked.map(({ way, meanings }): ScoredWay => {
    const items = [...answers.get(meanings[0])!.keys()];
    const largest = new Map(items.map((item: Item) => {
      return [item, largestAnswer(meanings.map((meaning) => answers.get(meaning)!.get(item)!))];
    }));
    return {
      way,
      each: meanings.map((meaning) => workOut(meaning, answers.get(meaning)!)),
      together: workOut(meanings[0], largest),
    };
  });
  const lacking = empty.map(({ way }) => `There is nothing to score for "${way}": no explanation could be read.`);
  return { scored, notes: [...lacking, ...notes] };
}

/** The largest of several answers about one item; the first failure where any has failed, since it might be larger. */
export function largestAnswer(answers: readonly Answer<number>[]): Answer<number> {
  return answers.find(({ failure }) => failure) ??
    answers.reduce((most, answer) => answer.value! > most.value! ? answer : most);
}
