import { assert, assertEquals, assertGreater } from "@std/assert";
import { inquiriesOf, prepareQuestions, scoreNeurons } from "../lib/scores/neuron/neuron_scores.ts";
import { openChat } from "../lib/chat/chat.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { drawMap } from "../lib/rules/inkmap.ts";
import { writeNote } from "../lib/rules/notes.ts";
import { seededRandom } from "../lib/random.ts";
import { complete, startChatServer } from "./chat_server.ts";

const [count, side] = [300, 12];
const random = seededRandom(4);
/** Pictures with some ink in the upper half and some in the lower. */
const images = {
  pixels: new Float32Array(count * side * side),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  ...{ count, height: side, width: side },
};
const [above, below] = [0, 1].map(() => Array.from({ length: count }, random));
images.pixels.forEach((_, i) => {
  const image = Math.floor(i / side ** 2);
  const isAbove = i % side ** 2 < side ** 2 / 2;
  images.pixels[i] = 2 * (isAbove ? above : below)[image] - 1;
});
/** Excited by ink above, put off by ink below; the weights make each half count 10 from no ink to full ink. */
const activations = Float32Array.from(above, (ink, i) => Math.max(0, 10 * ink - 10 * below[i]));
const half = side ** 2 / 2;
const map = drawMap({
  ...{ width: side, height: side },
  values: Float64Array.from({ length: 2 * half }, (_, i) => (i < half ? 5 : -5) / half),
}, 0);
const means = [0, 1, 2].map((label) => {
  const own = activations.filter((_, i) => i % 3 === label);
  return { label: String(label), mean: own.reduce((sum, value) => sum + value, 0) / own.length };
});
const scored = (explanation: string, neuron = 0) => ({
  ...{ layer: 0, neuron, explanation, activations },
  ...{ classMeans: means.map(({ mean }) => mean), largest: Math.max(...activations) },
});
const right = writeNote({ feature: 0, raises: [], lowers: [], weights: [], means, map });
const wrong = writeNote({
  feature: 0,
  raises: [],
  lowers: [],
  weights: [],
  means,
  map: { ...map, levels: map.levels.map((level) => -level) },
});
const settings = { each: 8, positives: 8, together: 5, seed: 3, classNames: ["0", "1", "2"] };
const rules = openChat({ environment: {}, rules: ruleBasedFetch });

Deno.test("prepareQuestions() draws no picture that was shown, the same for every explanation, and asks once of each", () => {
  const exclude = Array.from({ length: 60 }, (_, i) => i);
  const prepare = (text: string) => prepareQuestions(scored(text), images, { ...settings, exclude });
  const [one, other] = [prepare("A."), prepare("B.")];
  const places = (questions: typeof one) =>
    [questions.simulation, questions.detection].map((part) => part.images.map(({ index }) => index));
  assert(places(one).flat().every((place) => place >= 60));
  assertEquals(places(one), places(other));
  assertEquals(places(one).map((some) => some.length), [24, 16]);
  // 24 and 16 pictures, five at a time, and the classes.
  assertEquals(inquiriesOf(one).map(({ keys }) => keys.length), [5, 5, 5, 5, 4, 5, 5, 5, 1, 3]);
});

Deno.test("prepareQuestions() asks for no claim without class names", () => {
  const { claim, ...questions } = prepareQuestions(scored("A."), images, { ...settings, classNames: undefined });
  assertEquals(claim, undefined);
  assertEquals(inquiriesOf(questions).length, 9);
});

Deno.test("scoreNeurons() tells a right explanation from its contrary, by every score", async () => {
  const questions = [right, wrong].map((text, i) => prepareQuestions(scored(text, i), images, settings));
  const { scores: [good, bad], notes } = await scoreNeurons(rules, questions, { seed: 1 });
  assertEquals([notes, good.neuron, bad.neuron], [[], 0, 1]);
  assertGreater(good.simulation.score!, 0.9);
  assertGreater(good.simulation.explainedVariance!, 0.7);
  assertEquals([good.detection.balancedAccuracy, good.detection.auprc], [1, 1]);
  assertGreater(0, bad.simulation.score!);
  assertGreater(0, bad.simulation.explainedVariance!);
  assertGreater(0.55, bad.detection.balancedAccuracy!);
  assertGreater(0.55, bad.detection.auprc!);
  const most = Math.max(...means.map(({ mean }) => mean));
  assertEquals(good.claim.map(({ value }) => value), means.map(({ mean }) => Math.round(10 * mean / most)));
  assertEquals(good.simulated.length, 24);
});

Deno.test("scoreNeurons() counts every picture of a reply that cannot be used, tells its progress and asks nothing twice", async () => {
  const server = startChatServer(({ body }) => {
    const keys = Object.keys(body.response_format.json_schema.schema.properties);
    const isYesNo = JSON.stringify(body.response_format).includes('"yes"');
    // The inquiries with four pictures or one get one value too many.
    const given = keys.length === 5 || keys.length === 3 ? keys : [...keys, "more"];
    return complete(JSON.stringify(Object.fromEntries(given.map((key, i) => [key, isYesNo ? "yes" : i]))));
  });
  const cacheFolder = await Deno.makeTempDir();
  const environment = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "test-model" };
  try {
    const questions = [prepareQuestions(scored("A."), images, settings)];
    const seen: string[] = [];
    const score = () =>
      scoreNeurons(openChat({ environment, rules: ruleBasedFetch, cacheFolder }), questions, {
        seed: 1,
        onProgress: ({ done, total, failed }) => seen.push(`${done}/${total}/${failed}`),
      });
    const found = await score();
    const { simulation, detection, claim } = found.scores[0];
    assertEquals([simulation.images, simulation.failures], [{ asked: 24, answered: 20 }, { "wrong-number": 4 }]);
    assertEquals([detection.images, detection.failures], [{ asked: 16, answered: 15 }, { "wrong-number": 1 }]);
    assertEquals(claim.map(({ value }) => value), [0, 1, 2]);
    assertEquals([seen.at(-1), server.requests.length], ["10/10/0", 10]);
    assertEquals(await score(), found);
    assertEquals(server.requests.length, 10);
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
});
