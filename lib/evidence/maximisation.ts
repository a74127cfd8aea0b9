// Activation maximisation: the input that excites a neuron most, found by gradient ascent from noise.

// @ts-types="@types/d3-array"
import { sum } from "d3-array";
import { interruptSignal } from "../interrupt.ts";
import { type Network, weightsInto } from "../network/mod.ts";
import { type AscentSettings, checkAscent, checkCount, checkNeurons } from "./ascent_settings.ts";
import { gradientAscent, noiseFor, type Reached } from "./gradient_ascent.ts";

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
  /** The pre-activation at every step of the ascent, the start first. It can fall while the objective rises. */
  climb: number[];
  /** What is climbed: the pre-activation − λ Σ x² at every step. */
  objectives: number[];
  /** How many starts were made. */
  starts: number;
}

/**
 * How to climb. The blog post's own method is `schedule: "constant", starts: 1`; in the first layer it is what is done
 * anyway.
 */
export interface MaximiseSettings extends AscentSettings {
  seed: number;
  /** From how many noises a neuron of a later layer climbs: it can have several tops, and the best is kept. */
  starts?: number;
  /** At most so many starts for a neuron that stays inactive. */
  mostStarts?: number;
  /** Told of the neurons that are done. */
  onProgress?: (progress: { done: number; total: number }) => unknown;
  /** Stops with its reason. The running cell's if none is given. */
  signal?: AbortSignal;
}

/**
 * Climbs pre-activation − λ Σ x² from standard-normal noise with Adam, for the neurons of a layer side by side.
 *
 * The pre-activation has a gradient where the activation is zero, so that a silent neuron can be woken. In the first
 * layer the objective has one optimum: see firstLayerOptimum(). In later layers it can have several, and a start can land
 * where all that feeds the neuron is silent: such neurons start again from other noise. The best ascent is kept, an active
 * one before any other. Throws on a layer or neuron that the network lacks, on settings that make no sense, and where the
 * signal is given.
 */
export async function maximise(
  network: Network,
  { layer, neurons }: { layer: number; neurons: readonly number[] },
  settings: MaximiseSettings,
): Promise<Maximisation[]> {
  const { steps = 200, learningRate = 0.1, regularisation = 1, mostStarts = 10, starts = Math.min(8, mostStarts) } =
    settings;
  const { seed, schedule = layer === 0 ? "constant" : "falling", onProgress, signal = interruptSignal() } = settings;
  checkNeurons(network, layer, neurons);
  checkAscent({ steps, learningRate, regularisation });
  checkCount({ mostStarts, starts }, { least: 1, advice: "Choose 10." });
  // The first layer has one optimum wherever the ascent starts, so a second start is idle there.
  const [first, most] = layer === 0 ? [1, 1] : [starts, Math.max(starts, mostStarts)];
  const climb = (rows: readonly Start[]): Reached[] => {
    const inputs = noiseFor(rows.map(({ neuron, start }) => [seed, layer, neuron, start]), network.layers[0].inputs);
    const about = { inputs, steps, learningRate, regularisation, schedule };
    return gradientAscent(network, { layer, neurons: rows.map(({ neuron }) => neuron) }, about);
  };
  const found: Maximisation[] = [];
  const atOnce = Math.max(1, Math.floor(rowsAtOnce / first));
  for (let done = 0; done < neurons.length; done += atOnce) {
    signal.throwIfAborted();
    const some = neurons.slice(done, done + atOnce);
    const reached = climb(some.flatMap((neuron) => startsOf(neuron, first)));
    for (const [place, neuron] of some.entries()) {
      let best = bestOf(reached.slice(place * first, (place + 1) * first));
      let made = first;
      while (made < most && best.activation === 0) best = bestOf([best, ...climb([{ neuron, start: ++made }])]);
      const { curve, objectives, input, preActivation, activation } = best;
      found.push({ layer, neuron, input, preActivation, activation, climb: curve, objectives, starts: made });
    }
    await onProgress?.({ done: found.length, total: neurons.length });
    // A pause lets the progress bar be drawn and an interrupt be heard.
    await new Promise<void>((resume) => setImmediate(resume));
  }
  return found;
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
  const length = sum(own, (weight) => weight ** 2);
  return {
    input: own.map((weight) => weight / (2 * regularisation)),
    preActivation: length / (2 * regularisation) + network.layers[0].bias[neuron],
  };
}

/** An ascent of a neuron, from a noise of its own. */
interface Start {
  neuron: number;
  start: number;
}

// As many as a batch: more would be no quicker, and an interrupt would have to wait.
const rowsAtOnce = 64;

function startsOf(neuron: number, count: number): Start[] {
  return Array.from({ length: count }, (_, i) => ({ neuron, start: i + 1 }));
}

/** The ascent with the highest objective, an active one before any other; the first of equals. */
function bestOf(reached: readonly Reached[]): Reached {
  return reached.reduce((best, one) => {
    if ((one.activation > 0) !== (best.activation > 0)) return one.activation > 0 ? one : best;
    return one.objective > best.objective ? one : best;
  });
}
