// No key in any file, output or error: planted ones, echoed by the server in every way.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { openChat } from "../lib/chat/chat.ts";
import { startBatchServer } from "./batch_server.ts";
import { makeMask } from "../lib/chat/secrets.ts";
import { chatSettingsRows } from "../lib/chat/setting_rows.ts";
import { ask, echo, key, noRules, withServer } from "./chat_bench.ts";
import { type ChatHandler, complete, failWith, lastText, type ReceivedRequest } from "./chat_server.ts";

const inHeader = "hdr-7Hq2planted9XwLm4ZcVb8";
const inQuery = "qry_31planted5tYuIoP0987mNb";
const inPath = "pth4planted6ZxCvBnM2468QwEr";

/** The secrets that a request brought along, in one text. */
const secretsOf = ({ headers }: ReceivedRequest) =>
  `${headers.get("authorization")} ${headers.get("x-own")} ${inQuery} ${inPath}`;

const pieces = (text: string, by: string) => text.match(/.{1,5}/g)!.join(by);

/** Ways to echo a secret. */
const echoes: [string, (secret: string) => string][] = [
  ["as it is", (secret) => secret],
  ["in capitals", (secret) => secret.toUpperCase()],
  ["in pieces on lines", (secret) => pieces(secret, "\n")],
  ["in pieces between blanks", (secret) => pieces(secret, " ")],
  ["in HTML", (secret) => `<p>${pieces(secret, "</b><b>")}</p>`],
  ["with control characters", (secret) => pieces(secret, "\u0007")],
  ["with an escape sequence's first sign", (secret) => pieces(secret, "\u001b")],
  ["with signs that show nothing", (secret) => pieces(secret, "\u200b")],
  ["with HTML's entities", (secret) => [...secret].map((letter) => `&#${letter.charCodeAt(0)};`).join("")],
  [
    "with hexadecimal entities",
    (secret) => [...secret].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join(""),
  ],
  ["percent-encoded", (secret) => [...secret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")],
  [
    "as JSON's escapes",
    (secret) => [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  ],
  ["in two halves", (secret) => `${secret.slice(0, secret.length / 2)} and ${secret.slice(secret.length / 2)}`],
  ["after a long text", (secret) => "x ".repeat(140) + secret],
  ["many times", (secret) => `${secret} `.repeat(40)],
];

/** Places of a reply in which a server may echo. */
const places: [string, (text: string) => Response][] = [
  ["an error 401", (text) => failWith(401, text)],
  ["an error 400", (text) => failWith(400, text)],
  ["an error's code", (text) => failWith(400, "no", { code: text, type: text })],
  [
    "a page under 500",
    (text) => new Response(`<html>${text}</html>`, { status: 500, headers: { "content-type": "text/html" } }),
  ],
  ["a page under 200", (text) => new Response(`<html>${text}</html>`)],
  ["JSON of another kind", (text) => Response.json({ odd: text })],
  ["JSON that breaks off", (text) => new Response(JSON.stringify({ odd: text }).slice(0, -1))],
  ["an error inside a 200", (text) => Response.json({ error: { code: 400, message: text } })],
  [
    "a redirect",
    (text) =>
      new Response(null, { status: 302, headers: { location: `https://other.example/${encodeURIComponent(text)}` } }),
  ],
  ["a refusal", (text) => complete(null, { message: { refusal: text } })],
  ["a reply", (text) => complete(`Your key is ${text}.`)],
  ["a reply that is cut off", (text) => complete(text, { choice: { finish_reason: "length" } })],
  ["a finish reason", (text) => complete("half", { choice: { finish_reason: text } })],
  ["a thought", (text) => complete("8", { message: { reasoning_content: text } as object })],
  ["the model's name", (text) => Response.json({ model: text, choices: [{ message: { content: "8." } }] })],
];

Deno.test("Secrets in the key, a header, the query and the path are in no outcome, error, warning or file", async () => {
  const handler: ChatHandler = (request) => {
    const [place, way] = lastText(request).split("/").map(Number);
    return places[place][1](secretsOf(request).split(" ").map(echoes[way][1]).join(" "));
  };
  await withServer(handler, async ({ server, folder, open }) => {
    const environment = {
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `${server.url.replace("/v1", "")}/${inPath}/v1?token=${inQuery}`,
      OPENAI_CUSTOM_HEADERS: `X-Own: ${inHeader}`,
    };
    const texts: string[] = [];
    const warn = (problem: string) => void texts.push(problem);
    const chat = open({ environment, retries: 0, warn, concurrency: 50 });
    texts.push(Deno.inspect(chat, { depth: 20 }), JSON.stringify(chatSettingsRows(chat)));
    for (const place of places.keys()) {
      for (const way of echoes.keys()) {
        const one = open({ environment, retries: 0, warn });
        texts.push(JSON.stringify(await one.askAll([ask(`${place}/${way}`)])));
      }
    }
    await chat.ask(ask("0/0")).catch((error) => texts.push(Deno.inspect(error), error.stack, String(error.cause)));
    for (const { name } of Deno.readDirSync(folder)) texts.push(name, Deno.readTextFileSync(`${folder}/${name}`));
    assert(texts.length > places.length * echoes.length);
    assertEquals(server.requests[0].headers.get("x-own"), inHeader);
    assertStringIncludes(texts.join("\n"), "Your key is Bearer [key]");
    assertHidden(texts, [key, inHeader, inQuery, inPath]);
  });
});

/** No half of a secret stands in the texts, as it is or spread out among other signs. */
function assertHidden(texts: readonly string[], secrets: readonly string[]): void {
  const all = texts.join("\n");
  const letters = (text: string) => text.toLowerCase().replace(/\\[nrt]|[^a-z0-9]/g, "");
  for (const secret of secrets) {
    for (const text of [all, letters(all)]) {
      for (const half of [secret.slice(0, 12), secret.slice(-12)]) {
        const place = text.indexOf(text === all ? half : letters(half));
        assert(place === -1, `${half} is in: ${text.slice(Math.max(0, place - 300), place + 100)}`);
      }
    }
  }
}

Deno.test("Secrets are in no record, file, outcome or progress of a batch, whoever of it echoes them", async () => {
  const said = `${key} ${inHeader} ${inQuery}`;
  const error = (text: string) => Response.json({ error: { message: text, code: text } }, { status: 400 });
  const texts: string[] = [];
  for (const [, write] of echoes) {
    for (const place of ["", "a failed row", "its problems", "POST /files", "POST /batches", "GET /batches/batch"]) {
      const server = startBatchServer({
        answer: () =>
          place === "a failed row"
            ? { status: 400, body: { error: { message: write(said) } } }
            : `Your key is ${write(said)}.`,
        ending: () => place === "its problems" ? { status: "failed", problems: [{ message: write(said) }] } : {},
        fault: (call, times) => call === place && times === 1 ? error(write(said)) : undefined,
      });
      const folder = await Deno.makeTempDir();
      const environment = {
        OPENAI_API_KEY: key,
        OPENAI_BASE_URL: `${server.url}?token=${inQuery}`,
        OPENAI_CUSTOM_HEADERS: `X-Own: ${inHeader}`,
        OPENAI_BATCH: "1",
      };
      const chat = openChat({
        environment,
        rules: noRules,
        cacheFolder: `${folder}/chat`,
        batchFolder: `${folder}/batches`,
        sleep: () => Promise.resolve(),
        warn: (problem) => texts.push(problem),
      });
      const onProgress = (progress: object) => texts.push(JSON.stringify(progress));
      texts.push(JSON.stringify(await chat.askAll([ask("a"), ask("b")], { onProgress })));
      for (const part of ["chat", "batches"]) {
        await Deno.mkdir(`${folder}/${part}`, { recursive: true }); // nothing may have come
        for (const { name } of Deno.readDirSync(`${folder}/${part}`)) {
          texts.push(name, Deno.readTextFileSync(`${folder}/${part}/${name}`));
        }
      }
      await server.close();
      await Deno.remove(folder, { recursive: true });
    }
  }
  assertStringIncludes(texts.join("\n"), "Your key is [key]");
  assertHidden(texts, [key, inHeader, inQuery]);
});

Deno.test("A short fill-in key is no secret: the model's name keeps it, and the reply is found again", async () => {
  for (const fillIn of ["ollama", "llava", "EMPTY", "lm-studio", "no-key-needed", "qwen2.5-vl"]) {
    await withServer(echo, async ({ server, open }) => {
      const environment = { OPENAI_API_KEY: fillIn, OPENAI_BASE_URL: server.url, OPENAI_MODEL: `${fillIn}/model` };
      assertEquals(open({ environment }).model, `${fillIn}/model`);
      assertStringIncludes(open({ environment }).server, fillIn);
      await open({ environment }).ask(ask(`what does ${fillIn} see?`));
      const { text, cached } = await open({ environment }).ask(ask(`what does ${fillIn} see?`));
      assertEquals([text, cached, server.requests.length], [`answer to what does ${fillIn} see?`, true, 1]);
    });
  }
});

Deno.test("A key in the query of the address goes along, and another key finds the same replies", async () => {
  const paths: string[] = [];
  const counting: typeof fetch = (input, init) => {
    if (init?.method === "POST") paths.push(String(input));
    return fetch(input, init);
  };
  await withServer(echo, async ({ server, open }) => {
    const at = (query: string) => ({ OPENAI_BASE_URL: `${server.url}?${query}`, OPENAI_API_KEY: key });
    await open({ environment: at(`api_key=${inQuery}&api-version=1`), fetch: counting }).ask(ask("a"));
    assertEquals(paths, [`${server.url}/chat/completions?api_key=${inQuery}&api-version=1`]);
    await open({ environment: at("api_key=another-key-0123456789&api-version=1"), fetch: counting }).ask(ask("a"));
    assertEquals(paths.length, 1);
    await open({ environment: at(`api_key=${inQuery}&api-version=2`), fetch: counting }).ask(ask("a"));
    assertEquals(paths.length, 2);
  });
});

const wrongPlaces: [string, Record<string, string>][] = [
  ["a password in the address", { OPENAI_BASE_URL: `https://user:${key}@host.example/v1` }],
  ["a user name that is the key", { OPENAI_BASE_URL: `https://${key}@host.example/v1` }],
  ["the key in the address's place", { OPENAI_BASE_URL: key }],
  ["a header's words in the address's place", { OPENAI_BASE_URL: `Bearer ${key}` }],
  ["the key in an address that is none", { OPENAI_BASE_URL: `host.example/v1?api_key=${key}` }],
  ["the key in a fragment", { OPENAI_BASE_URL: `https://host.example/v1#${key}` }],
  ["the key in the path of an address that ends wrongly", {
    OPENAI_BASE_URL: `https://h.example/${key}/chat/completions`,
  }],
  ["the key in the model's place", { OPENAI_API_KEY: "x", OPENAI_MODEL: key }],
  ["the key as part of the model", { OPENAI_API_KEY: key, OPENAI_MODEL: `model ${key}` }],
  ["an address in the key's place", { OPENAI_API_KEY: `http://host.example/v1?api_key=${key}` }],
  ["curly quotes around the key", { OPENAI_API_KEY: `“${key}”` }],
  ["the key in a number's place", { OPENAI_API_KEY: "x", OPENAI_TIMEOUT: key }],
  ["the key in a word's place", { OPENAI_API_KEY: "x", OPENAI_REASONING_EFFORT: key }],
  ["a header without a colon", { OPENAI_API_KEY: "x", OPENAI_CUSTOM_HEADERS: `Authorization ${key}` }],
  ["headers that are no JSON", { OPENAI_API_KEY: "x", OPENAI_CUSTOM_HEADERS: `{"api-key": "${key}"` }],
];
for (const [what, environment] of wrongPlaces) {
  Deno.test(`openChat() refuses ${what}, says where it belongs, and does not show it`, () => {
    const error = assertThrows(() => openChat({ environment, rules: noRules }), Error, "Cannot use OPENAI_");
    assert(!Deno.inspect(error).includes(key.slice(0, 8)), error.message);
  });
}

Deno.test("makeMask() takes out what is secret and nothing else", () => {
  const mask = makeMask([key]);
  assertEquals(mask(`a ${key} b`), "a [key] b");
  assertEquals(mask(`a ${key}${key} b`), "a [key] b");
  assertEquals(
    mask("The network answers 3; sk- stands for secret key."),
    "The network answers 3; sk- stands for secret key.",
  );
  assertEquals(makeMask([])("as it is"), "as it is");
  const password = makeMask(["correct horse"]);
  assertEquals(password("Say Correct-Horse or correct  horse"), "Say Correct-Horse or [key]");
});
