// Jupyter messages as the signed frames of the wire protocol.

import { createHmac, randomUUID } from "node:crypto";
import * as v from "valibot";
import { JSON_OBJECT } from "./json_object.ts";

/** One message of the Jupyter protocol; its content is whatever the sender wrote. */
export interface Message {
  readonly header: Header;
  /** The header of the request that this message answers; empty when there is none. */
  readonly parent: Partial<Header>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  /** Header, parent, metadata and content as they travelled. */
  readonly texts: readonly string[];
  /** Who sent it, on sockets that say so, or its topic. */
  readonly route: readonly Uint8Array[];
  readonly buffers: readonly Uint8Array[];
}

/** The part of a message's header that we use. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
}

/** Makes a message of the given type; `parent` is the header of the request that it answers, as JSON. */
export function makeMessage(
  type: string,
  content: Readonly<Record<string, unknown>>,
  { session, parent = "{}" }: { session: string; parent?: string },
): Message {
  const id = randomUUID();
  const date = new Date().toISOString();
  const header = { msg_id: id, msg_type: type, session, username: "kernel", date, version: "5.3" };
  const texts = [JSON.stringify(header), parent, "{}", JSON.stringify(content)];
  return { header, parent: JSON.parse(parent), metadata: {}, content, texts, route: [], buffers: [] };
}

/** The frames of a message, signed: route, delimiter, signature, the four texts, buffers. */
export function signMessage({ route, texts, buffers }: Message, key: string): (string | Uint8Array)[] {
  return [...route, DELIMITER, sign(texts, key), ...texts, ...buffers];
}

/** The same message as the answer to another request, of which the header is given as JSON. */
export function withParent(message: Message, parent: string): Message {
  const [header, , metadata, content] = message.texts;
  return { ...message, parent: JSON.parse(parent), texts: [header, parent, metadata, content] };
}

/**
 * Reads a message off its frames. Gives nothing for frames that are incomplete, not signed with the key, or of another
 * shape: they are not from our other end.
 */
export function readMessage(frames: readonly Uint8Array[], key: string): Message | undefined {
  const start = frames.findIndex((frame) => frame.length === DELIMITER.length && decode(frame) === DELIMITER);
  if (start < 0 || frames.length < start + 6) return undefined;
  const parts = frames.slice(start + 2, start + 6);
  if (decode(frames[start + 1]) !== sign(parts, key)) return undefined;
  const texts = parts.map(decode);
  const read = v.safeParse(MESSAGE, texts);
  if (!read.success) return undefined;
  const [header, parent, metadata, content] = read.output;
  return { header, parent, metadata, content, texts, route: frames.slice(0, start), buffers: frames.slice(start + 6) };
}

const DELIMITER = "<IDS|MSG>";

const OBJECT = v.pipe(v.string(), v.parseJson(), JSON_OBJECT);
const HEADER = v.object({ msg_id: v.string(), msg_type: v.string() });
const MESSAGE = v.tuple([
  v.pipe(OBJECT, HEADER),
  // Deno has null where a message answers none.
  v.pipe(v.string(), v.parseJson(), v.nullish(v.partial(HEADER), {})),
  v.pipe(v.string(), v.parseJson(), v.nullish(JSON_OBJECT, {})),
  OBJECT,
]);

/** HMAC-SHA256 over the four texts exactly as they travel; without a key nothing is signed. */
function sign(texts: readonly (string | Uint8Array)[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const text of texts) hmac.update(text);
  return hmac.digest("hex");
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
