// The messages about a neuron, a layer and a network: the evidence put into the wordings.

import type { Connection, Maximisation, NeuronEvidence } from "../evidence/mod.ts";
import { type Picture, stretchedPicture, toDataUrl } from "../pictures/mod.ts";
import type { Message, Part } from "../chat/mod.ts";
import { calibrationLines, connectionLines, featureLines, layerLines, outputLines, statisticsLines } from "./lines.ts";
import {
  backgroundWording,
  fillText,
  layerWording,
  networkWording,
  neuronWording,
  renderMessages,
} from "./templates.ts";
import { type EvidenceChoice, richNeuronWording, richValues } from "./rich_prompt.ts";

/** What all prompts about one network share. */
export interface NetworkContext {
  /** The background prompt: see backgroundText(). */
  background: string;
  classNames: readonly string[];
  /** The size of an input picture, in pixels. */
  width: number;
  height: number;
  /**
   * Adds the lines that make the evidence complete (the picture's scale, the value it reaches, the outputs' biases),
   * given the λ of the maximisation. Without it the prompts are the blog post's letter for letter.
   */
  calibration?: { regularisation: number };
}

/** The figures of the background prompt. */
export interface NetworkFacts {
  depth: number;
  width: number;
  dataset: string;
  trainAccuracy: number;
  trainLoss: number;
  testAccuracy: number;
  testLoss: number;
}

/** One output of the network: its strongest connections and its bias. */
export interface OutputEvidence {
  connections: readonly Connection[];
  bias: number;
  /** Of a network without hidden layers: the input that maximises the output, whose picture shows all its weights. */
  maximisation?: Pick<Maximisation, "input" | "preActivation">;
}

/** The background prompt with a network's figures. */
export function backgroundText(facts: NetworkFacts, wording: string = backgroundWording): string {
  return fillText(wording, { ...facts });
}

/** A maximising input as the model is sent it: stretched over all greys, each pixel enlarged to 8 × 8. */
export function maximisingPicture(
  input: Float32Array,
  { width, height }: { width: number; height: number },
): Picture & { white: number } {
  return stretchedPicture(input, { width, height, scale: 8 });
}

/** The prompt about one live neuron. Throws for a dead one, and where evidence is chosen that is missing. */
export function neuronMessages(
  context: NetworkContext,
  { layer, neuron, classes, maximisation, connections, rich }: NeuronEvidence,
  { evidence = "plain", wording = defaultNeuronWording(evidence), previousLayer = "" }: {
    /** What of the rich evidence to add to the blog post's. */
    evidence?: EvidenceChoice;
    wording?: string;
    previousLayer?: string;
  } = {},
): Message[] {
  if (maximisation === undefined) {
    throw new Error(`Cannot ask about a dead neuron, got neuron ${neuron} of layer ${layer}. Choose a live one.`);
  }
  const picture = maximisingPicture(maximisation.input, context);
  const { calibration } = context;
  return renderMessages(context.background, wording, {
    depth: layer,
    neuron,
    statistics: statisticsLines(
      classes.map(({ label, mean, std }) => ({ label: context.classNames[label], mean, std })),
    ),
    picture: { picture: toDataUrl(picture) },
    calibration: calibration === undefined
      ? ""
      : calibrationLines({ white: picture.white, preActivation: maximisation.preActivation, ...calibration }),
    previousLayer,
    connections: connectionLines(connections),
    ...richValues(wording, evidence, { ...context, rich, input: maximisation.input }),
  });
}

/** The wording of a neuron's prompt with a place for the evidence that is chosen. */
export function defaultNeuronWording(evidence: EvidenceChoice): string {
  return evidence === "plain" ? neuronWording : richNeuronWording;
}

/** The prompt that condenses a layer; `explanations` holds all its neurons, the dead ones with their label. */
export function layerMessages(
  context: NetworkContext,
  explanations: readonly { text: string }[],
  { wording = layerWording }: { wording?: string } = {},
): Message[] {
  return renderMessages(context.background, wording, { features: featureLines(explanations.map(({ text }) => text)) });
}

/**
 * The prompt that summarises the network from its layers' summaries and its outputs' connections. A network without
 * hidden layers is said to have none, and the pictures of its outputs follow, where they are given.
 */
export function networkMessages(
  context: NetworkContext,
  { layers, outputs }: { layers: readonly string[]; outputs: readonly OutputEvidence[] },
  { wording = networkWording }: { wording?: string } = {},
): Message[] {
  const lines = outputs.map(({ connections, bias }, i) => ({
    label: context.classNames[i],
    connections,
    ...(context.calibration === undefined ? {} : { bias }),
  }));
  const values = {
    layers: layers.length === 0 ? noHiddenLayer : layerLines(layers),
    connections: outputLines(lines),
  };
  const [system, user] = renderMessages(context.background, wording, values);
  const pictures = outputs.flatMap((output, i) => outputPicture(context, context.classNames[i], output));
  if (pictures.length === 0) return [system, user];
  return [system, { ...user, content: [{ type: "text", text: user.content as string }, ...pictures] }];
}

const noHiddenLayer =
  "There is no hidden layer: each output adds up the pixels themselves, each times its weight, and its bias. " +
  "Activation n is pixel n, counted from 0 row after row.";

/** The picture that maximises an output, with what it is of, and what makes it readable as numbers. */
function outputPicture(context: NetworkContext, label: string, { maximisation }: OutputEvidence): Part[] {
  if (maximisation === undefined) return [];
  const picture = maximisingPicture(maximisation.input, context);
  const { calibration } = context;
  const lines = calibration === undefined
    ? []
    : [calibrationLines({ white: picture.white, preActivation: maximisation.preActivation, ...calibration })];
  return [
    { type: "text", text: [`The following image is the input that maximises output ${label}.`, ...lines].join("\n") },
    { type: "image_url", image_url: { url: toDataUrl(picture) } },
  ];
}
