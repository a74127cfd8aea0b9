// Scores several meanings of one neuron on the same held-out pictures: each by itself, and all of them together.

import type { LabelledImages } from "../../data/mod.ts";
import { activationColumn, type NeuronEvidence } from "../../evidence/mod.ts";
import type { Chat } from "../../chat/mod.ts";
import { activationsOf, type Network } from "../../network/mod.ts";
import { type DetectionScore, scoreDetection } from "./detection.ts";
import { type Answer, askInquiries, type Inquiry } from "./inquiry.ts";
import { inquiriesOf, prepareQuestions, type QuestionSettings, type ScoredNeuron } from "./neuron_scores.ts";
import { scoreSimulation, type SimulationScore } from "./simulation.ts";
import type { AskProgress } from "../structured.ts";

/** How well an explanation, or several together, tell what the neuron does. */
export interface MeaningScore {
  simulation: SimulationScore;
  detection: DetectionScore;
}

/** What is to be scored, and how. */
export interface MeaningSettings extends Omit<QuestionSettings, "classNames"> {
  /** One for each meaning. */
  explanations: readonly string[];
  /** The images to draw from, none of which was shown as evidence. */
  images: LabelledImages;
  onProgress?: (progress: AskProgress) => void;
  signal?: AbortSignal;
}

/** What there is to know of a neuron for scoring explanations of it on these images. */
export function scoredNeuron(
  network: Network,
  images: LabelledImages,
  { layer, neuron, classes }: Pick<NeuronEvidence, "layer" | "neuron" | "classes">,
): Omit<ScoredNeuron, "explanation"> {
  const width = network.layers[layer].outputs;
  return {
    ...{ layer, neuron },
    activations: activationColumn(activationsOf(network, images.pixels)[layer], { width, neuron }),
    classMeans: classes.map(({ mean }) => mean),
    largest: Math.max(...classes.map(({ largest }) => largest)),
  };
}

/**
 * Asks readers of each explanation by itself about the same pictures, and scores what they say. `together` is a neuron
 * that is excited in any of these ways: for every picture the largest of the answers. Where one of a picture's answers
 * failed, so has the largest of them: see largestAnswer().
 */
export async function scoreMeanings(
  chat: Chat,
  neuron: Omit<ScoredNeuron, "explanation">,
  { explanations, images, onProgress, signal, ...settings }: MeaningSettings,
): Promise<{ each: MeaningScore[]; together: MeaningScore; notes: string[] }> {
  if (explanations.length === 0) {
    throw new Error("Cannot score meanings: there is none, got 0 explanations. Look at the reply they were read from.");
  }
  const questions = explanations.map((explanation) => prepareQuestions({ ...neuron, explanation }, images, settings));
  const asked = await askInquiries(chat, questions.flatMap(inquiriesOf), { onProgress, signal });
  const next = asked.answers.values();
  const take = (inquiries: readonly Inquiry[]): Answer[] => inquiries.flatMap(() => next.next().value!);
  const said = questions.map(({ simulation, detection }) => ({
    graded: take(simulation.inquiries),
    told: take(detection.inquiries),
  }));
  const { classMeans, largest } = neuron;
  const [{ simulation, detection, notes }] = questions;
  const score = ({ graded, told }: typeof said[number]): MeaningScore => ({
    simulation: scoreSimulation(simulation.images.map((image, i) => ({ ...image, answer: graded[i] })), {
      ...{ largest, classMeans, seed: settings.seed },
    }),
    detection: scoreDetection(detection.images.map((image, i) => ({ ...image, answer: told[i] })), {
      ...{ classMeans, seed: settings.seed },
    }),
  });
  const together = score({
    graded: simulation.images.map((_, i) => largestAnswer(said.map(({ graded }) => graded[i]))),
    told: detection.images.map((_, i) => largestAnswer(said.map(({ told }) => told[i]))),
  });
  return { each: said.map(score), together, notes: [...new Set([...notes, ...asked.notes])] };
}

/** The largest of several answers about one picture; the first failure where any has failed, since it might be larger. */
export function largestAnswer(answers: readonly Answer[]): Answer {
  const failed = answers.find(({ failure }) => failure);
  return failed ?? { value: Math.max(...answers.map(({ value }) => value!)) };
}
