// Asks for replies in JSON, and in plain words where the server takes no schema.

import type { Chat, ChatRequest, Outcome } from "../chat/mod.ts";

/** How far it is: requests that are done, the failed ones among them, of all. */
export interface AskProgress {
  done: number;
  total: number;
  failed: number;
}

/**
 * Asks all requests, which have schemas. The first goes alone: where it shows that the server takes no schema, all are
 * asked without one, and `notes` says so. What was answered without a schema before is not asked again.
 */
export async function askStructured(
  chat: Chat,
  requests: readonly ChatRequest[],
  { onProgress, signal }: { onProgress?: (progress: AskProgress) => void; signal?: AbortSignal } = {},
): Promise<{ outcomes: Outcome[]; notes: string[] }> {
  const total = requests.length;
  const askAll = (some: ChatRequest[], before: readonly Outcome[] = []) =>
    chat.askAll(some, {
      signal,
      onProgress({ done, failed }) {
        const failedBefore = before.filter(({ failure }) => failure).length;
        onProgress?.({ done: before.length + done, total, failed: failedBefore + failed });
      },
    });
  const plain = requests.map(({ messages }) => ({ messages }));
  const notes = [`${chat.server} takes no schema for its reply: the answers were asked for in plain words instead.`];
  const [structured, unstructured] = await Promise.all([chat.estimate([...requests]), chat.estimate(plain)]);
  if (unstructured.cached > structured.cached) return { outcomes: await askAll(plain), notes };
  const first = await chat.askAll(requests.slice(0, 1), { signal });
  if (first[0]?.failure?.kind === "schema") return { outcomes: await askAll(plain), notes };
  return { outcomes: [...first, ...await askAll(requests.slice(1), first)], notes: [] };
}
