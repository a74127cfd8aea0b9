// Questions through the OpenAI client, to servers that keep to the schema, ignore or refuse it; answers by their keys.

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { askAll, type AskedQuestion, countFailures, nameFailures } from "../lib/scores/asking.ts";
import { type Chat, openChat } from "../lib/chat/mod.ts";
import { type ChatHandler, type ChatServer, complete, failWith, lastText, startChatServer } from "./chat_server.ts";

/** A question that asks for its own name; the reply is read as a number. */
const question = (key: string, { structured = true } = {}): AskedQuestion<number> => ({
  key,
  request: {
    messages: [{ role: "user", content: `How many ${key}?` }],
    ...(structured ? { schema: { name: "count", schema: { type: "object" } } } : {}),
  },
  read(reply) {
    const number = Number(/\d+/.exec(reply)?.[0] ?? "x");
    return Number.isNaN(number) ? { failure: { kind: "wrong-number", message: "No number." } } : { value: number };
  },
});
const fruit: Record<string, number> = { apples: 3, pears: 5, plums: 8 };
const questions = Object.keys(fruit).map((key) => question(key));
const counter: ChatHandler = (request) => complete(`{"count": ${fruit[/many (\w+)/.exec(lastText(request))![1]]}}`);

async function withServer(
  handler: ChatHandler,
  test: (server: ChatServer, open: () => Chat) => Promise<void>,
) {
  const server = startChatServer(handler);
  const cacheFolder = await Deno.makeTempDir();
  // A chat of its own each time, as after a restart of the kernel.
  const open = () =>
    openChat({
      environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "test-model" },
      rules: () => Promise.reject(new Error("The rules were asked.")),
      sleep: () => Promise.resolve(),
      cacheFolder,
    });
  try {
    await test(server, open);
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

const values = ({ answers }: Awaited<ReturnType<typeof askAll<number>>>) =>
  Object.fromEntries([...answers].map(([key, { value, failure }]) => [key, failure?.kind ?? value]));

Deno.test("askAll() gives each answer to its question's key, with a strict schema, and asks nothing twice", async () => {
  await withServer(counter, async (server, open) => {
    const found = await askAll(open(), questions);
    assertEquals([values(found), found.notes], [fruit, []]);
    assertEquals(server.requests[0].body.response_format.json_schema.strict, true);
    assertEquals(values(await askAll(open(), questions.toReversed())), fruit);
    assertEquals(server.requests.length, 3);
  });
});

Deno.test("askAll() asks in plain words where the server refuses the schema, says so, and probes it once", async () => {
  const handler: ChatHandler = (request, index) =>
    request.body.response_format
      ? failWith(400, "response_format json_schema is not supported")
      : counter(request, index);
  await withServer(handler, async (server, open) => {
    const found = await askAll(open(), questions);
    assertEquals(values(found), fruit);
    assertStringIncludes(found.notes[0], "takes no schema");
    assertEquals(server.requests.filter(({ body }) => body.response_format).length, 1);
    const again = await askAll(open(), questions);
    assertEquals([values(again), again.notes.length], [fruit, 1]);
    assertEquals(server.requests.length, 4);
  });
});

Deno.test("askAll() asks questions without a schema beside those with one", async () => {
  await withServer(counter, async (server, open) => {
    const mixed = [question("apples", { structured: false }), question("pears"), question("plums")];
    assertEquals(values(await askAll(open(), mixed)), fruit);
    assertEquals(server.requests.filter(({ body }) => body.response_format).length, 2);
  });
});

Deno.test("askAll() keeps the kind of a request's own failure, and asks again for it alone", async () => {
  let broken = true;
  const handler: ChatHandler = (request, index) =>
    broken && lastText(request).includes("pears")
      ? complete(null, { message: { refusal: "No." } })
      : counter(request, index);
  await withServer(handler, async (server, open) => {
    assertEquals(values(await askAll(open(), questions)), { ...fruit, pears: "refusal" });
    broken = false;
    assertEquals(values(await askAll(open(), questions)), fruit);
    assertEquals(server.requests.length, 4);
  });
});

Deno.test("askAll() takes a reply that cannot be read for a failure with its text, which asking again does not change", async () => {
  await withServer(() => complete("I cannot tell."), async (server, open) => {
    const found = await askAll(open(), questions.slice(0, 1));
    assertEquals(found.answers.get("apples"), {
      value: null,
      reply: "I cannot tell.",
      failure: { kind: "wrong-number", message: "No number." },
    });
    assertEquals((await askAll(open(), questions.slice(0, 1))).answers, found.answers);
    assertEquals(server.requests.length, 1);
  });
});

Deno.test("askAll() notes a refusal in words, and takes it for one where there is nothing to read", async () => {
  const reply = (text: string) => ({
    text,
    model: "m",
    promptTokens: 1,
    completionTokens: 1,
    cached: false,
    note: "It sounds like a refusal.",
  });
  const chat = {
    ...openChat({ environment: {}, rules: fetch }),
    askAll: () => Promise.resolve([{ reply: reply("I'm sorry, but I can't.") }, { reply: reply("Sorry, but 5.") }]),
  };
  const plain = ["apples", "pears"].map((key) => question(key, { structured: false }));
  const found = await askAll(chat, plain);
  assertEquals([values(found), found.notes], [{ apples: "refusal", pears: 5 }, ["It sounds like a refusal."]]);
});

Deno.test("askAll() tells its progress over all requests, the probe included", async () => {
  const handler: ChatHandler = (request, index) =>
    lastText(request).includes("plums") ? failWith(400, "odd") : counter(request, index);
  await withServer(handler, async (_, open) => {
    const seen: { done: number; total: number; failed: number }[] = [];
    await askAll(open(), questions, { onProgress: (progress) => seen.push(progress) });
    const { done, total, failed } = seen.at(-1)!;
    assertEquals([done, total, failed], [3, 3, 1]);
    assertEquals(seen.map(({ done }) => done), [1, 2, 3]);
  });
});

Deno.test("askAll() refuses two questions with one key, and asks nothing without questions", async () => {
  await withServer(counter, async (server, open) => {
    await assertRejects(() => askAll(open(), [questions[0], questions[0]]), Error, 'got "apples" twice');
    assertEquals((await askAll(open(), [])).answers.size, 0);
    assertEquals(server.requests.length, 0);
  });
});

Deno.test("countFailures() counts by kind and leaves out what has a value, and nameFailures() words the counts", () => {
  const failure = (kind: "timeout" | "wrong-number") => ({ failure: { kind, message: "" } });
  const counts = countFailures([failure("timeout"), {}, failure("wrong-number"), failure("timeout")]);
  assertEquals(counts, { timeout: 2, "wrong-number": 1 });
  assertEquals([nameFailures(counts, {}), nameFailures({})], ["2 × timeout, 1 × wrong-number", "none"]);
});
