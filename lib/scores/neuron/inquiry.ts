// Asks readers of single explanations for values: of held-out pictures, several a request, or of the classes.

import type { LabelledImages } from "../../data/mod.ts";
import type { Chat, ChatRequest, Message } from "../../chat/mod.ts";
import { claimWording, renderMessages } from "../../prompts/mod.ts";
import { toDataUrl } from "../../pictures/mod.ts";
import { testPicture } from "../prediction/questions.ts";
import { type AskProgress, askStructured } from "../structured.ts";
import { readValues, type Scale, type ValueFailure, valueSchema } from "./values.ts";

/** One request: what is asked, the things that need a value, by the keys of the reply, and what a value may be. */
export interface Inquiry {
  request: ChatRequest;
  keys: readonly string[];
  scale: Scale;
}

/** The value that a reader gives a thing, or why there is none. */
export type Answer = { value: number; failure?: undefined } | { value: null; failure: ValueFailure };

/**
 * The inquiries about pictures to a reader of one explanation, `together` pictures in each but the last. Throws where
 * the wording has no place for the pictures.
 *
 * @param places The places of the pictures among the images.
 */
export function inquireAboutPictures(
  explanation: string,
  places: readonly number[],
  { images, wording, scale, together }: {
    images: LabelledImages;
    wording: string;
    scale: Scale;
    together: number;
  },
): Inquiry[] {
  if (!Number.isInteger(together) || together < 1) {
    throw new RangeError(
      `Cannot ask about pictures: how many a request holds is a whole number, 1 or more, got ${together}. Choose one.`,
    );
  }
  if (!wording.includes("{pictures}")) {
    throw new Error(
      `Cannot ask about pictures: the wording has no place for {pictures}, got "${wording.slice(0, 40)}…". Add it.`,
    );
  }
  const groups = Array.from({ length: Math.ceil(places.length / together) }, (_, i) => {
    return places.slice(i * together, (i + 1) * together);
  });
  return groups.map((group) => {
    const lines = group.map((_, i) => `Picture ${i + 1}:\n{picture${i + 1}}`);
    const pictures = group.map((place, i) => [`picture${i + 1}`, { picture: drawOnce(images, place) }]);
    const values = { explanation, count: group.length, ...Object.fromEntries(pictures) };
    const messages = renderMessages("", wording.replace("{pictures}", lines.join("\n")), values);
    return makeInquiry(messages, group.map((_, i) => `picture${i + 1}`), scale);
  });
}

/** The inquiry about the classes to a reader of one explanation: how much the network needs the neuron for each. */
export function inquireAboutClasses(
  explanation: string,
  classNames: readonly string[],
  { wording = claimWording }: { wording?: string } = {},
): Inquiry {
  const classes = classNames.map((name, label) => `Class ${label}: ${name}`).join("\n");
  const keys = classNames.map((_, label) => `class${label}`);
  return makeInquiry(renderMessages("", wording, { explanation, classes }), keys, "0-10");
}

/**
 * Asks all inquiries, side by side, in JSON or, where the server takes no schema, in plain words, which `notes` says.
 * A failed request, and a reply whose values cannot be read, is a failure of every thing that it was about.
 */
export async function askInquiries(
  chat: Chat,
  inquiries: readonly Inquiry[],
  options: { onProgress?: (progress: AskProgress) => void; signal?: AbortSignal } = {},
): Promise<{ answers: Answer[][]; notes: string[] }> {
  const { outcomes, notes } = await askStructured(chat, inquiries.map(({ request }) => request), options);
  const answers = outcomes.map(({ reply, failure }, i) => {
    const { keys, scale } = inquiries[i];
    const read = failure ? { failure } : readValues(reply.text, keys, scale);
    return keys.map((_, k): Answer =>
      read.failure ? { value: null, failure: read.failure } : { value: read.values![k] }
    );
  });
  return { answers, notes };
}

/** The reader gets no background: the explanation alone is what is put to the test. */
function makeInquiry([, asked]: Message[], keys: readonly string[], scale: Scale): Inquiry {
  return { request: { messages: [asked], schema: valueSchema(keys, scale) }, keys, scale };
}

/** A picture's data URL, drawn once however many explanations are asked about. */
function drawOnce(images: LabelledImages, place: number): string {
  const known = drawn.get(images) ?? new Map<number, string>();
  drawn.set(images, known);
  const url = known.get(place) ?? toDataUrl(testPicture(images, place));
  known.set(place, url);
  return url;
}

const drawn = new WeakMap<LabelledImages, Map<number, string>>();
