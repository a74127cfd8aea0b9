// Diverse maximisation: several inputs for one neuron, found together, that excite it in different ways.

// @ts-types="@types/d3-array"
import { greatest, sum } from "d3-array";
import { inputGradient, type Network } from "../network/mod.ts";
import { checkAscent, checkCount, checkNeurons } from "./ascent_settings.ts";
import { gradientAscent, noiseFor, type Reached } from "./gradient_ascent.ts";
import { diversityOf } from "./diversity.ts";
import type { MaximiseSettings } from "./maximisation.ts";

/** Inputs that excite one neuron in different ways. */
export interface DiverseMaximisation {
  layer: number;
  neuron: number;
  /** The most exciting first; `curve` is its pre-activation at every step. */
  inputs: Reached[];
  /** The cosine between the hidden vectors of each two of the inputs: near 1 where they excite it in one way. */
  cosines: number[][];
  /** How far the hidden vectors are apart: see diversityOf(). */
  diversity: number;
  /** Σ (pre-activation − λ Σ x²) + δ diversity, over all inputs. */
  objective: number;
}

/** What is maximised: see maximiseDiverse(). */
export interface DiverseObjective {
  /** λ: what the sum of squared inputs costs. */
  regularisation?: number;
  /** δ: what a diversity of 1 is worth, in activation. 0 climbs each input by itself. */
  weight?: number;
  /**
   * The hidden vector of an input: the activations of all the hidden layers `below` the neuron's, or of these and of the
   * neuron's own layer (`through`).
   */
  vectors?: "below" | "through";
}

/** How to climb, and how many inputs to find; `limit` holds them within ± that number: 1 is the range of digits. */
export interface DiverseSettings
  extends Omit<MaximiseSettings, "mostStarts" | "onProgress" | "signal">, DiverseObjective {
  count?: number;
  limit?: number;
  /** How often to climb, each time from other noise; the best objective is kept. */
  starts?: number;
}

/**
 * Climbs Σ (pre-activation − λ Σ x²) + δ D for several inputs of one neuron at once, where the diversity D pushes the
 * inputs' hidden vectors apart: their magnitude up, their scalar products down, as the blog post proposes for finding
 * several meanings. In the first layer nothing is hidden `below` the neuron, D is 0, and its objective has one optimum,
 * with a limit as well as without: all inputs become one. Differences show from the second layer on, or `through` the
 * neuron's own layer, where they are paid for in activation.
 */
export function maximiseDiverse(
  network: Network,
  { layer, neuron }: { layer: number; neuron: number },
  settings: DiverseSettings,
): DiverseMaximisation {
  const { count = 3, steps = 200, learningRate = 0.1, regularisation = 1, seed, limit, starts = 4 } = settings;
  const { weight = 0.2, vectors = "below", schedule = layer === 0 ? "constant" : "falling" } = settings;
  checkNeurons(network, layer, [neuron]);
  checkAscent({ steps, learningRate, regularisation, limit });
  checkCount({ count, starts }, { least: 1, advice: "Choose one such as 3." });
  if (!(weight >= 0) || !Number.isFinite(weight)) {
    throw new Error(
      `Cannot maximise: the weight of the diversity is 0 or more, got ${weight}. Choose one such as 0.2.`,
    );
  }
  const aim = { regularisation, weight, vectors };
  const rows = starts * count;
  const neurons = new Array<number>(rows).fill(neuron);
  // All starts climb side by side, each pushed apart within itself alone.
  const reached = gradientAscent(network, { layer, neurons }, {
    steps,
    learningRate,
    regularisation,
    schedule,
    limit,
    inputs: wakefulNoise(network, { layer, neuron, rows, seed }),
    slopesOf: (activations) => {
      const groups = Array.from({ length: starts }, (_, start) => {
        return spread(activations.map((values) => partOf(values, start, starts)), { layer, count, ...aim }).slopes;
      });
      return groups[0].map((_, k) => concatenate(groups.map((slopes) => slopes[k])));
    },
  });
  const found = Array.from({ length: starts }, (_, start): DiverseMaximisation => {
    const inputs = reached.slice(start * count, (start + 1) * count).sort((a, b) => b.preActivation - a.preActivation);
    const all = concatenate(inputs.map(({ input }) => input));
    const { objective, diversity, cosines } = diverseObjective(network, { layer, neuron }, all, aim);
    return { layer, neuron, inputs, cosines, diversity, objective };
  });
  return greatest(found, ({ objective }) => objective)!;
}

/** The objective at given inputs, row after row, its gradient by them, and the diversity in it. */
export function diverseObjective(
  network: Network,
  { layer, neuron }: { layer: number; neuron: number },
  inputs: Float32Array,
  { regularisation = 1, weight = 0.2, vectors = "below" }: DiverseObjective = {},
): { objective: number; gradient: Float32Array; diversity: number; cosines: number[][] } {
  const count = inputs.length / network.layers[0].inputs;
  let apart = { diversity: 0, cosines: [] as number[][] };
  const { preActivations, gradient } = inputGradient(network, layer, {
    inputs,
    neurons: new Array<number>(count).fill(neuron),
    slopesOf(activations) {
      const { slopes, ...found } = spread(activations, { layer, count, weight, vectors });
      apart = found;
      return slopes;
    },
  });
  const objective = sum(preActivations) - regularisation * sum(inputs, (x) => x ** 2) + weight * apart.diversity;
  return { objective, gradient: gradient.map((slope, k) => slope - 2 * regularisation * inputs[k]), ...apart };
}

/** A search's activations, and the least cosines between two of its inputs and between two hidden vectors. */
export interface DiverseRow {
  search: string;
  activations: number[];
  inputs: number;
  /** Null where nothing is hidden before the neuron's layer, so that all vectors are empty. */
  hidden: number | null;
}

/** A row for each search; 1 says that all its inputs are alike. */
export function diverseRows(searches: Readonly<Record<string, DiverseMaximisation>>): DiverseRow[] {
  return Object.entries(searches).map(([search, { inputs, cosines }]) => {
    // Of an empty vector, or of one of zeros, every cosine with another is 0.
    const isEmpty = inputs.length > 1 && cosines.every((row, i) => row.every((cosine, j) => i === j || cosine === 0));
    return {
      search,
      activations: inputs.map(({ activation }) => activation),
      inputs: Math.min(...diversityOf(inputs.map(({ input }) => input)).cosines.flat()),
      hidden: isEmpty ? null : Math.min(...cosines.flat()),
    };
  });
}

/** The diversity of the inputs' hidden vectors, and δ times its gradient by the activations of each layer. */
function spread(
  activations: Float32Array[],
  { layer, count, weight, vectors }:
    & { layer: number; count: number }
    & Required<Omit<DiverseObjective, "regularisation">>,
) {
  const chosen = activations.slice(0, vectors === "through" ? layer + 1 : layer);
  const widths = chosen.map(({ length }) => length / count);
  const rows = Array.from({ length: count }, (_, row) => {
    return chosen.flatMap((values) => Array.from(partOf(values, row, count)));
  });
  const { diversity, slopes, cosines } = diversityOf(rows);
  const byLayer = widths.map((width, k) => {
    const start = sum(widths.slice(0, k));
    return concatenate(
      slopes.map((slope) => Float32Array.from(slope.subarray(start, start + width), (x) => weight * x)),
    );
  });
  return { diversity, cosines, slopes: byLayer };
}

/** Noise from which the neuron can be climbed: rows where all that feeds it is silent are drawn again, ten times at most. */
function wakefulNoise(
  network: Network,
  { layer, neuron, rows, seed }: { layer: number; neuron: number; rows: number; seed: number },
): Float32Array {
  const size = network.layers[0].inputs;
  const inputs = noiseFor(Array.from({ length: rows }, (_, row) => [seed, layer, neuron, row, 0]), size);
  for (let draw = 1; draw < 10; draw++) {
    const { gradient } = inputGradient(network, layer, { inputs, neurons: new Array<number>(rows).fill(neuron) });
    const asleep = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => partOf(gradient, row, rows).every((slope) => slope === 0));
    if (asleep.length === 0) break;
    for (const row of asleep) inputs.set(noiseFor([[seed, layer, neuron, row, draw]], size), row * size);
  }
  return inputs;
}

/** One of several equal parts. */
function partOf(values: Float32Array, part: number, parts: number): Float32Array {
  return values.subarray(part * values.length / parts, (part + 1) * values.length / parts);
}

function concatenate(arrays: readonly Float32Array[]): Float32Array {
  return Float32Array.from(arrays.flatMap((array) => Array.from(array)));
}
