// Fills a prompt template: lines that were broken to fit a screen are joined, names in braces get their values.

import type { Message, Part } from "../chat/mod.ts";

/** What a template's placeholders stand for; a picture is the PNG data URL of an image. */
export type PromptValues = Record<string, string | number | { picture: string }>;

/**
 * A template filled with its values: text, with each picture as a part of its own at its place.
 *
 * A line that begins with a space goes on with the line above it: the model is sent one line, with one space between. A
 * paragraph whose placeholders are all empty is left out, and so is, inside another paragraph, a line: one template
 * serves the first layer, which has no previous one, and the later ones. Between paragraphs stays one blank line. Throws
 * on a placeholder that has no value.
 */
export function fillTemplate(template: string, values: PromptValues): Part[] {
  const paragraphs = joinLines(template).split(/\n\n+/).filter((paragraph) => !isEmpty(paragraph, values));
  const kept = paragraphs.map((paragraph) => paragraph.split("\n").filter((line) => !isEmpty(line, values)).join("\n"))
    .join("\n\n");
  // Splitting on a captured group puts the placeholders' names at the odd places.
  const pieces = kept.split(placeholder).map((piece, i): Part => {
    if (i % 2 === 0) return { type: "text", text: piece };
    const value = valueOf(piece, values);
    return typeof value === "object"
      ? { type: "image_url", image_url: { url: value.picture } }
      : { type: "text", text: String(value) };
  });
  return joinText(pieces);
}

/** A template without pictures as plain text. Throws where a value is a picture. */
export function fillText(template: string, values: PromptValues): string {
  return fillTemplate(template, values).map((part) => {
    if (part.type === "text") return part.text;
    throw new Error("Cannot fill the template as text: it holds a picture. Use userMessage() for it.");
  }).join("");
}

/** A filled template as the message of a user, with the text that stands at its head, if any, in a paragraph before. */
export function userMessage(template: string, values: PromptValues, head = ""): Message {
  const parts = fillTemplate(template, values);
  const [first, ...rest] = parts;
  const whole = head === ""
    ? parts
    : first?.type === "text"
    ? [{ ...first, text: `${head}\n\n${first.text}` }, ...rest]
    : [{ type: "text" as const, text: `${head}\n` }, ...parts];
  // Servers that know no pictures often take plain strings alone, so parts are sent only where there is a picture.
  const content = whole.every((part) => part.type === "text") ? whole.map((part) => part.text).join("") : whole;
  return { role: "user", content };
}

/** The template with each broken line in one, as the model is sent it. */
export function joinLines(template: string): string {
  return template.replaceAll("\r\n", "\n").replace(/(\S)[ \t]*\n[ \t]+(?=\S)/g, "$1 ");
}

const placeholder = /\{(\w+)\}/;

function valueOf(name: string, values: PromptValues): PromptValues[string] {
  if (Object.hasOwn(values, name)) return values[name];
  throw new Error(
    `Cannot fill the template: nothing stands for {${name}}. ` +
      `Use one of ${Object.keys(values).map((known) => `{${known}}`).join(", ")}.`,
  );
}

function isEmpty(text: string, values: PromptValues): boolean {
  const names = [...text.matchAll(new RegExp(placeholder, "g"))].map((match) => match[1]);
  return names.length > 0 && names.every((name) => valueOf(name, values) === "");
}

/** Joins neighbouring texts; the line break before and after a picture belongs to the layout, not to the text. */
function joinText(pieces: Part[]): Part[] {
  const joined: Part[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.type === "text" && last?.type === "text") last.text += piece.text;
    else joined.push({ ...piece });
  }
  const trimmed = joined.map((part, i): Part => {
    if (part.type !== "text") return part;
    const start = i > 0 ? part.text.replace(/^\n/, "") : part.text;
    return { type: "text", text: i < joined.length - 1 ? start.replace(/\n$/, "") : start };
  });
  return trimmed.filter((part) => part.type !== "text" || part.text !== "");
}
