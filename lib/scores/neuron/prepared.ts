// Prepares the scoring of explanations: draws what is asked about once for each neuron, and words the questions.

import type { LabelledImages } from "../../data/mod.ts";
import { pixelsOf } from "../../data/mod.ts";
import { activationColumn, type NeuronStats, neuronStrengths } from "../../evidence/mod.ts";
import { activationsOf, type Network } from "../../network/mod.ts";
import { digitValue, type NetworkContext, type Question, questionRequest } from "../../prompts/mod.ts";
import type { ChatRequest } from "../../chat/mod.ts";
import { chooseNeurons } from "./chosen_neurons.ts";
import type { Drawn, Item, Material, Score, ScoredNeuron } from "./score.ts";

/** How the pictures are drawn and asked about; see Material. */
export interface ScoreSettings extends Partial<Pick<Material, "each" | "positives" | "exclude">> {
  scores: readonly Score[];
  seed: number;
  /** Pictures in one request. */
  together?: number;
  /** How much each pixel is enlarged: enough for a language model if none is given. */
  scale?: number;
}

/** An explanation with all that is asked about it. */
export interface PreparedExplanation {
  neuron: ScoredNeuron;
  explanation: string;
  parts: readonly PreparedScore[];
  /** What is amiss with the explanation itself, as where it sounds like a refusal. */
  notes: readonly string[];
}

/** One score's items and figures, and its questions, with the items that each is about. */
export interface PreparedScore {
  score: Score;
  drawn: Drawn;
  questions: readonly { question: Question; request: ChatRequest; items: readonly Item[] }[];
}

/**
 * Prepares the scores of the explanations of live neurons; dead ones, which have none, are left out.
 *
 * @param images The images to draw from, which the explanations were not made by.
 * @param neurons The explanations; at most `most` of each layer are scored: see chooseNeurons().
 * @param stats The statistics of all hidden neurons: see gatherStats().
 */
export function prepareScores(
  context: NetworkContext,
  network: Network,
  images: LabelledImages,
  { neurons, stats, most = Infinity, ...settings }: ScoreSettings & {
    neurons: readonly { layer: number; neuron: number; text: string; dead?: boolean; reply?: { note?: string } }[];
    stats: readonly (readonly NeuronStats[])[];
    most?: number;
  },
): PreparedExplanation[] {
  if (most !== Infinity) checkCounts({ most });
  const chosen = chooseNeurons(neurons, neuronStrengths(network, stats), { most });
  const scored = scoredNeurons(network, images, chosen.map(({ layer, neuron }) => stats[layer][neuron]));
  return chosen.map(({ text, reply }, i) => {
    const [prepared] = prepareExplanations(context, scored[i], { explanations: [text], network, images, ...settings });
    return reply?.note === undefined ? prepared : { ...prepared, notes: [reply.note] };
  });
}

/** What there is to know of neurons for scoring explanations of them on these images. */
export function scoredNeurons(
  network: Network,
  images: LabelledImages,
  stats: readonly Pick<NeuronStats, "layer" | "neuron" | "classes">[],
): ScoredNeuron[] {
  const activations = activationsOf(network, images.pixels);
  return stats.map(({ layer, neuron, classes }) => ({
    layer,
    neuron,
    activations: activationColumn(activations[layer], { width: network.layers[layer].outputs, neuron }),
    classMeans: classes.map(({ mean }) => mean),
    largest: Math.max(...classes.map(({ largest }) => largest)),
  }));
}

/** Prepares several explanations of one neuron, which are asked about the very same items. */
export function prepareExplanations(
  context: NetworkContext,
  neuron: ScoredNeuron,
  { explanations, network, images, scores, seed, each = 10, positives = 10, exclude = [], together = 10, scale }:
    & ScoreSettings
    & { explanations: readonly string[]; network: Network; images: LabelledImages },
): PreparedExplanation[] {
  checkCounts({ together, each, positives });
  const material: Material = { network, images, classNames: context.classNames, each, positives, seed, exclude };
  const drawn = scores.map((score) => ({ score, drawn: score.draw(neuron, material) }));
  const shown = new Map<number, ReturnType<typeof digitValue>>();
  const show = (place: number) => {
    const picture = shown.get(place) ?? digitValue(context, pixelsOf(images, place), { scale });
    shown.set(place, picture);
    return picture;
  };
  return explanations.map((explanation) => {
    const parts = drawn.map(({ score, drawn }): PreparedScore => {
      const questions = groupItems(drawn.items, together).map((items) => {
        const things = items.map(({ number, text, pictures }, i) => ({
          number: number ?? i + 1,
          text,
          pictures: pictures.map(show),
        }));
        const question = { explanation, kind: score.kind, things, scale: score.scale };
        return { question, request: questionRequest(context.templates[score.name], question), items };
      });
      return { score, drawn, questions };
    });
    return { neuron, explanation, parts, notes: [] };
  });
}

function checkCounts(settings: Record<string, number>): void {
  for (const [name, count] of Object.entries(settings)) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new RangeError(
      `Cannot ask about pictures: "${name}" is a whole number, 1 or more, got ${count}. Choose one such as 10.`,
    );
  }
}

/** Everything that is asked, for an estimate. */
export function requestsOf(prepared: readonly PreparedExplanation[]): ChatRequest[] {
  return prepared.flatMap(({ parts }) => parts.flatMap(({ questions }) => questions.map(({ request }) => request)));
}

/** As many items as hold `together` pictures; items without pictures in one group. */
function groupItems(items: readonly Item[], together: number): Item[][] {
  const pictures = items[0]?.pictures.length ?? 0;
  const size = pictures === 0 ? items.length : Math.max(1, Math.floor(together / pictures));
  return Array.from({ length: Math.ceil(items.length / size) || 0 }, (_, i) => items.slice(i * size, (i + 1) * size));
}
