// The model: a multi-layer perceptron as plain arrays, and what it answers.

import { seededRandom } from "../random.ts";
import { inScope, tf } from "./backend.ts";

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
 * nn.Linear. Throws unless all sizes are whole and positive.
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
  const size = network.layers[0].inputs;
  const count = inputs.length / size;
  if (!Number.isInteger(count)) {
    throw new Error(
      `Cannot run the network: it takes ${size} numbers for each example, got ${inputs.length} in all. ` +
        "Use the data set that it was trained on.",
    );
  }
  const found = network.layers.map(({ outputs }) => new Float32Array(count * outputs));
  inScope(() => {
    const tensors = network.layers.map(tensorsOf);
    for (let start = 0; start < count; start += rowsAtOnce) {
      const end = Math.min(start + rowsAtOnce, count);
      inScope(() => {
        let rows = tf.tensor2d(inputs.subarray(start * size, end * size), [end - start, size]);
        network.layers.forEach(({ outputs }, k) => {
          rows = forward(rows, tensors[k], k === network.layers.length - 1);
          found[k].set(rows.dataSync(), start * outputs);
        });
      });
    }
  });
  return found;
}

/** The logits of the inputs, example after example. */
export function logitsOf(network: Network, inputs: Float32Array): Float32Array {
  return activationsOf(network, inputs).at(-1)!;
}

/** A layer's weights, [inputs, outputs], and its bias as tensors. wasm packs the weights once for each such tensor. */
export interface LayerTensors {
  weights: tf.Tensor2D;
  bias: tf.Tensor1D;
}

/** The tensors of a layer, in a scope of tf.tidy(). */
export function tensorsOf({ inputs, outputs, weights, bias }: DenseLayer): LayerTensors {
  return { weights: tf.tensor2d(weights, [inputs, outputs]), bias: tf.tensor1d(bias) };
}

/** One layer on the rows of a tensor, in a scope of tf.tidy(): relu(rows · weights + bias), no relu on the last. */
export function forward(rows: tf.Tensor2D, { weights, bias }: LayerTensors, last: boolean): tf.Tensor2D {
  return tf.fused.matMul({ a: rows, b: weights, bias, activation: last ? "linear" : "relu" }) as tf.Tensor2D;
}

// Rows of a batch when only answers are wanted: large enough to be quick, small enough to stay out of the way.
const rowsAtOnce = 2000;
