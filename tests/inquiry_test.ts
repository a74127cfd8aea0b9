// Inquiries about explanations, through the OpenAI client, to servers that keep to the schema, ignore or refuse it.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { askInquiries, inquireAboutClasses, inquireAboutPictures, type Inquiry } from "../lib/scores/neuron/inquiry.ts";
import { openChat } from "../lib/chat/chat.ts";
import { detectionWording, simulationWording } from "../lib/prompts/scoring.ts";
import { type ChatHandler, type ChatServer, complete, failWith, startChatServer } from "./chat_server.ts";

const count = 5;
/** Pictures of 2 × 2 pixels, each with another one inked; the last has none. */
const images = {
  pixels: Float32Array.from({ length: 4 * count }, (_, i) => i % 4 === Math.floor(i / 4) ? 1 : -1),
  labels: new Uint8Array(count),
  ...{ count, height: 2, width: 2 },
};
const settings = { images, wording: simulationWording, scale: "0-10", together: 3 } as const;
const inquiries = () => inquireAboutPictures("It costs $& and {much}.", [4, 0, 1, 2, 3], settings);

/** Gives the keys 1, 2, 3 …, so that their order shows. */
const schemaReply = (keys: string[]) => JSON.stringify(Object.fromEntries(keys.map((key, i) => [key, i + 1])));
// deno-lint-ignore no-explicit-any -- a request's body as it arrives
const keysOf = (body: any): string[] => Object.keys(body.response_format?.json_schema.schema.properties ?? {});

async function withServer(
  handler: ChatHandler,
  test: (server: ChatServer, ask: (some: Inquiry[]) => ReturnType<typeof askInquiries>) => Promise<void>,
) {
  const server = startChatServer(handler);
  const cacheFolder = await Deno.makeTempDir();
  const open = () =>
    openChat({
      environment: { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "test-model" },
      rules: () => Promise.reject(new Error("The rules were asked.")),
      sleep: () => Promise.resolve(),
      cacheFolder,
    });
  try {
    // A chat of its own each time, as after a restart of the kernel.
    await test(server, (some) => askInquiries(open(), some));
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

const values = ({ answers }: Awaited<ReturnType<typeof askInquiries>>) =>
  answers.map((some) => some.map(({ value }) => value));

Deno.test("inquireAboutPictures() numbers the pictures, in their order, as PNG parts, with the explanation as it is", () => {
  const [first, second] = inquiries();
  assertEquals([first.keys, second.keys], [["picture1", "picture2", "picture3"], ["picture1", "picture2"]]);
  assertEquals(first.request.messages.length, 1);
  const { content } = first.request.messages[0];
  assert(typeof content !== "string");
  const shape = content.map((part) => part.type === "text" ? part.text : part.image_url.url.slice(0, 22));
  assertStringIncludes(shape[0], "<explanation>\nIt costs $& and {much}.\n</explanation>");
  assertStringIncludes(shape[0], "3 pictures");
  assert(shape[0].endsWith("\nPicture 1:"));
  assertEquals(shape.slice(1, 6).map((part) => part.trim()), [
    "data:image/png;base64,",
    "Picture 2:",
    "data:image/png;base64,",
    "Picture 3:",
    "data:image/png;base64,",
  ]);
  const urls = content.flatMap((part) => part.type === "text" ? [] : part.image_url.url);
  assertEquals(new Set(urls).size, 3);
});

Deno.test("inquireAboutPictures() refuses a wording without a place for pictures, and senseless numbers", () => {
  const ask = (change: Record<string, unknown>) => () => inquireAboutPictures("", [0], { ...settings, ...change });
  assertThrows(ask({ wording: "How active?" }), Error, "the wording has no place for {pictures}");
  assertThrows(ask({ together: 0 }), RangeError, "1 or more, got 0");
  assertThrows(ask({ together: 1.5 }), RangeError, "1 or more, got 1.5");
});

Deno.test("inquireAboutClasses() names every class by its place", () => {
  const { request, keys } = inquireAboutClasses("It likes shoes.", ["shirt", "shoe"]);
  assertEquals(keys, ["class0", "class1"]);
  assertStringIncludes(request.messages[0].content as string, "\nClass 0: shirt\nClass 1: shoe\n");
});

Deno.test("askInquiries() sends a strict schema, reads the answers by it, and asks nothing twice", async () => {
  await withServer(({ body }) => complete(schemaReply(keysOf(body))), async (server, ask) => {
    const found = await ask(inquiries());
    assertEquals([values(found), found.notes], [[[1, 2, 3], [1, 2]], []]);
    const { json_schema } = server.requests[0].body.response_format;
    assertEquals([json_schema.strict, json_schema.schema.required], [true, ["picture1", "picture2", "picture3"]]);
    assertEquals(values(await ask(inquiries())), [[1, 2, 3], [1, 2]]);
    assertEquals(server.requests.length, 2);
  });
});

Deno.test("askInquiries() reads what a server answers that ignores the schema", async () => {
  const answers: Record<number, string> = { 3: "Picture 1: 0\nPicture 2: 5\nPicture 3: 10", 2: "Sure! 7, 8" };
  await withServer(({ body }) => complete(answers[keysOf(body).length]), async (server, ask) => {
    const found = await ask(inquiries());
    assertEquals([values(found), found.notes], [[[0, 5, 10], [7, 8]], []]);
    assertEquals(server.requests.length, 2);
  });
});

Deno.test("askInquiries() asks in plain words where the server refuses the schema, says so, and probes it once", async () => {
  const handler: ChatHandler = ({ body }) =>
    body.response_format
      ? failWith(400, "response_format json_schema is not supported")
      : complete(body.messages[0].content.length > 6 ? "1\n2\n3" : "4\n5");
  await withServer(handler, async (server, ask) => {
    const found = await ask(inquiries());
    assertEquals(values(found), [[1, 2, 3], [4, 5]]);
    assertStringIncludes(found.notes[0], "takes no schema for its reply: the answers were asked for in plain words");
    assertEquals(server.requests.filter(({ body }) => body.response_format).length, 1);
    const again = await ask(inquiries());
    assertEquals([values(again), again.notes.length], [values(found), 1]);
    assertEquals(server.requests.length, 3);
  });
});

Deno.test("askInquiries() takes a reply with the wrong number of answers for a failure of its pictures alone", async () => {
  const handler: ChatHandler = ({ body }) =>
    complete(keysOf(body).length === 3 ? "[1, 2]" : '{"picture1":3,"picture2":4}');
  await withServer(handler, async (server, ask) => {
    const found = await ask(inquiries());
    assertEquals(values(found), [[null, null, null], [3, 4]]);
    assertEquals(found.answers[0].map(({ failure }) => failure?.kind), Array(3).fill("wrong-number"));
    // The reply is kept as it came: asking again sends nothing and fails alike.
    assertEquals((await ask(inquiries())).answers, found.answers);
    assertEquals(server.requests.length, 2);
  });
});

Deno.test("askInquiries() keeps the kind of a request's own failure, and asks again for it alone", async () => {
  let broken = true;
  const handler: ChatHandler = ({ body }) => {
    const keys = keysOf(body);
    return broken && keys.length === 2 ? complete(null, { message: { refusal: "No." } }) : complete(schemaReply(keys));
  };
  await withServer(handler, async (server, ask) => {
    assertEquals((await ask(inquiries())).answers[1].map(({ failure }) => failure?.kind), ["refusal", "refusal"]);
    broken = false;
    assertEquals(values(await ask(inquiries())), [[1, 2, 3], [1, 2]]);
    assertEquals(server.requests.length, 3);
  });
});

Deno.test("askInquiries() reads yes and no for a detection", async () => {
  await withServer(() => complete('{"picture1":"yes","picture2":"no"}'), async (_, ask) => {
    const detection = { ...settings, wording: detectionWording, scale: "yes-no" as const };
    assertEquals(values(await ask(inquireAboutPictures("A stroke.", [0, 1], detection))), [[1, 0]]);
  });
});
