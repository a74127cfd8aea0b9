// Answers what is asked about one explanation: how active its neuron is on pictures, whether they excite it, whom it serves.

import { claimClasses } from "./claim.ts";
import type { Hand } from "./drawing.ts";
import { simulateNeuron } from "./simulate.ts";
import type { Prompt } from "./prompt.ts";

/** Whether a prompt asks about an explanation. */
export function holdsExplanation({ text }: Prompt): boolean {
  return quoted.test(text);
}

/**
 * One value for each picture or class, as JSON where a structured answer is asked for. Where the explanation holds
 * nothing that rules can apply, it refuses and says why.
 */
export function answerJudgement(
  prompt: Prompt,
  hand: Hand,
): { content: string; refusal?: undefined } | { refusal: string } {
  const { text, pictures, unreadable, properties } = prompt;
  const explanation = (quoted.exec(text)?.[1] ?? "").trim();
  const question = text.replace(quoted, "");
  if (pictures.length + unreadable === 0) {
    const names = [...question.matchAll(/^[ \t]*Class (\d+): (.+)$/gm)].map(([, number, name]) => ({ number, name }));
    const claims = claimClasses(explanation, names.map(({ name }) => name.trim()));
    if (claims === undefined) {
      return { refusal: "The explanation names no classes, so rules cannot tell whom it serves." };
    }
    return { content: write("Class", names.map(({ number }) => number), claims, properties) };
  }
  if (unreadable > 0) {
    return { refusal: `${unreadable} of the pictures cannot be read, so rules cannot tell them apart.` };
  }
  const simulation = simulateNeuron(explanation, pictures, hand);
  if (simulation === undefined) {
    return { refusal: "The explanation names no mark and no place, so rules cannot tell what a picture does." };
  }
  const { activations, top, threshold } = simulation;
  const wantsYes = properties === undefined
    ? /\byes\b[^.]*\bno\b/i.test(question)
    : JSON.stringify(properties).includes('"yes"');
  const values = activations.map((activation) =>
    wantsYes ? (activation > threshold ? "yes" : "no") : Math.round(10 * Math.min(1, activation / top))
  );
  return { content: write("Picture", values.map((_, i) => String(i + 1)), values, properties) };
}

const quoted = /^<explanation>$([\s\S]*)^<\/explanation>$/m;

function write(
  name: string,
  numbers: readonly string[],
  values: readonly (number | string)[],
  properties: Prompt["properties"],
): string {
  if (properties === undefined) return numbers.map((number, i) => `${name} ${number}: ${values[i]}`).join("\n");
  return JSON.stringify(Object.fromEntries(Object.keys(properties).map((key, i) => [key, values[i]])));
}
