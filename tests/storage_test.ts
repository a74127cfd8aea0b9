import { assert, assertEquals, assertRejects } from "@std/assert";
import { tf } from "../lib/network/backend.ts";
import { createNetwork, logitsOf, type Network } from "../lib/network/mlp.ts";
import { fromFiles, type ModelFiles, toFiles } from "../lib/network/storage.ts";

const networks = [[], [6], [5, 3], [1]].map((hidden) => createNetwork({ inputs: 4, hidden, outputs: 2 }, 7));
const inputs = Float32Array.from({ length: 4 * 9 }, (_, i) => Math.sin(i));

/** The files as they come back from a disk. */
const throughDisk = ({ model, weights }: ModelFiles): ModelFiles => ({
  model: JSON.parse(JSON.stringify(model)),
  weights: Uint8Array.from(weights),
});

/** What tfjs itself loads from the two files. */
async function loadPlainly({ model, weights }: ModelFiles): Promise<tf.LayersModel> {
  // deno-lint-ignore no-explicit-any -- a file's contents
  const { modelTopology, weightsManifest } = model as any;
  const weightData = weights.slice().buffer;
  const [{ weights: weightSpecs }] = weightsManifest;
  return await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/** The files of a model of tfjs's own making. */
async function saved(layers: tf.layers.Layer[]): Promise<ModelFiles> {
  const model = tf.sequential({ layers });
  let files: ModelFiles | undefined;
  await model.save(tf.io.withSaveHandler(({ modelTopology, weightSpecs, weightData }) => {
    files = {
      model: { modelTopology, weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }] },
      weights: new Uint8Array(weightData as ArrayBuffer),
    };
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const } });
  }));
  model.dispose();
  return files!;
}

const got = (text: string) =>
  `Cannot load the network: model.json and weights.bin are no multi-layer perceptron of dense relu layers, got ${text}`;

Deno.test("fromFiles() gives back every number of toFiles(), also through JSON, and no tensor stays", async () => {
  const before = tf.backend().numDataIds();
  for (const network of networks) {
    const files = await toFiles(network);
    for (const loaded of [await fromFiles(files), await fromFiles(throughDisk(files))]) {
      assertEquals(loaded, network);
      assertEquals(logitsOf(loaded, inputs), logitsOf(network, inputs));
    }
  }
  assertEquals(tf.backend().numDataIds(), before);
});

Deno.test("toFiles() gives the same files for the same network each time", async () => {
  const [first, second] = [await toFiles(networks[2]), await toFiles(networks[2])];
  assertEquals(JSON.stringify(second.model), JSON.stringify(first.model));
  assertEquals(second.weights, first.weights);
});

Deno.test("toFiles() does not change with models that were made or loaded in between", async () => {
  const first = await toFiles(networks[1]);
  await fromFiles(first);
  const other = await loadPlainly(first);
  const second = await toFiles(networks[1]);
  other.dispose();
  assertEquals(JSON.stringify(second), JSON.stringify(first));
});

Deno.test("toFiles() writes the weights as float32, layer after layer", async () => {
  const network: Network = {
    layers: [
      { inputs: 2, outputs: 1, weights: Float32Array.of(1, 2), bias: Float32Array.of(3) },
      { inputs: 1, outputs: 2, weights: Float32Array.of(4, 5), bias: Float32Array.of(6, 7) },
    ],
  };
  const { model, weights } = await toFiles(network);
  assertEquals([...new Float32Array(weights.slice().buffer)], [1, 2, 3, 4, 5, 6, 7]);
  // deno-lint-ignore no-explicit-any -- a file's contents
  const { format, weightsManifest: [{ paths, weights: specs }] } = model as any;
  assertEquals([format, ...paths], ["layers-model", "weights.bin"]);
  assertEquals(specs.map(({ name, shape }: { name: string; shape: number[] }) => [name, ...shape]), [
    ["hidden_0/kernel", 2, 1],
    ["hidden_0/bias", 1],
    ["logits/kernel", 1, 2],
    ["logits/bias", 2],
  ]);
});

Deno.test("toFiles() writes what tf.loadLayersModel() loads and predicts the same with", async () => {
  for (const network of networks) {
    const model = await loadPlainly(throughDisk(await toFiles(network)));
    const rows = tf.tensor2d(inputs, [9, 4]);
    const predicted = model.predict(rows) as tf.Tensor;
    assertEquals(predicted.dataSync(), logitsOf(network, inputs));
    tf.dispose([rows, predicted]);
    model.dispose();
  }
});

Deno.test("fromFiles() refuses files that hold no model, and keeps the cause", async () => {
  const { model, weights } = throughDisk(await toFiles(networks[1]));
  const before = tf.backend().numDataIds();
  for (const broken of [null, undefined, 7, "text", [], {}, { ...model as object, weightsManifest: [] }]) {
    const error = await assertRejects(() => fromFiles({ model: broken, weights }), Error, got(""));
    assert(error.message.endsWith(". Run notebook 01_train again."));
    assert(error.cause instanceof Error);
  }
  await assertRejects(() => fromFiles({ model: { ...model as object, modelTopology: {} }, weights }), Error, got(""));
  assertEquals(tf.backend().numDataIds(), before);
});

Deno.test("fromFiles() refuses weights that are cut off or belong to another network", async () => {
  const [{ model, weights }, other] = [await toFiles(networks[1]), await toFiles(networks[2])];
  for (const wrong of [weights.subarray(0, -4), weights.subarray(0, -3), new Uint8Array()]) {
    await assertRejects(() => fromFiles({ model, weights: wrong }), Error, got(""));
  }
  const mixed = { ...model as object, weightsManifest: (other.model as { weightsManifest: unknown }).weightsManifest };
  await assertRejects(() => fromFiles({ model: mixed, weights }), Error, got(""));
});

Deno.test("fromFiles() refuses models of other layers and other activations", async () => {
  const dense = (units: number, activation: "relu" | "linear" | "tanh", more = {}) =>
    tf.layers.dense({ units, activation, inputShape: [4], ...more });
  const refuses = async (layers: tf.layers.Layer[], text: string) => {
    const files = await saved(layers);
    await assertRejects(() => fromFiles(files), Error, got(text));
  };
  await refuses([dense(3, "tanh"), dense(2, "linear")], "a layer with the activation tanh");
  await refuses([dense(3, "linear"), dense(2, "linear")], "a layer with the activation linear");
  await refuses([dense(3, "relu"), dense(2, "relu")], "a layer with the activation relu");
  await refuses([dense(3, "relu"), tf.layers.dropout({ rate: 0.5 }), dense(2, "linear")], "a layer Dropout");
  await refuses([dense(3, "relu", { useBias: false }), dense(2, "linear")], "a layer Dense");
});
