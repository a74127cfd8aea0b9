// Pictures as base64 data URLs, the form in which pages, notebooks and chat messages carry them.

import { decodeGrey, type Picture } from "./image.ts";

const prefix = "data:image/png;base64,";

/** A picture's data URL. */
export function toDataUrl({ png }: Pick<Picture, "png">): string {
  return prefix + png.toBase64();
}

/** The picture of a PNG's base64 data URL. Throws where the text is no such URL or holds no readable PNG. */
export function fromDataUrl(text: string): Picture {
  if (!text.startsWith(prefix)) {
    throw new Error(
      `Cannot read a picture: a data URL of a PNG begins with "${prefix}", got "${
        text.slice(0, 40)
      }". Give such a URL.`,
    );
  }
  let png: Uint8Array;
  try {
    png = Uint8Array.fromBase64(text.slice(prefix.length));
  } catch (cause) {
    const end = text.slice(prefix.length).slice(-12);
    throw new Error(`Cannot read a picture: its data URL is not valid base64, got "…${end}". Copy the whole URL.`, {
      cause,
    });
  }
  const { width, height } = decodeGrey(png);
  return { png, width, height };
}
