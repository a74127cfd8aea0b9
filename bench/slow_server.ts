// A chat-completions server in a thread of its own, as a model's server is a program of its own; a worker's module.

import { complete } from "../tests/chat_server.ts";

const worker = self as unknown as Worker;
const delay = Number(new URL(import.meta.url).searchParams.get("delay"));
// Enough for the prompts of the bench, so that nobody takes them for cut ones.
const usage = { prompt_tokens: 2000, completion_tokens: 15, total_tokens: 2015 };
let requests = 0;
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
  // A look at which models there are is no work of a model.
  if (request.method !== "POST") return new Response("Not found", { status: 404 });
  requests++;
  // From a request's arrival to its reply, reading it included.
  await Promise.all([request.json(), new Promise((resume) => setTimeout(resume, delay))]);
  return complete("This neuron looks for a stroke from the upper left to the lower right.", { usage });
});
// The first message is the address; each message that comes is answered with the number of requests so far.
worker.postMessage(`http://127.0.0.1:${server.addr.port}/v1`);
worker.onmessage = () => worker.postMessage(requests);
