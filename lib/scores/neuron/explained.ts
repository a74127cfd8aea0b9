// Scores a network's explanations, as they are and without their maps, and what they claim against ablations.

import type { LabelledImages } from "../../data/mod.ts";
import type { NeuronEvidence } from "../../evidence/mod.ts";
import type { Chat } from "../../chat/mod.ts";
import { withoutMap } from "../../rules/mod.ts";
import type { Network } from "../../network/mod.ts";
import { ablate } from "./ablation.ts";
import { type ClaimScore, scoreClaim } from "./claim.ts";
import { scoredNeuron } from "./meanings.ts";
import {
  type NeuronQuestions,
  type NeuronScore,
  prepareQuestions,
  type QuestionSettings,
  scoreNeurons,
} from "./neuron_scores.ts";
import type { AskProgress } from "../structured.ts";

/** A neuron with its explanation. */
type ExplainedNeuron = Pick<NeuronEvidence, "layer" | "neuron" | "classes"> & { text: string };

/** What is asked about a neuron's explanation, and about the same without its map where it has one. */
export interface ExplanationQuestions {
  whole: NeuronQuestions;
  bare?: NeuronQuestions;
}

/** A neuron's scores, with its map and without, and of its claim. */
export interface ScoredExplanation {
  whole: NeuronScore;
  bare?: NeuronScore;
  ablation: ClaimScore;
}

/** Draws the pictures and words the questions for every neuron, the same pictures with its map and without. */
export function prepareExplanations(
  network: Network,
  images: LabelledImages,
  { neurons, classNames, ...settings }: QuestionSettings & {
    neurons: readonly ExplainedNeuron[];
    classNames: readonly string[];
  },
): ExplanationQuestions[] {
  return neurons.map(({ text, ...evidence }) => {
    const neuron = scoredNeuron(network, images, evidence);
    const prepare = (explanation: string, names?: readonly string[]) =>
      prepareQuestions({ ...neuron, explanation }, images, { ...settings, classNames: names });
    const words = withoutMap(text);
    return { whole: prepare(text, classNames), ...(words === text.trim() ? {} : { bare: prepare(words) }) };
  });
}

/** Everything that is asked, in the order in which scoreExplanations() asks it. */
export function questionsOf(questions: readonly ExplanationQuestions[]): NeuronQuestions[] {
  return [...questions.map(({ whole }) => whole), ...questions.flatMap(({ bare }) => bare ?? [])];
}

/** Asks everything, and takes each neuron away to see what its classes lose. What fails is counted in the scores. */
export async function scoreExplanations(
  chat: Chat,
  questions: readonly ExplanationQuestions[],
  { network, images, ...options }: {
    network: Network;
    images: LabelledImages;
    seed: number;
    onProgress?: (progress: AskProgress) => void;
    signal?: AbortSignal;
  },
): Promise<{ scored: ScoredExplanation[]; notes: string[] }> {
  const { scores, notes } = await scoreNeurons(chat, questionsOf(questions), options);
  const bare = scores.slice(questions.length).values();
  const layers = Map.groupBy(questions, ({ whole }) => whole.scored.layer).entries().toArray();
  const ablations = layers.flatMap(([layer, own]) =>
    ablate(network, images, { layer, neurons: own.map(({ whole }) => whole.scored.neuron) })
  );
  const scored = questions.map((question, i): ScoredExplanation => {
    const whole = scores[i];
    const own = ablations.filter(({ layer, neuron }) => layer === whole.layer && neuron === whole.neuron);
    return {
      whole,
      ...(question.bare ? { bare: bare.next().value! } : {}),
      ablation: scoreClaim(whole.claim, own),
    };
  });
  return { scored, notes };
}
