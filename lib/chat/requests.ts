// Checks requests before anything is sent, and puts them into the API's own words.

import type OpenAI from "openai";
import type { Settings } from "./settings.ts";
import type { ChatRequest, Part } from "./types.ts";

/** The body of a request: what a reply depends on, and so what it is kept under. */
export type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

// The signature of a PNG in base64, and enough behind it for the picture's size.
const pngUrl = /^data:image\/png;base64,iVBORw0KGgo[\w+/=]{21,}$/;

/** The settings that change an answer. */
export type Sampling = Pick<Settings, "temperature" | "seed" | "maxTokens" | "reasoningEffort">;

/**
 * The request's body. Schemas are strict; a setting that is not set is left out, so that the server's default holds.
 * OpenAI has a new name for the largest reply, which other servers do not all know.
 */
export function toBody(
  { model, isOpenAi }: { model: string; isOpenAi: boolean },
  { messages, schema }: ChatRequest,
  { temperature, seed, maxTokens, reasoningEffort }: Sampling = {},
): Body {
  // The client's types know no pictures in system and assistant messages; whether they are taken, the server says.
  const body: Body = { model, messages: messages as OpenAI.ChatCompletionMessageParam[] };
  if (schema) {
    const json_schema = { name: schema.name, strict: true, schema: schema.schema };
    body.response_format = { type: "json_schema", json_schema };
  }
  if (temperature !== undefined) body.temperature = temperature;
  if (seed !== undefined) body.seed = seed;
  if (maxTokens !== undefined) body[isOpenAi ? "max_completion_tokens" : "max_tokens"] = maxTokens;
  if (reasoningEffort !== undefined) body.reasoning_effort = reasoningEffort as Body["reasoning_effort"];
  return body;
}

/** Whether a request shows the model a picture. */
export function hasPictures({ messages }: ChatRequest): boolean {
  return messages.some(({ content }) =>
    typeof content !== "string" && content.some((part) => part.type === "image_url")
  );
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
