// The settings of gradient ascent, and which of them make no sense.

import type { Network } from "../network/mod.ts";

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
