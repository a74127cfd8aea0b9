// A reading sheet: numbered pictures for somebody who looks, the explanation to go by, and the answers of several readers.

import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Chat } from "../../chat/mod.ts";
import type { LabelledImages } from "../../data/mod.ts";
import type { Network } from "../../network/mod.ts";
import type { NetworkContext } from "../../prompts/mod.ts";
import type { AskOptions } from "../asking.ts";
import { type PreparedExplanation, prepareExplanations } from "./prepared.ts";
import { nameInterval } from "./score_rows.ts";
import { answerQuestions } from "./scored.ts";
import type { Item, Score, ScoredNeuron } from "./score.ts";
import { simulation } from "./simulation.ts";

/** A sheet about one neuron. */
export interface Sheet {
  prepared: PreparedExplanation;
  /** The pictures in the order of their numbers, which begin with 1. */
  items: readonly Item[];
}

const answer = v.pipe(v.number(), v.minValue(0), v.maxValue(10));

const formSchema = v.object({
  neuron: v.string(),
  reader: v.pipe(v.string(), v.regex(/^[^\p{Cc}]{0,60}$/u, "a name has 60 characters at most, on one line")),
  explanation: v.string(),
  pictures: v.string(),
  how: v.string(),
  answers: v.record(v.string(), v.nullable(answer)),
});

/** What a reader fills in: a number from 0 to 10 for each picture, null for one left out. It names what it was made for. */
export type SheetForm = v.InferOutput<typeof formSchema>;

/** Draws `count` held-out pictures for a neuron: a third strong, a third middle, a third silent, evenly over the digits. */
export function makeSheet(
  context: NetworkContext,
  neuron: ScoredNeuron,
  { explanation, network, images, count = 30, seed }: {
    explanation: string;
    network: Network;
    images: LabelledImages;
    count?: number;
    seed: number;
  },
): Sheet {
  const some: Score = {
    ...simulation,
    draw(neuron, material) {
      const drawn = simulation.draw(neuron, material);
      return { ...drawn, items: drawn.items.slice(0, count) };
    },
  };
  const [prepared] = prepareExplanations(context, neuron, {
    explanations: [explanation],
    scores: [some],
    network,
    images,
    each: Math.ceil(count / 3),
    seed,
  });
  return { prepared, items: prepared.parts[0].drawn.items };
}

/** The form to be filled in, with nothing answered. */
export function emptyForm(sheet: Sheet, neuron: string): SheetForm {
  const { prepared: { explanation }, items } = sheet;
  return {
    neuron,
    reader: "",
    explanation,
    pictures: markOf(sheet),
    how: "For each picture a number from 0 (the neuron is silent) to 10 (as active as it ever gets), " +
      'by the explanation alone; null for a picture that you leave out. Your name goes to "reader"; run the same ' +
      "command again, and the answers are scored.",
    answers: Object.fromEntries(items.map((_, i) => [`picture${i + 1}`, null])),
  };
}

/** Reads a filled form. Throws where it is none, or one of another sheet or explanation. */
export function readForm(form: unknown, sheet: Sheet): { reader: string; answers: (number | null)[] } {
  const { prepared, items } = sheet;
  const { success, output, issues } = v.safeParse(formSchema, form);
  if (!success) {
    throw new Error(
      `Cannot read the form: ${v.getDotPath(issues[0]) ?? "the whole"} is not as it should be, ${issues[0].message}. ` +
        "Fill in the form that was written with the sheet.",
    );
  }
  const { reader, explanation, pictures, answers } = output;
  const keys = items.map((_, i) => `picture${i + 1}`);
  const odd = Object.keys(answers).find((key) => !keys.includes(key));
  if (explanation !== prepared.explanation || pictures !== markOf(sheet) || odd !== undefined) {
    const wrong = odd !== undefined
      ? `"${odd}" with ${keys.length} pictures`
      : explanation !== prepared.explanation
      ? `"${explanation.slice(0, 60)}…"`
      : "pictures of another draw";
    throw new Error(
      `Cannot read the form of "${reader}": it was made for another explanation or other pictures, got ${wrong}. ` +
        "Fill in the form that was written with this sheet.",
    );
  }
  return { reader, answers: keys.map((key) => answers[key] ?? null) };
}

/** Tells the pictures of one sheet from those of another, and nothing about them to whoever fills in the form. */
function markOf({ items }: Sheet): string {
  return createHash("sha256").update(items.flatMap(({ pictures }) => pictures).join()).digest("hex").slice(0, 8);
}

/** Asks rules or models the very same, by the name of each. */
export async function askSheet(
  readers: Readonly<Record<string, Chat>>,
  { prepared, items }: Sheet,
  options: AskOptions = {},
): Promise<Record<string, (number | null)[]>> {
  const said: Record<string, (number | null)[]> = {};
  for (const [reader, chat] of Object.entries(readers)) {
    const { answers } = await answerQuestions(chat, [prepared], options);
    said[reader] = items.map((item) => answers.get(prepared)!.get(item)?.value ?? null);
  }
  return said;
}

/**
 * A row for each reader, whose answers stand in the order of the pictures: the simulation score with its interval, and
 * what class means alone reach on the same pictures. Throws on answers that are none.
 */
export function sheetRows(
  { prepared, items }: Sheet,
  readers: Readonly<Record<string, readonly (number | null)[]>>,
): Record<string, string | number | null>[] {
  const { figures } = prepared.parts[0].drawn;
  return Object.entries(readers).map(([reader, answers]) => {
    checkAnswers(reader, answers, items.length);
    const values = new Map(items.flatMap((item, i) => answers[i] === null ? [] : [[item, answers[i]] as const]));
    const { simulation, "explained variance": explained } = figures(values);
    return {
      reader,
      pictures: values.size,
      simulation: simulation.value,
      "simulation: 95 %": nameInterval(simulation),
      "by class means": simulation.floor ?? null,
      "explained variance": explained.value,
    };
  });
}

function checkAnswers(reader: string, answers: readonly (number | null)[], count: number): void {
  const odd = answers.find((said) => said !== null && !v.is(answer, said));
  if (odd === undefined && answers.length === count) return;
  const wrong = odd === undefined ? `got ${answers.length} answers` : `got ${odd}`;
  throw new RangeError(
    `Cannot score the answers of "${reader}": each of the ${count} pictures needs a number from 0 to 10, or null, ` +
      `${wrong}. Correct them.`,
  );
}
