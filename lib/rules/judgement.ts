// Answers what is asked about one explanation: how active its neuron is on pictures, which excite it, whom it serves.

import { type Question, readQuestion, writeValues } from "../prompts/mod.ts";
import { claimClasses } from "./claim.ts";
import type { Hand } from "./drawing.ts";
import { simulateNeuron } from "./simulate.ts";
import type { Prompt } from "./prompt.ts";

/** Whether a prompt asks about an explanation. */
export function holdsExplanation({ text }: Prompt): boolean {
  return readQuestion(text) !== undefined;
}

/**
 * One value for each picture, pair of pictures or class, as JSON where a structured answer is asked for. Where the
 * explanation holds nothing that rules can apply, it refuses and says why.
 */
export function answerJudgement(
  prompt: Prompt,
  hand: Hand,
): { content: string; refusal?: undefined } | { refusal: string } {
  const { text, unreadable, properties } = prompt;
  const question = readQuestion(text, properties)!;
  if (unreadable > 0) {
    return { refusal: `${unreadable} of the pictures cannot be read, so rules cannot tell them apart.` };
  }
  const answer = question.kind === "classes" ? judgeClasses(question) : judgePictures(question, prompt.pictures, hand);
  if ("refusal" in answer) return answer;
  return { content: writeValues(question, answer.values, properties === undefined ? "lines" : "json") };
}

type Values = { values: number[] } | { refusal: string };

function judgeClasses({ explanation, things }: Question): Values {
  const values = claimClasses(explanation, things.map(({ text = "" }) => text));
  return values ? { values } : { refusal: "The explanation names no classes, so rules cannot tell whom it serves." };
}

function judgePictures({ explanation, things, scale }: Question, pictures: Prompt["pictures"], hand: Hand): Values {
  const simulation = simulateNeuron(explanation, pictures, hand);
  if (simulation === undefined) {
    return { refusal: "The explanation names no mark and no place, so rules cannot tell what a picture does." };
  }
  const { activations, top, threshold } = simulation;
  if (scale === "first-second") {
    return { values: things.map((_, i) => Number(activations[2 * i] > activations[2 * i + 1])) };
  }
  if (scale === "yes-no") return { values: activations.map((activation) => Number(activation > threshold)) };
  return { values: activations.map((activation) => 10 * Math.min(1, activation / top)) };
}
