// Readers to compare with, who ask nobody: who names the digit, and who is told the weights as numbers.

import { setImmediate } from "node:timers";
import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import { interruptSignal } from "../../interrupt.ts";
import { answersOf, logitsOf, type Network } from "../../network/mod.ts";
import type { Prediction } from "./predict.ts";
import type { TestImage } from "./sample.ts";

/**
 * What anybody would answer without the summaries: the digit that the picture shows, read off by a plain classifier, which
 * answers with the label of the most alike training picture (both a little blurred). It errs on the odd pictures that
 * networks err on, so that it hits some wrong answers by chance alike; somebody who never errs is sayLabels().
 *
 * @param onProgress Told how many training pictures are compared. Throws where the signal stops it.
 */
export async function nameDigits(
  images: readonly TestImage[],
  pictures: LabelledImages,
  train: LabelledImages,
  { onProgress, signal = interruptSignal() }: { onProgress?: (done: number) => unknown; signal?: AbortSignal } = {},
): Promise<Prediction[]> {
  const layer = pictureLayer(images.map(({ index }) => blur(pixelsOf(pictures, index), pictures)));
  const best = images.map(() => ({ closeness: -Infinity, label: 0 }));
  for (let first = 0; first < train.count; first += together) {
    const count = Math.min(together, train.count - first);
    const examples = Array.from({ length: count }, (_, i) => blur(pixelsOf(train, first + i), train));
    const products = logitsOf({ layers: [layer] }, join(examples));
    examples.forEach((example, i) => {
      const half = example.reduce((sum, value) => sum + value * value, 0) / 2;
      best.forEach((own, k) => {
        // The nearest example t of a picture x has the largest x·t − t·t/2.
        const closeness = products[i * best.length + k] - half;
        if (closeness > own.closeness) Object.assign(own, { closeness, label: train.labels[first + i] });
      });
    });
    await onProgress?.(first + count);
    await new Promise<void>((resume) => setImmediate(resume));
    signal.throwIfAborted();
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

/** Training pictures compared at once, in a fraction of a second. */
const together = 2_000;

/** A layer with an output for each picture, which multiplies it by what comes in. */
function pictureLayer(pictures: readonly Float32Array[]) {
  const [inputs, outputs] = [pictures[0]?.length ?? 0, pictures.length];
  const weights = new Float32Array(inputs * outputs);
  pictures.forEach((picture, k) => picture.forEach((value, pixel) => weights[pixel * outputs + k] = value));
  return { inputs, outputs, weights, bias: new Float32Array(outputs) };
}

/** The mean of each pixel and its neighbours, so that a stroke a pixel aside is still alike. */
function blur(pixels: Float32Array, { width, height }: LabelledImages): Float32Array {
  const blurred = new Float32Array(pixels.length);
  for (let row = 0; row < height; row++) {
    const [top, bottom] = [Math.max(0, row - 1), Math.min(height - 1, row + 1)];
    for (let column = 0; column < width; column++) {
      const [left, right] = [Math.max(0, column - 1), Math.min(width - 1, column + 1)];
      let sum = 0;
      for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) sum += pixels[y * width + x];
      blurred[row * width + column] = sum / ((bottom - top + 1) * (right - left + 1));
    }
  }
  return blurred;
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
