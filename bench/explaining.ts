// Explaining a wide layer through a server of our own that takes its time: what is lost beside the waiting.

import { firstLayerOptimum, type NeuronEvidence } from "../lib/evidence/mod.ts";
import { openChat } from "../lib/chat/mod.ts";
import { defaultSettings, neuronMessages } from "../lib/prompts/mod.ts";
import { benchNetwork } from "./network.ts";
import { secondsOf } from "./turns.ts";

/** The seconds for all neurons when nothing is known, those when all is in the cache, and the requests of the latter. */
export interface ExplainingResult {
  first: number;
  again: number;
  requestsAgain: number;
}

/** Explains `neurons` neurons twice, with `delay` milliseconds for each reply and so many requests at once. */
export async function measureExplaining(
  neurons: number,
  { delay, concurrency }: { delay: number; concurrency: number },
): Promise<ExplainingResult> {
  const evidence = evidenceOf(neurons);
  const server = new Worker(new URL(`slow_server.ts?delay=${delay}`, import.meta.url), { type: "module" });
  const next = () => new Promise<MessageEvent>((resolve) => server.onmessage = resolve).then(({ data }) => data);
  const url: string = await next();
  const countRequests = (): Promise<number> => {
    const answer = next();
    server.postMessage("count");
    return answer;
  };
  const cacheFolder = await Deno.makeTempDir();
  try {
    const explain = async () => {
      const environment = { OPENAI_BASE_URL: url, OPENAI_MODEL: "bench" };
      const rules = () => Promise.reject(new Error("Cannot happen: a server is given."));
      const chat = openChat({ environment, rules, cacheFolder, concurrency });
      const requests = evidence.map((one) => ({ messages: neuronMessages(context, one) }));
      const failed = (await chat.askAll(requests)).find(({ failure }) => failure)?.failure;
      if (failed) throw new Error(`Cannot measure the explaining: ${failed.message}`);
    };
    const first = await secondsOf(explain);
    const sent = await countRequests();
    const again = await secondsOf(explain);
    return { first, again, requestsAgain: await countRequests() - sent };
  } finally {
    server.terminate();
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

const context = {
  ...defaultSettings,
  background: "The network is an MLP that is trained on MNIST.",
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  width: 28,
  height: 28,
  regularisation: 1,
};

function evidenceOf(neurons: number): NeuronEvidence[] {
  const network = benchNetwork(neurons);
  return Array.from({ length: neurons }, (_, neuron): NeuronEvidence => ({
    layer: 0,
    neuron,
    dead: false,
    connections: [],
    classes: context.classNames.map((_, label) => ({ label, count: 1, mean: label + neuron / 7, std: 1, largest: 1 })),
    maximisation: firstLayerOptimum(network, neuron),
  }));
}
