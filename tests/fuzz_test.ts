// Random input against whatever reads files and texts from outside: no crash but the documented error, and no wrong value.
//
// 200 inputs for each test, or as many as FUZZ says; `deno task fuzz` takes 10,000. All of it comes from seeds, so that a
// failure comes again: it names the number of the input.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Buffer } from "node:buffer";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import { readDataFile } from "../lib/data/folder.ts";
import { readImages, readLabels } from "../lib/data/images.ts";
import { readPicture } from "../lib/data/own_picture.ts";
import { describeFailure } from "../lib/chat/finding.ts";
import { readReply } from "../lib/chat/reply.ts";
import { chooseServer } from "../lib/chat/server.ts";
import { inkGrid, readGrids, signedGrid } from "../lib/prompts/character_grids.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { layerMessages } from "../lib/prompts/layer_prompt.ts";
import { networkMessages } from "../lib/prompts/network_prompt.ts";
import { neuronMessages } from "../lib/prompts/neuron_prompt.ts";
import { digitRequest, predictionMessages } from "../lib/prompts/prediction_prompt.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { type Random, seededRandom } from "../lib/random.ts";
import { decodeGrey, greyPicture } from "../lib/pictures/image.ts";
import { formatNotebook, parseNotebook } from "../lib/walkthrough/notebook.ts";
import { choose, editBytes, editJson, editText, pick, randomBytes } from "./edits.ts";

const count = Number(Deno.env.get("FUZZ") ?? 200);

/** A test that makes inputs one after the other, each from a seed of its own, and checks what is made of them. */
function fuzz<T>(name: string, make: (random: Random) => T, check: (input: T) => unknown): void {
  Deno.test(`${count} random inputs: ${name}`, async () => {
    for (let i = 0; i < count; i++) {
      const input = make(seededRandom(1, i));
      try {
        await check(input);
      } catch (cause) {
        const shown = Deno.inspect(input, { depth: 8, iterableLimit: 1000, strAbbreviateSize: 10_000 });
        throw new Error(`Input ${i}: ${(cause as Error).message}\n${shown.slice(0, 10_000)}`, { cause });
      }
    }
  });
}

/** What a reader makes of an input; nothing where it refuses with the error that it documents. */
function readOrRefuse<T>(read: () => T, refusal: RegExp): T | undefined {
  try {
    return read();
  } catch (error) {
    assertMatch((error as Error).message, refusal);
    return undefined;
  }
}

const big = (size: number) => [size >>> 24, size >>> 16 & 255, size >>> 8 & 255, size & 255];
const imagesFile = Uint8Array.from([0, 0, 8, 3, ...big(3), ...big(4), ...big(5), ...Array(60).keys()]);
const labelsFile = Uint8Array.from([0, 0, 8, 1, ...big(9), ...Array(9).keys()]);

/** Random bytes, or a valid file with edits, plain, or packed before or after them. */
function idxFile(file: Uint8Array): (random: Random) => Uint8Array {
  return (random) => {
    const kind = pick(random, 5);
    if (kind === 0) return randomBytes(random, 100);
    if (kind === 1) return editBytes(new Uint8Array(gzipSync(file)), random);
    return kind === 2 ? new Uint8Array(gzipSync(editBytes(file, random))) : editBytes(file, random);
  };
}

/** What a reader of plain bytes makes of a file on disk; nothing where it or the file's own reader refuses. */
async function fileOrRefuse<T>(
  bytes: Uint8Array,
  read: (plain: Uint8Array) => T,
): Promise<[T, Uint8Array] | undefined> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const file = await readDataFile(path);
    const found = readOrRefuse(() => read(file.bytes), /^Cannot read some file: /s);
    return found === undefined ? undefined : [found, file.bytes];
  } catch (error) {
    assertMatch((error as Error).message, /^Cannot (read|load) .*: .*\. .*\.$/s);
    return undefined;
  } finally {
    await Deno.remove(path);
  }
}

fuzz("readImages() refuses a file, or gives what the file says byte for byte", idxFile(imagesFile), async (bytes) => {
  const [images, plain] = await fileOrRefuse(bytes, (plain) => readImages(plain, "some file")) ?? [];
  if (images === undefined || plain === undefined) return;
  const { count, height, width, values } = images;
  assertEquals(values.length, count * height * width);
  if (plain[2] === 8) assertEquals([...values], [...plain.subarray(4 + 4 * plain[3])]);
});

fuzz("readLabels() refuses a file, or gives what the file says byte for byte", idxFile(labelsFile), async (bytes) => {
  const [labels, plain] = await fileOrRefuse(bytes, (plain) => readLabels(plain, "some file")) ?? [];
  if (labels === undefined || plain === undefined) return;
  if (plain[2] === 8 && plain[3] === 1) {
    assertEquals([0, 0, 8, 1, ...big(labels.length), ...labels], [...plain]);
  }
});

const picture = greyPicture([...Array(35).keys()], { width: 7, height: 5, low: 0, high: 34 });
const drawn = decodeGrey(picture.png);

fuzz(
  "decodeGrey() refuses an edited PNG, or gives the picture that it was",
  (random) => random() < 0.1 ? randomBytes(random, 100) : editBytes(picture.png, random),
  (png) => {
    const read = readOrRefuse(() => decodeGrey(png), /^Cannot read a PNG: /);
    if (read !== undefined) assertEquals(read, drawn);
  },
);

/** A PNG whose checksums are right and whose contents are not, or not quite. */
function forgedPng(random: Random): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    return [...big(data.length), ...body, ...big(crc32(body))];
  };
  const small = () => choose(random, [1, 2, 3, 7, 64, 0, 5000]);
  const header = Uint8Array.from([
    ...big(small()),
    ...big(small()),
    choose(random, [8, 1, 2, 4, 16, 9]),
    pick(random, 7),
    0,
    0,
    pick(random, 3),
  ]);
  const lines = Uint8Array.from(
    { length: pick(random, 300) },
    () => random() < 0.7 ? pick(random, 5) : pick(random, 256),
  );
  const data = random() < 0.9 ? new Uint8Array(deflateSync(lines)) : randomBytes(random, 50);
  const extra = random() < 0.4
    ? chunk(choose(random, ["PLTE", "tRNS", "gAMA", "IEND", "junk"]), randomBytes(random, 30))
    : [];
  const end = random() < 0.8 ? chunk("IEND", new Uint8Array()) : [];
  return Uint8Array.from([
    ...picture.png.subarray(0, 8),
    ...chunk("IHDR", header),
    ...extra,
    ...chunk("IDAT", data),
    ...end,
  ]);
}

fuzz(
  "readPicture() refuses a forged PNG, or brings it to the wanted size, from no ink to full ink",
  forgedPng,
  (png) => {
    const read = readOrRefuse(
      () => readPicture(png, "a.png", { width: 9, height: 7 }),
      /^Cannot read a\.png: .*\. .*\.$/s,
    );
    if (read === undefined) return;
    assertEquals(read.pixels.length, 63);
    assert(read.pixels.every((pixel) => pixel >= -1 && pixel <= 1) && read.pixels.some((pixel) => pixel === 1));
  },
);

fuzz("decodeGrey() refuses a forged PNG, or gives as many grey bytes as it has pixels", forgedPng, (png) => {
  const read = readOrRefuse(() => decodeGrey(png), /^Cannot read a PNG: /);
  if (read === undefined) return;
  const { width, height, pixels } = read;
  assertEquals([width, height], [Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)]);
  assertEquals(decodeGrey(greyPicture(pixels, { width, height, low: 0, high: 255 }).png), read);
});

const server = chooseServer({ OPENAI_API_KEY: "sk-fuzz-key-1234567890" }, { rules: fetch });
const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt",
  choices: [{
    index: 0,
    message: { role: "assistant", content: "A loop\n\tabove.", refusal: null },
    finish_reason: "stop",
  }],
  usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
};

/** What the client gives: parsed JSON of any shape, or the text where it was none. */
function completionLike(random: Random): unknown {
  if (random() < 0.6) return editJson(completion, random);
  const text = editText(JSON.stringify(completion), random);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

fuzz("readReply() takes a whole answer, and makes a failure with words of all else", completionLike, (given) => {
  const { reply, finding } = readReply(given, { model: "gpt-4o", promptTokens: 0 });
  if (!reply) {
    const { message } = describeFailure(finding!, server);
    return assertMatch(message, /^Cannot get a reply from https:\/\/api\.openai\.com\/v1: [^\n]+$/);
  }
  const [{ message, finish_reason }] = (given as typeof completion).choices;
  assert(/^(stop|undefined|null|)$/i.test(String(finish_reason)), `${finish_reason} stands for no whole answer`);
  assert(!(typeof message.refusal === "string" && message.refusal));
  assert(reply.text.trim() !== "");
  // deno-lint-ignore no-control-regex -- what a terminal would act on
  const shown = [message.content].flat().join("").replace(/\r\n/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
  assertEquals(reply.text, shown);
  assert([reply.promptTokens, reply.completionTokens].every((tokens) => Number.isSafeInteger(tokens) && tokens >= 0));
  assertEquals(typeof reply.model, "string");
});

const notebook = {
  cells: [
    {
      cell_type: "markdown",
      id: "a",
      metadata: {},
      source: ["# One\n", "two"],
      attachments: { "a.png": { "image/png": "aGk=" } },
    },
    {
      cell_type: "code",
      id: "b",
      metadata: { tags: ["parameters"] },
      source: ['const run = "blog";\n', "const width = 6;"],
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["1\n", "2\n"] },
        {
          output_type: "execute_result",
          data: { "text/plain": ["3"], "image/png": "aGk=" },
          metadata: {},
          execution_count: 1,
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["E: v"] },
      ],
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

fuzz(
  "parseNotebook() refuses a file, or gives cells that are written and read back the same",
  (random) => random() < 0.6 ? JSON.stringify(editJson(notebook, random)) : editText(JSON.stringify(notebook), random),
  (text) => {
    const read = readOrRefuse(() => parseNotebook(text, "a.ipynb"), /^Cannot read a\.ipynb: /);
    if (read === undefined) return;
    const given = JSON.parse(text).cells as { source: string | string[] }[];
    assertEquals(read.cells.map(({ source }) => source), given.map(({ source }) => [source].flat().join("")));
    const written = formatNotebook(read);
    assertEquals(formatNotebook(parseNotebook(written, "a.ipynb")), written);
  },
);

const context = {
  ...defaultSettings,
  background: "A network.",
  classNames: ["4", "9"],
  width: 4,
  height: 4,
  regularisation: 1,
};
const neuron = {
  layer: 1,
  neuron: 2,
  dead: false,
  classes: [0, 1].map((label) => ({ label, count: 5, mean: 3 * label + 0.25, std: 0.5, largest: 9 })),
  maximisation: { input: Float32Array.from({ length: 16 }, (_, i) => (i - 8) / 16), preActivation: 2.5 },
  connections: [{ from: 1, weight: -0.5 }, { from: 0, weight: 0.25 }],
};
const ink = Float32Array.from({ length: 16 }, (_, i) => i / 7.5 - 1);
const askRules = (messages: unknown) =>
  ruleBasedFetch("http://rules.test/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({ model: "m", messages }),
  });
const repliesTo = async (messages: unknown): Promise<string> =>
  (await (await askRules(messages)).json()).choices[0].message.content;

const explanation = await repliesTo(neuronMessages(context, { ...neuron, layer: 0, connections: [] }));
const layer = await repliesTo(
  layerMessages(context, [explanation, "Dead neuron", explanation].map((text, neuron) => ({ neuron, text }))),
);
const outputs = [0.5, -1].map((bias, output) => ({
  output,
  connections: [{ from: 0, weight: 2 * bias }, { from: 2, weight: -0.1 }],
  bias,
}));
const whole = await repliesTo(networkMessages(context, { layers: [layer], outputs }));
const prompts: unknown[] = [
  neuronMessages(context, { ...neuron, layer: 0, connections: [] }),
  neuronMessages(context, neuron, { previousLayer: layer }),
  layerMessages(context, [explanation, explanation].map((text, neuron) => ({ neuron, text }))),
  networkMessages(context, { layers: [layer], outputs }),
  predictionMessages(context, { layers: [layer], network: whole }, ink),
  digitRequest(context, "The network answers: 4").messages,
];

fuzz(
  "pictures in characters are read as large as they say, or not at all",
  (random) => editText(`${inkGrid(ink, context)}\n${signedGrid(neuron.maximisation.input, context)}\n`, random),
  (text) => {
    for (const { width, height, pixels } of readGrids(text)) {
      assertEquals(pixels.length, width * height);
      assert(text.includes(`${height} rows of ${width},`));
    }
  },
);

/** The messages with edits in one of their texts, or of the request as JSON. */
function promptLike(random: Random): unknown {
  const messages = choose(random, prompts);
  if (random() < 0.2) return editJson(messages, random);
  const copy = structuredClone(messages) as { content: string | { text?: string }[] }[];
  const message = copy.at(-1)!;
  if (typeof message.content === "string") message.content = editText(message.content, random);
  else {
    const part = choose(random, message.content.filter(({ text }) => text !== undefined));
    part.text = editText(part.text!, random);
  }
  return copy;
}

fuzz("the rule-based explainer answers every prompt, or refuses the request in words", promptLike, async (messages) => {
  const response = await askRules(messages);
  const body = await response.json();
  if (response.status !== 200) {
    assertEquals(response.status, 400);
    return assertMatch(body.error.message, /^Cannot answer: /);
  }
  const { content } = body.choices[0].message;
  assert(typeof content === "string" && content.trim() !== "");
  const leak = /\b(undefined|NaN|\[object Object\])/;
  assert(!leak.test(content) || leak.test(JSON.stringify(messages)), content);
});
