// What the notebooks leave in a run's folder for each other: the form of each file, which its type is inferred from.

import * as v from "valibot";
import type { Summary } from "../prompts/mod.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** training.json: how the network was trained, how well, and on what. */
export const trainingSchema = v.object({
  settings: v.object({
    width: count,
    depth: count,
    epochs: count,
    batchSize: count,
    learningRate: v.number(),
    seed: v.number(),
  }),
  dataset: v.object({
    /** The folder in data/; empty for MNIST itself. */
    folder: v.string(),
    name: v.string(),
    classNames: v.array(v.string()),
    height: count,
    width: count,
  }),
  /** The background prompt with this network's figures. */
  background: v.string(),
  history: v.array(v.object({
    epoch: count,
    train: v.object({ loss: v.number(), accuracy: v.number() }),
    test: v.object({ loss: v.number(), accuracy: v.number() }),
    /** For each hidden layer, on how many training pictures each neuron is above zero. */
    active: v.array(v.array(count)),
  })),
  stopped: v.optional(v.string()),
  /** The versions behind the numbers: see describeProvenance(). */
  madeBy: v.object({
    deno: v.string(),
    backend: v.string(),
    packages: v.array(v.string()),
    /** The checksum of the data set's files. */
    data: v.string(),
  }),
});

/** stats.json: for each hidden layer its neurons. */
export const statsSchema = v.object({
  layers: v.array(v.array(v.object({
    layer: count,
    neuron: count,
    dead: v.boolean(),
    largest: v.number(),
    classes: v.array(v.object({ label: count, count, mean: v.number(), std: v.number(), largest: v.number() })),
  }))),
});

/** maximise.json: for each live neuron the input that excites it most, and how it was found. */
export const maximiseSchema = v.object({
  settings: v.looseObject({ regularisation: v.number(), seed: v.number() }),
  neurons: v.array(v.object({
    layer: count,
    neuron: count,
    input: v.pipe(v.array(v.number()), v.transform((values) => Float32Array.from(values))),
    preActivation: v.number(),
    activation: v.number(),
    climb: v.array(v.number()),
    objectives: v.optional(v.array(v.number()), []),
    starts: count,
  })),
});

const exchange = {
  messages: v.array(v.object({
    role: v.picklist(["system", "user", "assistant"]),
    content: v.union([
      v.string(),
      v.array(v.union([
        v.object({ type: v.literal("text"), text: v.string() }),
        v.object({ type: v.literal("image_url"), image_url: v.object({ url: v.string() }) }),
      ])),
    ]),
  })),
  reply: v.looseObject({
    text: v.string(),
    model: v.string(),
    promptTokens: v.number(),
    completionTokens: v.number(),
    cached: v.boolean(),
  }),
};

/** neurons/L0N02.json: a neuron's explanation, with the exchange that gave it; a dead neuron has none. */
export const explanationSchema = v.object({
  layer: count,
  neuron: count,
  text: v.string(),
  dead: v.boolean(),
  strength: v.optional(v.number()),
  messages: v.optional(exchange.messages),
  reply: v.optional(exchange.reply),
});

/** layers/L0.json and network.json: a summary, with the exchange that gave it and the summaries that it puts together. */
export const summarySchema: v.GenericSchema<unknown, Summary & { layer?: number }> = v.object({
  layer: v.optional(count),
  text: v.string(),
  ...exchange,
  parts: v.optional(v.array(v.lazy(() => summarySchema))),
});

/** model.json: tfjs checks what is in it. */
export const modelSchema = v.looseObject({});
