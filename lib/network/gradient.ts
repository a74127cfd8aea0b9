// Backpropagation, written out: what each weight and bias, or each input, does to the network's outputs.

import { inScope, tf } from "./backend.ts";
import { type LossGradient, oneHot } from "./loss.ts";
import { forward, type LayerTensors, type Network, tensorsOf } from "./mlp.ts";

/** A batch's loss, and its derivative by every parameter in the order of parametersOf(). */
export interface ParameterGradient {
  loss: number;
  gradients: Float32Array[];
}

/** A network's arrays of parameters: weights and bias, layer after layer; views, not copies. */
export function parametersOf(network: Network): Float32Array[] {
  return network.layers.flatMap(({ weights, bias }) => [weights, bias]);
}

/**
 * The gradient of a loss by the network's parameters.
 *
 * @param inputs Example after example.
 * @param lossOf The loss and its gradient by the outputs, given the outputs of the batch.
 */
export function parameterGradient(
  network: Network,
  inputs: Float32Array,
  lossOf: (outputs: Float32Array) => LossGradient,
): ParameterGradient {
  const { layers } = network;
  return inScope(() => {
    const activations = [tf.tensor2d(inputs, [inputs.length / layers[0].inputs, layers[0].inputs])];
    const tensors = layers.map(tensorsOf);
    tensors.forEach((layer, k) => activations.push(forward(activations[k], layer, k === layers.length - 1)));
    const outputs = activations.at(-1)!;
    const { loss, gradient } = lossOf(outputs.dataSync() as Float32Array);
    const gradients: Float32Array[] = [];
    let delta = tf.tensor2d(gradient, outputs.shape);
    for (let k = layers.length - 1; k >= 0; k--) {
      // On wasm a product with a transposed operand is 10 to 50 times slower than transposing first. The inputs stand on
      // the left: what stands on the right is packed anew each time, which would take longer than the product.
      const weights = tf.matMul(tf.transpose(activations[k]), delta);
      gradients.unshift(weights.dataSync() as Float32Array, tf.sum(delta, 0).dataSync() as Float32Array);
      if (k > 0) delta = throughLayer(delta, tf.transpose(tensors[k].weights), activations[k]);
    }
    return { loss, gradients };
  });
}

/** A layer's tensors and its weights transposed, [outputs, inputs]. */
export interface HeldLayer extends LayerTensors {
  transposed: tf.Tensor2D;
}

/** The tensors of a network for many calls of inputGradient(), in a scope of tf.tidy() around all of them. */
export function holdLayers({ layers }: Network): HeldLayer[] {
  return layers.map((layer) => {
    const tensors = tensorsOf(layer);
    return { ...tensors, transposed: tf.transpose(tensors.weights) };
  });
}

/**
 * For each row, the gradient of one neuron's pre-activation by the inputs, and the pre-activation itself.
 *
 * @param layer The neurons' layer: 0 the first hidden layer, the last index the logits.
 * @param neurons For each row of inputs the neuron that is asked for.
 * @param slopesOf What else the gradient is of: given the activations (after relu, row after row) of the layers up to
 * the neurons', its gradient by each of them, undefined for layers that it does not depend on.
 * @param held What holdLayers() gave for this network; it takes longer to make than a gradient.
 */
export function inputGradient(
  network: Network,
  layer: number,
  { inputs, neurons, slopesOf, held }: {
    inputs: Float32Array;
    neurons: readonly number[];
    slopesOf?: (activations: Float32Array[]) => (Float32Array | undefined)[];
    held?: readonly HeldLayer[];
  },
): { preActivations: Float32Array; gradient: Float32Array } {
  const { layers } = network;
  return inScope(() => {
    const tensors = held ?? holdLayers(network);
    const activations = [tf.tensor2d(inputs, [neurons.length, layers[0].inputs])];
    for (let k = 0; k <= layer; k++) activations.push(forward(activations[k], tensors[k], k === layer));
    // tf.oneHot() refuses a layer of a single neuron.
    const { outputs } = layers[layer];
    const own = activations[layer + 1];
    const picked = tf.tensor2d(oneHot(neurons, outputs), [neurons.length, outputs]);
    const preActivations = tf.sum(tf.mul(own, picked), 1).dataSync() as Float32Array;
    const slopes = slopesOf?.(
      [...activations.slice(1, -1), tf.relu(own)].map((rows) => rows.dataSync() as Float32Array),
    );
    let delta = picked;
    if (slopes?.[layer]) delta = tf.add(delta, tf.mul(tf.tensor2d(slopes[layer], own.shape), tf.step(own)));
    for (let k = layer; k > 0; k--) {
      delta = throughLayer(delta, tensors[k].transposed, activations[k], slopes?.[k - 1]);
    }
    const gradient = tf.matMul(delta, tensors[0].transposed).dataSync() as Float32Array;
    return { preActivations, gradient };
  });
}

/**
 * Takes a gradient from a layer's outputs, through its transposed weights, back to the pre-activations of the layer
 * before it; `slopes` is what comes in there besides.
 */
function throughLayer(
  delta: tf.Tensor2D,
  transposed: tf.Tensor2D,
  activation: tf.Tensor2D,
  slopes?: Float32Array,
): tf.Tensor2D {
  const back = tf.matMul(delta, transposed) as tf.Tensor2D;
  const all = slopes === undefined ? back : tf.add(back, tf.tensor2d(slopes, activation.shape));
  return tf.mul(all, tf.step(activation));
}
