// Scores the explanations of neurons: draws pictures that were no evidence, asks readers of the explanations, compares.

import type { LabelledImages } from "../../data/mod.ts";
import { type DetectionImage, drawDetection, drawHeldOut, type HeldOutImage } from "./held_out.ts";
import type { Chat } from "../../chat/mod.ts";
import { defaultTemplates } from "../../prompts/mod.ts";
import { type DetectionScore, scoreDetection } from "./detection.ts";
import { type Answer, askInquiries, inquireAboutClasses, inquireAboutPictures, type Inquiry } from "./inquiry.ts";
import { scoreSimulation, type SimulatedImage, type SimulationScore } from "./simulation.ts";
import type { AskProgress } from "../structured.ts";

/** An explanation to be scored, and what is known of its neuron. */
export interface ScoredNeuron {
  layer: number;
  neuron: number;
  explanation: string;
  /** The neuron's activation on each of the images to draw from. */
  activations: Float32Array;
  /** Its mean over each class, and its largest activation. */
  classMeans: readonly number[];
  largest: number;
}

/** The pictures drawn for one neuron, and all that is to be asked about them and about the classes. */
export interface NeuronQuestions {
  scored: ScoredNeuron;
  simulation: { images: HeldOutImage[]; inquiries: Inquiry[] };
  detection: { images: DetectionImage[]; inquiries: Inquiry[] };
  /** Absent where no classes are to be asked about. */
  claim?: Inquiry;
  /** Where there are too few pictures of a kind. */
  notes: string[];
}

/** One neuron's scores, the pictures of its simulation with their answers, and what its explanation claims. */
export interface NeuronScore {
  layer: number;
  neuron: number;
  simulation: SimulationScore;
  detection: DetectionScore;
  simulated: SimulatedImage[];
  /** For each class from 0 to 10 how much the network needs the neuron, or why there is no such claim. */
  claim: Answer[];
  notes: string[];
}

/** How many pictures to draw for each neuron, and how to ask about them. */
export interface QuestionSettings {
  /** Pictures of each stratum for the simulation, and exciting ones (with as many others) for the detection. */
  each?: number;
  positives?: number;
  /** Pictures in one request. */
  together?: number;
  seed: number;
  /** Places of images that were shown as evidence, where that was out of the same half of the data set. */
  exclude?: Iterable<number>;
  /** Given, the explanation is asked what it claims of the classes, too. */
  classNames?: readonly string[];
  wordings?: { simulation?: string; detection?: string; claim?: string };
}

/** Draws the pictures for one neuron and words what is asked about them. */
export function prepareQuestions(
  scored: ScoredNeuron,
  images: LabelledImages,
  { each = 10, positives = 10, together = 10, seed, exclude = [], classNames, wordings = {} }: QuestionSettings,
): NeuronQuestions {
  const { explanation, activations } = scored;
  const shown = [...exclude];
  const heldOut = drawHeldOut(activations, images.labels, { each, seed, exclude: shown });
  const detection = drawDetection(activations, images.labels, { positives, seed: seed + 1, exclude: shown });
  const inquire = (drawn: readonly { index: number }[], scale: Inquiry["scale"], wording: string) =>
    inquireAboutPictures(explanation, drawn.map(({ index }) => index), { images, wording, scale, together });
  const { simulation: graded = defaultTemplates.simulation, detection: told = defaultTemplates.detection, claim } =
    wordings;
  return {
    scored,
    simulation: { images: heldOut.images, inquiries: inquire(heldOut.images, "0-10", graded) },
    detection: { images: detection.images, inquiries: inquire(detection.images, "yes-no", told) },
    ...(classNames ? { claim: inquireAboutClasses(explanation, classNames, { wording: claim }) } : {}),
    notes: [...heldOut.notes, ...detection.notes],
  };
}

/** Everything that is asked about one neuron. */
export function inquiriesOf({ simulation, detection, claim }: NeuronQuestions): Inquiry[] {
  return [...simulation.inquiries, ...detection.inquiries, ...(claim ? [claim] : [])];
}

/**
 * Asks all questions about all neurons, side by side, and scores the answers. What fails is counted in the scores, by
 * kind; the chat keeps every reply, so that the same call again asks only for what is missing.
 */
export async function scoreNeurons(
  chat: Chat,
  questions: readonly NeuronQuestions[],
  { seed, onProgress, signal }: { seed: number; onProgress?: (progress: AskProgress) => void; signal?: AbortSignal },
): Promise<{ scores: NeuronScore[]; notes: string[] }> {
  const asked = await askInquiries(chat, questions.flatMap(inquiriesOf), { onProgress, signal });
  const next = asked.answers.values();
  const take = (inquiries: readonly Inquiry[]): Answer[] => inquiries.flatMap(() => next.next().value!);
  const scores = questions.map(({ scored, simulation, detection, claim, notes }): NeuronScore => {
    const { layer, neuron, classMeans, largest } = scored;
    const graded = take(simulation.inquiries);
    const told = take(detection.inquiries);
    const simulated = simulation.images.map((image, i) => ({ ...image, answer: graded[i] }));
    const detected = detection.images.map((image, i) => ({ ...image, answer: told[i] }));
    return {
      layer,
      neuron,
      simulation: scoreSimulation(simulated, { largest, classMeans, seed }),
      detection: scoreDetection(detected, { classMeans, seed }),
      simulated,
      claim: take(claim ? [claim] : []),
      notes,
    };
  });
  return { scores, notes: asked.notes };
}
