// Asks readers of single explanations for values: of held-out pictures, several a request, or of the classes.

import type { LabelledImages } from "../../data/mod.ts";
import type { Chat, ChatRequest } from "../../chat/mod.ts";
import { defaultTemplates, questionRequest } from "../../prompts/mod.ts";
import { toDataUrl } from "../../pictures/mod.ts";
import { testPicture } from "../prediction/questions.ts";
import { type AskProgress, askStructured } from "../structured.ts";
import { readValues, type Scale, type ValueFailure } from "./values.ts";

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
  const groups = Array.from({ length: Math.ceil(places.length / together) }, (_, i) => {
    return places.slice(i * together, (i + 1) * together);
  });
  return groups.map((group) => {
    const things = group.map((place, i) => ({ number: i + 1, pictures: [{ picture: drawOnce(images, place) }] }));
    const request = questionRequest(wording, { explanation, kind: "pictures", things, scale });
    return { request, keys: group.map((_, i) => `picture${i + 1}`), scale };
  });
}

/** The inquiry about the classes to a reader of one explanation: how much the network needs the neuron for each. */
export function inquireAboutClasses(
  explanation: string,
  classNames: readonly string[],
  { wording = defaultTemplates.claim }: { wording?: string } = {},
): Inquiry {
  const things = classNames.map((text, number) => ({ number, text }));
  const request = questionRequest(wording, { explanation, kind: "classes", things, scale: "0-10" });
  return { request, keys: classNames.map((_, label) => `class${label}`), scale: "0-10" };
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

/** A picture's data URL, drawn once however many explanations are asked about. */
function drawOnce(images: LabelledImages, place: number): string {
  const known = drawn.get(images) ?? new Map<number, string>();
  drawn.set(images, known);
  const url = known.get(place) ?? toDataUrl(testPicture(images, place));
  known.set(place, url);
  return url;
}

const drawn = new WeakMap<LabelledImages, Map<number, string>>();
