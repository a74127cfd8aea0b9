// What LiteLLM's proxy answers in front of other servers: its replies as they came, and what is made of them.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ask, askMany, echo, failureOf, withPicture, withServer } from "./chat_bench.ts";
import { type ChatHandler, failWith } from "./chat_server.ts";

/** An error in LiteLLM's form, which repeats the status as the code. */
const say = (status: number, message: string, type = "invalid_request_error") => () =>
  failWith(status, message, { code: String(status), type });
const passedOn = (status: number, message: string, type?: string) =>
  say(
    status,
    `litellm.${message}\n\nLiteLLM: model group 'noise' failed with the error above. No fallback was attempted.`,
    type,
  );
const context = passedOn(
  400,
  "ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - request (991 " +
    "tokens) exceeds the available context size (768 tokens), try increasing it\nmodel=small. " +
    "context_window_fallbacks=None. fallbacks=None.\n\nSet 'context_window_fallback' - " +
    "https://docs.litellm.ai/docs/routing#fallbacks",
);
const noPictures = passedOn(
  500,
  "InternalServerError: InternalServerError: OpenAIException - image input is not supported - hint: if this is " +
    "unexpected, you may need to provide the mmproj",
  "internal_server_error",
);
const unknownModel = "/chat/completions: Invalid model name passed in model=gpt-5o. Call `/v1/models` to view " +
  "available models for your key.";

/** What LiteLLM says at once: the reply, the kind, and words of the advice. */
const atOnce: [string, () => Response, string, string][] = [
  ["a key that is not the master key", say(400, "No connected db.", "no_db_connection"), "authentication", "OPENAI_"],
  ["an unknown model", say(400, unknownModel), "model", "OPENAI_MODEL"],
  [
    "a model that its configuration names wrongly",
    passedOn(400, "BadRequestError: You passed in model=x. There are no healthy deployments for this model"),
    "model",
    "OPENAI_MODEL",
  ],
  ["a prompt longer than the context", context, "context", "991 tokens where 768 fit"],
  [
    "a wrong key for the server behind it",
    passedOn(
      401,
      "AuthenticationError: AuthenticationError: OpenAIException - Invalid API Key",
      "authentication_error",
    ),
    "authentication",
    "api_key in LiteLLM's configuration",
  ],
  [
    "a wrong address of the server behind it",
    passedOn(404, "NotFoundError: NotFoundError: OpenAIException - File Not Found"),
    "address",
    "api_base",
  ],
  [
    "a used-up budget",
    say(429, "Budget has been exceeded! Current cost: 2.1, Max budget: 2.0", "budget_exceeded"),
    "quota",
    "credit",
  ],
];
for (const [what, respond, kind, advice] of atOnce) {
  Deno.test(`LiteLLM with ${what} is asked once for a whole batch, and the advice is the right one (${kind})`, async () => {
    await withServer(respond, async ({ server, slept, open }) => {
      const outcomes = await open().askAll(askMany(12));
      assertEquals(outcomes.map(({ failure }) => failure?.kind), Array(12).fill(kind));
      assertStringIncludes(outcomes[11].failure!.message, advice);
      assertEquals([server.requests.length, slept], [1, []]);
    });
  });
}

Deno.test("LiteLLM in front of a model that sees no pictures says so under status 500, and text is the way out", async () => {
  await withServer(noPictures, async ({ server, open }) => {
    assertStringIncludes(await failureOf(open(), "pictures", withPicture()), 'pictures = "text"');
    assertEquals(server.requests.length, 1);
  });
});

const unreachable = [
  "InternalServerError: InternalServerError: OpenAIException - Connection error.",
  "APIConnectionError: Ollama_chatException - Cannot connect to host REDACTED:8198 ssl:<ssl.SSLContext object at " +
  "0x7fd405368830> [Connect call failed ('REDACTED', 8198)]",
];
for (const message of unreachable) {
  Deno.test(`LiteLLM whose server is down (${message.slice(0, 40)}…) is tried five times for a whole batch`, async () => {
    await withServer(passedOn(500, message, "internal_server_error"), async ({ server, open }) => {
      const outcomes = await open().askAll(askMany(12));
      assertEquals(outcomes.map(({ failure }) => failure?.kind), Array(12).fill("server"));
      assertStringIncludes(outcomes[11].failure!.message, "what stands behind it cannot be reached");
      assertStringIncludes(outcomes[11].failure!.message, "look at that server");
      assertEquals(server.requests.length, 5);
    });
  });
}

Deno.test("LiteLLM that has used up its requests of a minute is waited for longer than a minute", async () => {
  let clock = 0;
  const limited: ChatHandler = (request, index) =>
    clock < 61_000 ? say(429, "No deployments available for selected model.")() : echo(request, index);
  await withServer(limited, async ({ open }) => {
    const sleep = (milliseconds: number) => Promise.resolve(void (clock += milliseconds));
    assertEquals((await open({ sleep }).ask(ask("a"))).text, "answer to a");
  });
});

Deno.test("LiteLLM's own time limit is named, and not ours", async () => {
  const timeout = passedOn(
    408,
    "Timeout: APITimeoutError - Request timed out. Error_str: Request timed out. - timeout value=0.05, time taken=0.06 " +
      "seconds\n\nDeployment Info: request_timeout: None\ntimeout: 0.05",
  );
  await withServer(timeout, async ({ server, open }) => {
    assertStringIncludes(await failureOf(open(), "timeout"), "raise the time limit where the server is set up");
    assertEquals(server.requests.length, 1);
  });
});

for (const [what, respond] of [["fails", () => failWith(500, "?")], ["limits", () => failWith(429, "?")]] as const) {
  Deno.test(`A server that ${what} every try of three requests is not asked for the other nine`, async () => {
    await withServer(respond, async ({ server, open }) => {
      const outcomes = await open().askAll(askMany(12));
      assertEquals(outcomes.filter(({ failure }) => failure).length, 12);
      // Those that were under way when the fifteenth try failed may still come.
      assert(server.requests.length >= 15 && server.requests.length <= 18, String(server.requests.length));
      assert(new Set(server.requests.map(({ body }) => JSON.stringify(body.messages))).size <= 4);
    });
  });
}

Deno.test("A server that fails some requests for good, among others that it answers, is asked for all", async () => {
  const some: ChatHandler = (request, index) =>
    /[05]"/.test(JSON.stringify(request.body.messages)) ? failWith(500, "?") : echo(request, index);
  await withServer(some, async ({ open }) => {
    const outcomes = await open().askAll(askMany(30));
    assertEquals(outcomes.filter(({ failure }) => failure).length, 6);
  });
});
