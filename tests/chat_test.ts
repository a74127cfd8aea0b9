import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { howToUseAModel } from "../lib/chat/how_to_use.ts";
import { ChatError, type ChatRequest, type Outcome, type Progress } from "../lib/chat/types.ts";
import { countPictureTokens, countPromptTokens } from "../lib/chat/tokens.ts";
import {
  ask,
  askMany,
  echo,
  echoAfter,
  failureOf,
  key,
  makePng,
  noRules,
  readFiles,
  withPicture,
  withServer,
} from "./chat_bench.ts";
import { type ChatHandler, complete, failWith, lastText, startChatServer } from "./chat_server.ts";

Deno.test("ask() sends the messages exactly as given, the picture at its place, and no sampling settings", async () => {
  await withServer(echo, async ({ server, open }) => {
    const request = withPicture();
    const reply = await open({ environment: { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.url, OPENAI_MODEL: "m" } })
      .ask(request);
    assertEquals(server.requests[0].body, { model: "m", messages: request.messages, stream: false });
    assertEquals(server.requests[0].path, "/v1/chat/completions");
    assertEquals(server.requests[0].headers.get("authorization"), `Bearer ${key}`);
    assertEquals(reply, {
      text: "answer to Before ünïcode \n after",
      model: "test-model-2024",
      promptTokens: 11,
      completionTokens: 7,
      cached: false,
    });
  });
});

Deno.test("ask() sends a schema as a strict response format", async () => {
  await withServer(() => complete('{"digit":3}'), async ({ server, open }) => {
    const schema = { type: "object", properties: { digit: { type: "integer" } }, required: ["digit"] };
    await open().ask({ ...ask("digit?"), schema: { name: "digit", schema } });
    assertEquals(server.requests[0].body.response_format, {
      type: "json_schema",
      json_schema: { name: "digit", strict: true, schema },
    });
    assertEquals(server.requests[0].body.model, "gpt-4o-2024-08-06");
  });
});

Deno.test("askAll() keeps the order, begins with one request, has eight in flight at most, and reports its progress", async () => {
  await withServer(echoAfter(20), async ({ server, open }) => {
    const seen: Progress[] = [];
    const outcomes = await open().askAll(askMany(60), {
      onProgress: (progress) => progress.waiting ?? seen.push(progress),
    });
    assertEquals(
      outcomes.map(({ reply }) => reply?.text),
      Array.from({ length: 60 }, (_, i) => `answer to question ${i}`),
    );
    assertEquals(server.mostAtOnce, 8);
    assertEquals(seen.map(({ done }) => done), Array.from({ length: 60 }, (_, i) => i + 1));
    assertEquals(seen.at(-1), {
      done: 60,
      total: 60,
      failed: 0,
      cached: 0,
      promptTokens: 60 * 11,
      completionTokens: 60 * 7,
    });
  });
});

Deno.test("askAll() shares the limit on requests in flight with other calls", async () => {
  await withServer(echoAfter(20), async ({ server, open }) => {
    const chat = open({ concurrency: 3 });
    await Promise.all([chat.askAll(askMany(9)), chat.askAll(askMany(18).slice(9)), chat.ask(ask("one more"))]);
    assertEquals([server.requests.length, server.mostAtOnce], [19, 3]);
  });
});

Deno.test("askAll() of nothing is nothing", async () => {
  await withServer(echo, async ({ server, open }) => {
    assertEquals(await open().askAll([]), []);
    assertEquals(server.requests.length, 0);
  });
});

Deno.test("A second run sends nothing, and a changed request alone is sent", async () => {
  await withServer(echo, async ({ server, open }) => {
    const requests = [...askMany(3), withPicture()];
    const first = await open().askAll(requests);
    assertEquals(server.requests.length, 4);

    const chat = open();
    assertEquals(await chat.estimate(requests), {
      requests: 0,
      cached: 4,
      promptTokens: 0,
      completionTokens: 0,
    });
    const second = await chat.askAll(requests);
    assertEquals(server.requests.length, 4);
    assertEquals(second, first.map(({ reply }) => ({ reply: { ...reply!, cached: true } })));

    await chat.askAll([...requests.slice(0, 2), ask("another wording"), requests[3]]);
    assertEquals(server.requests.length, 5);
    assertEquals(lastText(server.requests[4]), "another wording");
  });
});

Deno.test("The cache tells models, schemas and servers apart", async () => {
  await withServer(echo, async ({ server, open }) => {
    const request = ask("same");
    const environment = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.url };
    await open().ask(request);
    await open({ environment: { ...environment, OPENAI_MODEL: "other" } }).ask(request);
    await open().ask({ ...request, schema: { name: "s", schema: { type: "object" } } });
    await open({ environment: { ...environment, OPENAI_BASE_URL: `${server.url}/other` } }).ask(request);
    assertEquals(server.requests.length, 4);
    // a slash at the end names the same server
    await open({ environment: { ...environment, OPENAI_BASE_URL: `${server.url}/` } }).ask(request);
    assertEquals(server.requests.length, 4);
  });
});

Deno.test("Equal requests of one askAll() are sent once and counted once", async () => {
  await withServer(echo, async ({ server, open }) => {
    const chat = open();
    const requests = [ask("a"), ask("b"), ask("a"), ask("a")];
    const { requests: toSend, cached } = await chat.estimate(requests);
    assertEquals([toSend, cached], [2, 2]);
    let last: Progress | undefined;
    const outcomes = await chat.askAll(requests, { onProgress: (progress) => last = progress });
    assertEquals(server.requests.length, 2);
    assertEquals(outcomes.map(({ reply }) => [reply!.text, reply!.cached]), [
      ["answer to a", false],
      ["answer to b", false],
      ["answer to a", true],
      ["answer to a", true],
    ]);
    assertEquals([last!.cached, last!.promptTokens], [2, 22]);
  });
});

Deno.test("A cache file holds the request and the reply, indented, in a stable order, without leftovers", async () => {
  await withServer(echo, async ({ server, folder, open }) => {
    await open().ask(ask("hello"));
    const files = await readFiles(folder);
    assertEquals(Object.keys(files).length, 1);
    assertMatch(Object.keys(files)[0], /^[0-9a-f]{64}\.json$/);
    assertEquals(
      Object.values(files)[0],
      `{
  "server": "${server.url}",
  "request": {
    "messages": [
      {
        "content": "hello",
        "role": "user"
      }
    ],
    "model": "gpt-4o-2024-08-06"
  },
  "reply": {
    "text": "answer to hello",
    "model": "test-model-2024",
    "promptTokens": 11,
    "completionTokens": 7
  }
}
`,
    );
  });
});

Deno.test("A cache file that is cut off, foreign or without a sound reply is asked again and replaced", async () => {
  await withServer(echo, async ({ server, folder, open }) => {
    await open().ask(ask("hello"));
    const [[name, good]] = Object.entries(await readFiles(folder));
    const entry = JSON.parse(good);
    const spoilt = [
      good.slice(0, 100),
      "",
      "null",
      "[]",
      good.replace("hello", "goodbye"),
      good.replace(server.url, "https://elsewhere.example/v1"),
      JSON.stringify({ ...entry, reply: null }),
      JSON.stringify({ ...entry, reply: { ...entry.reply, text: " " } }),
      JSON.stringify({ ...entry, reply: { ...entry.reply, text: 5 } }),
      JSON.stringify({ ...entry, reply: { ...entry.reply, promptTokens: -1 } }),
      JSON.stringify({ ...entry, reply: { ...entry.reply, model: undefined } }),
    ];
    for (const [i, text] of spoilt.entries()) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      const { text: answer, cached } = await open().ask(ask("hello"));
      assertEquals([answer, cached, server.requests.length], ["answer to hello", false, i + 2], text);
      assertEquals(await readFiles(folder), { [name]: good });
    }
  });
});

Deno.test("Where replies cannot be kept, asking stops at the first, says so, and goes on when there is room", async () => {
  await withServer(echo, async ({ server, folder, open }) => {
    await Deno.writeTextFile(folder, "a file where the folder would be");
    const warnings: string[] = [];
    const chat = open({ warn: (problem) => warnings.push(problem) });
    const outcomes = await chat.askAll(askMany(20));
    assertEquals(outcomes[0].reply?.text, "answer to question 0");
    assertEquals(outcomes.slice(1).map(({ failure }) => failure?.kind), Array(19).fill("storage"));
    assertEquals([server.requests.length, warnings.length], [1, 1]);
    assertStringIncludes(warnings[0], folder);
    assertStringIncludes(outcomes[1].failure!.message, "Make room");

    const again = await chat.askAll(askMany(20));
    assertEquals([again[0].reply?.cached, again[1].failure?.kind, server.requests.length], [true, "storage", 1]);

    await Deno.remove(folder);
    const after = await chat.askAll(askMany(20));
    assertEquals(after.filter(({ reply }) => reply).length, 20);
    assertEquals([server.requests.length, Object.keys(await readFiles(folder)).length], [20, 20]);
  });
});

Deno.test("A cache file that cannot be put in its place leaves no half file behind", async () => {
  await withServer(echo, async ({ folder, open }) => {
    await open().ask(ask("hello"));
    const [name] = Object.keys(await readFiles(folder));
    await Deno.remove(`${folder}/${name}`);
    await Deno.mkdir(`${folder}/${name}`);
    const warnings: string[] = [];
    assertEquals((await open({ warn: (text) => warnings.push(text) }).ask(ask("hello"))).text, "answer to hello");
    assertEquals(warnings.length, 1);
    assertEquals(Array.from(Deno.readDirSync(folder), (entry) => entry.name).sort(), [name, "usage.jsonl"]);
  });
});

Deno.test("Failures are not kept: running again asks only what is missing", async () => {
  let broken = true;
  const handler: ChatHandler = (request, index) =>
    broken && lastText(request) === "question 2" ? failWith(400, "This prompt is too odd.") : echo(request, index);
  await withServer(handler, async ({ server, open }) => {
    const first = await open().askAll(askMany(5));
    assertEquals(first.map(({ failure }) => failure?.kind), [undefined, undefined, "request", undefined, undefined]);
    assertStringIncludes(first[2].failure!.message, "This prompt is too odd.");
    broken = false;
    const second = await open().askAll(askMany(5));
    assertEquals(second.map(({ reply }) => reply?.cached), [true, true, false, true, true]);
    assertEquals(server.requests.length, 6);
  });
});

const retried: [string, Record<string, string>, number][] = [
  ["seconds", { "retry-after": "7" }, 7000],
  ["milliseconds, which go first", { "retry-after-ms": "1234", "retry-after": "7" }, 1234],
  ["a date", { "retry-after": "Thu, 01 Jan 1970 00:01:05 GMT" }, 5000],
  ["more than a minute", { "retry-after": "90" }, 90_000],
  ["nothing that can be read", { "retry-after": "soon" }, 1000],
  ["nothing", {}, 1000],
];
for (const [asked, headers, expected] of retried) {
  Deno.test(`A rate limit that asks for ${asked} is retried after ${expected} ms`, async () => {
    const handler: ChatHandler = (request, index) =>
      index === 0 ? failWith(429, "Rate limit reached", { headers }) : echo(request, index);
    await withServer(handler, async ({ server, slept, open }) => {
      const { text } = await open({ now: () => 60_000 }).ask(ask("a"));
      assertEquals([text, server.requests.length], ["answer to a", 2]);
      assertEquals(slept, [expected]);
    });
  });
}

Deno.test("A server error is retried, and an endless one ends after the retries with its text", async () => {
  const handler: ChatHandler = (request, index) =>
    lastText(request) === "endless" || index === 0 ? failWith(500, "The engine is overloaded") : echo(request, index);
  await withServer(handler, async ({ server, slept, open }) => {
    const chat = open({ retries: 4 });
    assertEquals((await chat.ask(ask("once"))).text, "answer to once");
    assertEquals([server.requests.length, slept.splice(0)], [2, [1000]]);
    const message = await failureOf(chat, "server", ask("endless"));
    assertStringIncludes(message, "500 The engine is overloaded");
    assertEquals([server.requests.length, slept], [2 + 5, [1000, 2000, 4000, 8000]]);
  });
});

Deno.test("A rate limit that lasts ends after the retries", async () => {
  await withServer(() => failWith(429, "Rate limit reached"), async ({ server, open }) => {
    await failureOf(open({ retries: 2 }), "rate-limit");
    assertEquals(server.requests.length, 3);
  });
});

Deno.test("A reply that never comes, or stops midway, is a time-out, also under an error's status", async () => {
  const release = Promise.withResolvers<void>();
  const stall = (status: number) =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(new TextEncoder().encode('{"choices": ['));
          await release.promise;
          controller.close();
        },
      }),
      { status, headers: { "content-type": "application/json" } },
    );
  const handler: ChatHandler = async (request) => {
    if (lastText(request) === "silence") await release.promise;
    return stall(lastText(request) === "error" ? 400 : 200);
  };
  await withServer(handler, async ({ open }) => {
    let tries = 0;
    const counting: typeof fetch = (input, init) => (init?.method === "POST" && tries++, fetch(input, init));
    const chat = open({ retries: 1, timeout: 0.1, fetch: counting });
    try {
      for (const text of ["silence", "midway", "error"]) {
        const message = await failureOf(chat, "timeout", ask(text));
        assertStringIncludes(message, "within 0.1 s");
        assertStringIncludes(message, "set OPENAI_TIMEOUT to more seconds");
      }
      assertEquals(tries, 3); // the server may still be at it
    } finally {
      release.resolve();
    }
  });
});

Deno.test("Where nothing listens, the failure names the address and nothing else is sent", async () => {
  const { url, close } = startChatServer(echo);
  await close();
  let fetched = 0;
  const chat = openChat({
    environment: { OPENAI_BASE_URL: url },
    rules: noRules,
    retries: 2,
    sleep: () => Promise.resolve(),
    fetch: (input, init) => (init?.method === "POST" && fetched++, fetch(input, init)),
  });
  const outcomes = await chat.askAll(askMany(20));
  assertEquals(outcomes.map(({ failure }) => failure?.kind), Array(20).fill("connection"));
  assertEquals(new Set(outcomes.map(({ failure }) => failure!.message)).size, 1);
  assertStringIncludes(outcomes[0].failure!.message, url);
  assertStringIncludes(outcomes[0].failure!.message, "OPENAI_BASE_URL");
  assertEquals(fetched, 3);
});

Deno.test("A host that does not exist is named, with the spelling to check", async () => {
  const chat = openChat({
    environment: { OPENAI_BASE_URL: "http://no-such-host.invalid/v1" },
    rules: noRules,
    retries: 0,
  });
  const message = await failureOf(chat, "connection");
  assertStringIncludes(message, "http://no-such-host.invalid/v1: no host of this name is found");
  assertStringIncludes(message, "spelling");
});

const replies: [string, string, () => Response, string][] = [
  [
    "A web page",
    "malformed",
    () => new Response("<!doctype html><h1>Hi</h1>", { headers: { "content-type": "text/html" } }),
    "<h1>Hi</h1>",
  ],
  ["A text", "malformed", () => new Response("hello"), "hello"],
  ["JSON of another shape", "malformed", () => Response.json({ response: "hello" }), '{"response":"hello"}'],
  ["JSON null", "malformed", () => Response.json(null), "nothing"],
  ["No choices", "malformed", () => Response.json({ choices: [] }), '{"choices":[]}'],
  ["A content of another type", "malformed", () => complete(null, { message: { content: { text: "x" } } }), "x"],
  ["A content of null", "refusal", () => complete(null), '{"content":null}'],
  ["A refusal", "refusal", () => complete(null, { message: { refusal: "I will not." } }), "I will not."],
  ["A refusal beside a text", "refusal", () => complete("Well,", { message: { refusal: "No." } }), "No."],
  [
    "A reply cut off by its length",
    "length",
    () => complete("The neuron", { choice: { finish_reason: "length" } }),
    "The neuron",
  ],
  [
    "A filtered reply",
    "content-filter",
    () => complete("The", { choice: { finish_reason: "content_filter" } }),
    "content filter",
  ],
  ["A reply without end", "malformed", () => complete("long ".repeat(2_000_000)), "too long"],
];
for (const [what, kind, respond, shown] of replies) {
  Deno.test(`${what} is a failure (${kind}) that shows what came, is asked once and is not kept`, async () => {
    await withServer(respond, async ({ server, folder, open }) => {
      assertStringIncludes(await failureOf(open(), kind), shown);
      assertEquals(server.requests.length, 1);
      assertEquals(await readFiles(folder), {});
    });
  });
}

Deno.test("A reply of a mebibyte is taken, and control characters other than line breaks and tabs go", async () => {
  const text = "ä".repeat(2 ** 20);
  const handler: ChatHandler = (request) =>
    complete(lastText(request) === "long" ? text : "a\tb\r\nc\u001b[31md\u0000\u009b");
  await withServer(handler, async ({ open }) => {
    assertEquals((await open().ask(ask("long"))).text, text);
    assertEquals((await open().ask(ask("odd"))).text, "a\tb\nc[31md");
  });
});

Deno.test("A server that gives no usage and no model gets counts of 0 and the model that was asked for", async () => {
  await withServer(() => Response.json({ choices: [{ message: { content: "hi" } }] }), async ({ open }) => {
    assertEquals(await open().ask(ask("a")), {
      text: "hi",
      model: "gpt-4o-2024-08-06",
      promptTokens: 0,
      completionTokens: 0,
      cached: false,
    });
  });
});

const fatal: [string, string, () => Response, string][] = [
  [
    "wrong key",
    "authentication",
    () => failWith(401, "Incorrect API key", { code: "invalid_api_key" }),
    "OPENAI_API_KEY",
  ],
  ["used-up quota", "quota", () => failWith(429, "You exceeded your quota", { code: "insufficient_quota" }), "credit"],
  ["empty account", "quota", () => failWith(402, "Insufficient Balance"), "credit"],
  [
    "missing model",
    "model",
    () => failWith(404, "The model does not exist", { code: "model_not_found" }),
    "OPENAI_MODEL",
  ],
  ["wrong address", "address", () => new Response("not found", { status: 404 }), "OPENAI_BASE_URL"],
];
for (const [what, kind, respond, advice] of fatal) {
  Deno.test(`A ${what} is asked once: the other requests are not sent and fail with the same text`, async () => {
    await withServer(respond, async ({ server, slept, open }) => {
      const outcomes = await open().askAll(askMany(20));
      assertEquals([server.requests.length, slept.length], [1, 0]);
      assertEquals(outcomes.length, 20);
      for (const outcome of outcomes) assertEquals(outcome, outcomes[0]);
      assertEquals(outcomes[0].failure?.kind, kind);
      assertStringIncludes(outcomes[0].failure!.message, advice);
    });
  });
}

Deno.test("A quota that ends midway keeps what was answered and stops what is queued", async () => {
  const handler: ChatHandler = (request, index) =>
    index < 5 ? echo(request, index) : failWith(429, "No quota", { type: "insufficient_quota" });
  await withServer(handler, async ({ server, open }) => {
    const outcomes = await open({ concurrency: 1 }).askAll(askMany(12));
    assertEquals(outcomes.filter(({ reply }) => reply).length, 5);
    assertEquals(outcomes.filter(({ failure }) => failure?.kind === "quota").length, 7);
    assertEquals(server.requests.length, 6);
  });
});

Deno.test("A request that is forbidden or rejected is not retried, and the others are still asked", async () => {
  const handler: ChatHandler = (request, index) =>
    index === 0 ? failWith(403, "Not here") : index === 1 ? failWith(400, "Bad") : echo(request, index);
  await withServer(handler, async ({ server, open }) => {
    const outcomes = await open({ concurrency: 1 }).askAll(askMany(3));
    assertEquals(outcomes.map(({ failure }) => failure?.kind), ["permission", "request", undefined]);
    assertEquals(server.requests.length, 3);
  });
});

const misfits: [string, number, unknown, ChatRequest, string][] = [
  [
    "an image that is not supported (400)",
    400,
    { error: { message: "Invalid content type. image_url is only supported by certain models." } },
    withPicture(),
    "pictures",
  ],
  [
    "an image that is not supported (500)",
    500,
    { error: { message: "image input is not supported - hint: you may need the mmproj" } },
    withPicture(),
    "pictures",
  ],
  [
    "an image that is not supported (404)",
    404,
    { error: { message: "No endpoints found that support image input" } },
    withPicture(),
    "pictures",
  ],
  [
    "a content that must be a string",
    422,
    { detail: "messages[1].content must be a string" },
    withPicture(),
    "pictures",
  ],
  ["an image without one in the request", 400, { error: { message: "image model only" } }, ask("a"), "request"],
  ["a response_format that was not sent", 400, { error: { message: "response_format" } }, ask("a"), "request"],
];
for (const [what, status, body, request, kind] of misfits) {
  Deno.test(`A server that complains of ${what} gives a failure of kind ${kind}, at once`, async () => {
    await withServer(() => Response.json(body, { status }), async ({ server, open }) => {
      const message = await failureOf(open(), kind, request);
      if (kind === "pictures") assertStringIncludes(message, "vision model");
      assertEquals(server.requests.length, 1);
    });
  });
}

Deno.test("The key appears in no outcome, error or file, even when the server echoes it", async () => {
  const handlers: ChatHandler[] = [
    ({ headers }) => failWith(401, `Incorrect API key provided: ${headers.get("authorization")}`),
    ({ headers }) => failWith(400, `x ${headers.get("authorization")} `.repeat(50)),
    ({ headers }) => failWith(500, `x ${headers.get("authorization")}`),
    ({ headers }) => new Response(`<p>${headers.get("authorization")}</p>`),
    ({ headers }) => Response.json({ odd: headers.get("authorization") }),
    ({ headers }) => complete(null, { message: { refusal: `No, ${headers.get("authorization")}` } }),
    ({ headers }) => complete(`Your key is ${headers.get("authorization")}.`),
  ];
  await withServer((request, index) => handlers[Number(lastText(request))](request, index), async (bench) => {
    const texts: string[] = [];
    for (const i of handlers.keys()) {
      const chat = bench.open({ retries: 1 });
      const outcomes = await chat.askAll([ask(String(i))]);
      texts.push(JSON.stringify(outcomes), Deno.inspect(chat, { depth: 20 }));
      await chat.ask(ask(String(i))).catch((error) =>
        texts.push(Deno.inspect(error), error.stack, String(error.cause))
      );
    }
    const files = await readFiles(bench.folder);
    assertEquals(Object.keys(files).length, 1); // the last one is a reply
    const all = [...texts, ...Object.keys(files), ...Object.values(files)].join("\n");
    assertStringIncludes(all, "Your key is Bearer [key].");
    assert(!all.includes(key.slice(0, 12)), all);
  });
});

Deno.test("ask() throws a ChatError with the kind and the text of the failure", async () => {
  await withServer(() => complete(""), async ({ open }) => {
    const error = await assertRejects(() => open().ask(ask("a")), ChatError, "the reply is empty");
    assertEquals([error.kind, error.name], ["empty", "ChatError"]);
  });
});

Deno.test("An abort in the middle keeps what was answered; the rest fails and is asked by the next run", async () => {
  const stop = new AbortController();
  const hang = Promise.withResolvers<void>();
  let healthy = false;
  const handler: ChatHandler = async (request, index) => {
    if (!healthy && index >= 3) await hang.promise;
    return await echo(request, index);
  };
  await withServer(handler, async ({ server, open }) => {
    const outcomes = await open({ concurrency: 2 }).askAll(askMany(10), {
      signal: stop.signal,
      onProgress: ({ done }) => done === 3 && stop.abort(),
    });
    hang.resolve();
    assertEquals(outcomes.map(({ reply, failure }: Outcome) => reply?.text ?? failure!.kind), [
      ...[0, 1, 2].map((i) => `answer to question ${i}`),
      ...Array(7).fill("aborted"),
    ]);
    assert(server.requests.length <= 5, `${server.requests.length} requests were sent`);
    healthy = true;
    const again = await open().askAll(askMany(10));
    assertEquals(again.map(({ reply }) => reply?.cached), [...Array(3).fill(true), ...Array(7).fill(false)]);
  });
});

Deno.test("A signal that is aborted before sends nothing, and one during a wait ends the retries", async () => {
  await withServer(() => failWith(500, "down"), async ({ server, open }) => {
    const outcomes = await open().askAll(askMany(2), { signal: AbortSignal.abort() });
    assertEquals(outcomes.map(({ failure }) => failure?.kind), ["aborted", "aborted"]);
    assertEquals(server.requests.length, 0);
    const stop = new AbortController();
    const sleep = () => (stop.abort(), Promise.reject(stop.signal.reason));
    const error = await assertRejects(() => open({ sleep }).ask(ask("a"), { signal: stop.signal }), ChatError);
    assertEquals([error.kind, server.requests.length], ["aborted", 1]);
  });
});

Deno.test("Without a key and a base URL the rules get the same JSON as a server, and nothing is kept", async () => {
  await withServer(echo, async ({ server, folder, open }) => {
    const request = { ...withPicture(), schema: { name: "s", schema: { type: "object" } } };
    await open({ environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "rule-based-explainer" } }).ask(request);
    await Deno.remove(folder, { recursive: true });

    const bodies: string[] = [];
    const rules: typeof fetch = (_url, init) => {
      bodies.push(String(init?.body));
      return Promise.resolve(complete(`by the rules, ${bodies.length}`));
    };
    // empty variables are unset ones
    const chat = open({ environment: { OPENAI_API_KEY: " ", OPENAI_BASE_URL: "", OPENAI_MODEL: "gpt" }, rules });
    assertEquals([chat.model, chat.server, chat.isLanguageModel], [
      "rule-based-explainer",
      "the rule-based explainer",
      false,
    ]);
    assertEquals((await chat.ask(request)).text, "by the rules, 1");
    assertEquals((await chat.ask(request)).text, "by the rules, 2");
    assertEquals(JSON.parse(bodies[0]), server.requests[0].body);
    assertEquals(server.requests.length, 1);
    await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
    assertMatch(howToUseAModel(chat), /no language model.*OPENAI_API_KEY.*OPENAI_BASE_URL.*OPENAI_MODEL/);
  });
});

const rulesThatFail: [string, () => Promise<Response>][] = [
  ["throw", () => Promise.reject(new Error("no evidence in the prompt"))],
  ["answer with an error", () => Promise.resolve(failWith(500, "no evidence in the prompt"))],
];
for (const [what, fail] of rulesThatFail) {
  Deno.test(`Rules that ${what} are asked once, and their error is shown`, async () => {
    let asked = 0;
    const chat = openChat({ environment: {}, rules: () => (asked++, fail()), sleep: () => Promise.resolve() });
    assertStringIncludes(await failureOf(chat, "server"), "no evidence in the prompt");
    assertEquals(asked, 1);
  });
}

Deno.test("openChat() names who answers, and needs no key for a local server", async () => {
  const chatGpt = openChat({ environment: { OPENAI_API_KEY: ` ${key}\n` }, rules: noRules });
  assertEquals(chatGpt.server, "ChatGPT (gpt-4o-2024-08-06) at api.openai.com");
  assertEquals(howToUseAModel(chatGpt), "The explanations come from ChatGPT (gpt-4o-2024-08-06) at api.openai.com.");
  await withServer(echo, async ({ server, open }) => {
    const local = open({ environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "llava" } });
    assertEquals([local.server, local.isLanguageModel], [`llava at ${new URL(server.url).host}`, true]);
    assertEquals((await local.ask(ask("a"))).text, "answer to a");
  });
});

Deno.test("openChat() refuses a base URL, a key or a number that cannot work, and shows no key", () => {
  const open = (environment: Record<string, string>, options = {}) => () =>
    openChat({ environment, rules: noRules, ...options });
  for (const url of ["localhost:11434/v1", "not a url", "ftp://host/v1", "http://"]) {
    assertThrows(open({ OPENAI_BASE_URL: url }), Error, `http:// or https://, got "${url}"`);
  }
  assertThrows(open({ OPENAI_BASE_URL: "http://host/v1/chat/completions" }), Error, "Leave that part out");
  for (const url of [`https://user:${key}@host/v1`, key]) {
    const error = assertThrows(open({ OPENAI_BASE_URL: url }), Error, "Cannot use OPENAI_BASE_URL");
    assert(!error.message.includes(key), error.message);
  }
  const error = assertThrows(open({ OPENAI_API_KEY: `“${key}”` }), Error, "Cannot use OPENAI_API_KEY");
  assert(!error.message.includes(key), error.message);
  assertThrows(open({}, { concurrency: 0 }), RangeError, "concurrency is a whole number from 1 to 1000, got 0");
  assertThrows(open({}, { retries: -1 }), RangeError, "retries");
  assertThrows(open({}, { timeout: NaN }), RangeError, "timeout");
});

Deno.test("askAll() refuses malformed requests before it sends any", async () => {
  await withServer(echo, async ({ server, open }) => {
    const odd = [
      undefined,
      { messages: [] },
      { messages: [null] },
      { messages: [{ role: "robot", content: "a" }] },
      { messages: [{ role: "user", content: 3 }] },
      { messages: [{ role: "user", content: [{ type: "text" }] }] },
      withPicture("data:image/jpeg;base64,AAAA"),
      withPicture("data:image/png;base64,AAAA"),
      { ...ask("a"), schema: { name: "two words", schema: {} } },
    ];
    for (const request of odd) {
      const error = await assertRejects(() => open().askAll([ask("fine"), request as ChatRequest]), TypeError);
      assertStringIncludes(error.message, "Cannot send request 1: ");
    }
    assertEquals(server.requests.length, 0);
  });
});

Deno.test("estimate() counts the tokens of what is not kept yet", async () => {
  await withServer(echo, async ({ open }) => {
    const chat = open();
    await chat.ask(ask("kept"));
    // "hello world" is 2 tokens of o200k_base, "user" 1, a message 3, the reply's start 3
    assertEquals(await chat.estimate([ask("kept"), ask("hello world"), ask("hello world")]), {
      requests: 1,
      cached: 2,
      promptTokens: 9,
      completionTokens: 7, // as the one reply that there was
    });
  });
});

Deno.test("countPromptTokens() reads a picture's size and takes special tokens for text", () => {
  const text = countPromptTokens(ask("Before ünïcode \n after"), "gpt-4o");
  assert(text > 8 && text < 20, String(text));
  const small = countPromptTokens(withPicture(makePng(28, 28)), "gpt-4o");
  const wide = countPromptTokens(withPicture(makePng(600, 28)), "gpt-4o");
  assertEquals(wide - small, 170);
  assert(countPromptTokens(ask("<|endoftext|>"), "gpt-4o") > 8);
});

Deno.test("countPictureTokens() gives OpenAI's published examples", () => {
  assertEquals(countPictureTokens({ width: 1024, height: 1024 }, "gpt-4o"), 765);
  assertEquals(countPictureTokens({ width: 2048, height: 4096 }, "gpt-4o"), 1105);
  assertEquals(countPictureTokens({ width: 4096, height: 8192 }, "gpt-4o", { detail: "low" }), 85);
  assertEquals(countPictureTokens({ width: 150, height: 150 }, "gpt-4o-2024-08-06"), 255);
  assertEquals(countPictureTokens({ width: 150, height: 150 }, "gpt-4o-mini"), 8500);
});
