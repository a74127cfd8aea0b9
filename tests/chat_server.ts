// A server on 127.0.0.1 that speaks the chat-completions API, for tests of whatever talks to a model.

/** A request as it arrived; `body` is its parsed JSON. */
export interface ReceivedRequest {
  path: string;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- a test states what it expects in it
  body: any;
}

export interface ChatServer {
  /** The base URL, for OPENAI_BASE_URL. */
  url: string;
  requests: ReceivedRequest[];
  /** The largest number of requests that were open at the same time. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

/** Answers a request; `index` counts the requests from 0 on. */
export type ChatHandler = (request: ReceivedRequest, index: number) => Response | Promise<Response>;

/**
 * Starts a server on a free port. An error of the handler is thrown by close(), so that no test passes over it.
 *
 * @param models Its list of models; without it, it has none.
 */
export function startChatServer(handler: ChatHandler, { models }: { models?: object[] } = {}): ChatServer {
  const requests: ReceivedRequest[] = [];
  const errors: unknown[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    // Who it is, is asked apart; a server need not say.
    if (request.method === "GET") return models ? Response.json({ data: models }) : new Response(null, { status: 404 });
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    try {
      const received = { path: new URL(request.url).pathname, headers: request.headers, body: await request.json() };
      return await handler(received, requests.push(received) - 1);
    } catch (error) {
      errors.push(error);
      return new Response("the handler of the test threw", { status: 400 });
    } finally {
      atOnce--;
    }
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    async close() {
      await server.shutdown();
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** A response with a complete reply; `message` and `choice` change parts of it. */
export function complete(
  text: string | null,
  { message = {}, choice = {}, usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } } = {},
): Response {
  return Response.json({
    id: "chatcmpl-test",
    object: "chat.completion",
    created: 0,
    model: "test-model-2024",
    choices: [{
      index: 0,
      message: { role: "assistant", content: text, refusal: null, ...message },
      finish_reason: "stop",
      ...choice,
    }],
    usage,
  });
}

/** A response with an error in OpenAI's form. */
export function failWith(
  status: number,
  message: string,
  { code = null, type = "error", headers = {} }: { code?: string | null; type?: string; headers?: HeadersInit } = {},
): Response {
  return Response.json({ error: { message, type, param: null, code } }, { status, headers });
}

/** The text of a request's last message. */
export function lastText({ body }: ReceivedRequest): string {
  const { content } = body.messages.at(-1);
  if (typeof content === "string") return content;
  return content.map((part: { text?: string }) => part.text ?? "").join("");
}
