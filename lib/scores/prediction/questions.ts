// What a reader is asked: the summaries of a network, a picture, and which digit the network answers to it.

import { type LabelledImages, pixelsOf } from "../../data/mod.ts";
import type { Message } from "../../chat/mod.ts";
import { halfWrongSentence, layerLines, predictionWording, renderMessages } from "../../prompts/mod.ts";
import { greyPicture, type Picture, toDataUrl } from "../../pictures/mod.ts";
import type { TestImage } from "./sample.ts";

/** What a reader has read of a network; a reader of nothing has no layers and an empty text. */
export interface Summaries {
  layers: readonly string[];
  network: string;
}

/** A picture, and what a reader is asked about it. */
export interface Question {
  image: TestImage;
  messages: Message[];
}

/** The questions about some test pictures to a reader of these summaries. */
export function makeQuestions(
  images: readonly TestImage[],
  summaries: Summaries,
  { background, pictures, ...options }: {
    background: string;
    /** The test half, which the images are places in. */
    pictures: LabelledImages;
    wording?: string;
    halfWrong?: boolean;
  },
): Question[] {
  return images.map((image) => {
    const picture = testPicture(pictures, image.index);
    return { image, messages: predictionMessages(background, summaries, { picture, ...options }) };
  });
}

/** A digit as the reader is sent it: black without ink, white with full ink, each pixel enlarged to 8 × 8. */
export function testPicture(images: LabelledImages, index: number): Picture {
  return greyPicture(pixelsOf(images, index), {
    width: images.width,
    height: images.height,
    low: -1,
    high: 1,
    scale: 8,
  });
}

/** The prompt for one picture. Without summaries, all that would introduce them is left out. */
export function predictionMessages(
  background: string,
  { layers, network }: Summaries,
  { picture, wording = predictionWording, halfWrong = false }: {
    picture: Picture;
    wording?: string;
    /** Tells the reader that half of the pictures were chosen because the network is wrong on them. */
    halfWrong?: boolean;
  },
): Message[] {
  return renderMessages(background, wording, {
    layers: layerLines(layers),
    network,
    halfWrong: halfWrong ? halfWrongSentence : "",
    picture: { picture: toDataUrl(picture) },
  });
}
