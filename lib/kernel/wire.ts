/** Jupyter messages as the signed frames of the wire protocol. */

import { Buffer } from "node:buffer";
import { createHmac, randomUUID } from "node:crypto";

/** One message of the Jupyter protocol, without its binary buffers. */
export interface Message {
  readonly header: Header;
  /** The header of the request that this message answers; empty when there is none. */
  readonly parent: Partial<Header>;
  readonly content: Readonly<Record<string, unknown>>;
  /** The content's length as JSON. */
  readonly size: number;
}

/** The part of a message's header that we use. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
}

/** Makes a request of the given type; its frames are ready to be sent. */
export function packRequest(
  type: string,
  content: Readonly<Record<string, unknown>>,
  { key, session }: { key: string; session: string },
): { id: string; frames: string[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session,
    username: "walkthrough",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
  return { id, frames: [DELIMITER, sign(parts, key), ...parts] };
}

/**
 * Reads a message off its frames. What stands before the delimiter (routing or a topic) is skipped.
 * Gives nothing for frames that are incomplete or not signed with the key: they are not from our kernel.
 */
export function unpackMessage(frames: readonly Uint8Array[], key: string): Message | undefined {
  const texts = frames.map((frame) => Buffer.from(frame).toString());
  const start = texts.indexOf(DELIMITER);
  const [signature, ...parts] = start < 0 ? [] : texts.slice(start + 1);
  if (parts.length < 4 || signature !== sign(parts.slice(0, 4), key)) return undefined;
  const [header, parent, , content] = parts.map((part) => JSON.parse(part));
  return { header, parent: parent ?? {}, content, size: parts[3].length };
}

const DELIMITER = "<IDS|MSG>";

/** HMAC-SHA256 over the four JSON strings exactly as they travel. */
function sign(parts: readonly string[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
