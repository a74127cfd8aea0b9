// Settings by environment and by cell, the pace of asking, who a server is, and what was used.

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { chatSettingsRows, openChat, readUsage, usageRows } from "../lib/chat/mod.ts";
import { openPace } from "../lib/chat/pace.ts";
import { costOf, formatCost } from "../lib/chat/prices.ts";
import { formatWait } from "../lib/chat/waiting.ts";
import { ask, askMany, echo, key, noRules, readFiles, withServer } from "./chat_bench.ts";
import { type ChatHandler, complete, failWith, lastText } from "./chat_server.ts";

const every = {
  OPENAI_TEMPERATURE: "0",
  OPENAI_SEED: "7",
  OPENAI_MAX_TOKENS: "500",
  OPENAI_REASONING_EFFORT: "low",
  OPENAI_CUSTOM_HEADERS: "X-Title: Neurons\n HTTP-Referer : http://example.org ",
  OPENAI_ORG_ID: "org-1",
  OPENAI_PROJECT_ID: "proj-1",
};

Deno.test("Settings of the environment are sent, and change what a reply is kept under where they change it", async () => {
  await withServer(echo, async ({ server, open }) => {
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key };
    await open({ environment: { ...environment, ...every } }).ask(ask("a"));
    const { body, headers } = server.requests[0];
    assertEquals([body.temperature, body.seed, body.max_tokens, body.reasoning_effort], [0, 7, 500, "low"]);
    assertEquals([headers.get("x-title"), headers.get("http-referer")], ["Neurons", "http://example.org"]);
    assertEquals([headers.get("openai-organization"), headers.get("openai-project")], ["org-1", "proj-1"]);
    const { OPENAI_CUSTOM_HEADERS: _, OPENAI_ORG_ID: __, ...answering } = every;
    assertEquals((await open({ environment: { ...environment, ...answering } }).ask(ask("a"))).cached, true);
    for (
      const [name, value] of [["TEMPERATURE", "1"], ["SEED", "8"], ["MAX_TOKENS", "501"], ["REASONING_EFFORT", "high"]]
    ) {
      const changed = { ...environment, ...every, [`OPENAI_${name}`]: value };
      assertEquals((await open({ environment: changed }).ask(ask("a"))).cached, false, name);
    }
  });
});

Deno.test("A cell's settings go before the environment's", async () => {
  await withServer(echo, async ({ server, open }) => {
    const environment = { OPENAI_BASE_URL: server.url, ...every };
    await open({ environment, temperature: 0.5, maxTokens: 9, headers: { "api-key": "own-key-12345678" } }).ask(
      ask("a"),
    );
    const { body, headers } = server.requests[0];
    assertEquals([body.temperature, body.max_tokens, body.seed], [0.5, 9, 7]);
    assertEquals([headers.get("x-title"), headers.get("api-key")], [null, "own-key-12345678"]);
    assertEquals(headers.get("authorization"), null); // a key in a header of one's own is the only one
  });
});

Deno.test("OpenAI's own server gets its own name for the largest reply", async () => {
  const bodies: Record<string, unknown>[] = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    bodies.push(JSON.parse(String(init?.body)));
    return Promise.resolve(complete("hi."));
  };
  await openChat({ environment: { OPENAI_API_KEY: key, ...every }, rules: noRules, fetch }).ask(ask("a"));
  assertEquals([bodies[0].max_completion_tokens, bodies[0].max_tokens], [500, undefined]);
});

const wrong: [Record<string, string>, string][] = [
  [{ OPENAI_TEMPERATURE: "hot" }, 'OPENAI_TEMPERATURE: temperature is a number from 0 to 2, got "hot"'],
  [{ OPENAI_CONCURRENCY: "0" }, 'OPENAI_CONCURRENCY: concurrency is a whole number from 1 to 1000, got "0"'],
  [{ OPENAI_TIMEOUT: "-1" }, "OPENAI_TIMEOUT: timeout is a number"],
  [{ OPENAI_RETRIES: "1.5" }, "OPENAI_RETRIES: retries is a whole number"],
  [{ OPENAI_SEED: "x" }, "OPENAI_SEED"],
  [{ OPENAI_REASONING_EFFORT: "very much" }, "OPENAI_REASONING_EFFORT"],
  [{ OPENAI_CUSTOM_HEADERS: "no colon" }, "OPENAI_CUSTOM_HEADERS: a line has no colon"],
  [{ OPENAI_CUSTOM_HEADERS: "a b: c" }, "OPENAI_CUSTOM_HEADERS: a header's name"],
  [{ OPENAI_CUSTOM_HEADERS: '{"a": 5}' }, "OPENAI_CUSTOM_HEADERS: the value of a"],
];
for (const [environment, words] of wrong) {
  Deno.test(`openChat() refuses ${JSON.stringify(environment)} before anything is sent`, () => {
    assertThrows(() => openChat({ environment, rules: noRules }), Error, words);
  });
}

Deno.test("chatSettingsRows() lists what is in use and its variable, and shows no key", () => {
  const environment = { OPENAI_API_KEY: key, OPENAI_TIMEOUT: "900", ...every };
  const rows = chatSettingsRows(openChat({ environment, rules: noRules, temperature: 1 }));
  const values = Object.fromEntries(rows.map(({ variable, value }) => [variable, value]));
  assertEquals(values.OPENAI_API_KEY, "set");
  assertEquals([values.OPENAI_TIMEOUT, values.OPENAI_TEMPERATURE, values.OPENAI_CONCURRENCY], ["900", "1", "8"]);
  assertEquals(values.OPENAI_CUSTOM_HEADERS, "X-Title, HTTP-Referer");
  assert(!JSON.stringify(rows).includes("example.org"));
  assertEquals(chatSettingsRows(openChat({ environment: {}, rules: noRules })).length, 1);
});

/** A server that works on one request after the other, each for so many milliseconds. */
function oneSlot(milliseconds: number): ChatHandler {
  let last: Promise<unknown> = Promise.resolve();
  return async (request, index) => {
    const turn = last.then(() => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    last = turn;
    await turn;
    return echo(request, index);
  };
}

Deno.test("A server with one slot gets few requests at once, and none of seventeen times out", async () => {
  await withServer(oneSlot(250), async ({ server, open }) => {
    const outcomes = await open({ timeout: 1.2 }).askAll(askMany(17));
    assertEquals(outcomes.filter(({ failure }) => failure).length, 0);
    assert(server.mostAtOnce <= 4, `${server.mostAtOnce} at once`);
  });
});

Deno.test("The pace goes up by one with each quick reply, halves at an overload, and goes up slowly from there", () => {
  const pace = openPace(16);
  const limits = Array.from({ length: 20 }, () => (pace.answered(10), pace.limit));
  assertEquals(limits.slice(0, 4), [2, 3, 4, 5]);
  assertEquals(limits.at(-1), 16);
  pace.overloaded();
  pace.overloaded(); // the same one, met by another request
  assertEquals(pace.limit, 8);
  const after = Array.from({ length: 17 }, () => (pace.answered(10), pace.limit));
  assertEquals([after[6], after[7], after[16]], [8, 9, 10]);
  assertEquals(openPace(3, { start: 3 }).limit, 3);
});

Deno.test("The pace does not go up where replies slow down as it does", () => {
  const pace = openPace(8);
  for (let i = 0; i < 30; i++) pace.answered(1000 * pace.limit);
  assert(pace.limit <= 3, String(pace.limit));
});

Deno.test("While nothing comes, the progress says for whom and how long it waits", async () => {
  const release = Promise.withResolvers<void>();
  setTimeout(release.resolve, 1300);
  const handler: ChatHandler = async (request, index) => (await release.promise, echo(request, index));
  await withServer(handler, async ({ open }) => {
    const seen: (string | undefined)[] = [];
    await open().askAll([ask("a")], { onProgress: ({ waiting }) => seen.push(waiting) });
    assertMatch(seen[0]!, /^waiting for gpt-4o-2024-08-06 at 127\.0\.0\.1:\d+, for 1 s now \(1 under way\)$/);
    assertEquals(seen.at(-1), undefined);
  });
});

const small = { id: "m", meta: { n_params: 100, size: 400 }, created: 1 };
const large = { id: "m", meta: { n_params: 900, size: 3600 }, created: 2 };

Deno.test("Another model behind the same address and name is asked anew, and the first one's replies stay", async () => {
  const models = [small];
  await withServer(echo, async ({ server, folder, open }) => {
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "m" };
    const isCached = async () => (await open({ environment }).ask(ask("a"))).cached;
    assertEquals(await isCached(), false);
    models[0] = { ...small, created: 99 }; // the time of its start is not who it is
    assertEquals(await isCached(), true);
    models[0] = large;
    assertEquals(await isCached(), false);
    models[0] = small;
    assertEquals(await isCached(), true);
    assertEquals(server.requests.length, 2);
    assertStringIncludes(JSON.stringify(await readFiles(folder)), "m, 900 parameters, 3600 bytes");
  }, { models });
});

Deno.test("A server that is not there today is who it was, and what it said is found", async () => {
  let gone = "";
  let copy = "";
  await withServer(echo, async ({ server, folder, open }) => {
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "any name" };
    await open({ environment }).ask(ask("a"));
    gone = server.url;
    copy = await Deno.makeTempDir();
    for (const { name } of Deno.readDirSync(folder)) await Deno.copyFile(`${folder}/${name}`, `${copy}/${name}`);
  }, { models: [small] });
  const environment = { OPENAI_BASE_URL: gone, OPENAI_MODEL: "any name" };
  const chat = openChat({ environment, rules: noRules, cacheFolder: copy });
  assertEquals((await chat.ask(ask("a"))).cached, true);
  await Deno.remove(copy, { recursive: true });
});

Deno.test("What was used is summed by stage and model, failures and retries included", async () => {
  const handler: ChatHandler = (request, index) =>
    lastText(request) === "question 1"
      ? complete("half", { choice: { finish_reason: "length" } })
      : index === 0
      ? failWith(500, "again")
      : echo(request, index);
  await withServer(handler, async ({ folder, open }) => {
    await open({ stage: "neurons" }).askAll(askMany(3));
    await open({ stage: "neurons" }).askAll(askMany(1)); // kept
    await open({ stage: "layers" }).askAll([ask("layer")]);
    await Deno.writeTextFile(`${folder}/usage.jsonl`, '{"stage": "cut o', { append: true });
    const lines = await readUsage(folder);
    const rows = usageRows(lines);
    assertEquals(rows.map(({ stage, requests, failed, promptTokens }) => [stage, requests, failed, promptTokens]), [
      ["neurons", 3, 1, 33],
      ["layers", 1, 0, 11],
      ["all", 4, 1, 44],
    ]);
    const estimated = lines.slice(0, 3).reduce((sum, { estimatedPromptTokens }) => sum + estimatedPromptTokens, 0);
    assertEquals(rows[0].estimateError, estimated / 33 - 1);
    assertEquals(rows[0].money, undefined); // this server asks its own price
  });
});

Deno.test("costOf() multiplies by the table, halves for batches, and knows dated names", () => {
  const tokens = { promptTokens: 1_000_000, completionTokens: 100_000 };
  assertEquals(costOf(tokens, { model: "gpt-4o-2024-08-06", isOpenAi: true }), 3.5);
  assertEquals(costOf(tokens, { model: "gpt-4o", isOpenAi: true, batch: true }), 1.75);
  assertEquals(costOf(tokens, { model: "gpt-4o-mini", isOpenAi: true }), 0.21);
  assertEquals(costOf(tokens, { model: "gpt-4o", isOpenAi: false }), undefined);
  assertEquals(costOf(tokens, { model: "llava", isOpenAi: true }), undefined);
  assertMatch(formatCost(3.5), /^\$3\.50 by prices of \d{4}-\d{2}$/);
});

Deno.test("estimate() names a sum of money for a known model of OpenAI's, and none for another server's", async () => {
  const chat = openChat({ environment: { OPENAI_API_KEY: key }, rules: noRules });
  const { money, completionTokens, requests } = await chat.estimate(askMany(100));
  assertEquals([requests, completionTokens], [100, 25_000]);
  assertMatch(money!, /^\$0\.2\d by prices of/);
  await withServer(echo, async ({ open }) => {
    assertEquals((await open().estimate(askMany(3))).money, undefined);
  });
});

Deno.test("formatWait() speaks in seconds, minutes and hours", () => {
  const times = [500, 90_000, 312_000, 600_000, 7_200_000, 83_100_000];
  assertEquals(times.map(formatWait), ["1 s", "90 s", "5 min 12 s", "10 min", "2 h", "23 h 5 min"]);
});
