// Gradient ascent from noise up a neuron's pre-activation, with Adam.

import { adam, holdForClimbing, inMemory, inputGradient, type Network } from "../network/mod.ts";
import { normalNumbers, seededRandom } from "../random.ts";

/** How to climb; the defaults are the blog post's but for the schedule. */
export interface AscentSettings {
  steps?: number;
  learningRate?: number;
  /** λ: what the sum of squared inputs costs. */
  regularisation?: number;
  /**
   * Whether the learning rate stays the same, as on the blog, or falls to zero, evenly from step to step. At a constant rate
   * the steps rattle across the folds that the relus of earlier layers make, and end beside the top. Constant in the first
   * layer, which has no folds, and falling in later ones, if none is given.
   */
  schedule?: "constant" | "falling";
}

/** Where an ascent begins, and what else it climbs or is held by. */
export interface Ascent extends Required<AscentSettings> {
  /** Row after row, one for each neuron; changed in place. */
  inputs: Float32Array;
  /** The gradient of a further objective by the activations: see inputGradient(). */
  slopesOf?: Parameters<typeof inputGradient>[2]["slopesOf"];
  /** Holds every input within ± this number: what goes beyond is put back after each step. */
  limit?: number;
}

/** What an ascent reached for one row. */
export interface Reached {
  input: Float32Array;
  preActivation: number;
  /** After the relu. */
  activation: number;
  /** The pre-activation − λ Σ x². */
  objective: number;
  /** The pre-activation at every step, the start first. */
  curve: number[];
  /** The objective at every step. */
  objectives: number[];
}

/**
 * Climbs pre-activation − λ Σ x², and what else is asked for, for all rows at once. Each row keeps its last step; where the
 * learning rate falls and nothing else is climbed, its best one.
 */
export function gradientAscent(
  network: Network,
  { layer, neurons }: { layer: number; neurons: readonly number[] },
  { inputs, steps, learningRate, regularisation, schedule, slopesOf, limit = Infinity }: Ascent,
): Reached[] {
  const size = network.layers[0].inputs;
  const step = adam([inputs], learningRate);
  const rowOf = (row: number) => inputs.subarray(row * size, (row + 1) * size);
  const curves = neurons.map(() => ({ curve: [] as number[], objectives: [] as number[] }));
  const keepsBest = schedule === "falling" && slopesOf === undefined;
  const kept = neurons.map(() => ({ step: 0, objective: -Infinity, input: new Float32Array(size) }));
  hold(inputs, limit);
  inMemory(() => {
    const held = holdForClimbing(network);
    for (let i = 0; i <= steps; i++) {
      const { preActivations, gradient } = inputGradient(network, layer, { inputs, neurons, slopesOf, held });
      preActivations.forEach((value, row) => {
        const objective = value - regularisation * sumOfSquares(rowOf(row));
        curves[row].curve.push(value);
        curves[row].objectives.push(objective);
        if (keepsBest ? objective > kept[row].objective : i === steps) {
          kept[row].step = i;
          kept[row].objective = objective;
          kept[row].input.set(rowOf(row));
        }
      });
      if (i === steps) break;
      const slopes = gradient.map((slope, k) => 2 * regularisation * inputs[k] - slope);
      step([slopes], schedule === "falling" ? learningRate * (1 - i / steps) : learningRate);
      hold(inputs, limit);
    }
  });
  return curves.map(({ curve, objectives }, row) => {
    const { step, objective, input } = kept[row];
    return { input, preActivation: curve[step], activation: Math.max(0, curve[step]), objective, curve, objectives };
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
export function checkAscent(
  { steps, learningRate, regularisation, limit }: Required<Omit<AscentSettings, "schedule">> & { limit?: number },
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

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

function hold(inputs: Float32Array, limit: number): void {
  if (limit === Infinity) return;
  for (let i = 0; i < inputs.length; i++) inputs[i] = Math.min(limit, Math.max(-limit, inputs[i]));
}
