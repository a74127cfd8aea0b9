// What a reader is asked: the summaries of a network, a picture, and which digit the network answers to it.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import type { Message } from "../../chat/mod.ts";
import { digitPicture, type NetworkContext, predictionMessages, type Summaries } from "../../prompts/mod.ts";
import type { Picture } from "../../pictures/mod.ts";
import type { TestImage } from "./sample.ts";

/** A picture, and what a reader is asked about it. */
export interface Question {
  image: TestImage;
  messages: Message[];
}

/** The questions about some test pictures to a reader of these summaries. */
export function makeQuestions(
  context: NetworkContext,
  images: readonly TestImage[],
  { summaries, pictures, ...options }: {
    summaries: Summaries;
    /** The test half, which the images are places in. */
    pictures: LabelledImages;
    halfWrong?: boolean;
    /** How much a picture is enlarged. */
    scale?: number;
  },
): Question[] {
  return images.map((image) => {
    const pixels = pixelsOf(pictures, image.index);
    return { image, messages: predictionMessages(context, summaries, pixels, options) };
  });
}

/** A digit as the reader is sent it: black without ink, white with full ink, each pixel enlarged to 8 × 8. */
export function testPicture(images: LabelledImages, index: number): Picture {
  return digitPicture(pixelsOf(images, index), images);
}
