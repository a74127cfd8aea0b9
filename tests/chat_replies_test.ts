// What counts as an answer: replies as real servers send them, through the real client over loopback HTTP.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ask, echo, failureOf, readFiles, withServer } from "./chat_bench.ts";
import { complete, failWith, lastText } from "./chat_server.ts";

const whole = "The neuron wants a bar in the middle.";
const half = "The neuron wants a stroke in the upp";
const sse = (body: string) => new Response(body, { headers: { "content-type": "text/event-stream" } });
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ object: "chat.completion.chunk", model: "m", choices: [{ delta, finish_reason }] })}\n\n`;
const reason = (finish_reason: unknown, text = half) => complete(text, { choice: { finish_reason } as object });
const say = (content: unknown, more = {}) => complete(null, { message: { content, ...more } as object });

/** Replies that are whole: their text, what was thought, and words of the note. */
const answers: [string, () => Response, string, { thinking?: string; note?: string }?][] = [
  ["the reason stop", () => reason("stop", whole), whole],
  ["the reason STOP", () => reason("STOP", whole), whole],
  ["the reason eos_token", () => reason("eos_token", whole), whole],
  ["no reason and a whole text", () => reason(null, whole), whole],
  ["no reason and a digit", () => reason(undefined, "8"), "8"],
  ["no reason and JSON", () => reason(null, '{"digit":"8"}'), '{"digit":"8"}'],
  ["one text part", () => say([{ type: "text", text: whole }]), whole],
  [
    "two text parts",
    () => say([{ type: "text", text: "The neuron " }, { type: "text", text: "wants." }]),
    "The neuron wants.",
  ],
  [
    "a thinking part before the text",
    () => say([{ type: "thinking", thinking: [{ type: "text", text: "A loop?" }] }, { type: "text", text: whole }]),
    whole,
    { thinking: "A loop?" },
  ],
  ["a part of an unknown type", () => say([{ type: "audio", text: "hm" }, { type: "text", text: whole }]), whole],
  ["think tags", () => say(`<think>\nA 3, but 5.\n</think>\n\n${whole}`), whole, { thinking: "A 3, but 5." }],
  ["a closing think tag alone", () => say("It looks like a 3.\n</think>\n\nnone"), "none", {
    thinking: "It looks like a 3.",
  }],
  ["empty think tags", () => say("<think>\n\n</think>\n\n8"), "8"],
  ["two thoughts", () => say("<think>a</think>b<think>c</think>8"), "8", { thinking: "a\nb\nc" }],
  ["a thought that begins after the answer", () => say("8\n<think>or 3"), "8", { thinking: "or 3" }],
  ["THINK in capitals and brackets", () => say("[THINK]a 3?[/THINK]8"), "8", { thinking: "a 3?" }],
  ["signs of think", () => say("◁think▷a 3?◁/think▷8"), "8", { thinking: "a 3?" }],
  ["reasoning tags", () => say("<reasoning>a 3?</reasoning>8"), "8", { thinking: "a 3?" }],
  [
    "channels",
    () => say("<|channel|>analysis<|message|>A 3?<|end|><|start|>assistant<|channel|>final<|message|>8<|return|>"),
    "8",
    { thinking: "A 3?" },
  ],
  ["channels without their signs", () => say("analysisWe see a 3?assistantfinal8"), "8", { thinking: "We see a 3?" }],
  ["reasoning_content apart", () => say(whole, { reasoning_content: "A bar?" }), whole, { thinking: "A bar?" }],
  ["reasoning apart", () => say(whole, { reasoning: "A bar?" }), whole, { thinking: "A bar?" }],
  [
    "a stream of chunks",
    () =>
      sse(
        chunk({ role: "assistant", content: "The neuron " }) + chunk({ content: "wants." }, "stop") +
          "data: [DONE]\n\n",
      ),
    "The neuron wants.",
    { note: "stream" },
  ],
  [
    "a stream with comments, thoughts and Windows' line ends",
    () =>
      sse((`: WAITING\n\n${chunk({ reasoning_content: "A bar?" })}${chunk({ content: whole })}${chunk({}, "stop")}`)
        .replaceAll("\n", "\r\n")),
    whole,
    { thinking: "A bar?", note: "stream" },
  ],
  [
    "one event with the whole completion",
    () =>
      sse(
        `data:${
          JSON.stringify({ choices: [{ message: { content: whole }, finish_reason: "stop" }] })
        }\n\ndata: [DONE]\n\n`,
      ),
    whole,
    { note: "stream" },
  ],
  [
    "[DONE] after the JSON",
    () =>
      sse(
        JSON.stringify({ choices: [{ message: { content: whole }, finish_reason: "stop" }] }) + "\n\ndata: [DONE]\n\n",
      ),
    whole,
  ],
  [
    "JSON sent as text/plain",
    () =>
      new Response(JSON.stringify({ choices: [{ message: { content: whole } }] }), {
        headers: { "content-type": "text/plain" },
      }),
    whole,
  ],
  [
    "blank lines and a byte order mark before the JSON",
    () => new Response(`\n\n\ufeff${JSON.stringify({ choices: [{ message: { content: whole } }] })}`),
    whole,
  ],
  [
    "a refusal in prose",
    () => say("I'm sorry, but I can't assist with that."),
    "I'm sorry, but I can't assist with that.",
    {
      note: "sounds like a refusal",
    },
  ],
  ["another refusal", () => say("I’m unable to help with this image."), "I’m unable to help with this image.", {
    note: "sounds like a refusal",
  }],
  ["a text that says sorry later", () => say("A loop; I cannot say more."), "A loop; I cannot say more."],
  ["an error of null", () => Response.json({ error: null, choices: [{ message: { content: whole } }] }), whole],
];
for (const [what, respond, text, { thinking, note } = {}] of answers) {
  Deno.test(`A reply with ${what} is an answer`, async () => {
    await withServer(respond, async ({ server, open }) => {
      const reply = await open().ask(ask("what?"));
      assertEquals([reply.text, reply.thinking, server.requests.length], [text, thinking, 1]);
      if (note === undefined) assertEquals(reply.note, undefined);
      else assertStringIncludes(reply.note!, note);
      const again = await open().ask(ask("what?"));
      assertEquals(again, { ...reply, cached: true }); // what was thought and noted is kept as well
    });
  });
}

/** Replies that are none: the kind of failure, words of its message, and whether it is asked again. */
const noAnswers: [string, () => Response, string, string, boolean][] = [
  ["the reason error", () => reason("error"), "server", "ended the reply early (error)", true],
  ["the reason insufficient_system_resource", () => reason("insufficient_system_resource"), "server", "resource", true],
  ["the reason abort", () => reason("abort"), "server", "(abort)", true],
  ["an unknown reason", () => reason("weather", whole), "server", "(weather)", true],
  ["a reason that is a number", () => reason(5, whole), "server", "(5)", true],
  ["the reason length", () => reason("length"), "length", half, false],
  ["the reason model_length", () => reason("model_length"), "length", half, false],
  ["the reason max_tokens", () => reason("max_tokens"), "length", "OPENAI_MAX_TOKENS", false],
  ["the reason MAX_TOKENS", () => reason("MAX_TOKENS"), "length", half, false],
  ["the reason SAFETY", () => reason("SAFETY"), "content-filter", half, false],
  ["the reason RECITATION", () => reason("RECITATION"), "content-filter", half, false],
  ["the reason content_filter", () => reason("content_filter"), "content-filter", half, false],
  ["a called tool", () => reason("tool_calls", ""), "malformed", "called a tool", false],
  ["no reason and half a sentence", () => reason(null), "server", "seems to break off", true],
  ["all of it in reasoning_content", () => say(null, { reasoning_content: whole }), "empty", "reasoning parser", false],
  ["all of it in reasoning", () => say("", { reasoning: whole }), "empty", "reasoning parser", false],
  ["nothing to say", () => say(""), "empty", "the reply is empty", true],
  ["blanks and control characters alone", () => say(" \n\u0007\u001b "), "empty", "the reply is empty", true],
  ["a thought without an end", () => say("<think>A 3? Perhaps"), "empty", "thoughts and no answer", true],
  ["a thought and nothing after it", () => say("<think>A 3?</think>\n"), "empty", "thoughts and no answer", true],
  ["parts without a text", () => say([{ type: "thinking", thinking: "hm" }]), "empty", "no answer", true],
  [
    "a thought cut off by the length",
    () => complete("", { message: { reasoning_content: "Hm" }, choice: { finish_reason: "length" } }),
    "length",
    "still thinking",
    false,
  ],
  [
    "an error in the choice",
    () =>
      complete(half, {
        choice: { finish_reason: "error", error: { code: 502, message: "the upstream went away" } } as object,
      }),
    "server",
    "the upstream went away",
    true,
  ],
  ["an error without a code", () => Response.json({ error: { message: "busy" } }), "server", "busy", true],
  ["an error that is a text", () => Response.json({ error: "out of memory" }), "server", "out of memory", true],
  [
    "an error 401",
    () => Response.json({ error: { code: 401, message: "no" } }),
    "authentication",
    "OPENAI_API_KEY",
    false,
  ],
  ["an error 402", () => Response.json({ error: { code: "402", message: "no" } }), "quota", "credit", false],
  [
    "an error insufficient_quota",
    () => Response.json({ error: { code: "insufficient_quota", message: "no" } }),
    "quota",
    "credit",
    false,
  ],
  [
    "an error of vLLM's form",
    () => Response.json({ object: "error", message: "This model's maximum context length is 2048 tokens.", code: 400 }),
    "context",
    "2048",
    false,
  ],
  ["an error in a stream", () => sse(`data: {"error":{"code":500,"message":"lost"}}\n\n`), "server", "lost", true],
  ["a stream that breaks off", () => sse(chunk({ content: half })), "connection", half, true],
  ["a stream cut in an event", () => sse(chunk({ content: half }) + 'data: {"cho'), "connection", "breaks off", true],
  ["JSON that breaks off", () => new Response('{"choices": ['), "connection", "breaks off", true],
  ["nothing in it", () => new Response(null, { status: 204 }), "connection", "nothing", true],
  ["nested JSON", () => new Response("[".repeat(5000) + "]".repeat(5000)), "malformed", "nested too deeply", false],
];
for (const [what, respond, kind, words, retried] of noAnswers) {
  Deno.test(`A reply with ${what} is no answer (${kind})${retried ? ", is asked again" : ""} and never kept`, async () => {
    await withServer(respond, async ({ server, folder, open }) => {
      assertStringIncludes(await failureOf(open({ retries: 2 }), kind), words);
      assertEquals(server.requests.length, retried ? 3 : 1);
      assertEquals(await readFiles(folder), {});
    });
  });
}

for (const error of [{ code: 429, message: "slow down" }, { code: "rate_limit_exceeded", message: "slow down" }]) {
  Deno.test(`An error ${error.code} under status 200 is waited for and asked again`, async () => {
    await withServer((request, index) => index < 2 ? Response.json({ error }) : echo(request, index), async (bench) => {
      assertEquals((await bench.open().ask(ask("a"))).text, "answer to a");
      assertEquals([bench.server.requests.length, bench.slept], [3, [1000, 4000]]);
    });
  });
}

Deno.test("A reply is asked for as no stream", async () => {
  await withServer(echo, async ({ server, open }) => {
    await open().ask(ask("a"));
    assertEquals(server.requests[0].body.stream, false);
  });
});

Deno.test("A body shorter than its length, and a connection closed early, are asked again", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const good = JSON.stringify({ choices: [{ message: { content: whole }, finish_reason: "stop" }] });
  const head = (length: number) =>
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
  const bodies = [head(good.length) + good.slice(0, 20), "", head(good.length).slice(0, 30), head(good.length) + good];
  let served = 0;
  const serving = (async () => {
    for await (const connection of listener) {
      const buffer = new Uint8Array(10_000);
      const count = await connection.read(buffer);
      if (new TextDecoder().decode(buffer.subarray(0, count ?? 0)).startsWith("POST")) {
        // Headers and body may come apart; a reply before all of it was read is no error.
        await connection.write(new TextEncoder().encode(bodies[served++] ?? ""));
      }
      connection.close();
      if (served === bodies.length) listener.close();
    }
  })();
  await withServer(echo, async ({ open }) => {
    const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/v1`;
    const { text } = await open({ environment: { OPENAI_BASE_URL: url } }).ask(ask("a"));
    assertEquals([text, served], [whole, 4]);
  });
  await serving;
});

Deno.test("A prompt that the server cut is an answer with a note and a warning that name the context's size", async () => {
  const usage = { prompt_tokens: 26, completion_tokens: 9, total_tokens: 35 };
  const long = ask("The mean activation of this neuron for digit 3 is 0.7. ".repeat(60));
  await withServer(() => complete(whole, { usage }), async ({ open }) => {
    const warnings: string[] = [];
    const chat = open({ warn: (problem) => warnings.push(problem) });
    const { note } = await chat.ask(long);
    assertMatch(note!, /counted 26 tokens of a prompt of about \d+.*OLLAMA_CONTEXT_LENGTH=\d+/);
    assertEquals(warnings, [note]);
    assertEquals((await chat.ask(ask("short"))).note, undefined);
  });
});

/** What a server may count of a prompt of 808 tokens. */
const counted: [string, number | undefined, boolean][] = [
  ["a tenth of it", 80, true],
  ["a little less than half", 400, true],
  ["as a coarser tokenizer would", 420, false],
  ["all of it", 808, false],
  ["more than there is, as for pictures", 2000, false],
  ["nothing", 0, false],
  ["no tokens at all", undefined, false],
];
for (const [what, prompt_tokens, isCut] of counted) {
  Deno.test(`A server that counted ${what} of a long prompt ${isCut ? "has" : "has not"} cut it`, async () => {
    const usage = { prompt_tokens, completion_tokens: 9 } as { prompt_tokens: number };
    const long = ask("The mean is 0.7. ".repeat(100));
    await withServer(() => complete(whole, { usage: usage as never }), async ({ open }) => {
      for (const cached of [false, true]) {
        const reply = await open({ warn: () => {} }).ask(long);
        assertEquals([reply.cached, reply.note !== undefined], [cached, isCut]);
      }
    });
  });
}

Deno.test("A server that takes no schema is asked without it, says so in the reply, and is not asked again", async () => {
  const request = { ...ask("digit?"), schema: { name: "digit", schema: { type: "object" } } };
  const other = { ...ask("other?"), schema: request.schema };
  await withServer(
    ({ body }) => body.response_format ? failWith(400, "'response_format.type' must be 'text'") : complete("7"),
    async (bench) => {
      const [first, second] = await bench.open().askAll([request, other]);
      assertEquals([first.reply?.text, second.reply?.text], ["7", "7"]);
      assertStringIncludes(first.reply!.note!, "takes no schema");
      assertEquals(bench.server.requests.map(({ body }) => body.response_format !== undefined), [true, false, false]);
      assertEquals((await bench.open().ask(request)).cached, true);
      assertEquals(bench.server.requests.length, 3);
    },
  );
});

Deno.test("What a model thought is no part of what is asked next, since it is no part of the text", async () => {
  await withServer((request) => say(`<think>secret ${lastText(request)}</think>8`), async ({ open }) => {
    const { text } = await open().ask(ask("a"));
    assert(!text.includes("secret"));
  });
});
