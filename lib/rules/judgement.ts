// Answers what is asked about one explanation: how active its neuron is on pictures, whether they excite it, whom it serves.

import { type Question, writeValues } from "../prompts/mod.ts";
import { claimClasses } from "./claim.ts";
import type { Hand } from "./drawing.ts";
import type { Prompt } from "./prompt.ts";
import { simulateNeuron } from "./simulate.ts";

/**
 * A value for each picture, class or pair, as JSON where a structured answer is asked for. Where the explanation holds
 * nothing that rules can apply, it refuses and says why.
 */
export function answerQuestion(
  question: Question,
  { pictures, unreadable, schema }: Prompt,
  hand: Hand,
): { content: string; refusal?: undefined } | { refusal: string } {
  const say = (values: readonly number[]) => ({ content: writeValues(question, values, schema ? "json" : "lines") });
  const { explanation, kind, things, scale } = question;
  if (kind === "classes") {
    const claims = claimClasses(explanation, things.map(({ text = "" }) => text.trim()));
    return claims ? say(claims) : { refusal: "The explanation names no classes, so rules cannot tell whom it serves." };
  }
  const needed = (kind === "pairs" ? 2 : 1) * things.length;
  if (unreadable > 0 || pictures.length !== needed) {
    return { refusal: `Of ${needed} pictures ${pictures.length} can be read, so rules cannot tell them apart.` };
  }
  const simulation = simulateNeuron(explanation, pictures, hand);
  if (simulation === undefined) {
    return { refusal: "The explanation names no mark and no place, so rules cannot tell what a picture does." };
  }
  const { activations, top, threshold } = simulation;
  if (kind === "pairs") return say(things.map((_, i) => Number(activations[2 * i] >= activations[2 * i + 1])));
  if (scale === "yes-no") return say(activations.map((activation) => Number(activation > threshold)));
  return say(activations.map((activation) => Math.round(10 * Math.min(1, activation / top))));
}
