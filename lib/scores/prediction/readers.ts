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
  const inputs = train.width * train.height;
  const asked = blur(join(images.map(({ index }) => pixelsOf(pictures, index))), train);
  const best = images.map(() => ({ closeness: -Infinity, label: 0 }));
  for (let first = 0; first < train.count; first += together) {
    const end = Math.min(first + together, train.count);
    const examples = blur(train.pixels.subarray(first * inputs, end * inputs), train);
    // The example t nearest to a picture x has the largest x·t − t·t/2. A layer gives the products: an output for each x.
    const products = logitsOf({ layers: [askedLayer(asked, inputs)] }, examples);
    for (let example = 0; example < end - first; example++) {
      const half = examples.subarray(example * inputs, (example + 1) * inputs).reduce((sum, t) => sum + t * t, 0) / 2;
      best.forEach((own, i) => {
        const closeness = products[example * images.length + i] - half;
        if (closeness > own.closeness) Object.assign(own, { closeness, label: train.labels[first + example] });
      });
    }
    await onProgress?.(end);
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

function askedLayer(asked: Float32Array, inputs: number) {
  const outputs = asked.length / inputs;
  const weights = new Float32Array(asked.length);
  asked.forEach((value, place) => weights[(place % inputs) * outputs + Math.floor(place / inputs)] = value);
  return { inputs, outputs, weights, bias: new Float32Array(outputs) };
}

/** The mean of each pixel and its neighbours, in pictures one after the other: a stroke a pixel aside is still alike. */
function blur(pixels: Float32Array, { width, height }: LabelledImages): Float32Array {
  const blurred = new Float32Array(pixels.length);
  const sums = new Float64Array(width * height);
  const near = (place: number, size: number) => 1 + Number(place > 0) + Number(place < size - 1);
  for (let start = 0; start < pixels.length; start += width * height) {
    for (let at = 0; at < width * height; at++) {
      const column = at % width;
      sums[at] = pixels[start + at];
      if (column > 0) sums[at] += pixels[start + at - 1];
      if (column < width - 1) sums[at] += pixels[start + at + 1];
    }
    for (let at = 0; at < width * height; at++) {
      const [row, column] = [Math.floor(at / width), at % width];
      let sum = sums[at];
      if (row > 0) sum += sums[at - width];
      if (row < height - 1) sum += sums[at + width];
      blurred[start + at] = sum / (near(row, height) * near(column, width));
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
