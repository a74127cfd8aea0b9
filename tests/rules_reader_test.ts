import { assertEquals, assertGreater, assertMatch, assertStringIncludes } from "@std/assert";
import { layerLines } from "../lib/prompts/lines.ts";
import { layerMessages, networkMessages, neuronMessages } from "../lib/prompts/messages.ts";
import { renderMessages } from "../lib/prompts/templates.ts";
import { digitWording, halfWrongSentence, predictionWording } from "../lib/prompts/reading.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { drawMap } from "../lib/rules/inkmap.ts";
import { writeNote } from "../lib/rules/notes.ts";
import { seededRandom } from "../lib/random.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { greyPicture } from "../lib/pictures/image.ts";

async function ask(messages: unknown, more: Record<string, unknown> = {}): Promise<string> {
  const body = JSON.stringify({ model: "any", messages, ...more });
  const response = await ruleBasedFetch("http://rules.test/v1/chat/completions", { method: "POST", body });
  assertEquals(response.status, 200);
  return (await response.json()).choices[0].message.content;
}

/** 12 × 12 pixels, with 1 in the upper half (row < 6) or in the lower one. */
const half = (upper: boolean) => Float32Array.from({ length: 144 }, (_, i) => (i < 72) === upper ? 1 : 0);
const size = { width: 12, height: 12 };

/** A feature whose value is 3 for a full upper or lower half and −141 + 144 · ink in it otherwise. */
function feature(number: number, upper: boolean): string {
  const map = drawMap({ ...size, values: Float64Array.from(half(upper)) }, -69);
  return `Feature ${number}: ${writeNote({ feature: number, raises: [], lowers: [], means: [], weights: [], map })}`;
}

const outputs = "Weights x 100, by feature 0 2, then bias:\nOutput 4: 100 -50 0\nOutput 7: -50 100 0\nOutput 9: 0 0 50";

function prediction(
  ink: Float32Array,
  { layers = [`${feature(0, true)}\n${feature(2, false)}`], network = outputs } = {},
) {
  const picture = { picture: toDataUrl(greyPicture(ink, { ...size, low: 0, high: 1, scale: 8 })) };
  const values = { layers: layerLines(layers), network, halfWrong: halfWrongSentence, picture };
  return renderMessages("A network.", predictionWording, values);
}

Deno.test("the rule-based reader computes features and outputs from maps and weights, step by step", async () => {
  const text = await ask(prediction(half(true)));
  assertMatch(text, /^Feature 0: the ink under its map gives 3\.$/m);
  assertMatch(text, /^Feature 2: the ink under its map gives 0\.$/m);
  assertMatch(text, /^Output 4: 1 x 3 \+ -0\.5 x 0 \+ 0 = 3\.00$/m);
  assertMatch(text, /^The network answers: 4$/m);
});

Deno.test("the rule-based reader answers otherwise for another picture, and by the biases where no feature is active", async () => {
  assertMatch(await ask(prediction(half(false))), /^The network answers: 7$/m);
  assertMatch(await ask(prediction(new Float32Array(144))), /^The network answers: 9$/m);
});

Deno.test("the rule-based reader carries activations on to later layers", async () => {
  const later = "Feature 0: Raised by: feature 2.\nWeights: 2 2, 0 -1; bias -1\nFeature 2: Weights: 0 1, 2 0.5; bias 0";
  const text = await ask(prediction(half(false), { layers: [`${feature(0, true)}\n${feature(2, false)}`, later] }));
  assertMatch(text, /^Feature 0 of layer 1 \(feature 2\): the features that feed it give 5\.$/m);
  assertMatch(text, /^The network answers: 4$/m);
});

Deno.test("the rule-based reader names no digit where the summaries hold nothing to compute with", async () => {
  for (
    const given of [{ layers: [], network: "" }, { layers: ["Feature 0: likes loops."] }, { network: "It works." }]
  ) {
    const text = await ask(prediction(half(true), given));
    assertStringIncludes(text, "nothing to go on");
    assertEquals(await ask(renderMessages("", digitWording, { prediction: text })), "none");
  }
});

Deno.test("a digit is read from the statement that a reply ends with", async () => {
  const replies: [string, string][] = [
    ["7", "7"],
    ["Output 4: 1 x 3 = 3.00\nThe network answers: 4", "4"],
    ["The loop speaks for 8, the stroke for 9.\nSo the network's prediction is **9**.", "9"],
    ["I'd first predict 3.\nBut then feature 2 counts; the network predicts the digit 5.", "5"],
    ["It is either 3 or 8.", "none"],
    ["The network predicts 3 and predicts 8.", "none"],
    ["Nobody can tell.", "none"],
    ["The sums are 1.5 and 2.25.", "none"],
    ["", "none"],
  ];
  for (const [reply, digit] of replies) {
    assertEquals(await ask(renderMessages("", digitWording, { prediction: reply || " " })), digit, reply);
  }
});

Deno.test("a digit is given in the form of the schema that is asked for", async () => {
  const messages = renderMessages("", digitWording, { prediction: "The network answers: 4" });
  const format = (digit: unknown) => ({
    response_format: {
      type: "json_schema",
      json_schema: { name: "d", schema: { type: "object", properties: { digit } } },
    },
  });
  assertEquals(await ask(messages, format({ type: ["integer", "null"] })), '{"digit":4}');
  assertEquals(await ask(messages, format({ type: "string" })), '{"digit":"4"}');
  const none = renderMessages("", digitWording, { prediction: "No idea." });
  assertEquals(await ask(none, format({ type: ["integer", "null"] })), '{"digit":null}');
});

Deno.test("from evidence to prediction, the rules answer what the network answers", async () => {
  const random = seededRandom(6);
  // Three neurons, each with weights in an area of its own and some noise, and random output weights.
  const areas = [[4, 4, 23, 9], [4, 18, 23, 23], [10, 8, 17, 19]];
  const hidden = areas.map(([left, top, right, bottom]) => ({
    bias: random(),
    weights: Float32Array.from({ length: 784 }, (_, i) => {
      const [x, y] = [i % 28, Math.floor(i / 28)];
      return (x >= left && x <= right && y >= top && y <= bottom ? 0.3 : -0.02) + 0.1 * (random() - 0.5);
    }),
  }));
  const output = Array.from({ length: 10 }, () => ({
    weights: hidden.map(() => 2 * random() - 1),
    bias: random() - 0.5,
  }));
  const context = { background: "A network.", classNames: [..."0123456789"], width: 28, height: 28 };
  const calibrated = { ...context, calibration: { regularisation: 1 } };
  const explanations = await Promise.all(hidden.map(async ({ weights, bias }, neuron) => {
    const input = weights.map((weight) => weight / 2);
    const preActivation = weights.reduce((sum, weight, i) => sum + weight * input[i], bias);
    const evidence = {
      layer: 0,
      neuron,
      dead: false,
      classes: [],
      connections: [],
      maximisation: { input, preActivation },
    };
    return { text: await ask(neuronMessages(calibrated, evidence)) };
  }));
  const layers = [await ask(layerMessages(calibrated, explanations))];
  const outputs = output.map(({ weights, bias }) => ({
    connections: weights.map((weight, from) => ({ from, weight })),
    bias,
  }));
  const network = await ask(networkMessages(calibrated, { layers, outputs }));
  let agreed = 0;
  for (let round = 0; round < 40; round++) {
    // A bar of ink, at a random place.
    const [x0, y0, across, down] = [5 + 9 * random(), 5 + 9 * random(), 3 + 9 * random(), 3 + 9 * random()];
    const picture = Float32Array.from({ length: 784 }, (_, i) => {
      const [x, y] = [i % 28 - x0, Math.floor(i / 28) - y0];
      return x >= 0 && x <= across && y >= 0 && y <= down ? 1 : -1;
    });
    const activations = hidden.map(({ weights, bias }) =>
      Math.max(0, weights.reduce((sum, weight, i) => sum + weight * picture[i], bias))
    );
    const logits = output.map(({ weights, bias }) =>
      weights.reduce((sum, weight, k) => sum + weight * activations[k], bias)
    );
    const answer = logits.indexOf(Math.max(...logits));
    const url = toDataUrl(greyPicture(picture, { width: 28, height: 28, low: -1, high: 1, scale: 8 }));
    const values = { layers: layerLines(layers), network, halfWrong: "", picture: { picture: url } };
    const reply = await ask(renderMessages("A network.", predictionWording, values));
    if (await ask(renderMessages("", digitWording, { prediction: reply })) === String(answer)) agreed++;
  }
  assertGreater(agreed, 35);
});
