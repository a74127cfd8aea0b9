// What is said to a model: the wordings, the data lines that fill them, and the messages that come of both.

import type { Message, Part } from "../chat/mod.ts";

/** What a wording's placeholders stand for; a picture is the PNG data URL of an image. */
export type PromptValues = Record<string, string | number | { picture: string }>;

/** Who the network is; the system message of every prompt. */
export const backgroundWording = `The neural network we are evaluating has the following properties:
It is an MLP neural network with {depth} hidden layers and width {width}.
It is trained on the {dataset} dataset and uses relu activations.
The train accuracy of the final model is {trainAccuracy}, the train loss is {trainLoss}. \
The test accuracy of the final model is {testAccuracy}, the test loss is {testLoss}.`;

/** One neuron: its statistics, the input that excites it most, and what feeds it. */
export const neuronWording = `Your task is to evaluate what the following activation does.
This activation is at depth {depth}, with the first layer outputs being labelled as depth 0.

The following are the average and standard deviations of the activations for each output class:
{statistics}

The following image is an input specifically designed to maximise the output of the neuron.
{picture}
{calibration}

The following is the summary of the previous layer:
{previousLayer}

The most important connections to the previous layer are:
{connections}

Please give an interpretation of what you think this feature means, \
and use reasoning based on the data and the image given.
The interpretation must be precise enough to be able to accurately reconstruct which images would trigger this neuron, \
e.g., 'This neuron activates for the 90 degrees of curve from 0 to 90 degrees.'`;

/** One layer, condensed from the explanations of its neurons. */
export const layerWording = `The following is the summary of each activation that you gave:
{features}

Now please give a summary of the most important features in the layer, feature by feature, \
and include all the details critical to predicting its activation. \
Feel free to ignore unimportant neurons such as dead neurons, \
and please include connections to previous layers in later layers.
Example:
Feature 1: Captures the horizontal top of digits, activating for digits such as 5 and 7 but not for the digit 4.
Feature 2: Captures the circular nature of digits such as 0, made by positive weights from features 4 \
(left curve on right side of image) and 6 (right curve on left side of image) from the previous layer. \
It also has negative interference from features 3 and 7 \
(left curve on left side of image and right curve on right side of the image).
Feature 4: Captures the absence of a center, made by a negative weight to feature 1 from layer 0 \
(presence of a center), which is amplified by other features such as a negative weight to feature 3, \
which captures the presence of a solid line down the middle.`;

/** The whole network, from the layers' summaries and the weights of the outputs. */
export const networkWording = `You have summarized the functionality of each layer of the neural network.
Here they are:
{layers}

The most important connections for the final layer are:
{connections}

Concisely and precisely summarize how the network as a whole works, \
including specific influences of previous layers on later ones. \
Make sure to specify how each possible final output is decided upon from the penultimate layer.
Example for an XOR network with 1 layer of 4 neurons:
Summary: Feature 1 and 2 activate when the first and second inputs are active respectively, \
while Feature 0 doesn't contribute and Feature 3 increases with the total number of 1s. \
The final output is formed by activating the output if either feature 1 or 2 is active, \
and suppressing it if feature 3 is active.`;

/**
 * A wording filled with its values: text, with each picture as a part of its own at its place.
 *
 * A paragraph whose placeholders are all empty is left out, and so is, inside another paragraph, a line: one wording
 * serves the first layer, which has no previous one, and the later ones. Between paragraphs stays one blank line. Throws
 * on a placeholder that has no value.
 */
export function fillWording(wording: string, values: PromptValues): Part[] {
  const paragraphs = wording.split(/\n\n+/).filter((paragraph) => !isEmpty(paragraph, values));
  const kept = paragraphs.map((paragraph) => paragraph.split("\n").filter((line) => !isEmpty(line, values)).join("\n"))
    .join("\n\n");
  // Splitting on a captured group puts the placeholders' names at the odd places.
  const pieces = kept.split(placeholder).map((piece, i): Part => {
    if (i % 2 === 0) return { type: "text", text: piece };
    const value = valueOf(piece, values);
    return typeof value === "object"
      ? { type: "image_url", image_url: { url: value.picture } }
      : { type: "text", text: String(value) };
  });
  return joinText(pieces);
}

/** The messages of a prompt: the background as the system's, the filled wording as the user's. */
export function renderMessages(background: string, wording: string, values: PromptValues): Message[] {
  const parts = fillWording(wording, values);
  // Servers that know no pictures often take plain strings alone, so parts are sent only where there is a picture.
  const content = parts.every((part) => part.type === "text") ? parts.map((part) => part.text).join("") : parts;
  return [{ role: "system", content: background }, { role: "user", content }];
}

/** A wording without pictures as plain text. Throws where a value is a picture. */
export function fillText(wording: string, values: PromptValues): string {
  return fillWording(wording, values).map((part) => {
    if (part.type === "text") return part.text;
    throw new Error("Cannot fill the wording as text: it holds a picture. Use renderMessages() for it.");
  }).join("");
}

const placeholder = /\{(\w+)\}/;

function valueOf(name: string, values: PromptValues): PromptValues[string] {
  if (Object.hasOwn(values, name)) return values[name];
  throw new Error(
    `Cannot fill the wording: nothing stands for {${name}}. ` +
      `Use one of ${Object.keys(values).map((known) => `{${known}}`).join(", ")}.`,
  );
}

function isEmpty(text: string, values: PromptValues): boolean {
  const names = [...text.matchAll(new RegExp(placeholder, "g"))].map((match) => match[1]);
  return names.length > 0 && names.every((name) => valueOf(name, values) === "");
}

/** Joins neighbouring texts; the line break before and after a picture belongs to the layout, not to the text. */
function joinText(pieces: Part[]): Part[] {
  const joined: Part[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.type === "text" && last?.type === "text") last.text += piece.text;
    else joined.push(piece);
  }
  const trimmed = joined.map((part, i): Part => {
    if (part.type !== "text") return part;
    const start = i > 0 ? part.text.replace(/^\n/, "") : part.text;
    return { type: "text", text: i < joined.length - 1 ? start.replace(/\n$/, "") : start };
  });
  return trimmed.filter((part) => part.type !== "text" || part.text !== "");
}
