// Checks requests before anything is sent, and puts them into the API's own words.

import type OpenAI from "openai";
import type { ChatRequest, Part } from "./chat.ts";

// The signature of a PNG in base64, and enough behind it for the picture's size.
const pngUrl = /^data:image\/png;base64,iVBORw0KGgo[\w+/=]{21,}$/;

/** The request's body; schemas are strict, and sampling and length are left to the server's defaults. */
export function toBody(model: string, { messages: given, schema }: ChatRequest) {
  // The client's types know no pictures in system and assistant messages; whether they are taken, the server says.
  const messages = given as OpenAI.ChatCompletionMessageParam[];
  if (!schema) return { model, messages };
  const json_schema = { name: schema.name, strict: true, schema: schema.schema };
  return { model, messages, response_format: { type: "json_schema" as const, json_schema } };
}

/** Throws where a request could not be sent; cells of a notebook are not type-checked. */
export function checkRequest(request: ChatRequest, place: number): void {
  const refuse = (wrong: string, got: unknown): never => {
    const shown = JSON.stringify(got)?.slice(0, 80) ?? String(got);
    throw new TypeError(`Cannot send request ${place}: ${wrong}, got ${shown}. Build it with renderMessages().`);
  };
  const { messages, schema } = request ?? {};
  if (!Array.isArray(messages) || messages.length === 0) refuse("it needs one message or more", messages);
  for (const message of messages) {
    const { role, content } = message ?? {};
    if (!["system", "user", "assistant"].includes(role)) refuse("a role is system, user or assistant", role);
    if (typeof content !== "string" && !(Array.isArray(content) && content.length > 0 && content.every(isPart))) {
      refuse("a content is a text, or parts with a text or the data URL of a PNG", content);
    }
  }
  if (schema && (typeof schema.schema !== "object" || !/^[\w-]{1,64}$/.test(schema.name))) {
    refuse("a schema has a name of up to 64 letters, digits, _ and -, and a JSON schema", schema);
  }
}

function isPart(part: Part): boolean {
  if (part?.type === "text") return typeof part.text === "string";
  return part?.type === "image_url" && pngUrl.test(part.image_url?.url);
}
