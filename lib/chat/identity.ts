// Asks a server who it is: behind one address and one name, another model may stand tomorrow.

import { join } from "node:path";
import type OpenAI from "openai";
import * as v from "valibot";
import { readPlainText, writeWhole } from "../files.ts";
import type { Server } from "./server.ts";

// What tells one model from another. Times, permissions and the size of the context change with each start.
const modelSchema = v.object({
  id: v.string(),
  root: v.optional(v.nullable(v.string())),
  digest: v.optional(v.nullable(v.string())),
  meta: v.optional(v.nullable(v.object({
    n_params: v.optional(v.number()),
    size: v.optional(v.number()),
    ftype: v.optional(v.string()),
  }))),
});
const listSchema = v.object({ data: v.array(modelSchema) });
const rememberedSchema = v.record(v.string(), v.string());

// Who knows, answers at once; nobody should wait for this.
const timeoutMs = 3000;

/**
 * Who the server says it is, in a few words: what its list of models (GET /models) says of the model that is asked for,
 * or of the only one there is. Undefined where it has no such list. A server that is not there today is who it was
 * when it answered last, so that what it said is found. OpenAI's own names say it all.
 */
export async function askIdentity(
  client: OpenAI,
  { server, folder, signal }: { server: Server; folder?: string; signal?: AbortSignal },
): Promise<string | undefined> {
  if (!server.isLanguageModel || server.isOpenAi) return undefined;
  const path = folder && join(folder, "servers.json");
  const name = `${server.model} at ${server.key}`;
  const remembered = await readRemembered(path);
  try {
    const { data } = v.parse(listSchema, await client.get("/models", { timeout: timeoutMs, signal }));
    const model = data.find(({ id }) => id === server.model) ?? (data.length === 1 ? data[0] : undefined);
    const identity = model && server.mask(describe(model));
    if (identity === undefined || identity === remembered[name] || !path) return identity;
    // Where this cannot be written, neither can a reply, and that is said then.
    await writeWhole(path, JSON.stringify({ ...remembered, [name]: identity }, null, 2) + "\n").catch(() => {});
    return identity;
  } catch {
    return remembered[name];
  }
}

function describe({ id, root, digest, meta }: v.InferOutput<typeof modelSchema>): string {
  const size = meta?.n_params && `${meta.n_params} parameters`;
  const bytes = meta?.size && `${meta.size} bytes`;
  return [id, root !== id && root, digest, size, bytes, meta?.ftype].filter((part) => part).join(", ");
}

async function readRemembered(path: string | undefined): Promise<Record<string, string>> {
  const text = path && await readPlainText(path).catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), rememberedSchema), text);
  return parsed.success ? parsed.output : {};
}
