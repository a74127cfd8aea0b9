// Readers to compare with, who ask nobody: one who names the digit, and one who is told the weights as numbers.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { answersOf, logitsOf, type Network, weightRows } from "../../network/mod.ts";
import type { Prediction } from "./predict.ts";
import type { TestImage } from "./sample.ts";

/**
 * What anybody would answer without the summaries: the digit that the picture shows, read off by the label of the most
 * alike of the first training pictures. Somebody who reads every digit rightly has C = L = 1, and the correct score is
 * 0/0: it is made to give nothing for that. Near there it divides by little, and its interval is wide.
 */
export function nameDigits(
  images: readonly TestImage[],
  pictures: LabelledImages,
  train: LabelledImages,
  { examples = 10_000 }: { examples?: number } = {},
): Prediction[] {
  const count = Math.min(examples, train.count);
  const inputs = train.width * train.height;
  // The nearest example t of a picture x is the one with the largest x·t − t·t/2: a layer with an output for each.
  const weights = new Float32Array(inputs * count);
  const bias = new Float32Array(count);
  for (let example = 0; example < count; example++) {
    pixelsOf(train, example).forEach((value, pixel) => {
      weights[pixel * count + example] = value;
      bias[example] -= value ** 2 / 2;
    });
  }
  const asked = new Float32Array(images.length * inputs);
  images.forEach(({ index }, i) => asked.set(pixelsOf(pictures, index), i * inputs));
  const closeness = logitsOf({ layers: [{ inputs, outputs: count, weights, bias }] }, asked);
  return images.map((image, i) => {
    const own = closeness.subarray(i * count, (i + 1) * count);
    let nearest = 0;
    own.forEach((value, example) => nearest = value > own[nearest] ? example : nearest);
    return { ...image, predicted: train.labels[nearest] };
  });
}

/** The weights of a network told as numbers, and what somebody who calculates with them answers. */
export interface ToldWeights {
  text: string;
  predictions: Prediction[];
}

/**
 * A ceiling, and no explanation: each weight of the first layer as a whole number from -9 to 9 for each of `blocks` by
 * `blocks` areas of the picture, the other weights and the biases rounded to hundredths.
 */
export function tellWeights(
  network: Network,
  images: readonly TestImage[],
  pictures: LabelledImages,
  { blocks = 14 }: { blocks?: number } = {},
): ToldWeights {
  const { width, height } = pictures;
  const told: string[] = [];
  const layers = network.layers.map((layer, depth) => {
    const weights = new Float32Array(layer.weights.length);
    weightRows(layer).forEach((row, neuron) => {
      const { values, words } = depth === 0 ? tellPicture(row, { width, height, blocks }) : tellRow(row);
      told.push(`Layer ${depth}, neuron ${neuron}: bias ${hundredth(layer.bias[neuron])}; ${words}`);
      values.forEach((value, from) => weights[from * layer.outputs + neuron] = value);
    });
    return { ...layer, weights, bias: layer.bias.map(hundredth) };
  });
  const inputs = new Float32Array(images.length * width * height);
  images.forEach(({ index }, i) => inputs.set(pixelsOf(pictures, index), i * width * height));
  const answers = answersOf(logitsOf({ layers }, inputs), layers.at(-1)!.outputs);
  return { text: told.join("\n"), predictions: images.map((image, i) => ({ ...image, predicted: answers[i] })) };
}

interface Told {
  values: number[];
  words: string;
}

function tellRow(row: ArrayLike<number>): Told {
  const values = Array.from(row, hundredth);
  return { values, words: values.join(" ") };
}

function tellPicture(
  row: ArrayLike<number>,
  { width, height, blocks }: { width: number; height: number; blocks: number },
): Told {
  const areaOf = (pixel: number) => {
    const [down, across] = [Math.floor(pixel / width), pixel % width];
    return Math.floor(down * blocks / height) * blocks + Math.floor(across * blocks / width);
  };
  const sums = new Array<number>(blocks * blocks).fill(0);
  const sizes = [...sums];
  Array.from(row).forEach((weight, pixel) => {
    sums[areaOf(pixel)] += weight;
    sizes[areaOf(pixel)]++;
  });
  const means = sums.map((sum, area) => sizes[area] === 0 ? 0 : sum / sizes[area]);
  const step = Math.max(...means.map(Math.abs)) / 9 || 1;
  const levels = means.map((mean) => Math.round(mean / step) + 0);
  const values = Array.from(row, (_, pixel) => levels[areaOf(pixel)] * step);
  return { values, words: `1 is ${step.toPrecision(2)}: ${levels.join(" ")}` };
}

function hundredth(value: number): number {
  return Math.round(100 * value) / 100;
}
