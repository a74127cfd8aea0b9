// Reads a chat-completions request: its texts in one, its pictures as grey pixels, and the form the answer must have.

import { decodeGrey } from "../pictures/mod.ts";

/** Grey bytes, row by row. */
export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export interface Prompt {
  /** All messages in their order, one text. */
  text: string;
  pictures: GreyPicture[];
  /** Pictures that were sent but are no readable PNG data URL. */
  unreadable: number;
  /** The JSON type of a `digit` that a structured answer must hold; undefined where plain text is asked for. */
  digitType?: "number" | "string";
  /** The properties of the JSON object that a structured answer must be; undefined where plain text is asked for. */
  properties?: Readonly<Record<string, unknown>>;
}

/** Throws a TypeError that says what a body lacks, as a server would refuse it. */
export function readRequest(body: unknown): Prompt {
  const messages = isRecord(body) ? body.messages : undefined;
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new TypeError("Cannot answer: the request needs a list of messages, got none. Send at least one.");
  }
  const properties = readProperties(body as object);
  const prompt: Prompt = { text: "", pictures: [], unreadable: 0, digitType: readDigitType(properties), properties };
  for (const message of messages) {
    const content = isRecord(message) ? message.content : undefined;
    if (typeof content !== "string" && !Array.isArray(content)) {
      throw new TypeError("Cannot answer: a message's content must be a text or a list of parts. Correct it.");
    }
    const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
    for (const part of parts) addPart(part, prompt);
    prompt.text += "\n";
  }
  return prompt;
}

function addPart(part: unknown, prompt: Prompt) {
  if (!isRecord(part)) throw new TypeError("Cannot answer: a part of a message must be an object. Correct it.");
  if (part.type === "text" && typeof part.text === "string") {
    prompt.text += `${part.text.replaceAll("\r\n", "\n")}\n`;
  } else if (part.type === "image_url") {
    const url = isRecord(part.image_url) ? part.image_url.url : undefined;
    try {
      prompt.pictures.push(decodeGrey(Uint8Array.fromBase64(String(url).replace(/^data:image\/png;base64,/, ""))));
    } catch {
      // The other evidence still counts, and the answer says that this picture could not be read.
      prompt.unreadable += 1;
    }
  } else {
    throw new TypeError("Cannot answer: a part of a message must be a text or an image_url. Correct it.");
  }
}

function readProperties(body: object): Prompt["properties"] {
  let value: unknown = body;
  for (const key of ["response_format", "json_schema", "schema", "properties"]) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return isRecord(value) ? value : undefined;
}

function readDigitType(properties: Prompt["properties"]): Prompt["digitType"] {
  if (properties === undefined || !Object.hasOwn(properties, "digit")) return undefined;
  return JSON.stringify(properties.digit).includes("string") ? "string" : "number";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
