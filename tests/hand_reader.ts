// A reader for tests, in the place of a language model: a fetch that answers questions about one explanation by hand.

import { decodeGrey } from "../lib/pictures/image.ts";
import type { GreyPixels } from "../lib/prompts/character_grids.ts";
import { type Question, readQuestion, writeValues } from "../lib/prompts/questions.ts";
import { complete } from "./chat_server.ts";

/** What the reader says of a question's things, given all its pictures in their order. */
export type HandReader = (question: Question, pictures: readonly Pick<GreyPixels, "pixels">[]) => number[];

/** A fetch that answers every question so, in JSON where a schema comes with it, and counts the requests. */
export function handReader(reader: HandReader): typeof fetch & { requests: unknown[] } {
  const requests: unknown[] = [];
  const answer = async (input: URL | RequestInfo, init?: RequestInit) => {
    const body = await new Request(input, init).json();
    requests.push(body);
    const { content } = body.messages.at(-1);
    const parts: { type: string; text: string; image_url?: { url: string } }[] = typeof content === "string"
      ? [{ type: "text", text: content }]
      : content;
    const text = parts.map((part) => part.text ?? "").join("\n");
    const pictures = parts.flatMap(({ image_url }) =>
      image_url ? [decodeGrey(Uint8Array.fromBase64(image_url.url.split(",")[1]))] : []
    );
    const question = readQuestion(text)!;
    const properties = body.response_format?.json_schema.schema.properties ?? {};
    const isYesNo = JSON.stringify(properties).includes('"yes"');
    const asked: Question = isYesNo ? { ...question, scale: "yes-no" } : question;
    return complete(writeValues(asked, reader(asked, pictures), body.response_format ? "json" : "lines"));
  };
  return Object.assign(answer, { requests });
}
