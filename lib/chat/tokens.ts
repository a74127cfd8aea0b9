// Counts, before anything is sent, about how many prompt tokens a request will cost.

import { countTokens } from "./token_count.ts";
import type { ChatRequest, Message, Part } from "./types.ts";

/**
 * About how many prompt tokens a request costs: its text by gpt-4o's own tokenizer (o200k_base) and, as OpenAI's
 * cookbook counts chats, 3 more for each message, its role's one, and 3 for the reply's start; a schema by its JSON;
 * each picture at high detail, since "auto", which is what a request without a detail gets, may choose that.
 * A model of another family cuts text and pictures in its own way, so there the count is a guide only.
 */
export function countPromptTokens(request: ChatRequest, model: string): number {
  let tokens = countTextTokens(request) + (request.schema ? countTokens(JSON.stringify(request.schema)) : 0);
  for (const part of request.messages.flatMap(toParts)) {
    if (part.type === "image_url") tokens += countPictureTokens(readSize(part.image_url.url), model);
  }
  return tokens;
}

/** The part of it that every server should count much alike: neither pictures nor the schema. */
export function countTextTokens(request: ChatRequest): number {
  const known = counted.get(request);
  if (known !== undefined) return known;
  const texts = request.messages.flatMap(toParts).map((part) => part.type === "text" ? countTokens(part.text) : 0);
  const roles = request.messages.map(({ role }) => 3 + countTokens(String(role)));
  const tokens = [...texts, ...roles].reduce((sum, count) => sum + count, 3);
  counted.set(request, tokens);
  return tokens;
}

// An estimate counts, and so does the check of each reply: once is enough.
const counted = new WeakMap<ChatRequest, number>();

function toParts({ content }: Message): Part[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/**
 * Tokens of a picture of width × height pixels by OpenAI's published rule for gpt-4o: at low detail a flat price; at
 * high detail it is scaled down to fit 2048 × 2048, then to a shorter side of 768, and each tile of 512 × 512 begun
 * adds its price. Smaller pictures are not enlarged.
 * https://platform.openai.com/docs/guides/images-vision (calculating costs)
 */
export function countPictureTokens(
  { width, height }: { width: number; height: number },
  model: string,
  { detail = "high" }: { detail?: "low" | "high" } = {},
): number {
  // gpt-4o-mini prices a picture's tokens about 33 times higher, so that a picture costs as much as with gpt-4o.
  const [base, tile] = model.startsWith("gpt-4o-mini") ? [2833, 5667] : [85, 170];
  if (detail === "low") return base;
  const fit = Math.min(1, 2048 / Math.max(width, height));
  const scale = fit * Math.min(1, 768 / (fit * Math.min(width, height)));
  return base + tile * countTiles(width * scale) * countTiles(height * scale);
}

function countTiles(pixels: number): number {
  return Math.ceil(Math.round(pixels) / 512);
}

/** Width and height stand in a PNG's first 24 bytes (PNG specification, 11.2.2 IHDR). */
function readSize(dataUrl: string): { width: number; height: number } {
  const start = dataUrl.indexOf(",") + 1;
  const header = new DataView(Uint8Array.fromBase64(dataUrl.slice(start, start + 32)).buffer);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
