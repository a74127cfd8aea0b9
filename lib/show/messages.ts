// Texts of prompts and replies as bundles that show them verbatim.

import type { Bundle } from "./display.ts";
import { defuse, escapeHtml, verbatim, verbatimBlock } from "./html.ts";

/** A part of a message's content, as in OpenAI's chat completions. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

/** A message of a chat, as in OpenAI's chat completions. */
export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/** The text's title, and whether it is folded away until it is clicked on: by default when it is long. */
export interface TextOptions {
  title?: string;
  fold?: boolean;
}

/** Shows a text as it is, under a title. */
export function textBundle(text: string, { title = "", fold = isLong(text) }: TextOptions = {}): Bundle {
  return {
    "text/plain": [title && `${defuse(title)}\n`, defuse(text)].join(""),
    "text/html": fold ? folded(title || "Text", [text], verbatimBlock(text)) : heading(title) + verbatimBlock(text),
  };
}

/**
 * Shows the messages of a prompt as they are sent, each under its role, pictures at their place; long ones are folded.
 */
export function messagesBundle(messages: readonly Message[], { fold }: { fold?: boolean } = {}): Bundle {
  const all = messages.map(({ role, content }) => ({
    role,
    parts: typeof content === "string" ? [{ type: "text", text: content } as const] : content,
  }));
  const html = all.map(({ role, parts }) => {
    const body = parts.map(drawPart).join("\n");
    const texts = parts.flatMap((part) => part.type === "text" ? part.text : []);
    return fold ?? isLong(texts.join("\n")) ? folded(role, texts, body) : `${heading(role)}\n${body}`;
  });
  return {
    "text/plain": all.map(({ role, parts }) => [`── ${defuse(role)} ──`, ...parts.map(writePart)].join("\n"))
      .join("\n\n"),
    "text/html": html.join("\n"),
  };
}

/** Shows a paragraph of text in the page's own font. */
export function noteBundle(text: string): Bundle {
  return { "text/plain": defuse(text), "text/html": `<p ${verbatim}>${escapeHtml(text)}</p>` };
}

/** Whether a text fills more than a screen, so that it is folded where nobody says otherwise. */
export function isLong(text: string): boolean {
  return text.length > 4000 || text.split("\n").length > 50;
}

function heading(text: string): string {
  return text && `<div ${verbatim}><b>${escapeHtml(text)}</b></div>`;
}

function folded(title: string, texts: readonly string[], body: string): string {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).filter(Boolean).length, 0);
  return `<details><summary><b>${escapeHtml(title)}</b>: ${words} words</summary>\n${body}\n</details>`;
}

function writePart(part: Part): string {
  if (part.type === "text") return defuse(part.text);
  const type = picturePattern.exec(part.image_url.url)?.[1];
  return type ? `[picture, ${type}]` : defuse(`[picture at ${part.image_url.url}]`);
}

function drawPart(part: Part): string {
  if (part.type === "text") return verbatimBlock(part.text);
  const { url } = part.image_url;
  // A picture elsewhere is named, not fetched: looking at a prompt must not call anywhere.
  if (!picturePattern.test(url)) return verbatimBlock(`[picture at ${url}]`);
  return `<img src="${url}" alt="the message's picture" style="image-rendering: pixelated">`;
}

const picturePattern = /^data:(image\/(?:png|jpeg|gif|webp));base64,[A-Za-z0-9+/]*={0,2}$/;
