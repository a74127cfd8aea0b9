// Brings a whole reply over, within bounds, and as the API promises it: a fetch for the OpenAI client.

import { errorInside, readCompletionText } from "./completion_text.ts";
import { checkUrl } from "./common_findings.ts";
import { type Finding, FindingError } from "./finding.ts";
import { parseJson } from "./json_text.ts";
import type { Server } from "./server.ts";

type Fetch = typeof globalThis.fetch;

// Replies of a language model are some thousand characters; a megabyte of text with JSON's escapes still passes.
const largestReply = 4 * 2 ** 20;
const mostRedirects = 3;

/**
 * A fetch that has read the whole body when it returns, since the client's time-out ends with the headers where the
 * status is an error, and it would read a body of any size. An error under status 200 gets the status it names; a
 * stream nobody asked for becomes one completion; a web page under an error's status becomes an error with its text.
 * Rejects with a FindingError where no reply can be read, also where it has more than `largest` bytes.
 */
export function openTransport(
  { fetch, address, baseUrl }: Pick<Server, "fetch" | "address" | "baseUrl">,
  { largest = largestReply }: { largest?: number } = {},
): Fetch {
  return (input, init) => untilAborted(transport(input, init), init?.signal);

  async function transport(input: Parameters<Fetch>[0], init: RequestInit | undefined): Promise<Response> {
    const response = await follow(input, init);
    const text = await readWhole(response, largest);
    const { status } = response;
    const headers = new Headers(response.headers);
    for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
    headers.set("content-type", "application/json");
    if (status >= 400) return new Response(errorBody(text, response), { status, headers });
    if (init?.method?.toUpperCase() === "GET") {
      const value = parseJson(text);
      // A file of rows is no JSON as a whole.
      return value === undefined ? new Response(text, { headers }) : Response.json(value, { headers });
    }
    const completion = readCompletionText(text);
    const inside = errorInside(completion);
    if (!inside) return Response.json(completion, { headers });
    return Response.json({ error: inside.error }, { status: inside.status, headers });
  }

  /** 301 to 303 would turn the request into a GET whose page is then taken for the reply; another host gets no key. */
  async function follow(input: Parameters<Fetch>[0], init: RequestInit | undefined): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await fetch(url, { ...init, redirect: "manual" });
      if (response.status < 301 || response.status > 308 || response.status === 304) return response;
      await response.body?.cancel();
      const target = URL.parse(response.headers.get("location") ?? "", url);
      const keepsMethod = response.status >= 307 || init?.method?.toUpperCase() === "GET";
      if (!target || target.origin !== url.origin || !keepsMethod) throw new FindingError(redirected(response, target));
      url = target;
    }
    throw new FindingError({ kind: "address", wrong: "it redirects without end", advice: checkUrl, forAll: true });
  }

  function redirected({ status }: Response, target: URL | null): Finding {
    const to = target
      ? `${target.origin}${target.pathname}`.replace(/\/chat\/completions\/?$|\/models\/?$/, "")
      : undefined;
    const elsewhere = to !== undefined && to !== baseUrl && to !== address;
    return {
      kind: "address",
      wrong: "the address redirects, and a redirected question loses its text",
      got: `status ${status}${to === undefined ? "" : ` to ${to}`}`,
      advice: elsewhere
        ? "If you trust that address, give it in OPENAI_BASE_URL."
        : "Check OPENAI_BASE_URL, above all https:// and the end of its path.",
      forAll: true,
    };
  }
}

async function readWhole(response: Response, largest: number): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largest) {
      const wrong = `the reply is too long, more than ${largest / 2 ** 20} MiB`;
      throw new FindingError({ kind: "malformed", wrong, advice: checkUrl });
    }
  }
  return await new Blob(chunks).text();
}

/** An error's body as JSON: what a server or something before it sends as a page or a text is shown as a text. */
function errorBody(text: string, { status, statusText }: Response): string {
  if (/^\s*\{/.test(text) && parseJson(text) !== undefined) return text;
  const isPage = /^\s*</.test(text);
  const words = text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")
    .trim();
  const message = words === "" ? statusText || `status ${status}` : words.slice(0, 2000);
  return JSON.stringify({
    error: { message: isPage ? `a web page: ${message}` : message, type: isPage ? "web_page" : null },
  });
}

function untilAborted<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  if (!signal) return work;
  const abort = Promise.withResolvers<never>();
  const onAbort = () => abort.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([work, abort.promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
