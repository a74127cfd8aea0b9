// What goes wrong at servers and on the way to them: met once, waited for, or named with what to do.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type ChatRequest, openChat } from "../lib/chat/mod.ts";
import { ask, askMany, echo, failureOf, key, noRules, runProgram, withPicture, withServer } from "./chat_bench.ts";
import { type ChatHandler, complete, failWith, startChatServer } from "./chat_server.ts";

const schema = { name: "s", schema: { type: "object" } };

/** What every request of a batch would meet: the answer, the request, the kind, and words of the advice. */
const metByAll: [string, () => Response, string, string, (() => ChatRequest)?][] = [
  [
    "LiteLLM's wrong key",
    () => failWith(400, "litellm.AuthenticationError: Incorrect API key provided"),
    "authentication",
    "OPENAI_API_KEY",
  ],
  ["a wrong key under 403", () => failWith(403, "Invalid API key"), "authentication", "OPENAI_API_KEY"],
  [
    "a wrong key under 500",
    () => failWith(500, "No API key passed in.", { type: "auth_error" }),
    "authentication",
    "OPENAI_API_KEY",
  ],
  [
    "Azure's wrong key",
    () => failWith(401, "Access denied due to invalid subscription key or wrong API endpoint.", { code: "401" }),
    "authentication",
    "OPENAI_API_KEY",
  ],
  [
    "Ollama's missing model",
    () => failWith(404, 'model "llava" not found, try pulling it first'),
    "model",
    "OPENAI_MODEL",
  ],
  [
    "LiteLLM's unknown model",
    () => failWith(400, "Invalid model name passed in model=gpt-5o. Call `/v1/models`"),
    "model",
    "OPENAI_MODEL",
  ],
  [
    "vLLM's unknown model",
    () => failWith(404, "The model `x` does not exist.", { type: "NotFoundError" }),
    "model",
    "OPENAI_MODEL",
  ],
  ["an unknown model under 500", () => failWith(500, "unknown model: x"), "model", "OPENAI_MODEL"],
  ["no pictures", () => failWith(400, "image input is not supported"), "pictures", 'pictures = "text"', withPicture],
  ["an empty account", () => failWith(402, "Insufficient Balance"), "quota", "credit"],
  ["no credits under 403", () => failWith(403, "Insufficient credits"), "quota", "credit"],
  ["no system message", () => failWith(400, "System role not supported"), "request", "template named system"],
  [
    "a setting that is not taken",
    () =>
      failWith(400, "Unsupported value: 'temperature' does not support 0 with this model.", {
        code: "unsupported_value",
      }),
    "request",
    "OPENAI_TEMPERATURE",
  ],
  [
    "llama.cpp's context",
    () =>
      Response.json({
        error: {
          code: 400,
          message: "request (2307 tokens) exceeds the available context size (2048 tokens), try increasing it",
          type: "exceed_context_size_error",
          n_prompt_tokens: 2307,
          n_ctx: 2048,
        },
      }, { status: 400 }),
    "context",
    "2307 tokens where 2048 fit",
  ],
  [
    "OpenAI's context",
    () =>
      failWith(
        400,
        "This model's maximum context length is 8,192 tokens. However, your messages resulted in 9,001 tokens.",
        {
          code: "context_length_exceeded",
        },
      ),
    "context",
    "OLLAMA_CONTEXT_LENGTH=32768",
  ],
  ["another context", () => failWith(413, "Prompt is too long"), "context", "llama-server -c"],
  ["a method that is not allowed", () => new Response("no", { status: 405 }), "address", "OPENAI_BASE_URL"],
  ["a page that is not there", () => new Response("<h1>Not found</h1>", { status: 404 }), "address", "/v1"],
];
for (const [what, respond, kind, advice, request = () => ask("a")] of metByAll) {
  Deno.test(`A server with ${what} is asked once, and the batch stops with the advice (${kind})`, async () => {
    await withServer(respond, async ({ server, slept, open }) => {
      const requests = Array.from({ length: 12 }, (_, i): ChatRequest => {
        return { messages: [{ role: "system", content: `${i}` }, ...request().messages] };
      });
      const outcomes = await open().askAll(requests);
      assertEquals(outcomes.map(({ failure }) => failure?.kind), Array(12).fill(kind));
      assertStringIncludes(outcomes[11].failure!.message, advice);
      assertEquals([server.requests.length, slept.length], [1, 0]);
    });
  });
}

Deno.test("A server without pictures still gets the requests that have none", async () => {
  const handler: ChatHandler = (request, index) =>
    JSON.stringify(request.body).includes("image_url")
      ? failWith(400, "image input is not supported")
      : echo(request, index);
  await withServer(handler, async ({ server, open }) => {
    const outcomes = await open().askAll([withPicture(), ask("a"), {
      messages: [...withPicture().messages, ...ask("b").messages],
    }]);
    assertEquals(outcomes.map(({ reply, failure }) => reply?.text ?? failure?.kind), [
      "pictures",
      "answer to a",
      "pictures",
    ]);
    assertEquals(server.requests.length, 2);
  });
});

Deno.test("A prompt that a content filter stops is a failure of its own, and the others are asked", async () => {
  const handler: ChatHandler = (request, index) =>
    index === 0 ? failWith(400, "The response was filtered", { code: "content_filter" }) : echo(request, index);
  await withServer(handler, async ({ open }) => {
    const outcomes = await open().askAll(askMany(3));
    assertEquals(outcomes.map(({ failure }) => failure?.kind), ["content-filter", undefined, undefined]);
  });
});

Deno.test("A request that is wrong in a key of its JSON does not blame the key", async () => {
  await withServer(() => failWith(400, "Invalid request: unknown key 'foo'"), async ({ open }) => {
    await failureOf(open(), "request");
  });
});

Deno.test("A server that takes neither schema nor key says what is wrong with the key", async () => {
  await withServer(() => failWith(401, "no"), async ({ open }) => {
    await failureOf(open(), "authentication", { ...ask("a"), schema });
  });
});

const start = Date.UTC(2026, 0, 1);
/** How a server asks to wait, and for how many milliseconds that is. */
const waits: [string, () => Response, number][] = [
  ["ninety seconds", () => failWith(429, "slow", { headers: { "retry-after": "90" } }), 90_000],
  ["half a second", () => failWith(429, "slow", { headers: { "retry-after": "0.5" } }), 500],
  ["a date", () => failWith(429, "slow", { headers: { "retry-after": new Date(start + 4000).toUTCString() } }), 4000],
  [
    "OpenAI's reset of requests",
    () =>
      failWith(429, "slow", {
        headers: { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m2.5s" },
      }),
    62_500,
  ],
  [
    "OpenAI's reset of tokens",
    () =>
      failWith(429, "slow", {
        headers: {
          "x-ratelimit-remaining-requests": "7",
          "x-ratelimit-reset-requests": "1h",
          "x-ratelimit-remaining-tokens": "0",
          "x-ratelimit-reset-tokens": "170ms",
        },
      }),
    170,
  ],
  ["seconds until a reset", () => failWith(429, "slow", { headers: { "ratelimit-reset": "12" } }), 12_000],
  ["the standard's draft", () => failWith(429, "slow", { headers: { ratelimit: '"default";r=0;t=13' } }), 13_000],
  [
    "a reset since 1970",
    () => failWith(429, "slow", { headers: { "x-ratelimit-reset": `${start / 1000 + 9}` } }),
    9000,
  ],
  [
    "a reset in milliseconds since 1970",
    () => failWith(429, "slow", { headers: { "x-ratelimit-reset": `${start + 8000}` } }),
    8000,
  ],
  [
    "Anthropic's date",
    () =>
      failWith(429, "slow", {
        headers: {
          "anthropic-ratelimit-requests-remaining": "0",
          "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:07Z",
        },
      }),
    7000,
  ],
  [
    "Google's delay",
    () => Response.json({ error: { message: "slow", details: [{ retryDelay: "41s" }] } }, { status: 429 }),
    41_000,
  ],
  [
    "OpenRouter's headers in the body",
    () =>
      Response.json({ error: { message: "slow", metadata: { headers: { "X-RateLimit-Reset": `${start + 6000}` } } } }, {
        status: 429,
      }),
    6000,
  ],
  ["words", () => failWith(429, "Rate limit reached. Please try again in 20s."), 20_000],
  ["words with minutes", () => failWith(429, "Please try again in 1m5.2s. Visit our page."), 65_200],
  ["words in full", () => failWith(429, "Retry after 41 seconds"), 41_000],
  [
    "a header against words",
    () => failWith(429, "Please try again in 20s.", { headers: { "retry-after": "3" } }),
    3000,
  ],
  ["nothing", () => failWith(429, "slow"), 1000],
  [
    "a date that is past",
    () => failWith(429, "slow", { headers: { "retry-after": new Date(start - 4000).toUTCString() } }),
    1000,
  ],
  ["less than nothing", () => failWith(429, "slow", { headers: { "retry-after-ms": "-5" } }), 1000],
  ["a model that is being loaded", () => failWith(503, "Loading model"), 15_000],
];
for (const [what, respond, expected] of waits) {
  Deno.test(`A server that asks to wait by ${what} is asked again after ${expected} ms`, async () => {
    await withServer((request, index) => index === 0 ? respond() : echo(request, index), async ({ slept, open }) => {
      assertEquals((await open({ now: () => start }).ask(ask("a"))).text, "answer to a");
      assertEquals(slept, [expected]);
    });
  });
}

for (
  const [what, respond, time] of [
    ["a day", () => failWith(429, "Daily limit reached", { headers: { "retry-after": "86400" } }), "24 h"],
    ["23 hours and 5 minutes, in words", () => failWith(429, "Daily limit. Try again in 23h5m0s."), "23 h 5 min"],
    ["ten minutes", () => failWith(503, "down", { headers: { "retry-after": "600" } }), "10 min"],
  ] as const
) {
  Deno.test(`A server that asks to wait ${what} ends the batch at once, and the time is named`, async () => {
    await withServer(respond, async ({ server, slept, open }) => {
      const outcomes = await open().askAll(askMany(5));
      for (const { failure } of outcomes) assertStringIncludes(failure!.message, `again in ${time}`);
      assertEquals([server.requests.length, slept], [1, []]);
    });
  });
}

Deno.test("A server that forbids trying again is not asked again", async () => {
  await withServer(() => failWith(500, "no", { headers: { "x-should-retry": "false" } }), async ({ server, open }) => {
    await failureOf(open(), "server");
    assertEquals(server.requests.length, 1);
  });
});

Deno.test("A request that times out beside others is asked again, and one that is alone is not", async () => {
  const release = Promise.withResolvers<void>();
  const handler: ChatHandler = async (request, index) => {
    if (index > 2 && index < 6) await release.promise;
    return echo(request, index);
  };
  await withServer(handler, async ({ open }) => {
    const outcomes = await open({ timeout: 0.5 }).askAll(askMany(8));
    assertEquals(outcomes.filter(({ reply }) => reply).length, 8);
    release.resolve();
  });
});

for (const status of [301, 302, 303, 307, 308]) {
  Deno.test(`A redirect (${status}) to another host is refused, and the message names it`, async () => {
    let reached = 0;
    const other = startChatServer(() => (reached++, new Response("<h1>Log in</h1>")));
    const location = `${other.url}/chat/completions`;
    await withServer(() => new Response(null, { status, headers: { location } }), async ({ server, open }) => {
      const message = await failureOf(open(), "address");
      assertStringIncludes(message, `to ${other.url}`);
      assertEquals([server.requests.length, reached], [1, 0]);
    });
    await other.close();
  });
}

Deno.test("A redirect (308) on the same host is followed with the whole request", async () => {
  await withServer(
    (request, index) =>
      request.path === "/v1/chat/completions"
        ? new Response(null, { status: 308, headers: { location: "/v2/chat/completions" } })
        : echo(request, index),
    async ({ server, open }) => {
      assertEquals((await open().ask(ask("a"))).text, "answer to a");
      assertEquals(server.requests[1].headers.get("authorization"), `Bearer ${key}`);
    },
  );
});

Deno.test("Six megabytes of nested JSON are refused in a moment", async () => {
  const nested = `{"choices":${"[".repeat(1_900_000)}${"]".repeat(1_900_000)}}`;
  for (const [body, words] of [[nested + " ".repeat(2 ** 21), "too long"], [nested, "nested too deeply"]]) {
    for (const status of [200, 500]) {
      await withServer(
        () => new Response(body, { status, headers: { "content-type": "application/json" } }),
        async ({ open }) => {
          const begin = performance.now();
          assertStringIncludes(await failureOf(open({ retries: 0 }), "malformed"), words);
          assert(performance.now() - begin < 3000);
        },
      );
    }
  }
});

/** Asks once in a process with an environment of its own, and gives what it prints. */
async function askElsewhere(environment: Record<string, string>): Promise<string> {
  const code = `
    const chat = openChat({ environment: Deno.env.toObject(), rules: fetch, retries: 0, timeout: 10 });
    const [outcome] = await chat.askAll([{ messages: [{ role: "user", content: "a" }] }]);
    console.log(JSON.stringify({ outcome, settings: chat.settings }));`;
  return await runProgram(code, { OPENAI_API_KEY: key, ...environment }).output;
}

Deno.test("A proxy gets no request for this machine, and is named where it answers in a server's place", async () => {
  const seen: string[] = [];
  const proxy = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    seen.push(`${request.url} ${request.headers.get("authorization")}`);
    return new Response("<html><title>500</title><h1>Unable to connect</h1></html>", { status: 503 });
  });
  const server = startChatServer(() => complete("by the server itself"));
  const address = `127.0.0.1:${proxy.addr.port}`;
  for (const host of ["127.0.0.1", "localhost"]) {
    for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) {
      const url = server.url.replace("127.0.0.1", host);
      const text = await askElsewhere({ [name]: `http://${address}`, OPENAI_BASE_URL: url });
      assertStringIncludes(text, "by the server itself");
    }
  }
  assertEquals(seen, []);
  const proxies = { HTTP_PROXY: `http://user:${key}@${address}` };
  const text = await askElsewhere({ ...proxies, OPENAI_BASE_URL: "http://models.invalid/v1" });
  assertStringIncludes(text, `through the proxy ${address} (HTTP_PROXY)`);
  assertStringIncludes(text, "Unable to connect");
  assert(!text.includes(key.slice(3, 15)), text);
  assert(seen.length > 0);
  await server.close();
  await proxy.shutdown();
});

Deno.test("An answer of a proxy's kind without a proxy blames nobody else", async () => {
  await withServer(() => new Response("<h1>Bad gateway</h1>", { status: 502 }), async ({ open }) => {
    const message = await failureOf(open({ retries: 0 }), "server");
    assertMatch(message, /web page: Bad gateway/);
    assert(!message.includes("proxy"));
  });
});

Deno.test("Rules that fail do not get asked again, and nobody waits", async () => {
  const chat = openChat({ environment: {}, rules: noRules });
  await failureOf(chat, "server");
});
