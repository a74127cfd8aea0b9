import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { DataSet, LabelledImages } from "../lib/data/mnist.ts";
import { assess } from "../lib/scores/prediction/assessment.ts";
import { countSummaryTokens, lengthCurves, type LengthPoint, lengthRows } from "../lib/scores/prediction/length.ts";
import { measureLengthCurve } from "../lib/scores/prediction/length_curve.ts";
import { summariseOther, trainOther } from "../lib/scores/prediction/controls.ts";
import { predict } from "../lib/scores/prediction/predict.ts";
import { sampleImages } from "../lib/scores/prediction/sample.ts";
import { openChat } from "../lib/chat/chat.ts";
import { defaultSettings } from "../lib/prompts/defaults.ts";
import { createRuleBasedFetch } from "../lib/rules/rules.ts";
import { answersOf } from "../lib/network/answers.ts";
import { createNetwork, logitsOf } from "../lib/network/mlp.ts";
import { seededRandom } from "../lib/random.ts";

/** Ten classes of 12 × 12 pixels: class n has its ink around column n, in half of the rows, with noise. */
function stripes(count: number, seed: number): LabelledImages {
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const pixels = Float32Array.from({ length: 144 * count }, (_, i) => {
    const [label, column, row] = [labels[Math.floor(i / 144)], i % 12, Math.floor(i / 12) % 12];
    const inked = Math.abs(column - label - 1) < 2 && (label % 2 === 0) === (row < 6);
    // Without any noise on paper, so that some pixels are quite black, as digits' are.
    return inked ? 0.2 + 0.8 * random() : random() < 0.2 ? 0.5 * random() : -1;
  });
  return { pixels, labels, count, height: 12, width: 12 };
}

const data: DataSet = {
  checksum: "",
  folder: "",
  notes: [],
  name: "stripes",
  classNames: [..."0123456789"],
  train: stripes(600, 1),
  test: stripes(300, 2),
};
const training = { epochs: 4, batchSize: 20, learningRate: 0.01 };
const point: LengthPoint = {
  width: 6,
  seed: 1,
  detail: 5,
  reader: "same",
  tokens: 400,
  final: 0.5,
  simulation: 0.9,
  pictures: 10,
  failures: 0,
};

Deno.test("measureLengthCurve() gives what the long way gives: train, explain, ask with enlarged pictures, assess", async () => {
  const doing: string[] = [];
  const points = await measureLengthCurve(data, {
    widths: [3],
    seeds: [1, 2],
    details: [2, 6],
    readers: ["same", "all"],
    right: 15,
    wrong: 15,
    ...training,
    atOnce: 1,
    onProgress: (progress) => doing.push(`${progress.done}/${progress.total} ${progress.doing}`),
  });
  assertEquals(points.map(({ seed, detail, reader }) => `${seed} ${detail} ${reader}`), [
    ...["1 2 same", "1 2 all", "1 6 same", "1 6 all"],
    ...["2 2 same", "2 2 all", "2 6 same", "2 6 all"],
  ]);
  assertEquals([doing[0], doing.at(-1)], ["0/6 training width 3, seed 1", "6/6 done"]);

  const start = createNetwork({ inputs: 144, hidden: [3], outputs: 10 }, 2);
  const { network, background } = await trainOther(data, start, { ...training, seed: 2 });
  const chat = openChat({ environment: {}, rules: createRuleBasedFetch({ detail: 6 }) });
  const { classNames } = data;
  const context = { ...defaultSettings, background, classNames, width: 12, height: 12, regularisation: 1 };
  const summaries = await summariseOther(chat, context, { network, images: data.train, settings: { seed: 2 } });
  const answers = answersOf(logitsOf(network, data.test.pixels), 10);
  const { images } = sampleImages(data.test.labels, answers, { right: 15, wrong: 15, seed: 2, classNames });
  const { predictions } = await predict(chat, context, images, { readers: { rules: summaries }, pictures: data.test });
  const { scores, images: counts } = assess(predictions.rules, { seed: 1 });
  const found = points[6];
  assertEquals(found.final, scores.final.score);
  assertEquals([found.pictures, found.failures], [counts.asked, counts.asked - counts.predicted]);
  assertEquals(found.tokens, countSummaryTokens(summaries));
  assertEquals([typeof found.final, typeof found.simulation], ["number", "number"]);
  assertNotEquals(points[7].simulation, found.simulation);
});

Deno.test("measureLengthCurve() gives the same points with networks side by side in workers", async () => {
  const settings = { widths: [3, 4], seeds: [1, 2], details: [3], right: 5, wrong: 5, ...training };
  const alone = await measureLengthCurve(data, { ...settings, atOnce: 1 });
  assertEquals(await measureLengthCurve(data, { ...settings, atOnce: 2 }), alone);
  assertEquals(alone.map(({ width, seed }) => [width, seed]), [[3, 1], [3, 2], [4, 1], [4, 2]]);
});

Deno.test("measureLengthCurve() trains no network again that it is given from before", async () => {
  const settings = { widths: [3], seeds: [1, 2], details: [3], right: 5, wrong: 5, ...training, atOnce: 1 };
  const trained = new Map();
  await measureLengthCurve(data, { ...settings, trained });
  const before = [...trained.values()];
  const reversed = Object.fromEntries(Object.entries(settings).reverse()) as typeof settings;
  const again = await measureLengthCurve(data, { trained, readers: ["all"], ...reversed });
  assertEquals([before.length, trained.size], [2, 2]);
  assert([...trained.values()].every((subject, i) => subject === before[i]));
  assertEquals(again, await measureLengthCurve(data, { ...settings, readers: ["all"] }));
});

Deno.test("measureLengthCurve() tells of a failure in a worker, and ends them all", async () => {
  const settings = { widths: [3, 0], seeds: [1], details: [3], right: 5, wrong: 5, ...training, atOnce: 2 };
  await assertRejects(() => measureLengthCurve(data, settings), Error, "every layer needs a whole number of neurons");
});

Deno.test("measureLengthCurve() stops in the middle of a worker's step", async () => {
  const settings = {
    widths: [3],
    seeds: [1, 2],
    details: [3],
    right: 5,
    wrong: 5,
    ...training,
    epochs: 1e6,
    atOnce: 2,
  };
  const start = performance.now();
  await assertRejects(
    () => measureLengthCurve(data, { ...settings, signal: AbortSignal.timeout(3000) }),
    DOMException,
  );
  assert(performance.now() - start < 10_000);
});

Deno.test("measureLengthCurve() stops where it is told to", async () => {
  const settings = { widths: [3], seeds: [1], details: [5], right: 5, wrong: 5, ...training };
  await assertRejects(() => measureLengthCurve(data, { ...settings, signal: AbortSignal.abort() }), DOMException);
});

Deno.test("lengthRows() takes means over the seeds, and leaves a network without a score out of the score's", () => {
  const [first, second, other] = lengthRows([
    point,
    { ...point, seed: 2, tokens: 500, final: 0.7, simulation: 0.8 },
    { ...point, seed: 3, tokens: 600, final: null, simulation: null },
    { ...point, width: 12, final: null },
    { ...point, reader: "thick", final: 0.1 },
  ]);
  // Two values with the standard deviation 0.2/√2, so the standard error is 0.1; t with 1 degree of freedom is 12.706.
  assertEquals([first.width, first.detail, first.tokens, first.seeds, first.reader], [6, 5, 500, 2, "same"]);
  assertAlmostEquals(first.final!, 0.6, 1e-12);
  assertAlmostEquals(first.simulation!, 0.85, 1e-12);
  assertAlmostEquals(first.high!, 0.6 + 12.706205 * 0.1, 1e-4);
  assertAlmostEquals(first.low!, 0.6 - 12.706205 * 0.1, 1e-4);
  const rest = { width: 12, detail: 5, tokens: 400, simulation: 0.9, seeds: 0, reader: "same" as const };
  assertEquals(second, { ...rest, final: null, low: null, high: null });
  const row = { ...second, final: 0.5, tokens: 300 };
  assertEquals(lengthCurves([first, second, row, other]), [
    { name: "width 6", points: [{ x: 500, y: first.final!, low: first.low, high: first.high }] },
    { name: "width 12", points: [{ x: 300, y: 0.5, low: null, high: null }] },
  ]);
  assertEquals(lengthCurves([first, other], "thick")[0].points[0].y, 0.1);
});

Deno.test("countSummaryTokens() adds up the tokens of all layers and of the network", () => {
  // "hello world" is two tokens of o200k_base, "hello" one.
  assertEquals(countSummaryTokens({ layers: ["hello world", "hello"], network: "hello world" }), 5);
  assertEquals(countSummaryTokens({ layers: [], network: "" }), 0);
});
