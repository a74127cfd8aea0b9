// A network as files, in tfjs's own LayersModel format, so that any tfjs program can load it.

import { tf } from "./backend.ts";
import type { DenseLayer, Network } from "./mlp.ts";

/** The two files of a LayersModel: its description as JSON, and the numbers. */
export interface ModelFiles {
  model: unknown;
  weights: Uint8Array;
}

/** The network as the contents of model.json and weights.bin. */
export async function toFiles(network: Network): Promise<ModelFiles> {
  const model = tf.sequential({
    layers: network.layers.map(({ inputs, outputs }, k) => {
      const last = k === network.layers.length - 1;
      return tf.layers.dense({
        units: outputs,
        inputShape: [inputs],
        activation: last ? "linear" : "relu",
        name: last ? "logits" : `hidden_${k}`,
        // Any initialiser will do, for the weights are set next; zeros take no random numbers.
        kernelInitializer: "zeros",
      });
    }),
  });
  let files: ModelFiles | undefined;
  try {
    tf.tidy(() => {
      const values = network.layers.flatMap(({ inputs, outputs, weights, bias }) => [
        tf.tensor2d(weights, [inputs, outputs]),
        tf.tensor1d(bias),
      ]);
      model.setWeights(values);
    });
    await model.save(tf.io.withSaveHandler(({ modelTopology, weightSpecs, weightData, ...about }) => {
      const manifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      const { format, generatedBy, convertedBy } = about;
      files = {
        model: { format, generatedBy, convertedBy, modelTopology: named(modelTopology!), weightsManifest: manifest },
        weights: new Uint8Array(weightData as ArrayBuffer),
      };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const } });
    }));
    return files!;
  } finally {
    model.dispose();
  }
}

/** The network of a LayersModel's two files. Throws unless it has dense layers alone, relu after all but the last. */
export async function fromFiles({ model, weights }: ModelFiles): Promise<Network> {
  let loaded: tf.LayersModel | undefined;
  try {
    // deno-lint-ignore no-explicit-any -- a file's contents: tfjs checks them, and what it throws is wrapped below
    const { modelTopology, weightsManifest } = model as any;
    const weightSpecs = weightsManifest[0].weights;
    const weightData = weights.slice().buffer;
    loaded = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    return { layers: loaded.layers.map((layer, k, { length }) => toDenseLayer(layer, k === length - 1)) };
  } catch (cause) {
    throw new Error(
      "Cannot load the network: model.json and weights.bin are no multi-layer perceptron of dense relu layers, " +
        `got ${cause instanceof Error ? cause.message : cause}. Run notebook 01_train again.`,
      { cause },
    );
  } finally {
    loaded?.dispose();
  }
}

function toDenseLayer(layer: tf.layers.Layer, last: boolean): DenseLayer {
  const [kernel, bias] = layer.getWeights();
  if (layer.getClassName() !== "Dense" || kernel === undefined || bias === undefined) {
    throw new Error(`a layer ${layer.getClassName()}`);
  }
  const { activation } = layer.getConfig();
  if (activation !== (last ? "linear" : "relu")) throw new Error(`a layer with the activation ${activation}`);
  const [inputs, outputs] = kernel.shape as [number, number];
  return {
    inputs,
    outputs,
    weights: kernel.dataSync() as Float32Array,
    bias: bias.dataSync() as Float32Array,
  };
}

/** The topology under one name: tfjs counts its models up (sequential_1, sequential_2), and a file should not. */
function named(topology: object): unknown {
  const copy = structuredClone(topology) as { config?: { name?: string } };
  if (copy.config) copy.config.name = "mlp";
  return copy;
}
