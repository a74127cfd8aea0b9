import { assert, assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { DataSet, LabelledImages } from "../lib/data/mnist.ts";
import { summariseOther, trainOther } from "../lib/scores/prediction/controls.ts";
import { openChat } from "../lib/chat/chat.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { createNetwork } from "../lib/network/mlp.ts";
import { evaluate } from "../lib/network/evaluate.ts";
import { crossEntropy, oneHot } from "../lib/network/loss.ts";
import { seededRandom } from "../lib/random.ts";

/** Pictures of 4 × 4 pixels: a 0 has ink in its left half, a 1 in its right one, with noise on all pixels. */
function halves(count: number, seed: number): LabelledImages {
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const pixels = Float32Array.from({ length: 16 * count }, (_, i) => {
    const isLeft = i % 4 < 2;
    return (isLeft === (labels[Math.floor(i / 16)] === 0) ? 0.7 : -0.7) + 0.6 * (random() - 0.5);
  });
  return { pixels, labels, count, height: 4, width: 4 };
}

const data: DataSet = {
  name: "halves",
  checksum: "",
  folder: "",
  notes: [],
  classNames: ["0", "1"],
  train: halves(200, 1),
  test: halves(50, 2),
};
const training = { epochs: 20, batchSize: 20, learningRate: 0.01 };
const first = createNetwork({ inputs: 16, hidden: [5], outputs: 2 }, 9);

Deno.test("trainOther() trains to the end of its batches, the same from the same seed, and words the background", async () => {
  const done: number[] = [];
  const { network, background } = await trainOther(data, first, {
    ...training,
    seed: 1,
    onBatch: (count) => done.push(count),
  });
  assertEquals(done, Array.from({ length: 200 }, (_, i) => i + 1));
  const { accuracy } = evaluate(
    network,
    { inputs: data.test.pixels, targets: oneHot(data.test.labels, 2) },
    crossEntropy,
  );
  assertEquals(accuracy, 1);
  assertStringIncludes(background, "1 hidden layers and width 5");
  assertStringIncludes(background, "The test accuracy of the final model is 1,");
  assertEquals(network.layers.map(({ outputs }) => outputs), [5, 2]);
  assertEquals((await trainOther(data, first, { ...training, seed: 1 })).network, network);
  assertNotEquals((await trainOther(data, first, { ...training, seed: 2 })).network, network);
});

Deno.test("trainOther() refuses a seed that gives the same network again", async () => {
  const { network } = await trainOther(data, first, { ...training, seed: 1 });
  await assertRejects(() => trainOther(data, network, { ...training, seed: 1 }), Error, "very same one, got 1");
});

const shared = { ...defaultSettings, classNames: ["0", "1"], width: 4, height: 4, regularisation: 1 };

/** The other network's summaries, and the text of every request that was made for them. */
async function summarise(context: Omit<typeof shared, "templates"> & { templates: typeof shared.templates }) {
  const { network, background } = await trainOther(data, first, {
    ...training,
    seed: 1,
    template: context.templates.background,
  });
  const requests: string[] = [];
  const rules: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(await request.clone().text());
    return ruleBasedFetch(request);
  };
  const seen: { done: number; total: number }[] = [];
  const summaries = await summariseOther(openChat({ environment: {}, rules }), { ...context, background }, {
    network,
    images: data.train,
    settings: { seed: 1 },
    onProgress: ({ done, total }) => seen.push({ done, total }),
  });
  return { summaries, requests, seen };
}

Deno.test("summariseOther() summarises every layer and the network, and reports its progress to the end", async () => {
  const { summaries: { layers, network }, requests, seen } = await summarise(shared);
  assertEquals(layers.length, 1);
  assert(layers[0].includes("Feature") && network.includes(" votes for "), layers[0] + network);
  assertEquals(seen.at(-1), { done: requests.length, total: requests.length });
});

Deno.test("an edited template reaches every request about the other network, as it does the real one's", async () => {
  const templates = { ...shared.templates, background: `MARKED ${shared.templates.background}` };
  for (const name of ["neuron", "layer", "network"] as const) {
    templates[name] = `EDITED ${name}\n${shared.templates[name]}`;
  }
  const { requests } = await summarise({ ...shared, templates });
  const live = requests.length - 2;
  assert(live >= 3, `${live} live neurons`);
  const count = (text: string) => requests.filter((request) => request.includes(text)).length;
  assertEquals(
    [count("MARKED"), count("EDITED neuron"), count("EDITED layer"), count("EDITED network")],
    [requests.length, live, 1, 1],
  );
});

Deno.test("the evidence and the calibration that a run chooses reach every request about the other network's neurons", async () => {
  const plain = await summarise({ ...shared, calibration: false });
  const rich = await summarise({ ...shared, evidence: ["contrasts", "grid"] });
  const count = (requests: string[], text: string) => requests.filter((request) => request.includes(text)).length;
  const live = rich.requests.length - 2;
  assertEquals([count(rich.requests, "Contrast label"), count(rich.requests, "Image penalty")], [live, live]);
  assertEquals([count(plain.requests, "Contrast label"), count(plain.requests, "Image penalty")], [0, 0]);
});
