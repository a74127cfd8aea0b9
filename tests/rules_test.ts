import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  calibrationLines,
  connectionLines,
  featureLines,
  layerLines,
  outputLines,
  statisticsLines,
} from "../lib/prompts/lines.ts";
import { layerWording, networkWording, neuronWording, renderMessages } from "../lib/prompts/templates.ts";
import { countTokens } from "gpt-tokenizer";
import { createRuleBasedFetch, ruleBasedFetch } from "../lib/rules/rules.ts";
import { seededRandom } from "../lib/random.ts";
import { readNote } from "../lib/rules/notes.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { stretchedPicture } from "../lib/pictures/image.ts";

const address = "http://rules.test/v1/chat/completions";

async function ask(
  messages: unknown,
  { rules = ruleBasedFetch, ...more }: Record<string, unknown> & { rules?: typeof fetch } = {},
) {
  const response = await rules(address, { method: "POST", body: JSON.stringify({ model: "any", messages, ...more }) });
  assertEquals(response.status, 200);
  const completion = await response.json();
  return completion.choices[0].message.content as string;
}

/** A maximising picture w/2 whose weights are 0.5 inside the box and 0 elsewhere. */
function boxWeights(left: number, top: number, right: number, bottom: number, value = 0.5): Float32Array {
  return Float32Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    return x >= left && x <= right && y >= top && y <= bottom ? value : 0;
  });
}

function neuronPrompt(
  weights: Float32Array,
  { bias = 0, calibrated = true, wording = neuronWording, classes = [20, 1, 10], connections = "", previous = "" } = {},
) {
  const input = weights.map((weight) => weight / 2);
  const value = weights.reduce((sum, weight, i) => sum + weight * input[i], bias);
  const picture = stretchedPicture(input, { width: 28, height: 28, scale: 8 });
  return renderMessages("A network.", wording, {
    depth: 0,
    statistics: statisticsLines(classes.map((mean, i) => ({ label: String(i), mean, std: mean / 4 }))),
    picture: { picture: toDataUrl(picture) },
    calibration: calibrated ? calibrationLines({ white: picture.white, preActivation: value, regularisation: 1 }) : "",
    previousLayer: previous,
    connections,
  });
}

Deno.test("ruleBasedFetch() answers as a chat-completions server and says that it is no language model", async () => {
  const body = JSON.stringify({ model: "any", messages: neuronPrompt(boxWeights(6, 4, 21, 6)) });
  const response = await ruleBasedFetch(address, { method: "POST", body });
  const completion = await response.json();
  assertEquals(completion.model, "rule-based-explainer");
  assertEquals(completion.choices[0].finish_reason, "stop");
  assert(completion.usage.completion_tokens > 50);
  assertStringIncludes(completion.choices[0].message.content, "not by a language model");
});

Deno.test("explains a bar at the top as ink wanted there, and a bar at the bottom as ink wanted there", async () => {
  assertStringIncludes(
    await ask(neuronPrompt(boxWeights(6, 4, 21, 6))),
    "Wants ink: a long horizontal stroke across the top",
  );
  assertStringIncludes(
    await ask(neuronPrompt(boxWeights(6, 21, 21, 23))),
    "Wants ink: a long horizontal stroke across the bottom",
  );
  assertStringIncludes(
    await ask(neuronPrompt(boxWeights(6, 4, 8, 23, -0.5))),
    "Wants no ink: a long vertical stroke along the left",
  );
});

Deno.test("recovers a first-layer neuron's weights and bias from the picture to 8 bits", async () => {
  const weights = Float32Array.from({ length: 784 }, (_, i) => Math.sin(i * i) / 3);
  const note = readNote(0, await ask(neuronPrompt(weights, { bias: -1.25 })));
  const empty = weights.reduce((sum, weight) => sum - weight, -1.25);
  assertAlmostEquals(note.map!.empty, empty, 784 * (1 / 3) / 254);
});

Deno.test("names the classes that drive a neuron and those that do not", async () => {
  const text = await ask(neuronPrompt(boxWeights(6, 4, 21, 6), { classes: [20, 1, 10] }));
  assertMatch(text, /driven by class 0 \(20 ± 5\); somewhat by 2 \(10 .*; hardly by 1 \(1 /);
});

Deno.test("without calibration lines says that size and bias are unknown, and draws no map", async () => {
  const text = await ask(neuronPrompt(boxWeights(6, 4, 21, 6), { calibrated: false }));
  assertStringIncludes(text, "bias are unknown");
  assertStringIncludes(text, "horizontal stroke across the top");
  assertEquals(readNote(0, text).map, undefined);
});

Deno.test("reads the data lines in whatever wording stands around them", async () => {
  const wording = "Was tut es?\n{calibration}\nBild: {picture}\nZahlen:\n{statistics}";
  const text = await ask(neuronPrompt(boxWeights(6, 4, 21, 6), { wording }));
  assertStringIncludes(text, "horizontal stroke across the top");
  assertStringIncludes(text, "driven by class 0");
  assert(readNote(0, text).map);
});

Deno.test("condenses a layer, keeps maps and names dead neurons", async () => {
  const features = [
    undefined,
    await ask(neuronPrompt(boxWeights(6, 4, 21, 6))),
    await ask(neuronPrompt(boxWeights(6, 21, 21, 23))),
  ];
  const messages = renderMessages("A network.", layerWording, { features: featureLines(features) });
  const text = await ask(messages);
  assertStringIncludes(text, "Dead, always 0: 0.");
  assertMatch(text, /Feature 1: for 0.*\nWants ink: a long horizontal stroke across the top/);
  assertEquals(text.match(/^Map 24x24/gm)?.length, 2);
  const short = await ask(messages, { rules: createRuleBasedFetch({ detail: 480 }) });
  assertEquals(short.match(/^Map 12x12/gm)?.length, 2);
});

Deno.test("explains a later neuron by the features that feed it", async () => {
  const previous = await ask(renderMessages("A network.", layerWording, {
    features: featureLines([undefined, await ask(neuronPrompt(boxWeights(6, 4, 21, 6)))]),
  }));
  const connections = connectionLines([{ from: 1, weight: -0.5 }, { from: 0, weight: 0.25 }]);
  const text = await ask(neuronPrompt(boxWeights(0, 0, 9, 9), { classes: [0, 9.5, 5], connections, previous }));
  assertStringIncludes(text, "Lowered by: feature 1 x -0.5 (a long horizontal stroke across the top)");
  // Means of feature 1 are 20, 1 and 10, so a bias of 10 explains means of 0, 9.5 and 5.
  assertStringIncludes(text, "Weights: 1 -0.5; bias 10");
  assertStringIncludes(text, "The picture that excites it most has ink in a broad area at the top left");
  assertEquals(readNote(0, text).map, undefined);
});

Deno.test("summarises a network output by output, with weights, biases and meanings", async () => {
  const layer = await ask(renderMessages("A network.", layerWording, {
    features: featureLines([undefined, await ask(neuronPrompt(boxWeights(6, 4, 21, 6)))]),
  }));
  const outputs = ["0", "1"].map((label, i) => ({
    label,
    connections: [{ from: 1, weight: 0.75 - i }, { from: 0, weight: 0.1 }],
    bias: i - 0.5,
  }));
  const text = await ask(renderMessages("A network.", networkWording, {
    layers: layerLines([layer]),
    connections: outputLines(outputs),
  }));
  assertMatch(text, /^Output 0: 75 -50; raised by 1 \(long horizontal stroke across the top\)$/m);
  assertMatch(text, /^Output 1: -25 50; lowered by 1 \(long horizontal stroke across the top\)$/m);
});

Deno.test("refuses a malformed body with status 400, as a server does", async () => {
  for (
    const body of [
      "{",
      "[]",
      "{}",
      '{"messages":[]}',
      '{"messages":[{"role":"user","content":7}]}',
      '{"messages":[null]}',
    ]
  ) {
    const response = await ruleBasedFetch(address, { method: "POST", body });
    assertEquals(response.status, 400);
    assert((await response.json()).error.message.startsWith("Cannot answer") || body === "{");
  }
});

Deno.test("says which evidence is missing where a prompt has none", async () => {
  const text = await ask([{ role: "user", content: "What does this neuron do?" }]);
  assertStringIncludes(text, "there are no class statistics");
  assertStringIncludes(text, "neither a picture nor a connection");
});

Deno.test("says that a picture cannot be read, and still tells the classes", async () => {
  const text = await ask([{
    role: "user",
    content: [
      { type: "text", text: "Avg label 3: 7, std: 1\nAvg label 4: 0.5, std: 1" },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo" } },
    ],
  }]);
  assertStringIncludes(text, "picture cannot be read");
  assertStringIncludes(text, "driven by class 3");
});

Deno.test("says that a picture of noise is uncertain", async () => {
  const random = seededRandom(1);
  const text = await ask(neuronPrompt(Float32Array.from({ length: 784 }, () => random() - 0.5)));
  assertStringIncludes(text, "hardly more structure than noise");
});

Deno.test("says that a neuron without any activation is dead", async () => {
  assertStringIncludes(await ask(neuronPrompt(boxWeights(6, 4, 21, 6), { classes: [0, 0, 0] })), "dead neuron");
});

Deno.test("condenses explanations in somebody else's words to their beginning", async () => {
  const features = featureLines([undefined, "It likes **loops** at the bottom.\n\nThat is all."]);
  const text = await ask(renderMessages("A network.", layerWording, { features }));
  assertMatch(text, /^Feature 1: It likes \*\*loops\*\* at the bottom\.$/m);
});

Deno.test("keeps the summaries of six busy neurons and their network below the tokens allowed", async () => {
  const random = seededRandom(2);
  const features = await Promise.all(
    Array.from({ length: 6 }, (_, i) => ask(neuronPrompt(boxWeights(3 * i, 3 * i, 3 * i + 8, 3 * i + 4)))),
  );
  const layer = await ask(renderMessages("A network.", layerWording, { features: featureLines(features) }));
  const outputs = Array.from({ length: 10 }, (_, i) => ({
    label: String(i),
    connections: features.map((_, from) => ({ from, weight: 2 * random() - 1 })),
    bias: random(),
  }));
  const values = { layers: layerLines([layer]), connections: outputLines(outputs) };
  const network = await ask(renderMessages("A network.", networkWording, values));
  assert(countTokens(layer) + countTokens(network) <= 1800);
});

Deno.test("answers whatever text stands in a prompt", async () => {
  const neuron = neuronPrompt(boxWeights(6, 4, 21, 6), { connections: connectionLines([{ from: 0, weight: 2 }]) });
  const explanation = await ask(neuronPrompt(boxWeights(6, 4, 21, 6)));
  const layer = renderMessages("A network.", layerWording, { features: featureLines([explanation, undefined]) });
  const summary = await ask(layer);
  const outputs = [{ label: "0", connections: [{ from: 0, weight: 1 }], bias: 0.5 }];
  const network = renderMessages("A network.", networkWording, {
    layers: layerLines([summary]),
    connections: outputLines(outputs),
  });
  const random = seededRandom(3);
  const pick = (count: number) => Math.floor(random() * count);
  const odd = [
    "1e999",
    "-",
    ":",
    "\n",
    "Feature 0:",
    "Layer 9:",
    "x 0 of 0x0",
    "9".repeat(400),
    "NaN",
    "\u0000",
    "5\n",
  ];
  for (let round = 0; round < 300; round++) {
    const messages = structuredClone([neuron, layer, network][round % 3]);
    const edit = (text: string) => {
      const at = pick(text.length);
      return text.slice(0, at) + odd[pick(odd.length)] + text.slice(at + pick(30));
    };
    const { content } = messages[1];
    if (typeof content === "string") messages[1].content = edit(edit(content));
    else content.forEach((part) => part.type === "text" && (part.text = edit(edit(part.text))));
    assert((await ask(messages)).length > 0);
  }
});

Deno.test("an aborted request rejects", async () => {
  const body = JSON.stringify({ model: "any", messages: neuronPrompt(boxWeights(6, 4, 21, 6)) });
  await assertRejects(
    () => ruleBasedFetch(address, { method: "POST", body, signal: AbortSignal.abort() }),
    DOMException,
  );
});
