// Texts of prompts and replies as bundles that show them verbatim.

import type { Bundle } from "./display.ts";
import { defuse, escapeHtml, pre, verbatim } from "./html.ts";

/** A part of a message's content, as in OpenAI's chat completions. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

/** A message of a chat, as in OpenAI's chat completions. */
export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/** Shows a text as it is, under a title. */
export function textBundle(text: string, { title = "" }: { title?: string } = {}): Bundle {
  return {
    "text/plain": [title && `${defuse(title)}\n`, defuse(text)].join(""),
    "text/html": heading(title) + pre(text),
  };
}

/** Shows the messages of a prompt as they are sent, each under its role, pictures at their place. */
export function messagesBundle(messages: readonly Message[]): Bundle {
  const parts = messages.map(({ role, content }) => ({
    role,
    parts: typeof content === "string" ? [{ type: "text", text: content } as const] : content,
  }));
  return {
    "text/plain": parts.map(({ role, parts }) => [`── ${defuse(role)} ──`, ...parts.map(writePart)].join("\n"))
      .join("\n\n"),
    "text/html": parts.map(({ role, parts }) => [heading(role), ...parts.map(drawPart)].join("\n")).join("\n"),
  };
}

/** Shows a paragraph of text in the page's own font. */
export function noteBundle(text: string): Bundle {
  return { "text/plain": defuse(text), "text/html": `<p ${verbatim}>${escapeHtml(text)}</p>` };
}

function heading(text: string): string {
  return text && `<div ${verbatim}><b>${escapeHtml(text)}</b></div>`;
}

function writePart(part: Part): string {
  if (part.type === "text") return defuse(part.text);
  const type = picturePattern.exec(part.image_url.url)?.[1];
  return type ? `[picture, ${type}]` : defuse(`[picture at ${part.image_url.url}]`);
}

function drawPart(part: Part): string {
  if (part.type === "text") return pre(part.text);
  const { url } = part.image_url;
  // A picture elsewhere is named, not fetched: looking at a prompt must not call anywhere.
  if (!picturePattern.test(url)) return pre(`[picture at ${url}]`);
  return `<img src="${url}" alt="the message's picture" style="image-rendering: pixelated">`;
}

const picturePattern = /^data:(image\/(?:png|jpeg|gif|webp));base64,[A-Za-z0-9+/]*={0,2}$/;
