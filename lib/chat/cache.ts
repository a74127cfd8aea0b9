// Keeps every good exchange with a server as a file, so that nothing is paid for twice.

import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { readPlainText, writeWhole } from "../files.ts";
import type { Body } from "./requests.ts";
import type { Reply } from "./types.ts";

/** Who gave the replies: the server's address, and who it says it is, where it says so (see identity.ts). */
export interface Origin {
  server: string;
  identity?: string;
}

export interface Cache {
  /** What a request is kept under: a checksum of its body and of who is asked. */
  keyOf(body: Body): string;
  /** The kept reply to a request, or undefined where there is none that can be trusted. */
  read(body: Body): Promise<Reply | undefined>;
  /** Keeps a reply. Throws where it cannot be written; it is then kept in memory, and written with the next one. */
  write(body: Body, reply: Reply): Promise<void>;
  /** Writes what could not be written before, since it was paid for. Throws where it still cannot. */
  flush(): Promise<void>;
}

/** Opens the cache in a folder, made at the first write; without a folder nothing is kept. */
export function openCache(folder: string | undefined, origin: Origin): Cache {
  const keyOf = (body: Body) => createHash("sha256").update(canonicalJson({ ...origin, body })).digest("hex");
  if (folder === undefined) {
    const nothing = () => Promise.resolve(undefined);
    return { keyOf, read: nothing, write: nothing, flush: nothing };
  }
  const pathOf = (body: Body) => join(folder, `${keyOf(body)}.json`);
  const unwritten = new Map<string, { text: string; reply: Reply }>();
  const flush = async () => {
    for (const [path, { text }] of unwritten) {
      await writeWhole(path, text);
      unwritten.delete(path);
    }
  };
  return {
    flush,
    keyOf,
    async read(body) {
      const waiting = unwritten.get(pathOf(body));
      if (waiting) return { ...waiting.reply, cached: true };
      const text = await readPlainText(pathOf(body)).catch(() => "");
      return parseEntry(text, { ...origin, request: body });
    },
    async write(body, reply) {
      const { cached: _, ...kept } = reply;
      const entry = { ...origin, request: sortKeys(body), reply: kept };
      const text = JSON.stringify(entry, null, 2) + "\n";
      try {
        await writeWhole(pathOf(body), text);
      } catch (error) {
        unwritten.set(pathOf(body), { text, reply });
        throw error;
      }
      await flush();
    },
  };
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const replySchema = v.object({
  text: v.pipe(v.string(), v.regex(/\S/)),
  model: v.string(),
  promptTokens: count,
  completionTokens: count,
  thinking: v.optional(v.string()),
  note: v.optional(v.string()),
});
const entrySchema = v.object({
  server: v.string(),
  identity: v.optional(v.string()),
  request: v.unknown(),
  reply: replySchema,
});

/** A file's name proves nothing: what it holds must be this request, and a reply such as `write` keeps. */
function parseEntry(text: string, expected: Origin & { request: Body }): Reply | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), entrySchema), text);
  if (!parsed.success) return undefined;
  const { reply, ...asked } = parsed.output;
  return canonicalJson(asked) === canonicalJson(expected) ? { ...reply, cached: true } : undefined;
}
