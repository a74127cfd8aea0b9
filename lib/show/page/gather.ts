// Gathers what the page shows of a run, from plain data.

import type { LabelledImages } from "../../data/mod.ts";
import { activationColumn, topIndices } from "../../evidence/mod.ts";
import { activationsOf, activationsOfPicture, answersOf, type Network } from "../../network/mod.ts";
import { drawingOfWords } from "../web/marks.ts";
import { type KnownNeuron, type PictureFormat, viewNetwork } from "../web/network_view.ts";
import { packBytes } from "../web/packed.ts";
import type { Figure, NeuronFacts, PageData, PictureStock, PromptMessage, RunView } from "./page_data.ts";

/** What a run tells of one of its hidden neurons. */
export interface ToldNeuron extends KnownNeuron {
  readonly classes?: readonly { readonly mean: number; readonly std: number }[];
  readonly explainedBy?: string;
  readonly scores?: readonly Figure[];
  readonly prompt?: readonly PromptMessage[];
  readonly meanings?: number;
}

/** A run as it is told to the page. */
export interface ToldRun extends PictureFormat {
  readonly name: string;
  readonly network: Network;
  readonly neurons: readonly ToldNeuron[];
  readonly summaries?: RunView["summaries"];
  readonly accuracy?: number;
}

/**
 * The data of a page. Of the test pictures come along a fair sample, mistakes of the networks, and for each neuron
 * those that excite it most.
 *
 * @param fair How many pictures the fair sample has.
 */
export async function gatherPage(
  runs: readonly ToldRun[],
  test: LabelledImages,
  { dataset, fair = 1000, mistakes = 250, tops = 9 }: {
    dataset: string;
    fair?: number;
    mistakes?: number;
    tops?: number;
  },
): Promise<PageData> {
  for (const { name, width, height } of runs) {
    if (width !== test.width || height !== test.height) {
      throw new Error(
        `Cannot make the page: the pictures have ${test.width} × ${test.height} pixels, ` +
          `got ${width} × ${height} for run "${name}". Put runs of the same data set side by side.`,
      );
    }
  }
  const activations = runs.map(({ network }) => activationsOf(network, test.pixels));
  const sample = Array.from({ length: Math.min(fair, test.count) }, (_, i) => i);
  const places = new Set(sample);
  runs.forEach(({ network }, i) => {
    const wrong = findMistakes(activations[i], test);
    for (const place of wrong.slice(0, mistakes)) places.add(place);
    const most = network.layers.reduce((sum, { outputs }) => sum + outputs, 0) > 64 ? 3 : tops;
    for (const place of findTops(network, activations[i], most)) places.add(place);
  });
  return {
    dataset,
    runs: runs.map((run) => viewRun(run, test)),
    pictures: await stockPictures(test, [...places], sample.length),
  };
}

function findMistakes(activations: readonly Float32Array[], { labels, count }: LabelledImages): number[] {
  const logits = activations[activations.length - 1];
  const answers = answersOf(logits, logits.length / count);
  return Array.from(labels.keys()).filter((i) => answers[i] !== labels[i]);
}

function findTops({ layers }: Network, activations: readonly Float32Array[], count: number): number[] {
  return layers.slice(0, -1).flatMap(({ outputs }, layer) =>
    Array.from({ length: outputs }, (_, neuron) => {
      const column = activationColumn(activations[layer], { width: outputs, neuron });
      return topIndices(column, count).filter((place) => column[place] > 0);
    }).flat()
  );
}

async function stockPictures(test: LabelledImages, places: number[], fair: number): Promise<PictureStock> {
  const size = test.width * test.height;
  const bytes = new Uint8Array(places.length * size);
  places.forEach((place, i) => {
    for (let pixel = 0; pixel < size; pixel++) {
      bytes[i * size + pixel] = Math.round(127.5 * (test.pixels[place * size + pixel] + 1));
    }
  });
  return {
    pixels: await packBytes(bytes),
    count: places.length,
    labels: places.map((place) => test.labels[place]),
    places,
    fair,
  };
}

function viewRun(
  { name, network, neurons, summaries = [], accuracy, ...format }: ToldRun,
  test: LabelledImages,
): RunView {
  const view = viewNetwork(network, format, neurons);
  const told = new Map(neurons.map((one) => [`${one.layer} ${one.neuron}`, one]));
  const effects = measureEffects(network, test);
  const facts = view.layers.map((layer, k) =>
    layer.map((_, neuron): NeuronFacts => {
      const one = told.get(`${k} ${neuron}`);
      const words = one?.dead ? undefined : one?.explanation;
      return {
        classes: (one?.classes ?? []).map(({ mean, std }) => ({
          mean: Number.isFinite(mean) ? mean : null,
          std: Number.isFinite(std) ? std : null,
        })),
        explainedBy: one?.explainedBy,
        drawing: words === undefined ? undefined : drawingOfWords(words, format),
        scores: one?.scores ?? [],
        prompt: one?.prompt ?? [],
        effect: effects[k][neuron],
        meanings: one?.meanings,
      };
    })
  );
  return { name, view, facts, summaries, accuracy };
}

const picturesForEffects = 100;

/** By how much each output changes, on the mean, when a neuron is held at zero. */
function measureEffects({ layers }: Network, { pixels, count, width, height }: LabelledImages): number[][] {
  const size = width * height;
  const sample = Array.from({ length: Math.min(picturesForEffects, count) }, (_, i) => {
    return activationsOfPicture({ layers }, pixels.subarray(i * size, (i + 1) * size));
  });
  return layers.slice(0, -1).map(({ outputs }, layer) => {
    const rest = { layers: layers.slice(layer + 1) };
    return Array.from({ length: outputs }, (_, neuron) => {
      let sum = 0;
      for (const activations of sample) {
        if (activations[layer][neuron] === 0) continue;
        const without = activations[layer].with(neuron, 0);
        const logits = activations[activations.length - 1];
        const changed = activationsOfPicture(rest, without).at(-1)!;
        logits.forEach((logit, i) => sum += Math.abs(logit - changed[i]) / logits.length);
      }
      return sum / sample.length;
    });
  });
}
