// Readers to compare with, who ask nobody: who names the digit, and who is told the weights as numbers.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { answersOf, logitsOf, type Network } from "../../network/mod.ts";
import type { Prediction } from "./predict.ts";
import type { TestImage } from "./sample.ts";

/**
 * What anybody would answer without the summaries: the digit that the picture shows, read off by a plain classifier, which
 * answers with the label of the most alike training picture (both a little blurred). It errs on the odd pictures that
 * networks err on, so that it hits some wrong answers by chance alike; somebody who never errs is sayLabels().
 */
export function nameDigits(
  images: readonly TestImage[],
  pictures: LabelledImages,
  train: LabelledImages,
): Prediction[] {
  const asked = join(images.map(({ index }) => blur(pixelsOf(pictures, index), pictures)));
  const best = images.map(() => ({ closeness: -Infinity, label: 0 }));
  for (let first = 0; first < train.count; first += together) {
    const count = Math.min(together, train.count - first);
    const closeness = logitsOf({ layers: [exampleLayer(train, first, count)] }, asked);
    closeness.forEach((value, i) => {
      const own = best[Math.floor(i / count)];
      if (value > own.closeness) Object.assign(own, { closeness: value, label: train.labels[first + i % count] });
    });
  }
  return images.map((image, i) => ({ ...image, predicted: best[i].label }));
}

/**
 * What somebody answers who reads every digit rightly and knows nothing of the network: the label. Then C = L = 1, and the
 * correct score (C − L) / (1 − L) is 0/0: it is made so that saying the label gains nothing.
 */
export function sayLabels(images: readonly TestImage[]): Prediction[] {
  return images.map((image) => ({ ...image, predicted: image.truth }));
}

/**
 * A ceiling, and no explanation: what the network answers with its weights told as numbers, each a whole number from
 * -`levels` to `levels`, in steps of a size for each neuron, and its biases rounded to hundredths. With the text of it.
 */
export function tellWeights(
  { layers }: Network,
  images: readonly TestImage[],
  pictures: LabelledImages,
  { levels = 99 }: { levels?: number } = {},
): { text: string; predictions: Prediction[] } {
  const lines: string[] = [];
  const told = layers.map(({ inputs, outputs, weights, bias }, depth) => {
    const rounded = new Float32Array(weights.length);
    for (let neuron = 0; neuron < outputs; neuron++) {
      const places = Array.from({ length: inputs }, (_, input) => input * outputs + neuron);
      const step = Math.max(...places.map((place) => Math.abs(weights[place]))) / levels || 1;
      const numbers = places.map((place) => Math.round(weights[place] / step) + 0);
      places.forEach((place, i) => rounded[place] = numbers[i] * step);
      lines.push(
        `Layer ${depth}, neuron ${neuron}: bias ${bias[neuron].toFixed(2)}, ` +
          `weights x ${step.toPrecision(3)}: ${numbers.join(" ")}`,
      );
    }
    return { inputs, outputs, weights: rounded, bias: bias.map((value) => Number(value.toFixed(2))) };
  });
  const asked = join(images.map(({ index }) => pixelsOf(pictures, index)));
  const answers = answersOf(logitsOf({ layers: told }, asked), layers.at(-1)!.outputs);
  return { text: lines.join("\n"), predictions: images.map((image, i) => ({ ...image, predicted: answers[i] })) };
}

/** Training pictures compared at once: a few dozen megabytes. */
const together = 10_000;

/** The nearest example t of a picture x has the largest x·t − t·t/2: a layer with an output for each example. */
function exampleLayer(train: LabelledImages, first: number, outputs: number) {
  const inputs = train.width * train.height;
  const weights = new Float32Array(inputs * outputs);
  const bias = new Float32Array(outputs);
  for (let example = 0; example < outputs; example++) {
    blur(pixelsOf(train, first + example), train).forEach((value, pixel) => {
      weights[pixel * outputs + example] = value;
      bias[example] -= value ** 2 / 2;
    });
  }
  return { inputs, outputs, weights, bias };
}

/** The mean of each pixel and its neighbours, so that a stroke a pixel aside is still alike. */
function blur(pixels: Float32Array, { width, height }: LabelledImages): Float32Array {
  return pixels.map((_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    let [sum, count] = [0, 0];
    for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
        sum += pixels[y * width + x];
        count++;
      }
    }
    return sum / count;
  });
}

function join(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
