// Reads a chat-completions request: its texts in one, its pictures as grey pixels, and the form the answer must have.

import type { ChatRequest, Message, Part } from "../chat/mod.ts";
import { decodeGrey } from "../pictures/mod.ts";
import { type GreyPixels, readGrids } from "../prompts/mod.ts";
import { openMemory } from "./memory.ts";

export interface Prompt {
  /** All messages in their order, one text. */
  text: string;
  /** Pictures that were sent as images or in characters. */
  pictures: GreyPixels[];
  /** Pictures that were sent but are no readable PNG data URL. */
  unreadable: number;
  /** The JSON schema that the answer must fit; undefined where plain text is asked for. */
  schema?: ChatRequest["schema"];
  /** The messages, without the pictures that cannot be read. */
  messages: Message[];
}

/** Throws a TypeError that says what a body lacks, as a server would refuse it. */
export function readRequest(body: unknown): Prompt {
  const messages = isRecord(body) ? body.messages : undefined;
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new TypeError("Cannot answer: the request needs a list of messages, got none. Send at least one.");
  }
  const prompt: Prompt = { text: "", pictures: [], unreadable: 0, schema: readSchema(body), messages: [] };
  for (const message of messages) {
    const content = isRecord(message) ? message.content : undefined;
    if (typeof content !== "string" && !Array.isArray(content)) {
      throw new TypeError("Cannot answer: a message's content must be a text or a list of parts. Correct it.");
    }
    if (typeof message.role !== "string") {
      throw new TypeError("Cannot answer: a message's role must be system, user or assistant. Correct it.");
    }
    const parts: unknown[] = typeof content === "string" ? [{ type: "text", text: content }] : content;
    prompt.messages.push({
      role: message.role as Message["role"],
      content: parts.flatMap((part) => readPart(part, prompt)),
    });
    prompt.text += "\n";
  }
  prompt.pictures.push(...readGrids(prompt.text));
  return prompt;
}

function readPart(part: unknown, prompt: Prompt): Part[] {
  if (!isRecord(part)) throw new TypeError("Cannot answer: a part of a message must be an object. Correct it.");
  if (part.type === "text" && typeof part.text === "string") {
    prompt.text += `${part.text.replaceAll("\r\n", "\n")}\n`;
    return [{ type: "text", text: part.text }];
  }
  if (part.type !== "image_url") {
    throw new TypeError("Cannot answer: a part of a message must be a text or an image_url. Correct it.");
  }
  const url = String(isRecord(part.image_url) ? part.image_url.url : undefined);
  try {
    prompt.pictures.push(decodeOnce(url));
    return [{ type: "image_url", image_url: { url } }];
  } catch {
    // The other evidence still counts, and the answer says that this picture could not be read.
    prompt.unreadable += 1;
    return [];
  }
}

/** The same pictures stand in the questions about many explanations. */
function decodeOnce(url: string): GreyPixels {
  return decoded(url, () => decodeGrey(Uint8Array.fromBase64(url.replace(/^data:image\/png;base64,/, ""))));
}

const decoded = openMemory<GreyPixels>(500);

function readSchema(body: unknown): ChatRequest["schema"] {
  let value: unknown = body;
  for (const key of ["response_format", "json_schema"]) value = isRecord(value) ? value[key] : undefined;
  if (!isRecord(value) || !isRecord(value.schema)) return undefined;
  return { name: String(value.name), schema: value.schema };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
