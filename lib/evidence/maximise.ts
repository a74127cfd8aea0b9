// Activation maximisation: the input that excites a neuron most, found by climbing from noise.

import { adam } from "../network/adam.ts";
import { inputGradient } from "../network/gradient.ts";
import type { Network } from "../network/mlp.ts";
import { normalNumbers, seededRandom } from "../random.ts";
import { weightsInto } from "./connections.ts";

/** The input that was found for a neuron, and how it was reached. */
export interface Maximisation {
  layer: number;
  neuron: number;
  /** As many numbers as the network has inputs. They are not held to the range of real pixels. */
  input: Float32Array;
  /** The neuron's value at that input before the relu. */
  preActivation: number;
  /** The same after the relu: 0 says that the neuron could not be made active. */
  activation: number;
  /** The pre-activation at every step of the climb, the start first. */
  climb: number[];
  /** How many starts it took: above 1 where the neuron stayed inactive at first. */
  starts: number;
}

/** How to climb; the defaults are the blog post's. */
export interface MaximiseSettings {
  steps?: number;
  learningRate?: number;
  /** λ: what the sum of squared inputs costs. */
  regularisation?: number;
  seed: number;
  /** At most so many starts for a neuron that stays inactive. */
  mostStarts?: number;
}

/**
 * Climbs pre-activation − λ Σ x² from standard-normal noise with Adam, for all the neurons of a layer at once.
 *
 * The pre-activation has a gradient where the activation is zero, so that a silent neuron can be woken. In the first
 * layer the objective has one optimum: see firstLayerOptimum(). In later layers a start can land where all that feeds
 * the neuron is silent; such neurons start again from other noise, and the best climb is kept. Throws on a layer or
 * neuron that the network lacks, and on settings that make no sense.
 */
export function maximise(
  network: Network,
  { layer, neurons }: { layer: number; neurons: readonly number[] },
  { steps = 200, learningRate = 0.1, regularisation = 1, seed, mostStarts = 10 }: MaximiseSettings,
): Maximisation[] {
  checkNeurons(network, layer, neurons);
  checkSettings({ steps, learningRate, regularisation, mostStarts });
  const found = new Map<number, Maximisation>();
  for (let starts = 1; starts <= mostStarts; starts++) {
    // The first layer has one optimum wherever the climb starts, so a second start is idle there.
    const asleep = neurons.filter((neuron) => !found.has(neuron) || layer > 0 && found.get(neuron)!.activation === 0);
    if (asleep.length === 0) break;
    const begin = startsOf(asleep, network.layers[0].inputs, { layer, seed, start: starts });
    for (const climbed of climb(network, layer, asleep, { begin, steps, learningRate, regularisation })) {
      const before = found.get(climbed.neuron);
      const better = before === undefined || climbed.preActivation > before.preActivation;
      found.set(climbed.neuron, { ...(better ? climbed : before), starts });
    }
  }
  return neurons.map((neuron) => found.get(neuron)!);
}

/**
 * The optimum of a first-layer neuron in closed form: pre-activation − λ Σ x² is largest at x = w / 2λ, where the
 * pre-activation is |w|² / 2λ + b.
 */
export function firstLayerOptimum(
  network: Network,
  neuron: number,
  regularisation = 1,
): { input: Float32Array; preActivation: number } {
  const own = Float32Array.from(weightsInto(network.layers[0], neuron));
  const length = own.reduce((sum, weight) => sum + weight ** 2, 0);
  return {
    input: own.map((weight) => weight / (2 * regularisation)),
    preActivation: length / (2 * regularisation) + network.layers[0].bias[neuron],
  };
}

interface Climb {
  begin: Float32Array;
  steps: number;
  learningRate: number;
  regularisation: number;
}

function climb(
  network: Network,
  layer: number,
  neurons: number[],
  { begin: inputs, steps, learningRate, regularisation }: Climb,
): Omit<Maximisation, "starts">[] {
  const size = network.layers[0].inputs;
  const step = adam([inputs], learningRate);
  const curves: number[][] = neurons.map(() => []);
  for (let i = 0; i <= steps; i++) {
    const { preActivations, gradient } = inputGradient(network, layer, { inputs, neurons });
    preActivations.forEach((value, row) => curves[row].push(value));
    if (i < steps) step([gradient.map((slope, k) => 2 * regularisation * inputs[k] - slope)]);
  }
  return neurons.map((neuron, row) => {
    const preActivation = curves[row].at(-1)!;
    const input = inputs.slice(row * size, (row + 1) * size);
    return { layer, neuron, input, preActivation, activation: Math.max(0, preActivation), climb: curves[row] };
  });
}

/** Noise of its own for each neuron, so that a neuron climbs the same way whichever climb beside it. */
function startsOf(neurons: number[], size: number, { layer, seed, start }: Record<"layer" | "seed" | "start", number>) {
  const begin = new Float32Array(neurons.length * size);
  neurons.forEach((neuron, row) => {
    begin.set(normalNumbers(size, seededRandom(seed, layer, neuron, start)), row * size);
  });
  return begin;
}

function checkNeurons({ layers }: Network, layer: number, neurons: readonly number[]): void {
  if (layers[layer] === undefined) {
    throw new Error(
      `Cannot maximise: the layers run from 0 to ${layers.length - 1}, got ${layer}. Choose one of them.`,
    );
  }
  const last = layers[layer].outputs - 1;
  const wrong = neurons.find((neuron) => !Number.isInteger(neuron) || neuron < 0 || neuron > last);
  if (wrong === undefined) return;
  throw new Error(
    `Cannot maximise: the neurons of layer ${layer} run from 0 to ${last}, got ${wrong}. Choose among them.`,
  );
}

function checkSettings(
  { steps, learningRate, regularisation, mostStarts }: Required<Omit<MaximiseSettings, "seed">>,
): void {
  const wrong = (what: string, value: number, advice: string) =>
    new Error(`Cannot maximise: ${what}, got ${value}. ${advice}`);
  const isWhole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  const isPositive = (value: number) => value > 0 && Number.isFinite(value);
  if (!isPositive(regularisation)) {
    const advice = "Without it the first layer has no largest value; choose 1 as the blog post does.";
    throw wrong("the regularisation is above 0", regularisation, advice);
  }
  if (!isPositive(learningRate)) throw wrong("the learning rate is above 0", learningRate, "Choose one such as 0.1.");
  if (!isWhole(steps, 0)) throw wrong("steps is a whole number, 0 or more", steps, "Choose one such as 200.");
  if (!isWhole(mostStarts, 1)) throw wrong("mostStarts is a whole number, 1 or more", mostStarts, "Choose 10.");
}
