// Many requests to a server of which three in ten answers are faults, with a kill in the middle. FAULTS=2000 asks 2,000.

import { assert, assertEquals } from "@std/assert";
import { readFiles, runProgram } from "./chat_bench.ts";
import { type ChatHandler, complete, failWith, lastText, startChatServer } from "./chat_server.ts";

const count = Number(Deno.env.get("FAULTS") ?? 300);

/** A body that is shorter than its length: the connection is lost. */
const lost = () => new Response('{"choices": [{"message": ', { headers: { "content-length": "500" } });

const faults = [
  () => failWith(429, "Too many requests", { headers: { "retry-after-ms": "5" } }),
  () => failWith(500, "The engine is overloaded"),
  () => lost(),
  () => Response.json({ error: { code: 429, message: "too many requests upstream" } }),
  () => Response.json({ error: { code: 502, message: "the upstream went away" } }),
  () => complete("The neuron wants a stroke in the upp", { choice: { finish_reason: "error" } }),
  () => complete("The neuron wants a stroke in the upp", { choice: { finish_reason: null } as object }),
  () => new Response('{"choices": [{"message": {"content": "The neu'),
];

Deno.test(`${count} requests with three faults in ten are all answered, kept once, and lose nothing to a kill in the middle`, async () => {
  const tries = new Map<string, number>();
  let good = 0;
  let bad = 0;
  const handler: ChatHandler = (request) => {
    const question = lastText(request);
    const tried = tries.get(question) ?? 0;
    tries.set(question, tried + 1);
    // The same on every run; never more than four faults in a row, which is what retries can bear.
    const draw = (Number(question.split(" ")[1]) * 7919 + tried * 104729) % 1000;
    if (draw < 300 && tried < 4) {
      bad++;
      return faults[draw % faults.length]();
    }
    good++;
    return complete(`answer to ${question}.`);
  };
  const server = startChatServer(handler);
  const folder = await Deno.makeTempDir();
  const code = `
    const chat = openChat({ environment: Deno.env.toObject(), rules: fetch, cacheFolder: Deno.env.get("FOLDER"), sleep: () => Promise.resolve() });
    const requests = Array.from({ length: ${count} }, (_, i) => ({ messages: [{ role: "user", content: "question " + i }] }));
    const outcomes = await chat.askAll(requests);
    console.log(JSON.stringify(outcomes.map(({ reply, failure }) => reply?.text ?? failure.message)));`;
  const environment = { OPENAI_BASE_URL: server.url, FOLDER: folder };
  try {
    const first = runProgram(code, environment);
    while (good < count / 2) await new Promise((resolve) => setTimeout(resolve, 5));
    first.child.kill("SIGKILL");
    await first.output;
    const atKill = good;
    const output = await runProgram(code, environment).output;
    const texts = JSON.parse(output);
    assertEquals(texts, Array.from({ length: count }, (_, i) => `answer to question ${i}.`));
    assert(atKill < count, "the kill came in the middle");
    assert(good <= count + 8, `${good - count} were asked again: at most the eight under way`);
    const kept = Object.entries(await readFiles(folder)).filter(([name]) => /^[0-9a-f]{64}\.json$/.test(name));
    assertEquals(kept.length, count);
    for (const [, text] of kept) assert(/^answer to question \d+\.$/.test(JSON.parse(text).reply.text), text);
    assert(bad > count / 5, `${bad} faults`);
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
});
