// The model: a multi-layer perceptron as plain arrays, and what it answers.

import { seededRandom } from "../random.ts";
import { dense, type Held, type HeldLayer, hold, inMemory, valuesOf } from "./kernels.ts";

/** One fully connected layer: outputs = inputs · weights + bias. */
export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** Row after row, one row for each input: the weight from input i to output j stands at i × outputs + j. */
  weights: Float32Array;
  bias: Float32Array;
}

/** A multi-layer perceptron: relu after every layer but the last, whose outputs are the logits. */
export interface Network {
  layers: DenseLayer[];
}

/** The sizes of a network: `hidden` holds the width of each hidden layer, and may be empty. */
export interface NetworkShape {
  inputs: number;
  hidden: readonly number[];
  outputs: number;
}

/**
 * A network before training, its weights and biases uniform within ±1/√inputs of their layer, the default of PyTorch's
 * nn.Linear. Throws unless all sizes are whole and positive, and the weights can be held.
 */
export function createNetwork({ inputs, hidden, outputs }: NetworkShape, seed: number): Network {
  const sizes = [inputs, ...hidden, outputs];
  const wrong = sizes.find((size) => !Number.isInteger(size) || size < 1);
  if (wrong !== undefined) {
    throw new Error(
      `Cannot create a network: every layer needs a whole number of neurons, 1 or more, got ${wrong}. ` +
        "Choose another width, or depth 0 for no hidden layer.",
    );
  }
  const count = sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0);
  if (count > mostWeights) {
    throw new Error(
      `Cannot create a network: at most ${mostWeights} weights and biases can be held, got ${count}. ` +
        "Choose a smaller width or depth.",
    );
  }
  const random = seededRandom(seed);
  const layers = sizes.slice(1).map((outputs, i): DenseLayer => {
    const bound = 1 / Math.sqrt(sizes[i]);
    const draw = (length: number) => Float32Array.from({ length }, () => (2 * random() - 1) * bound);
    return { inputs: sizes[i], outputs, weights: draw(sizes[i] * outputs), bias: draw(outputs) };
  });
  return { layers };
}

/**
 * What every layer answers to the inputs, the last layer's logits included.
 *
 * @param inputs Example after example, as many numbers each as the network has inputs.
 * @returns For each layer, example after example, the activations after relu (the logits of the last layer).
 */
export function activationsOf(network: Network, inputs: Float32Array): Float32Array[] {
  const count = countExamples(network, inputs);
  const found = network.layers.map(({ outputs }) => new Float32Array(count * outputs));
  runInChunks(network, inputs, (activations, start) => {
    activations.forEach((values, k) => found[k].set(values, start * network.layers[k].outputs));
  });
  return found;
}

/** The logits of the inputs, example after example. */
export function logitsOf(network: Network, inputs: Float32Array): Float32Array {
  const width = network.layers.at(-1)!.outputs;
  const logits = new Float32Array(countExamples(network, inputs) * width);
  runInChunks(network, inputs, (activations, start) => logits.set(activations.at(-1)!, start * width));
  return logits;
}

/**
 * Runs the network on some thousand examples at a time, so that the activations of all need not be in memory at once.
 *
 * @param use Gets every layer's activations of a chunk, example after example, and the place of its first example. They
 * are views that do not outlive the call.
 */
export function runInChunks(
  network: Network,
  inputs: Float32Array,
  use: (activations: Float32Array[], start: number) => void,
): void {
  const count = countExamples(network, inputs);
  const size = network.layers[0].inputs;
  inMemory(() => {
    const layers = holdLayers(network);
    for (let start = 0; start < count; start += examplesAtOnce) {
      const rows = inputs.subarray(start * size, Math.min(start + examplesAtOnce, count) * size);
      inMemory(() => use(forward(layers, hold(rows, rows.length / size)).slice(1).map(valuesOf), start));
    }
  });
}

/** A network's layers in the backend's memory, within inMemory(). */
export function holdLayers({ layers }: Network): HeldLayer[] {
  return layers.map(({ inputs, weights, bias }) => ({ weights: hold(weights, inputs), bias: hold(bias) }));
}

/** The rows and what each layer makes of them: relu(rows · weights + bias), without relu after the last. */
export function forward(layers: readonly HeldLayer[], rows: Held): Held[] {
  const activations = [rows];
  layers.forEach((layer, k) => {
    activations.push(dense(activations[k], layer, k === layers.length - 1 ? "linear" : "relu"));
  });
  return activations;
}

// Training holds them several times, as floats, in the 4 GB of WebAssembly.
const mostWeights = 2 ** 27;
// Large enough to be quick, small enough to stay out of the way.
const examplesAtOnce = 2000;

function countExamples({ layers }: Network, inputs: Float32Array): number {
  const size = layers[0].inputs;
  const count = inputs.length / size;
  if (Number.isInteger(count)) return count;
  throw new Error(
    `Cannot run the network: it takes ${size} numbers for each example, got ${inputs.length} in all. ` +
      "Use the data set that it was trained on.",
  );
}
