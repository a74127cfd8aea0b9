// What a reader of the summaries is asked: to predict the network's answer to a digit, and then to name it alone.

import type { ChatRequest, Message } from "../chat/mod.ts";
import { contextMessages, type NetworkContext } from "./context.ts";
import { digitValue } from "./digit_pictures.ts";
import { joinLines, userMessage } from "./fill.ts";
import { layerLines } from "./network_prompt.ts";

/** What a reader has read of a network; a reader of nothing has no layers and an empty text. */
export interface Summaries {
  layers: readonly string[];
  network: string;
}

/** One digit, to be worked out from the summaries; the picture stands at its place. */
export const predictionTemplate = `Here is what is known of how the network works.
{layers}

The network as a whole:
{network}

{halfWrong}

The network is shown this digit (black is no ink, -1; white is full ink, 1):
{picture}

Which digit does the network answer? The question is what this network makes of the picture,
  right or wrong, and not what the picture shows. Go step by step:
  estimate from the summaries how strongly each feature is activated by this picture,
  then what each output gets from the features, and name the digit whose output is the largest.`;

/** Goes into {halfWrong} where the reader is to know how the pictures were chosen. */
export const halfWrongTemplate =
  "Bear in mind that the pictures were chosen so that the network is wrong on every second one.";

/** Turns a reply into a digit; the reply stands between two lines of its own, as it is. */
export const digitTemplate = `Someone was asked which digit a network answers, and replied:
<reply>
{prediction}
</reply>

Which one digit from 0 to 9 does this reply settle on? Answer with that digit and nothing else,
  or with "none" if it settles on no digit or on several.`;

/** The prompt for one picture. Without summaries, all that would introduce them is left out. */
export function predictionMessages(
  context: NetworkContext,
  { layers, network }: Summaries,
  pixels: Float32Array,
  { halfWrong = false, scale }: {
    /** Tells the reader that half of the pictures were chosen because the network is wrong on them. */
    halfWrong?: boolean;
    /** How much an image is enlarged. */
    scale?: number;
  } = {},
): Message[] {
  return contextMessages(context, context.templates.prediction, {
    layers: layerLines(layers),
    network,
    halfWrong: halfWrong ? joinLines(context.templates.halfWrong) : "",
    picture: digitValue(context, pixels, { scale }),
  });
}

/**
 * The request for the digit that a reply settles on, in JSON where the server takes schemas. It stands for itself:
 * without the background there is nothing to predict the digit anew from.
 */
export function digitRequest({ templates }: NetworkContext, prediction: string): ChatRequest {
  return { messages: [userMessage(templates.digit, { prediction })], schema: digitSchema };
}

/** The reply that such a request quotes; undefined where a text quotes none. */
export function readQuotedReply(text: string): string | undefined {
  return /^<reply>$([\s\S]*)^<\/reply>$/m.exec(text)?.[1].trim();
}

/** Strings, so that "none" is possible: a server that may only give numbers would have to make one up. */
const digitSchema = {
  name: "digit",
  schema: {
    type: "object",
    properties: { digit: { type: "string", enum: [..."0123456789", "none"] } },
    required: ["digit"],
    additionalProperties: false,
  },
};
