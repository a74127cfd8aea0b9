// Activation maximisation: the input that excites a neuron most, found by climbing from noise.

import { type Network, weightsInto } from "../network/mod.ts";
import { checkClimb, checkCount, checkNeurons, climb, type ClimbSettings, noiseFor } from "./gradient_ascent.ts";

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
export interface MaximiseSettings extends ClimbSettings {
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
  checkClimb({ steps, learningRate, regularisation });
  checkCount({ mostStarts }, { least: 1, advice: "Choose 10." });
  const found = new Map<number, Maximisation>();
  for (let starts = 1; starts <= mostStarts; starts++) {
    // The first layer has one optimum wherever the climb starts, so a second start is idle there.
    const asleep = neurons.filter((neuron) => !found.has(neuron) || layer > 0 && found.get(neuron)!.activation === 0);
    if (asleep.length === 0) break;
    const inputs = noiseFor(asleep.map((neuron) => [seed, layer, neuron, starts]), network.layers[0].inputs);
    const climbed = climb(network, { layer, neurons: asleep }, { inputs, steps, learningRate, regularisation });
    climbed.forEach(({ curve, ...reached }, row) => {
      const neuron = asleep[row];
      const before = found.get(neuron);
      const better = before === undefined || reached.preActivation > before.preActivation;
      found.set(neuron, { ...(better ? { layer, neuron, ...reached, climb: curve } : before), starts });
    });
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
