// The climb of activation maximisation: from noise up a neuron's pre-activation, with Adam.

import { adam, holdForClimbing, inMemory, inputGradient, type Network } from "../network/mod.ts";
import { normalNumbers, seededRandom } from "../random.ts";

/** How to climb; the defaults are the blog post's. */
export interface ClimbSettings {
  steps?: number;
  learningRate?: number;
  /** λ: what the sum of squared inputs costs. */
  regularisation?: number;
}

/** Where a climb begins, and what else it climbs or is held by. */
export interface Climb extends Required<ClimbSettings> {
  /** Row after row, one for each neuron; changed in place. */
  inputs: Float32Array;
  /** The gradient of a further objective by the activations: see inputGradient(). */
  slopesOf?: Parameters<typeof inputGradient>[2]["slopesOf"];
  /** Holds every input within ± this number: what goes beyond is put back after each step. */
  limit?: number;
}

/** What a climb reached for one row. */
export interface Reached {
  input: Float32Array;
  preActivation: number;
  /** After the relu. */
  activation: number;
  /** The pre-activation at every step, the start first. */
  curve: number[];
}

/** Climbs pre-activation − λ Σ x², and what else is asked for, for all rows at once. */
export function climb(
  network: Network,
  { layer, neurons }: { layer: number; neurons: readonly number[] },
  { inputs, steps, learningRate, regularisation, slopesOf, limit = Infinity }: Climb,
): Reached[] {
  const size = network.layers[0].inputs;
  const step = adam([inputs], learningRate);
  const curves: number[][] = neurons.map(() => []);
  hold(inputs, limit);
  inMemory(() => {
    const held = holdForClimbing(network);
    for (let i = 0; i <= steps; i++) {
      const { preActivations, gradient } = inputGradient(network, layer, { inputs, neurons, slopesOf, held });
      preActivations.forEach((value, row) => curves[row].push(value));
      if (i === steps) break;
      step([gradient.map((slope, k) => 2 * regularisation * inputs[k] - slope)]);
      hold(inputs, limit);
    }
  });
  return neurons.map((_, row) => {
    const preActivation = curves[row].at(-1)!;
    const input = inputs.slice(row * size, (row + 1) * size);
    return { input, preActivation, activation: Math.max(0, preActivation), curve: curves[row] };
  });
}

/** Standard-normal noise for each row, from seeds of its own, so that a row starts the same whichever stand beside it. */
export function noiseFor(seeds: readonly (readonly [number, ...number[]])[], size: number): Float32Array {
  const noise = new Float32Array(seeds.length * size);
  seeds.forEach((parts, row) => noise.set(normalNumbers(size, seededRandom(...parts)), row * size));
  return noise;
}

/** Throws on a layer or neurons that the network lacks. */
export function checkNeurons({ layers }: Network, layer: number, neurons: readonly number[]): void {
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

/** Throws on settings that make no sense. Inputs that are held within a limit need no regularisation. */
export function checkClimb(
  { steps, learningRate, regularisation, limit }: Required<ClimbSettings> & { limit?: number },
): void {
  if (limit !== undefined && !isPositive(limit)) {
    throw wrong("the limit of the inputs is above 0", limit, "Choose 1, the range of digits, or leave it out.");
  }
  if (!isPositive(regularisation) && !(limit !== undefined && regularisation === 0)) {
    const advice = "Without it the first layer has no largest value; choose 1 as the blog post does.";
    throw wrong("the regularisation is above 0", regularisation, advice);
  }
  if (!isPositive(learningRate)) throw wrong("the learning rate is above 0", learningRate, "Choose one such as 0.1.");
  checkCount({ steps }, { least: 0, advice: "Choose one such as 200." });
}

/** Throws unless a named setting is a whole number that is large enough. */
export function checkCount(
  setting: Record<string, number>,
  { least, advice }: { least: number; advice: string },
): void {
  for (const [name, value] of Object.entries(setting)) {
    if (Number.isInteger(value) && value >= least) continue;
    throw wrong(`${name} is a whole number, ${least} or more`, value, advice);
  }
}

function isPositive(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

function wrong(what: string, value: number, advice: string): Error {
  return new Error(`Cannot maximise: ${what}, got ${value}. ${advice}`);
}

function hold(inputs: Float32Array, limit: number): void {
  if (limit === Infinity) return;
  for (let i = 0; i < inputs.length; i++) inputs[i] = Math.min(limit, Math.max(-limit, inputs[i]));
}
