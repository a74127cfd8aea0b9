// Keeps every good exchange with a server as a file, so that nothing is paid for twice.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeWhole } from "../files.ts";
import type { Reply } from "./chat.ts";
import type { Server } from "./server.ts";

export interface Cache {
  /** The kept reply to a request body, or undefined where there is none that can be trusted. */
  read(body: object): Promise<Reply | undefined>;
  /** Keeps a reply; a folder that cannot be written to is reported, once, and loses nothing but the cache. */
  write(body: object, reply: Reply): Promise<void>;
}

/** Opens the cache in a folder, made at the first write; without a folder nothing is kept. */
export function openCache(folder: string | undefined, server: Server, warn: (problem: string) => void): Cache {
  if (folder === undefined) return { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const pathOf = (body: object) => join(folder, `${hashOf({ server: server.baseUrl, body })}.json`);
  let reported = false;
  return {
    async read(body) {
      const text = await Deno.readTextFile(pathOf(body)).catch(() => "");
      return parseEntry(text, { server: server.address, request: body });
    },
    async write(body, { text, model, promptTokens, completionTokens }) {
      const reply = { text, model, promptTokens, completionTokens };
      const entry = { server: server.address, request: sortKeys(body), reply };
      try {
        await writeWhole(pathOf(body), server.scrub(JSON.stringify(entry, null, 2) + "\n"));
      } catch (error) {
        if (reported) return;
        reported = true;
        warn(
          `Cannot keep replies: ${folder} cannot be written to, got "${(error as Error).message}". ` +
            `The replies of this session are complete, but a next run asks for them again: make the folder writable.`,
        );
      }
    },
  };
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

/** A file's name proves nothing: what it holds must be this request, and a reply such as `write` keeps. */
function parseEntry(text: string, expected: { server: string; request: object }): Reply | undefined {
  try {
    const { server, request, reply } = JSON.parse(text);
    if (canonicalJson({ server, request }) !== canonicalJson(expected)) return undefined;
    const { text: answer, model, promptTokens, completionTokens } = reply;
    if (typeof answer !== "string" || answer.trim() === "" || typeof model !== "string") return undefined;
    if (!isCount(promptTokens) || !isCount(completionTokens)) return undefined;
    return { text: answer, model, promptTokens, completionTokens, cached: true };
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
