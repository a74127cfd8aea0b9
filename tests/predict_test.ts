import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  estimatePredictions,
  oneOfEach,
  predict,
  predictedBy,
  type Prediction,
} from "../lib/scores/prediction/predict.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { digitRequest, predictionMessages } from "../lib/prompts/prediction_prompt.ts";
import { type ChatOptions, openChat } from "../lib/chat/chat.ts";
import { countPromptTokens } from "../lib/chat/tokens.ts";
import {
  type ChatHandler,
  type ChatServer,
  complete,
  failWith,
  lastText,
  type ReceivedRequest,
  startChatServer,
} from "./chat_server.ts";

const summaries = { layers: ["Feature 0: a stroke."], network: "Summary: strokes make digits." };
const size = { width: 28, height: 28 };
const context = { ...defaultSettings, background: "The background.", classNames: [..."0123456789"], ...size };

/** Pictures that differ in one pixel; picture `i` is an i % 10, and the network answers one more if i is odd. */
const pictures = {
  pixels: Float32Array.from({ length: 12 * 784 }, (_, i) => i % 784 === Math.floor(i / 784) ? 1 : -1),
  labels: Uint8Array.from({ length: 12 }, (_, i) => i % 10),
  count: 12,
  ...size,
};
const images = Array.from({ length: 12 }, (_, index) => {
  const truth = index % 10;
  return { index, truth, answer: (truth + index % 2) % 10 };
});
const messagesOf = (index: number) =>
  predictionMessages(context, summaries, pictures.pixels.subarray(index * 784, (index + 1) * 784));
const asked = images.map(({ index }) => JSON.stringify(messagesOf(index)));

type Options = Partial<Parameters<typeof predict>[3]>;
/** The predictions of one reader of the summaries. */
async function predictAll(chat: ReturnType<typeof openChat>, options: Options = {}) {
  const { predictions, notes } = await predict(chat, context, images, {
    readers: { real: summaries },
    pictures,
    ...options,
  });
  return { predictions: predictions.real, notes };
}

/** Which picture a request is about: the predictions say it themselves. */
function pictureOf({ body }: ReceivedRequest): number {
  return asked.indexOf(JSON.stringify(body.messages));
}
const isDigitRequest = (request: ReceivedRequest) => pictureOf(request) === -1;
const aboutPicture = (request: ReceivedRequest) => Number(/picture number (\d+)/.exec(lastText(request))?.[1]);

/** Reasons about each picture, and reads the digit off the reasoning: the last one of the picture's number. */
const reader: ChatHandler = (request) =>
  isDigitRequest(request)
    ? complete(String(aboutPicture(request) % 10))
    : complete(`Step by step, for picture number ${pictureOf(request)}.`);

interface Bench {
  server: ChatServer;
  slept: number[];
  /** Opens a chat as a new session would. */
  open(options?: Partial<ChatOptions>): ReturnType<typeof openChat>;
}

/** Runs a test against a server of its own, with an empty cache folder and a sleep that is written down. */
async function withServer(handler: ChatHandler, test: (bench: Bench) => Promise<void>): Promise<void> {
  const server = startChatServer(handler);
  const cacheFolder = await Deno.makeTempDir();
  const slept: number[] = [];
  const open: Bench["open"] = (options) =>
    openChat({
      environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "test-model" },
      rules: () => Promise.reject(new Error("The rules were asked.")),
      cacheFolder,
      sleep: (milliseconds) => Promise.resolve(void slept.push(milliseconds)),
      ...options,
    });
  try {
    await test({ server, slept, open });
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

const kindsOf = (predictions: readonly Prediction[]): (string | number | null)[] =>
  predictions.map(({ predicted, failure }) => failure?.kind ?? predicted);
const allRight = images.map(({ index }) => index % 10);

Deno.test("predict() sends exactly the rendered messages, then each reply for its digit", async () => {
  await withServer(reader, async ({ server, open }) => {
    const { predictions, notes } = await predictAll(open());
    assertEquals(
      predictions,
      images.map((image) => ({
        ...image,
        predicted: image.index % 10,
        reply: `Step by step, for picture number ${image.index}.`,
      })),
    );
    assertEquals(notes, []);
    const [reasoned, read] = [server.requests.slice(0, 12), server.requests.slice(12)];
    assertEquals(new Set(reasoned.map(pictureOf)), new Set(images.keys()));
    assertEquals(reasoned[0].body.messages, messagesOf(0));
    assertEquals(reasoned[0].body.messages[1].content.map(({ type }: { type: string }) => type), [
      "text",
      "image_url",
      "text",
    ]);
    assertEquals(read.length, 12);
    // They are sent side by side, and may arrive in any order.
    assertEquals(
      new Set(read.map(({ body }) => JSON.stringify(body.messages))),
      new Set(predictions.map(({ reply }) => JSON.stringify(digitRequest(context, reply!).messages))),
    );
  });
});

Deno.test("predict() reads the digit that follows a model's thoughts, and no digit of the thoughts", async () => {
  const thinking: ChatHandler = (request) =>
    isDigitRequest(request)
      ? complete(`It looks like a 3, or a 5.\n</think>\n\n${aboutPicture(request) === 4 ? "none" : 8}`)
      : complete(`<think>\nA 3, but 5?\n</think>\n\nStep by step, for picture number ${pictureOf(request)}.`);
  await withServer(thinking, async ({ server, open }) => {
    const { predictions } = await predictAll(open());
    const expected = images.map(({ index }) => index === 4 ? "no-digit" : 8);
    assertEquals(predictions.map(({ predicted, failure }) => failure?.kind ?? predicted), expected);
    assert(!JSON.stringify(server.requests.map(({ body }) => body)).includes("but 5?"));
  });
});

Deno.test("A picture whose reply and digit were asked for by themselves costs predict() nothing more", async () => {
  await withServer(reader, async ({ server, open }) => {
    const chat = open();
    const { text } = await chat.ask({ messages: messagesOf(0) });
    await chat.ask(digitRequest(context, text));
    await predict(chat, context, images.slice(0, 1), { readers: { real: summaries }, pictures });
    assertEquals(server.requests.length, 2);
  });
});

Deno.test("predict() words both prompts by the run's own templates", async () => {
  await withServer(reader, async ({ server, open }) => {
    const templates = { ...context.templates, prediction: "MINE {picture}", digit: "Which digit?\n{prediction}" };
    const readers = { real: summaries };
    await predict(open(), { ...context, templates }, images.slice(0, 1), { readers, pictures });
    assert(JSON.stringify(server.requests[0].body.messages).includes("MINE"));
    assert(lastText(server.requests[1]).startsWith("Which digit?\n"));
  });
});

Deno.test("predict() asks several readers about the same pictures, and keeps their answers apart", async () => {
  const handler: ChatHandler = (request) => {
    const text = lastText(request);
    if (text.includes("<reply>")) return complete(/reply (\d)/.exec(text)![1]);
    return complete(JSON.stringify(request.body.messages).includes("of the other") ? "reply 8" : "reply 3");
  };
  await withServer(handler, async ({ open }) => {
    const readers = { real: summaries, other: { layers: ["Layers of the other."], network: "" } };
    const { predictions } = await predict(open(), context, images, { readers, pictures });
    assertEquals(Object.entries(predictions).map(([name, some]) => [name, new Set(kindsOf(some))]), [
      ["real", new Set([3])],
      ["other", new Set([8])],
    ]);
  });
});

Deno.test("predict() reports its progress to the last request", async () => {
  const handler: ChatHandler = (request, index) =>
    pictureOf(request) === 3 ? failWith(400, "odd") : reader(request, index);
  await withServer(handler, async ({ open }) => {
    const seen: { done: number; total: number; failed: number }[] = [];
    await predictAll(open(), { onProgress: (progress) => seen.push(progress) });
    const { done, total, failed } = seen.at(-1)!;
    assertEquals([done, total, failed], [24, 24, 1]);
    assert(seen.every(({ done }, i) => i === 0 || done > seen[i - 1].done));
  });
});

Deno.test("predict() of no pictures is no predictions", async () => {
  await withServer(reader, async ({ server, open }) => {
    const none = await predict(open(), context, [], { readers: { real: summaries }, pictures });
    assertEquals(none, { predictions: { real: [] }, notes: [] });
    assertEquals(server.requests.length, 0);
  });
});

/** What a server does to one picture's first request: where it ends, and what a second run sends for it. */
const troubles: [string, (request: ReceivedRequest) => Response | Promise<Response>, string][] = [
  ["a server that fails again and again", () => failWith(500, "down"), "server"],
  ["an endless rate limit", () => failWith(429, "slow down"), "rate-limit"],
  ["a refusal", () => complete(null, { message: { refusal: "I cannot help with that." } }), "refusal"],
  ["an empty reply", () => complete(""), "empty"],
  ["a cut-off reply", () => complete("Step by st", { choice: { finish_reason: "length" } }), "length"],
  ["a stopped reply", () => complete("Step", { choice: { finish_reason: "content_filter" } }), "content-filter"],
];

for (const stage of ["prediction", "digit"]) {
  for (const [what, respond, kind] of troubles) {
    Deno.test(`${what} to a ${stage} is a failure of its kind, and a second run asks for it alone`, async () => {
      let broken = true;
      const isHit = (request: ReceivedRequest) =>
        stage === "digit" ? aboutPicture(request) === 5 : pictureOf(request) === 5;
      const handler: ChatHandler = (request, index) =>
        broken && isHit(request) ? respond(request) : reader(request, index);
      await withServer(handler, async ({ server, open }) => {
        const { predictions } = await predictAll(open({ retries: 2 }));
        assertEquals(kindsOf(predictions), allRight.map((digit, i) => i === 5 ? kind : digit));
        assertEquals(predictions[5].predicted, null);
        assertEquals(predictions[5].reply !== undefined, stage === "digit");
        assertMatch(predictions[5].failure!.message, /^Cannot get a reply from .+\. .+\.$/);

        broken = false;
        const before = server.requests.length;
        assertEquals(kindsOf((await predictAll(open())).predictions), allRight);
        assertEquals(server.requests.length - before, stage === "digit" ? 1 : 2);
      });
    });
  }
}

Deno.test("A rate limit with Retry-After and a server error are waited for, and no answer is asked twice", async () => {
  const handler: ChatHandler = (request, index) => {
    if (index === 2) return failWith(429, "Rate limit reached", { headers: { "retry-after": "7" } });
    return index === 20 ? failWith(500, "The engine is overloaded") : reader(request, index);
  };
  await withServer(handler, async ({ server, slept, open }) => {
    assertEquals(kindsOf((await predictAll(open())).predictions), allRight);
    assert(slept.some((time) => time >= 6000) && slept.every((time) => time <= 7000), slept.join());
    assertEquals(server.requests.length, 24 + 2);
    await predictAll(open());
    assertEquals(server.requests.length, 24 + 2);
  });
});

Deno.test("A reply that does not come in time is a failure, and the others are kept", async () => {
  const release = Promise.withResolvers<void>();
  const handler: ChatHandler = async (request, index) => {
    if (pictureOf(request) === 7) await release.promise;
    return reader(request, index);
  };
  await withServer(handler, async ({ server, open }) => {
    const { predictions } = await predictAll(open({ retries: 0, timeout: 1 }));
    assertEquals(kindsOf(predictions), allRight.map((digit, i) => i === 7 ? "timeout" : digit));
    release.resolve();
    const before = server.requests.length;
    assertEquals(kindsOf((await predictAll(open())).predictions), allRight);
    assertEquals(server.requests.length - before, 2);
  });
});

for (
  const [what, answer, kind] of [["no digit", "none", "no-digit"], ["three digits", "1, 4 or 7", "several-digits"]]
) {
  Deno.test(`A reply with ${what} is a failure of its own kind, never a wrong digit, and is not asked twice`, async () => {
    const handler: ChatHandler = (request, index) =>
      aboutPicture(request) === 4 ? complete(answer) : reader(request, index);
    await withServer(handler, async ({ server, open }) => {
      const { predictions } = await predictAll(open());
      assertEquals(kindsOf(predictions), allRight.map((digit, i) => i === 4 ? kind : digit));
      assertEquals(predictions[4].reply, "Step by step, for picture number 4.");
      assertStringIncludes(predictions[4].failure!.message, answer);
      await predictAll(open());
      assertEquals(server.requests.length, 24);
    });
  });
}

Deno.test("A key that is refused is sent once, and every picture fails with what to do", async () => {
  await withServer(() => failWith(401, "Incorrect API key provided"), async ({ server, open }) => {
    const { predictions } = await predictAll(open());
    assertEquals(new Set(kindsOf(predictions)), new Set<string | number | null>(["authentication"]));
    assertEquals(server.requests.length, 1);
  });
});

Deno.test("A stop keeps every answer, and running again goes on from there", async () => {
  const stop = new AbortController();
  const handler: ChatHandler = (request, index) => {
    if (index === 6) stop.abort();
    return reader(request, index);
  };
  await withServer(handler, async ({ server, open }) => {
    const first = await predictAll(open({ concurrency: 1 }), { signal: stop.signal });
    assertEquals(kindsOf(first.predictions), Array(12).fill("aborted"));
    assertEquals(server.requests.length, 7);
    const second = await predictAll(open());
    assertEquals(kindsOf(second.predictions), allRight);
    // the six whole replies were kept; of the seventh nobody heard
    assertEquals(server.requests.length, 7 + 6 + 12);
  });
});

Deno.test("predict() asks for the digits in JSON, and for the reasoning in words", async () => {
  const handler: ChatHandler = (request, index) =>
    isDigitRequest(request) ? complete(`{"digit":"${aboutPicture(request) % 10}"}`) : reader(request, index);
  await withServer(handler, async ({ server, open }) => {
    const { predictions, notes } = await predictAll(open());
    assertEquals([kindsOf(predictions), notes], [allRight, []]);
    assertEquals(
      server.requests.map(({ body }) => body.response_format?.json_schema.name),
      [...Array(12).fill(undefined), ...Array(12).fill("digit")],
    );
  });
});

Deno.test("predict() asks in plain words where the server takes no schema, and says so", async () => {
  const handler: ChatHandler = (request, index) =>
    request.body.response_format ? failWith(400, "response_format is not supported") : reader(request, index);
  await withServer(handler, async ({ server, open }) => {
    const { predictions, notes } = await predictAll(open());
    assertEquals(kindsOf(predictions), allRight);
    assertMatch(notes.join(), /takes no schema .+ plain words\.$/);
    // What was on its way side by side when the server first refused was refused too.
    assert(server.requests.length <= 12 + 8 + 12, `${server.requests.length}`);
  });
});

Deno.test("estimatePredictions() counts two requests for each picture without a reply, with their tokens", async () => {
  await withServer(reader, async ({ open }) => {
    const chat = open();
    await chat.ask({ messages: messagesOf(0) });
    const sample = { text: "Step by step.", completionTokens: 5 };
    const digit = countPromptTokens(digitRequest(context, sample.text), "test-model");
    const one = countPromptTokens({ messages: messagesOf(1) }, "test-model") + digit;
    const settings = { readers: { real: summaries }, pictures, sample };
    assertEquals(await estimatePredictions(chat, context, images.slice(0, 3), settings), {
      requests: 4,
      cached: 1,
      promptTokens: 2 * one,
      completionTokens: 2 * 6,
    });
  });
});

Deno.test("oneOfEach() picks the first prediction of each kind of hit, and the first that failed", () => {
  const make = (index: number, truth: number, answer: number, predicted: number | null) => ({
    index,
    truth,
    answer,
    predicted,
  });
  const predictions = [make(0, 1, 2, null), make(1, 1, 2, 2), make(2, 3, 3, 3), make(3, 4, 4, 4), make(4, 1, 2, 1)];
  assertEquals(oneOfEach(predictions).map(({ index }) => index), [2, 1, 4, 0]);
});

Deno.test("predictedBy() sets what each reader predicted beside the pictures, whatever the order", () => {
  const some = [{ index: 7, truth: 1, answer: 2 }, { index: 9, truth: 3, answer: 3 }];
  const real = some.map((image): Prediction => ({ ...image, predicted: image.answer, reply: "long" }));
  const none = some.map((image): Prediction => ({ ...image, predicted: null }));
  assertEquals(predictedBy(some, { real: real.toReversed(), none, part: real.slice(1) }), [
    { ...some[0], predicted: { real: 2, none: null, part: null } },
    { ...some[1], predicted: { real: 3, none: null, part: 3 } },
  ]);
});
