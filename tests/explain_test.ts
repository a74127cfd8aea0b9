// explainLayers() and what it is made of, against a chat-completions server of the test's own.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { NeuronEvidence } from "../lib/evidence/neuron_evidence.ts";
import { type ChatRequest, openChat } from "../lib/chat/mod.ts";
import { explainLayers } from "../lib/prompts/explain.ts";
import type { NetworkContext } from "../lib/prompts/context.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { layerMessages } from "../lib/prompts/layer_prompt.ts";
import { networkMessages } from "../lib/prompts/network_prompt.ts";
import { neuronMessages, neuronTemplate } from "../lib/prompts/neuron_prompt.ts";
import { complete, failWith, lastText, startChatServer } from "./chat_server.ts";

const context: NetworkContext = {
  ...defaultSettings,
  background: "A network.",
  classNames: ["zero", "one"],
  width: 2,
  height: 2,
  regularisation: 1,
};

/** A live neuron whose mean over the first class tells it apart from the others. */
function live(layer: number, neuron: number): NeuronEvidence {
  const classes = [0, 1].map((label) => ({
    label,
    count: 1,
    mean: layer * 100 + neuron + label,
    std: 0.5,
    largest: 9,
  }));
  const maximisation = { input: Float32Array.of(0.5, -1, 0, 0.25), preActivation: 2 };
  const connections = layer === 0 ? [] : [{ from: 1, weight: -0.5 }, { from: 0, weight: 0.25 }];
  return { layer, neuron, dead: false, classes, maximisation, connections };
}

function dead(layer: number, neuron: number): NeuronEvidence {
  return { layer, neuron, dead: true, classes: [], connections: [] };
}

/** A server that numbers its replies by what was asked, and a chat with a cache of its own. */
async function withServer(
  work: (tools: {
    server: Awaited<ReturnType<typeof startChatServer>>;
    open: (options?: { concurrency?: number }) => ReturnType<typeof openChat>;
  }) => Promise<void>,
  handler: Parameters<typeof startChatServer>[0] = (request) => complete(`reply to: ${lastText(request).slice(-20)}`),
) {
  const cacheFolder = await Deno.makeTempDir();
  const server = await startChatServer(handler);
  const rules = () => Promise.reject(new Error("the rules were asked"));
  const environment = { OPENAI_API_KEY: "sk-test-key-of-the-test", OPENAI_BASE_URL: server.url };
  try {
    await work({
      server,
      open: (options) => openChat({ environment, rules, cacheFolder, retries: 0, ...options }),
    });
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

Deno.test("explainLayers() sends the rendered messages, with the picture as a PNG at its place", async () => {
  await withServer(async ({ server, open }) => {
    await explainLayers(open(), context, [[live(0, 0)]]);
    const [{ body }] = server.requests as { body: { messages: ChatRequest["messages"] } }[];
    assertEquals(body.messages, neuronMessages(context, live(0, 0)));
    const parts = body.messages[1].content as { type: string; text?: string; image_url?: { url: string } }[];
    assertEquals(parts.map(({ type }) => type), ["text", "image_url", "text"]);
    assert(parts[0].text!.endsWith("specifically designed to maximise the output of the neuron."));
    assert(parts[1].image_url!.url.startsWith("data:image/png;base64,iVBORw0KGgo"));
    assert(parts[2].text!.startsWith("Image scale: white 1, mid-grey 0, black -1"));
  });
});

Deno.test("explainLayers() asks nothing again, and after one neuron's template changed two requests", async () => {
  await withServer(async ({ server, open }) => {
    const evidence = [[live(0, 0), dead(0, 1), live(0, 2), live(0, 3)]];
    await explainLayers(open(), context, evidence);
    assertEquals(server.requests.length, 4, "three live neurons and the layer");
    await explainLayers(open(), context, evidence);
    assertEquals(server.requests.length, 4, "all of it is in the cache");
    const templateOf = ({ neuron }: NeuronEvidence) =>
      neuron === 2 ? `${neuronTemplate}\nAnswer in one line.` : undefined;
    await explainLayers(open(), context, evidence, { templateOf });
    assertEquals(server.requests.length, 6, "the neuron, and its layer, whose prompt holds the new reply");
  });
});

Deno.test("explainLayers() labels dead neurons without a request", async () => {
  await withServer(async ({ server, open }) => {
    const { neurons, layers } = await explainLayers(open(), context, [[dead(0, 0), live(0, 1)]]);
    assertEquals(neurons[0][0], { layer: 0, neuron: 0, text: "Dead neuron", dead: true });
    assertEquals(server.requests.length, 2);
    assertStringIncludes(layers[0].messages[1].content as string, "Feature 0:\nDead neuron\n\nFeature 1:\nreply to:");
  });
});

Deno.test("explainLayers() puts the previous layer's summary and the weights into a later layer's prompts", async () => {
  await withServer(async ({ server, open }) => {
    const { layers } = await explainLayers(open(), context, [[live(0, 0), live(0, 1)], [live(1, 0)]]);
    const later = server.requests[3];
    assertStringIncludes(lastText(later), `The following is the summary of the previous layer:\n${layers[0].text}`);
    assertStringIncludes(lastText(later), "Activation 1, weight: -0.5\nActivation 0, weight: 0.25");
    assertStringIncludes(lastText(later), "Avg label zero: 100, std: 0.5");
  });
});

/** How reasoning models send what they thought before the answer. */
const thoughts: [string, (answer: string) => object][] = [
  ["between tags", (answer) => ({ content: `<think>\nA thought.\n</think>\n\n${answer}` })],
  ["before a closing tag", (answer) => ({ content: `A thought.\n</think>\n\n${answer}` })],
  ["in a channel", (answer) => ({
    content: `<|channel|>analysis<|message|>A thought.<|end|><|start|>assistant<|channel|>final<|message|>${answer}`,
  })],
  ["in a part of its own", (answer) => ({
    content: [{ type: "thinking", thinking: [{ type: "text", text: "A thought." }] }, { type: "text", text: answer }],
  })],
  ["in a field of its own", (answer) => ({ content: answer, reasoning_content: "A thought." })],
];
for (const [where, message] of thoughts) {
  Deno.test(`explainLayers() keeps a model's thoughts ${where} out of explanations, summaries and later prompts`, async () => {
    await withServer(async ({ server, open }) => {
      const { neurons, layers } = await explainLayers(open(), context, [[live(0, 0), live(0, 1)], [live(1, 0)]]);
      assertEquals(server.requests.length, 5);
      const texts = [neurons.flat().map(({ text }) => text), layers.map(({ text }) => text)].flat();
      assertEquals(new Set(texts), new Set(["The neuron wants a loop below."]));
      assert(!JSON.stringify(server.requests.map(({ body }) => body)).includes("A thought"));
    }, () => complete(null, { message: message("The neuron wants a loop below.") }));
  });
}

Deno.test("explainLayers() names the neurons that failed, keeps the others and asks only for the rest again", async () => {
  let healthy = false;
  const handler: Parameters<typeof startChatServer>[0] = (request) =>
    !healthy && lastText(request).includes("Avg label zero: 2,")
      ? failWith(500, "the model fell over")
      : complete("a reply");
  await withServer(async ({ server, open }) => {
    const evidence = [[live(0, 0), live(0, 1), live(0, 2)]];
    const error = await assertRejects(
      () => explainLayers(open(), context, evidence),
      Error,
      "Cannot explain the neurons: 1 of 3 requests failed",
    );
    assertStringIncludes(error.message, "neuron 2 of layer 0");
    const before = server.requests.length;
    healthy = true;
    await explainLayers(open(), context, evidence);
    assertEquals(server.requests.length - before, 2, "the failed neuron and the layer");
  }, handler);
});

Deno.test("explainLayers() says after an interrupt how much is kept, and asks for the rest when it is called again", async () => {
  const stop = new AbortController();
  const handler: Parameters<typeof startChatServer>[0] = (_, index) => {
    if (index === 2) stop.abort();
    return complete("a reply, or one too late");
  };
  await withServer(async ({ server, open }) => {
    const evidence = [[live(0, 0), live(0, 1), live(0, 2)]];
    const { message } = await assertRejects(() =>
      explainLayers(open({ concurrency: 1 }), context, evidence, { signal: stop.signal })
    ) as Error;
    assertEquals(
      message,
      "Stopped by hand: 2 of 3 answers had come and are kept. Run the cell again to ask for the others.",
    );
    const before = server.requests.length;
    await explainLayers(open(), context, evidence);
    assertEquals(server.requests.length - before, 2, "the neuron that was stopped and the layer");
  }, handler);
});

Deno.test("explainLayers() tells its progress up to the last summary", async () => {
  await withServer(async ({ open }) => {
    const seen: string[] = [];
    await explainLayers(open(), context, [[live(0, 0)], [live(1, 0)]], {
      onProgress: ({ done, total, doing }) => seen.push(`${done}/${total} ${doing}`),
    });
    assertEquals(seen.at(-1), "4/4 summary of layer 1");
  });
});

Deno.test("networkMessages() gives biases only with calibration", () => {
  const outputs = [
    { output: 0, connections: [{ from: 0, weight: 1 }], bias: 0.5 },
    { output: 1, connections: [], bias: -1 },
  ];
  const text = (asked: NetworkContext) => networkMessages(asked, { layers: ["a list"], outputs })[1].content as string;
  assertStringIncludes(
    text(context),
    "For output zero:\nActivation 0, weight: 1\nBias: 0.5\nFor output one:\nBias: -1",
  );
  assert(!text({ ...context, calibration: false }).includes("Bias"));
});

Deno.test("networkMessages() tells of a network without hidden layers, and shows its outputs' pictures", () => {
  const maximisation = { input: Float32Array.of(0.5, -1, 0, 0.25), preActivation: 2 };
  const outputs = [
    { output: 0, connections: [{ from: 1, weight: -2 }], bias: 0.5, maximisation },
    { output: 1, connections: [], bias: -1 },
  ];
  const [, { content }] = networkMessages(context, { layers: [], outputs });
  const parts = content as Extract<typeof content, unknown[]>;
  assertEquals(parts.map(({ type }) => type), ["text", "text", "image_url"]);
  const [prompt, caption] = parts.map((part) => part.type === "text" ? part.text : "");
  assertStringIncludes(prompt, "Here they are:\nThere is no hidden layer: each output adds up the pixels");
  assertStringIncludes(prompt, "For output zero:\nActivation 1, weight: -2\nBias: 0.5");
  assertStringIncludes(caption, "maximises output zero.\nImage scale: white 1,");
  const [, { content: plain }] = networkMessages({ ...context, calibration: false }, { layers: [], outputs });
  assertEquals((plain as typeof parts)[1], {
    type: "text",
    text: "The following image is the input that maximises output zero.",
  });
});

Deno.test("layerMessages() and networkMessages() are plain strings, for servers that know no parts", () => {
  assertEquals(typeof layerMessages(context, [{ neuron: 0, text: "x" }])[1].content, "string");
});
