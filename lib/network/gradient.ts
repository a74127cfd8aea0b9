// Backpropagation, written out: what each weight and bias, or each input, does to the network's outputs.

import { type Held, type HeldLayer, hold, inMemory, product, sumRows, transpose, valuesOf } from "./kernels.ts";
import type { LossGradient } from "./loss.ts";
import { forward, holdLayers, type Network } from "./mlp.ts";

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
 * The gradient of a loss by the network's parameters, within inMemory(): the gradients are views of its memory.
 *
 * @param inputs Example after example.
 * @param lossOf The loss and its gradient by the outputs, given the outputs of the batch.
 */
export function parameterGradient(
  network: Network,
  inputs: Float32Array,
  lossOf: (outputs: Float32Array) => LossGradient,
): ParameterGradient {
  const count = inputs.length / network.layers[0].inputs;
  const layers = holdLayers(network);
  const activations = forward(layers, hold(inputs, count));
  const { loss, gradient } = lossOf(valuesOf(activations.at(-1)!));
  const gradients: Held[] = [];
  let delta = hold(gradient, count);
  for (let k = layers.length - 1; k >= 0; k--) {
    // The inputs stand on the left: what stands on the right is packed anew each time, which takes longer the larger it is.
    gradients.unshift(product(transpose(activations[k]), delta), sumRows(delta));
    if (k > 0) delta = throughRelu(product(delta, transpose(layers[k].weights)), activations[k]);
  }
  return { loss, gradients: gradients.map(valuesOf) };
}

/** A layer, and its weights transposed, [1, outputs, inputs]. */
export interface ClimbedLayer extends HeldLayer {
  transposed: Held;
}

/** A network's layers for many calls of inputGradient(), within an inMemory() around all of them. */
export function holdForClimbing(network: Network): ClimbedLayer[] {
  return holdLayers(network).map((layer) => ({ ...layer, transposed: transpose(layer.weights) }));
}

/**
 * For each row, the gradient of one neuron's pre-activation by the inputs, and the pre-activation itself.
 *
 * @param layer The neurons' layer: 0 the first hidden layer, the last index the logits.
 * @param neurons For each row of inputs the neuron that is asked for.
 * @param slopesOf What else the gradient is of: given the activations (after relu, row after row) of the layers up to
 * the neurons', its gradient by each of them, undefined for layers that it does not depend on.
 * @param held What holdForClimbing() gave for this network; it takes longer to make than a gradient.
 */
export function inputGradient(
  network: Network,
  layer: number,
  { inputs, neurons, slopesOf, held }: {
    inputs: Float32Array;
    neurons: readonly number[];
    slopesOf?: (activations: Float32Array[]) => (Float32Array | undefined)[];
    held?: readonly ClimbedLayer[];
  },
): { preActivations: Float32Array; gradient: Float32Array } {
  return inMemory(() => {
    const layers = held ?? holdForClimbing(network);
    const activations = forward(layers.slice(0, layer + 1), hold(inputs, neurons.length));
    const { outputs } = network.layers[layer];
    const own = valuesOf(activations[layer + 1]).slice();
    const slopes = slopesOf?.([
      ...activations.slice(1, -1).map((rows) => valuesOf(rows).slice()),
      own.map((value) => Math.max(0, value)),
    ]);
    const picked = new Float32Array(own.length);
    neurons.forEach((neuron, row) => picked[row * outputs + neuron] = 1);
    if (slopes?.[layer]) slopes[layer].forEach((slope, i) => picked[i] += own[i] > 0 ? slope : 0);
    let delta = hold(picked, neurons.length);
    for (let k = layer; k > 0; k--) {
      delta = throughRelu(product(delta, layers[k].transposed), activations[k], slopes?.[k - 1]);
    }
    return {
      preActivations: Float32Array.from(neurons, (neuron, row) => own[row * outputs + neuron]),
      gradient: valuesOf(product(delta, layers[0].transposed)).slice(),
    };
  });
}

/**
 * Takes a gradient by a layer's activations back through its relu, in place: it stays where that is above zero. `slopes`
 * is what comes in there besides.
 */
function throughRelu(delta: Held, activation: Held, slopes?: Float32Array): Held {
  const [values, above] = [valuesOf(delta), valuesOf(activation)];
  for (let i = 0; i < values.length; i++) {
    values[i] = above[i] > 0 ? values[i] + (slopes === undefined ? 0 : slopes[i]) : 0;
  }
  return delta;
}
