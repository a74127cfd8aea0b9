import { assertAlmostEquals, assertEquals } from "@std/assert";
import { tf } from "../lib/network/backend.ts";
import { holdForClimbing, inputGradient, parameterGradient, parametersOf } from "../lib/network/gradient.ts";
import { inMemory } from "../lib/network/kernels.ts";
import { crossEntropy, type LossGradient, meanSquaredError, oneHot } from "../lib/network/loss.ts";
import { createNetwork, logitsOf, type Network } from "../lib/network/mlp.ts";

const inputs = Float32Array.from({ length: 4 * 3 }, (_, i) => Math.sin(7 * i + 1));
const targets = oneHot(new Uint8Array([0, 1, 1, 0]), 2);
const crossEntropyOf = (outputs: Float32Array) => crossEntropy(outputs, targets, 2);

/** Networks of three inputs, two outputs and 0, 1 and 2 hidden layers. */
const networks = [[], [5], [6, 4]].map((hidden) => createNetwork({ inputs: 3, hidden, outputs: 2 }, 4));

/** The pre-activations of a layer, computed by tfjs's differentiable operations from tensors of parameters. */
function run(rows: tf.Tensor2D, parameters: tf.Tensor[], layer: number): tf.Tensor2D {
  for (let k = 0; k <= layer; k++) {
    rows = tf.add(tf.matMul(rows, parameters[2 * k] as tf.Tensor2D), parameters[2 * k + 1]);
    if (k < layer) rows = tf.relu(rows);
  }
  return rows;
}

const tensorsOf = ({ layers }: Network): tf.Tensor[] =>
  layers.flatMap(({ inputs, outputs, weights, bias }) => [tf.tensor2d(weights, [inputs, outputs]), tf.tensor1d(bias)]);

function assertClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  assertEquals(found.length, expected.length);
  for (let i = 0; i < found.length; i++) assertAlmostEquals(found[i], expected[i], tolerance);
}

/** The gradient, copied out of the backend's memory. */
function gradientOf(network: Network, inputs: Float32Array, lossOf: (outputs: Float32Array) => LossGradient) {
  return withoutLeak(() =>
    inMemory(() => {
      const { loss, gradients } = parameterGradient(network, inputs, lossOf);
      return { loss, gradients: gradients.map((gradient) => gradient.slice()) };
    })
  );
}

function withoutLeak<T>(call: () => T): T {
  const before = tf.backend().numDataIds();
  const result = call();
  assertEquals(tf.backend().numDataIds(), before);
  return result;
}

Deno.test("parametersOf() gives weights and bias, layer after layer, as views", () => {
  const network = structuredClone(networks[1]);
  const parameters = parametersOf(network);
  assertEquals(parameters.map(({ length }) => length), [15, 5, 10, 2]);
  parameters[3][0] = 42;
  assertEquals(network.layers[1].bias[0], 42);
});

Deno.test("parameterGradient() gives the gradient of a product by hand", () => {
  // Output 2x + 1 at x = 3 is 7; with target 5 the squared error is 4, its slope 4, by the weight 4 · 3.
  const line: Network = {
    layers: [{ inputs: 1, outputs: 1, weights: Float32Array.of(2), bias: Float32Array.of(1) }],
  };
  const found = gradientOf(line, Float32Array.of(3), (outputs) => meanSquaredError(outputs, Float32Array.of(5), 1));
  assertEquals(found, { loss: 4, gradients: [Float32Array.of(12), Float32Array.of(4)] });
});

Deno.test("parameterGradient() agrees with tf.variableGrads with 0, 1 and 2 hidden layers", () => {
  for (const network of networks) {
    const { loss, gradients } = gradientOf(network, inputs, crossEntropyOf);
    const variables = tensorsOf(network).map((tensor) => tf.variable(tensor));
    const { value, grads } = tf.variableGrads(() => {
      const outputs = run(tf.tensor2d(inputs, [4, 3]), variables, network.layers.length - 1);
      return tf.losses.softmaxCrossEntropy(tf.tensor2d(targets, [4, 2]), outputs).asScalar();
    }, variables);
    assertAlmostEquals(loss, value.dataSync()[0], 1e-6);
    gradients.forEach((gradient, i) => assertClose(gradient, grads[variables[i].name].dataSync(), 1e-6));
    tf.disposeVariables();
  }
});

Deno.test("parameterGradient() agrees with finite differences with 0, 1 and 2 hidden layers", () => {
  for (const network of networks) {
    const { gradients } = gradientOf(network, inputs, crossEntropyOf);
    const changed = structuredClone(network);
    parametersOf(changed).forEach((values, p) =>
      values.forEach((value, i) => {
        const [above, below] = [1, -1].map((side) => {
          values[i] = value + side * 2 ** -9;
          return crossEntropyOf(logitsOf(changed, inputs)).loss;
        });
        values[i] = value;
        assertAlmostEquals(gradients[p][i], (above - below) * 2 ** 8, 3e-4);
      })
    );
  }
});

Deno.test("inputGradient() gives pre-activations and gradients of each row's own neuron, by hand", () => {
  const network: Network = {
    layers: [
      { inputs: 2, outputs: 2, weights: Float32Array.of(1, -1, 2, 1), bias: Float32Array.of(-1, 0.5) },
      { inputs: 2, outputs: 1, weights: Float32Array.of(3, -2), bias: Float32Array.of(0.25) },
    ],
  };
  // In the first layer a gradient is the neuron's weights, also where its pre-activation is negative.
  assertEquals(
    withoutLeak(() => inputGradient(network, 0, { inputs: Float32Array.of(2, 0, 2, 0), neurons: [0, 1] })),
    { preActivations: Float32Array.of(1, -1.5), gradient: Float32Array.of(1, 2, -1, 1) },
  );
  // At (2, 0) hidden neuron 1 is silent, so only 3 · (1, 2) comes through; at (0, 0) only -2 · (-1, 1).
  assertEquals(
    withoutLeak(() => inputGradient(network, 1, { inputs: Float32Array.of(2, 0, 0, 0), neurons: [0, 0] })),
    { preActivations: Float32Array.of(3.25, -0.75), gradient: Float32Array.of(3, 6, 2, -2) },
  );
});

Deno.test("inputGradient() agrees with tf.grad in every layer, the logits included", () => {
  for (const network of networks) {
    network.layers.forEach(({ outputs }, layer) => {
      const neurons = [0, 1, outputs - 1, 0];
      const { preActivations, gradient } = withoutLeak(() => inputGradient(network, layer, { inputs, neurons }));
      tf.tidy(() => {
        const rows = tf.tensor2d(inputs, [4, 3]);
        const picked = tf.oneHot(tf.tensor1d(neurons, "int32"), outputs);
        const values = (x: tf.Tensor) => tf.sum(tf.mul(run(x as tf.Tensor2D, tensorsOf(network), layer), picked), 1);
        assertClose(preActivations, values(rows).dataSync(), 1e-6);
        assertClose(gradient, tf.grad((x) => tf.sum(values(x)))(rows).dataSync(), 1e-6);
      });
    });
  }
});

Deno.test("inputGradient() gives the same bytes with held layers, call after call, and leaves them", () => {
  const network = networks[2];
  const neurons = [1, 0, 1, 0];
  withoutLeak(() =>
    inMemory(() => {
      const held = holdForClimbing(network);
      for (const at of [inputs, inputs.map((value) => 2 * value)]) {
        network.layers.forEach((_, layer) => {
          const alone = inputGradient(network, layer, { inputs: at, neurons });
          assertEquals(inputGradient(network, layer, { inputs: at, neurons, held }), alone);
        });
      }
    })
  );
});

Deno.test("inputGradient() agrees with finite differences in every layer", () => {
  const network = networks[2];
  network.layers.forEach((_, layer) => {
    const neurons = [1, 0, 1, 0];
    const valuesAt = (inputs: Float32Array) => inputGradient(network, layer, { inputs, neurons }).preActivations;
    const { gradient } = inputGradient(network, layer, { inputs, neurons });
    gradient.forEach((slope, i) => {
      const [above, below] = [1, -1].map((side) => valuesAt(inputs.with(i, inputs[i] + side * 2 ** -9)));
      const row = Math.floor(i / 3);
      assertAlmostEquals(slope, (above[row] - below[row]) * 2 ** 8, 3e-4);
    });
  });
});
