// Tests of asking in batches, over a server of the test's own with faults.

import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import OpenAI from "openai";
import { openBatchApi } from "../lib/chat/batch_api.ts";
import { readOpenRecords } from "../lib/chat/batch_records.ts";
import { readRequestRows, readResultRows, type RequestRow, writeRequestRows } from "../lib/chat/batch_rows.ts";
import { describeBatch } from "../lib/chat/batch_states.ts";
import { openBatches } from "../lib/chat/batches.ts";
import { type ChatOptions, openChat } from "../lib/chat/chat.ts";
import { takeReplies } from "../lib/chat/replies_from_elsewhere.ts";
import type { Chat } from "../lib/chat/types.ts";
import { type BatchServer, type BatchServerOptions, completion, startBatchServer } from "./batch_server.ts";

Deno.test("requests are written as OpenAI's Batch API and vLLM's run_batch read them, and read again", () => {
  const rows = [{ key: "a", body: { model: "m", messages: [] } }, { key: "b", body: { model: "é\n" } }];
  const text = writeRequestRows(rows);
  assertEquals(JSON.parse(text.split("\n")[0]), {
    custom_id: "a",
    method: "POST",
    url: "/v1/chat/completions",
    body: { model: "m", messages: [] },
  });
  assertEquals(text.split("\n").length, 3, "a line each");
  assertEquals(readRequestRows(text), rows);
});

Deno.test("results are read whichever engine wrote them, and lines that are none are named", () => {
  const { rows, unreadable } = readResultRows([
    JSON.stringify({ id: "1", custom_id: "good", response: { status_code: 200, body: { choices: [] } }, error: null }),
    "",
    JSON.stringify({ custom_id: "no status", response: { body: { choices: [] } } }),
    JSON.stringify({
      custom_id: "bad",
      response: { status_code: 400, body: { error: { message: "no" } } },
      error: null,
    }),
    JSON.stringify({ custom_id: "late", response: null, error: { code: "batch_expired", message: "too late" } }),
    JSON.stringify({ custom_id: "text", error: "out of memory" }),
    JSON.stringify({ custom_id: "empty" }),
    '{"custom_id": "cut off", "resp',
    JSON.stringify({ response: {} }),
  ].join("\n"));
  assertEquals(rows.map(({ key, status, error }) => [key, status, error?.code ?? "", error?.message ?? ""]), [
    ["good", 200, "", ""],
    ["no status", 200, "", ""],
    ["bad", 400, "", ""],
    ["late", 0, "batch_expired", "too late"],
    ["text", 0, "", '"out of memory"'],
    ["empty", 0, "", "it gives neither reply nor error"],
  ]);
  assertEquals(unreadable.map(({ line }) => line), [8, 9]);
});

Deno.test("a batch's progress is told with an estimate of the time", () => {
  const batch = {
    status: "in_progress",
    in_progress_at: 1000,
    request_counts: { total: 500, completed: 90, failed: 10 },
  };
  const told = (more: object, now: number) => describeBatch({ ...batch, ...more } as never, now * 1000);
  // 100 took 600 s, so that 400 take 2400 s.
  assertEquals(told({}, 1600), "a batch is under way: 100 of 500 done, about 40 min to go");
  assertEquals(told({}, 1010), "a batch is under way: 100 of 500 done, about 40 s to go");
  const none = { request_counts: { total: 500, completed: 0, failed: 0 } };
  assertEquals(told(none, 1600), "a batch of 500 is under way, which may take up to 24 hours");
});

/** Requests with the keys k1, k2 … */
function requestsOf(count: number): RequestRow[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `k${i + 1}`,
    body: { model: "m", messages: [{ role: "user", content: `question ${i + 1}` }] },
  }));
}

/** Asks as the chat does, without waiting; a reply's text is the reply, a failure begins with its kind. */
async function askInBatches(
  { url }: BatchServer,
  folder: string,
  { count = 4, limits, signal }: {
    count?: number;
    limits?: { requests: number; bytes: number };
    signal?: AbortSignal;
  } = {},
): Promise<{ outcomes: Record<string, string>; kept: string[]; states: string[] }> {
  const client = new OpenAI({ apiKey: "sk-test", baseURL: url, maxRetries: 0 });
  const diagnose = (error: unknown) => {
    const { status = 0, message } = error as { status?: number; message: string };
    return { failure: { kind: "server", message }, retry: status >= 500 || status === 429 } as const;
  };
  const outcomes: Record<string, string> = {};
  const kept: string[] = [];
  const states: string[] = [];
  const ask = openBatches({
    api: openBatchApi({ client, diagnose, sleep: () => Promise.resolve() }),
    folder,
    limits,
    server: "the test's server",
    take({ status, body, error }) {
      if (status !== 200) {
        const failure = { kind: "request", message: error?.message ?? `status ${status}` } as const;
        return Promise.resolve({ failure });
      }
      // deno-lint-ignore no-explicit-any -- the test's own completion
      const text = (body as any).choices[0].message.content;
      kept.push(text);
      return Promise.resolve({ reply: { text, model: "m", promptTokens: 1, completionTokens: 1, cached: false } });
    },
  });
  await ask(requestsOf(count), {
    settle(key, { reply, failure }) {
      assert(!(key in outcomes), `${key} is settled once`);
      outcomes[key] = reply?.text ?? `${failure!.kind}: ${failure!.message}`;
    },
    onState: (state) => states.push(state),
    signal,
  });
  assertEquals(Object.keys(outcomes).sort(), requestsOf(count).map(({ key }) => key).sort(), "all are settled");
  return { outcomes, kept, states };
}

async function withServer(
  options: BatchServerOptions,
  test: (server: BatchServer, folder: string) => Promise<void>,
): Promise<void> {
  const server = startBatchServer(options);
  const folder = await Deno.makeTempDir();
  try {
    await test(server, folder);
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const echo: BatchServerOptions["answer"] = ({ messages }) => messages[0].content.replace("question", "answer");
const answers = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i + 1}`, `answer ${i + 1}`]));
const failWith = (status: number, message: string) => Response.json({ error: { message } }, { status });

Deno.test("each request gets its own reply, though results come in another order and servers stumble", async () => {
  const fault: BatchServerOptions["fault"] = (call, times) =>
    times <= 2 && ["POST /files", "GET /batches/batch", "GET /files/"].includes(call)
      ? failWith(500, "oops")
      : undefined;
  await withServer({ answer: echo, ending: () => ({ polls: 4 }), fault }, async (server, folder) => {
    const { outcomes, kept, states } = await askInBatches(server, folder);
    assertEquals(outcomes, answers(4));
    assertEquals(kept.length, 4);
    assertEquals(server.batches.length, 1);
    assertMatch(states.join("\n"), /a batch is under way: 3 of 4 done, about \d+ s to go/);
    assertEquals(await readOpenRecords(folder), [], "nothing is waited for any more");
  });
});

Deno.test("rows that failed are failures of their own, and nothing else is lost", async () => {
  const answer: BatchServerOptions["answer"] = (body, place) =>
    place === 1 ? { status: 400, body: { error: { message: "no" } } } : echo(body, place);
  await withServer({ answer }, async (server, folder) => {
    const { outcomes, kept } = await askInBatches(server, folder);
    assertEquals(outcomes, { ...answers(4), k2: "request: status 400" });
    assertEquals(kept.sort(), ["answer 1", "answer 3", "answer 4"]);
  });
});

for (const status of ["expired", "cancelled"] as const) {
  Deno.test(`a batch that is ${status} loses nothing of what was answered`, async () => {
    const answer: BatchServerOptions["answer"] = (body, place) => place < 2 ? echo(body, place) : undefined;
    await withServer({ answer, ending: () => ({ status }) }, async (server, folder) => {
      const { outcomes, kept } = await askInBatches(server, folder);
      assertEquals([outcomes.k1, outcomes.k2, kept.length], ["answer 1", "answer 2", 2]);
      assertMatch(outcomes.k3, new RegExp(`before the batch ${status}`));
      assertEquals(await readOpenRecords(folder), []);
    });
  });
}

Deno.test("one bad line lets a batch be rejected, and the others are asked without it", async () => {
  const ending: BatchServerOptions["ending"] = (_, index) =>
    index > 0 ? {} : { status: "failed", problems: [{ code: "invalid", message: "no such role", line: 3 }] };
  await withServer({ answer: echo, ending }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder);
    const { k3, ...others } = outcomes;
    assertStringIncludes(k3, "no such role");
    assertEquals(others, { k1: "answer 1", k2: "answer 2", k4: "answer 4" });
    assertEquals(server.batches.map(({ keys }) => keys.length), [4, 3]);
  });
});

Deno.test("a batch that is rejected as a whole says why, and is not asked again by itself", async () => {
  const problems = [{ code: "model_not_found", message: "no batches for this model" }];
  await withServer({ ending: () => ({ status: "failed", problems }) }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder);
    for (const text of Object.values(outcomes)) assertStringIncludes(text, "no batches for this model");
    assertEquals(server.batches.length, 1);
  });
});

Deno.test("what is over the API's limits is split before it is sent", async () => {
  await withServer({ answer: echo }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder, { count: 7, limits: { requests: 3, bytes: 1e6 } });
    assertEquals(outcomes, answers(7));
    assertEquals(server.batches.map(({ keys }) => keys.length).sort(), [1, 3, 3]);
  });
  const [row] = requestsOf(1);
  const bytes = writeRequestRows([row]).length;
  await withServer({ answer: echo }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder, { limits: { requests: 100, bytes: 2 * bytes } });
    assertEquals(outcomes, answers(4));
    assertEquals(server.batches.map(({ keys }) => keys.length), [2, 2]);
  });
});

Deno.test("what the server finds too large is halved until it passes", async () => {
  const ending: BatchServerOptions["ending"] = ({ keys }) =>
    keys.length <= 2 ? {} : {
      status: "failed",
      problems: [{ code: "token_limit_exceeded", message: "Enqueued token limit reached" }],
    };
  await withServer({ answer: echo, ending }, async (server, folder) => {
    assertEquals((await askInBatches(server, folder, { count: 7 })).outcomes, answers(7));
    assertEquals(server.batches.map(({ keys }) => keys.length), [7, 4, 2, 2, 3, 2, 1]);
  });
  // A file that is not even taken.
  const fault: BatchServerOptions["fault"] = (call, times) =>
    call === "POST /files" && times === 1 ? failWith(413, "the file is too large") : undefined;
  await withServer({ answer: echo, fault }, async (server, folder) => {
    assertEquals((await askInBatches(server, folder)).outcomes, answers(4));
    assertEquals(server.batches.map(({ keys }) => keys.length), [2, 2]);
  });
  const never: BatchServerOptions["fault"] = (call) => call === "POST /files" ? failWith(413, "too large") : undefined;
  await withServer({ answer: echo, fault: never }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder);
    for (const text of Object.values(outcomes)) assertStringIncludes(text, "over the limit");
  });
});

Deno.test("a batch that may have been started although the answer was lost is found, not paid for twice", async () => {
  // The first creation reaches the server, and its answer does not reach us.
  let lost = false;
  const server = startBatchServer({ answer: echo });
  const relay = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const target = new URL(request.url);
    target.port = new URL(server.url).port;
    const response = await fetch(target, { method: request.method, headers: request.headers, body: request.body });
    if (lost || request.method !== "POST" || !target.pathname.endsWith("/batches")) return response;
    lost = true;
    await response.body?.cancel();
    return failWith(502, "bad gateway");
  });
  const folder = await Deno.makeTempDir();
  try {
    const { outcomes } = await askInBatches({ ...server, url: `http://127.0.0.1:${relay.addr.port}/v1` }, folder);
    assertEquals(outcomes, answers(4));
    assert(lost);
    assertEquals(server.batches.length, 1);
  } finally {
    await relay.shutdown();
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("what is stopped goes on at the server, and is collected another day, with what is asked no more", async () => {
  let polls = Infinity;
  await withServer({ answer: echo, ending: () => ({ polls }) }, async (server, folder) => {
    const abort = new AbortController();
    const asked = askInBatches(server, folder, { count: 4, signal: abort.signal });
    while (!server.calls.includes("GET /batches/batch")) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort();
    const { outcomes } = await asked;
    for (const text of Object.values(outcomes)) assertMatch(text, /^aborted: .*goes on at the server/);
    assertEquals((await readOpenRecords(folder)).length, 1);

    polls = 0;
    // Two of the four are asked again, and one that is new.
    const later = await askInBatches(server, folder, { count: 2 });
    assertEquals(later.outcomes, answers(2));
    assertEquals(later.kept.length, 4, "what was paid for is kept");
    assertEquals(server.batches.length, 1);
    assertEquals(await readOpenRecords(folder), []);
  });
});

Deno.test("a server that stays down, and a batch of another key, lose no batch", async () => {
  let isDown = true;
  const fault: BatchServerOptions["fault"] = (call) =>
    isDown && call === "GET /batches/batch" ? failWith(503, "down") : undefined;
  await withServer({ answer: echo, fault }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder);
    assertEquals(Object.values(outcomes).map((text) => text.slice(0, 11)), Array(4).fill("server: 503"));
    isDown = false;
    assertEquals((await askInBatches(server, folder)).outcomes, answers(4));
    assertEquals(server.batches.length, 1);
  });
  let isHidden = true;
  const hide: BatchServerOptions["fault"] = (call) =>
    isHidden && call === "GET /batches/batch" ? failWith(404, "No batch found") : undefined;
  await withServer({ answer: echo, fault: hide }, async (server, folder) => {
    const { outcomes } = await askInBatches(server, folder);
    for (const text of Object.values(outcomes)) assertStringIncludes(text, "use the one it was made with");
    isHidden = false;
    assertEquals((await askInBatches(server, folder)).outcomes, answers(4));
    assertEquals(server.batches.length, 1);
  });
});

Deno.test("a record that cannot be read is named, since its batch may be paid for", async () => {
  await withServer({}, async (server, folder) => {
    await Deno.writeTextFile(`${folder}/batch-1.json`, '{"name": 3}');
    await assertRejects(() => askInBatches(server, folder), Error, "batch-1.json");
    assertEquals(server.calls, []);
  });
});

/** A chat that asks in batches, with its folders within the one given. */
function openBatchChat({ url }: Pick<BatchServer, "url">, folder: string, options: Partial<ChatOptions> = {}): Chat {
  return openChat({
    environment: { OPENAI_API_KEY: "sk-test-1234567", OPENAI_BASE_URL: url, OPENAI_MODEL: "m", OPENAI_BATCH: "1" },
    rules: () => Promise.reject(new Error("a server is given")),
    cacheFolder: `${folder}/chat`,
    batchFolder: `${folder}/batches`,
    sleep: () => Promise.resolve(),
    ...options,
  });
}

const chatRequests = (count: number) => requestsOf(count).map(({ body }) => body as { messages: [] });

Deno.test("with OPENAI_BATCH=1 a stage is asked in a batch, kept like any reply, and a single request goes by itself", async () => {
  const answer: BatchServerOptions["answer"] = (body, place) =>
    place === 2 ? { status: 400, body: { error: { message: "this prompt is rejected" } } } : echo(body, place);
  await withServer({ answer }, async (server, folder) => {
    const states: string[] = [];
    const onProgress = ({ done, waiting }: { done: number; waiting?: string }) =>
      states.push(`${done} ${waiting ?? ""}`);
    // Two are the same.
    const requests = [...chatRequests(4), chatRequests(1)[0]];
    const outcomes = await openBatchChat(server, folder).askAll(requests, { onProgress });
    assertEquals(
      outcomes.map(({ reply, failure }) => reply?.text ?? failure?.kind),
      ["answer 1", "answer 2", "request", "answer 4", "answer 1"],
    );
    assertStringIncludes(outcomes[2].failure!.message, "this prompt is rejected");
    assertEquals(server.batches.map(({ keys }) => keys.length), [4]);
    assert(states.some((state) => /^0 a batch/.test(state)) && states.at(-1)!.startsWith("5 "), states.join("\n"));

    const chat = openBatchChat(server, folder);
    assertEquals((await chat.estimate(requests)).requests, 1, "only the failed one is missing");
    const calls = server.calls.length;
    assertEquals((await chat.askAll(chatRequests(2))).map(({ reply }) => [reply?.text, reply?.cached]), [
      ["answer 1", true],
      ["answer 2", true],
    ]);
    assertEquals((await chat.ask(chatRequests(5)[4])).text, "answer 5");
    assertEquals(server.calls.slice(calls).filter((call) => call !== "GET /models"), ["POST /chat/completions"]);
    for await (const { name } of Deno.readDir(`${folder}/batches`)) {
      assert(!(await Deno.readTextFile(`${folder}/batches/${name}`)).includes("sk-test-1234567"));
    }
  });
});

Deno.test("results may be longer than any single reply", async () => {
  const long = "word ".repeat(500_000);
  await withServer({ answer: () => long }, async (server, folder) => {
    const outcomes = await openBatchChat(server, folder).askAll(chatRequests(3));
    assertEquals(outcomes.map(({ reply }) => reply?.text.length), Array(3).fill(long.length));
  });
});

Deno.test("a server without a Batch API, and a wrong key, say so before anything is lost", async () => {
  for (const [status, words] of [[404, "may have no Batch API"], [401, "the key is not accepted"]] as const) {
    await withServer({ fault: () => failWith(status, "no") }, async (server, folder) => {
      const outcomes = await openBatchChat(server, folder).askAll(chatRequests(3));
      for (const { failure } of outcomes) assertStringIncludes(failure!.message, words);
    });
  }
  assertThrows(
    () => openBatchChat({ url: "http://127.0.0.1:1/v1" }, "x", { batchFolder: undefined }),
    Error,
    "batchFolder",
  );
});

Deno.test("the estimate of a batch is half the price, and that of a single request is not", async () => {
  const requests = Array.from({ length: 2 }, (_, i) => ({
    messages: [{ role: "user" as const, content: `${i} word`.repeat(100_000) }],
  }));
  const priceOf = async (batch: string, count: number) => {
    const environment = { OPENAI_API_KEY: "sk-test-1234567", OPENAI_MODEL: "gpt-4o", OPENAI_BATCH: batch };
    const { money } = await openBatchChat({ url: "" }, "/nowhere", { environment }).estimate(requests.slice(0, count));
    return { dollars: Number(money!.match(/\$([\d.]+)/)![1]), money };
  };
  const [whole, half] = [await priceOf("0", 2), await priceOf("1", 2)];
  assert(Math.abs(whole.dollars / half.dollars - 2) < 0.05, `${whole.money}, ${half.money}`);
  assertStringIncludes(half.money!, "Batch API");
  assertEquals((await priceOf("1", 1)).dollars, (await priceOf("0", 1)).dollars);
});

Deno.test("after kill -9 the batch goes on, is not paid for twice, and its replies are found", async () => {
  let polls = Infinity;
  await withServer({ answer: echo, ending: () => ({ polls }) }, async (server, folder) => {
    const code = `
      import { openChat } from ${JSON.stringify(import.meta.resolve("../lib/chat/chat.ts"))};
      const chat = openChat(${
      JSON.stringify({
        environment: {
          OPENAI_API_KEY: "sk-test-1234567",
          OPENAI_BASE_URL: server.url,
          OPENAI_MODEL: "m",
          OPENAI_BATCH: "1",
        },
        cacheFolder: `${folder}/chat`,
        batchFolder: `${folder}/batches`,
      })
    });
      await chat.askAll(${JSON.stringify(chatRequests(4))});`;
    await Deno.writeTextFile(`${folder}/ask.ts`, code);
    const config = new URL("../deno.json", import.meta.url).pathname;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", `--config=${config}`, `${folder}/ask.ts`],
      stderr: "inherit",
    }).spawn();
    for (let i = 0; i < 400 && !server.calls.includes("GET /batches/batch"); i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill("SIGKILL");
    assertEquals((await child.status).signal, "SIGKILL");
    polls = 0;
    const outcomes = await openBatchChat(server, folder).askAll(chatRequests(4));
    assertEquals(outcomes.map(({ reply }) => reply?.text), Object.values(answers(4)));
    assertEquals(server.batches.length, 1);
  });
});

Deno.test("requests that are held back are asked elsewhere, and their replies found under the same keys", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const rows: RequestRow[] = [];
    const server = { url: "http://127.0.0.1:9/v1" };
    const holding = openBatchChat(server, folder, { hold: (row) => rows.push(row) });
    const outcomes = await holding.askAll(chatRequests(4));
    assertEquals(outcomes.map(({ failure }) => failure?.kind), Array(4).fill("aborted"));
    const requests = writeRequestRows(rows);
    // An engine answers three of four, in another order, and writes a line of its own.
    const results = rows.slice(0, 3).toReversed().map(({ key, body }) => {
      const text = (body as { messages: { content: string }[] }).messages[0].content.replace("question", "answer");
      return JSON.stringify({ custom_id: key, response: { status_code: 200, body: completion(text) } });
    });
    results.push("# done", JSON.stringify({ custom_id: "other", response: { body: completion("x") } }));
    results.push(JSON.stringify({ custom_id: rows[3].key, response: null, error: { message: "out of memory" } }));
    const options: ChatOptions = {
      environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "m" },
      rules: () => Promise.reject(new Error("a server is given")),
      cacheFolder: `${folder}/chat`,
    };
    const taken = await takeReplies(options, { requests, results: results.join("\n") });
    assertEquals([taken.kept, taken.unknown, taken.foreign], [3, ["other"], []]);
    assertEquals(taken.unreadable, [{ line: 4, text: "# done" }]);
    assertStringIncludes(taken.failures[0].failure.message, "out of memory");
    const found = await openBatchChat(server, folder).askAll(chatRequests(3));
    assertEquals(found.map(({ reply }) => reply?.text), ["answer 1", "answer 2", "answer 3"]);

    const other = { ...options, environment: { OPENAI_BASE_URL: "http://127.0.0.1:10/v1", OPENAI_MODEL: "m" } };
    assertEquals((await takeReplies(other, { requests, results: results[0] })).foreign, [rows[2].key]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
