// Gradient ascent from noise up a neuron's pre-activation, with Adam.

import { adam, type DenseLayer, holdForClimbing, inMemory, inputGradient, type Network } from "../network/mod.ts";
import { normalNumbers, seededRandom } from "../random.ts";
import type { AscentSettings } from "./ascent_settings.ts";

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
  const cut = slopesOf === undefined ? cutTo(network, layer, neurons) : { network, neurons };
  const step = adam([inputs], learningRate);
  const rowOf = (row: number) => inputs.subarray(row * size, (row + 1) * size);
  const curves = neurons.map(() => ({ curve: [] as number[], objectives: [] as number[] }));
  const keepsBest = schedule === "falling" && slopesOf === undefined;
  const kept = neurons.map(() => ({ step: 0, objective: -Infinity, input: new Float32Array(size) }));
  hold(inputs, limit);
  inMemory(() => {
    const held = holdForClimbing(cut.network);
    for (let i = 0; i <= steps; i++) {
      const { preActivations, gradient } = inputGradient(cut.network, layer, {
        inputs,
        neurons: cut.neurons,
        slopesOf,
        held,
      });
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
      for (let k = 0; k < gradient.length; k++) gradient[k] = 2 * regularisation * inputs[k] - gradient[k];
      step([gradient], schedule === "falling" ? learningRate * (1 - i / steps) : learningRate);
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

/**
 * The network up to a layer of which it keeps the neurons that climb, and where each row's neuron is then: the others take
 * most of the time in a wide layer, and change no number.
 */
function cutTo(
  { layers }: Network,
  layer: number,
  neurons: readonly number[],
): { network: Network; neurons: number[] } {
  const kept = [...new Set(neurons)];
  const { inputs, outputs, weights, bias } = layers[layer];
  const own: DenseLayer = {
    inputs,
    outputs: kept.length,
    weights: new Float32Array(inputs * kept.length),
    bias: Float32Array.from(kept, (neuron) => bias[neuron]),
  };
  for (let i = 0; i < own.weights.length; i++) {
    own.weights[i] = weights[Math.floor(i / kept.length) * outputs + kept[i % kept.length]];
  }
  return {
    network: { layers: [...layers.slice(0, layer), own] },
    neurons: neurons.map((neuron) => kept.indexOf(neuron)),
  };
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
