// Scores of explanations from end to end: pictures drawn, questions asked of a reader who is known, figures and rows.

import { assert, assertEquals, assertGreater, assertLess, assertThrows } from "@std/assert";
import { openChat } from "../lib/chat/mod.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { layerFromRows } from "../lib/network/rows.ts";
import { defaultSettings, type NetworkContext } from "../lib/prompts/mod.ts";
import { seededRandom } from "../lib/random.ts";
import {
  answerPoints,
  choice,
  claim,
  detection,
  extremePictures,
  keptScores,
  prepareScores,
  requestsOf,
  scoreExplanations,
  scoreRows,
  simulation,
} from "../lib/scores/mod.ts";
import { prepareWays, scoredNeurons, scoreWays, wayIntervals, wayRows } from "../lib/scores/mod.ts";
import { largestAnswer } from "../lib/scores/neuron/meanings.ts";
import { complete, startChatServer } from "./chat_server.ts";
import { handReader } from "./hand_reader.ts";

const [count, side] = [300, 12];
const half = side ** 2 / 2;
const random = seededRandom(4);
/** Pictures with some ink in the upper half and some in the lower; the first class has more above, the second below. */
const inks = Array.from({ length: count }, (_, i) => {
  const [more, less] = [0.3 + 0.7 * random(), random()];
  return i % 2 === 0 ? [more, less] : [less, more];
});
const images = {
  pixels: Float32Array.from({ length: count * 2 * half }, (_, i) => {
    return 2 * inks[Math.floor(i / 2 / half)][i % (2 * half) < half ? 0 : 1] - 1;
  }),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  count,
  height: side,
  width: side,
};
/** Two neurons, for ink above and for ink below, each the output of its class; the third is dead. */
const rows = [0, 1].map((part) =>
  Array.from({ length: 2 * half }, (_, i) => (i < half) === (part === 0) ? 5 / half : 0)
);
const network = {
  layers: [
    layerFromRows([...rows, new Array(2 * half).fill(0)], [-1, -1, -1]),
    layerFromRows([[1, 0, 0], [0, 1, 0]], [0, 0]),
  ],
};
const stats = gatherStats(network, images, 2);
const context: NetworkContext = {
  ...defaultSettings,
  background: "The background.",
  classNames: ["0", "1"],
  width: side,
  height: side,
};

/** Reads "above" or "below" in the explanation, and goes by the mean ink there. */
const read = handReader(({ explanation, things, scale }, pictures) => {
  if (pictures.length === 0) return explanation.includes("above") ? [10, 0] : [0, 10];
  const values = pictures.map(({ pixels }) => {
    const part = explanation.includes("above")
      ? pixels.subarray(0, pixels.length / 2)
      : pixels.subarray(pixels.length / 2);
    return part.reduce((sum, value) => sum + value, 0) / part.length / 255;
  });
  if (scale === "0-10") return values.map((ink) => Math.round(10 * Math.max(0, (10 * ink - 6) / 4)));
  if (scale === "yes-no") return values.map((ink) => Number(ink > 0.75));
  return things.map((_, i) => Number(values[2 * i] > values[2 * i + 1]));
});
const chat = openChat({ environment: {}, rules: read });
const settings = { scores: [simulation, detection, claim, choice], each: 8, positives: 8, together: 5, seed: 3 };
const explain = (...texts: string[]) => texts.map((text, neuron) => ({ layer: 0, neuron, text, dead: neuron === 2 }));
const prepare = (texts: string[], change: Partial<Parameters<typeof prepareScores>[3]> = {}) =>
  prepareScores(context, network, images, { ...settings, stats, neurons: explain(...texts), ...change });

Deno.test("prepareScores() draws no picture that was shown, the same for every explanation, and asks once of each", () => {
  const exclude = Array.from({ length: 60 }, (_, i) => i);
  const places = ([{ parts }]: ReturnType<typeof prepare>) =>
    parts.map(({ drawn }) => drawn.items.flatMap(({ pictures }) => pictures));
  const [one, other] = ["above", "below"].map((text) => prepare([text], { exclude }));
  assert(places(one).flat().every((place) => place >= 60));
  assertEquals(places(one), places(other));
  assertEquals(places(one).map((some) => some.length), [24, 16, 0, 16]);
  // 24 and 16 pictures, five at a time, the classes, and 8 pairs, of which two hold four pictures.
  assertEquals(one[0].parts.map(({ questions }) => questions.map(({ items }) => items.length)), [
    [5, 5, 5, 5, 4],
    [5, 5, 5, 1],
    [2],
    [2, 2, 2, 2],
  ]);
  assertEquals(requestsOf(one).length, 14);
});

Deno.test("prepareScores() leaves dead neurons out, takes the strongest ones of a layer, and refuses senseless numbers", () => {
  assertEquals(prepare(["above", "below", "Dead neuron"]).map(({ neuron }) => neuron.neuron), [0, 1]);
  assertEquals(prepare(["above", "below"], { most: 1 }).map(({ neuron }) => neuron.neuron), [1]);
  for (const count of [0, 1.5, -1, NaN]) {
    for (const name of ["together", "each", "most"]) {
      assertThrows(() => prepare(["above"], { [name]: count }), RangeError, `1 or more, got ${count}`);
    }
  }
});

Deno.test("every question is worded by the run's own template for its score, and holds no background", () => {
  const templates = {
    ...context.templates,
    simulation: "MY SIMULATION\n<explanation>\n{explanation}\n</explanation>\n{pictures}",
  };
  const prepared = prepareScores({ ...context, templates }, network, images, {
    ...settings,
    stats,
    neurons: explain("above"),
  });
  const texts = requestsOf(prepared).map((request) => JSON.stringify(request.messages));
  assertEquals(texts.filter((text) => text.includes("MY SIMULATION")).length, 5);
  assert(texts.every((text) => !text.includes("The background.")));
});

Deno.test("scoreExplanations() tells right explanations from wrong ones, by every score", async () => {
  const { scored: [good, other], notes } = await scoreExplanations(chat, prepare(["above", "below"]));
  const { scored: [bad] } = await scoreExplanations(chat, prepare(["below"]));
  assertEquals([notes, good.neuron, other.neuron], [[], 0, 1]);
  const valueOf = (one: typeof good, score: string, name = score) => one.scores[score].figures[name].value!;
  for (const one of [good, other]) {
    assertGreater(valueOf(one, "simulation"), 0.95);
    assertGreater(valueOf(one, "simulation", "explained variance"), 0.8);
    assertEquals([valueOf(one, "detection"), valueOf(one, "detection", "ROC AUC"), valueOf(one, "choice")], [1, 1, 1]);
    // Without its neuron a class loses its logit, and the other keeps its own.
    assertGreater(valueOf(one, "claim", "claim and logit lost"), 0.99);
    assertLess(valueOf(one, "claim", "accuracy at zero"), 0);
  }
  for (const [score, name] of [["simulation"], ["simulation", "explained variance"], ["detection"], ["choice"]]) {
    assertLess(valueOf(bad, score, name), valueOf(good, score, name) - 0.3);
  }
});

Deno.test("scoreRows() writes every figure with its interval and floor, keptScores() all but the answers", async () => {
  const { scored } = await scoreExplanations(chat, prepare(["above", "below"]));
  const [row] = scoreRows(scored, ({ neuron }) => `neuron ${neuron}`, ["simulation", "choice"]);
  assertEquals(Object.keys(row), [
    "neuron",
    "simulation",
    "simulation: 95 %",
    "simulation: by class means",
    "explained variance",
    "explained variance: 95 %",
    "OpenAI's explained variance",
    "OpenAI's explained variance: 95 %",
    "choice",
    "choice: 95 %",
    "choice: by class means",
    "failed",
  ]);
  assertEquals([row.neuron, row.choice, row["choice: 95 %"], row.failed], ["neuron 0", 1, "0.63 … 1.00", "none"]);
  const [kept] = keptScores(scored);
  assertEquals(Object.keys(kept.scores.simulation), ["figures", "asked", "answered", "failures"]);
  assertEquals(kept.scores.simulation.figures, scored[0].scores.simulation.figures);
});

Deno.test("an explanation that sounds like a refusal is scored like any other, and its row says so", async () => {
  const refused = {
    layer: 0,
    neuron: 0,
    text: "I'm sorry.",
    dead: false,
    reply: { note: "It sounds like a refusal." },
  };
  const prepared = prepareScores(context, network, images, {
    ...settings,
    scores: [choice],
    stats,
    neurons: [refused],
  });
  const { scored } = await scoreExplanations(chat, prepared);
  const [row] = scoreRows(scored, () => "a");
  assertEquals([row.notes, typeof row.choice], ["It sounds like a refusal.", "number"]);
});

Deno.test("extremePictures() shows the best told that are not silent and then the worst, none twice; answerPoints() shows all", async () => {
  const { scored: [one] } = await scoreExplanations(chat, prepare(["below"]));
  const all = extremePictures(one, "simulation", { count: 99 });
  assertEquals([all.length, new Set(all.map(({ index }) => index)).size], [24, 24]);
  const [best, worst] = extremePictures(one, "simulation", { count: 1 });
  const errorOf = ({ caption }: { caption: string }) => {
    const [said, is] = [...caption.matchAll(/[\d.]+/g)].map(Number);
    return Math.abs(said - is);
  };
  const active = all.filter(({ caption }) => !caption.endsWith("is 0"));
  assertEquals(errorOf(best), Math.min(...active.map(errorOf)));
  assertEquals(errorOf(worst), Math.max(...all.map(errorOf)));
  const points = answerPoints([one], "simulation", () => "a");
  assertEquals([points.length, new Set(points.map(({ group }) => group)).size], [24, 1]);
  assertEquals(answerPoints([one], "choice", () => "a"), []);
});

Deno.test("scoreExplanations() counts every item of a reply that cannot be used, tells its progress and asks nothing twice", async () => {
  const server = startChatServer(({ body }) => {
    const keys = Object.keys(body.response_format.json_schema.schema.properties);
    const isYesNo = JSON.stringify(body.response_format).includes('"yes"');
    // The questions with four pictures or one get one value too many.
    const given = keys.length === 5 || keys.length === 2 ? keys : [...keys, "more"];
    return complete(JSON.stringify(Object.fromEntries(given.map((key, i) => [key, isYesNo ? "yes" : i]))));
  });
  const cacheFolder = await Deno.makeTempDir();
  const environment = { OPENAI_BASE_URL: server.url, OPENAI_MODEL: "test-model" };
  try {
    const questions = prepare(["above"], { scores: [simulation, detection, claim] });
    const seen: string[] = [];
    const score = () =>
      scoreExplanations(openChat({ environment, rules: read, cacheFolder }), questions, {
        onProgress: ({ done, total, failed }) => seen.push(`${done}/${total}/${failed}`),
      });
    const found = await score();
    const counts = Object.values(found.scored[0].scores).map(({ asked, answered, failures }) => {
      return [asked, answered, failures];
    });
    assertEquals(counts, [[24, 20, { "wrong-number": 4 }], [16, 15, { "wrong-number": 1 }], [2, 2, {}]]);
    assertEquals([seen.at(-1), server.requests.length], ["10/10/0", 10]);
    assertEquals(await score(), found);
    assertEquals(server.requests.length, 10);
  } finally {
    await server.close();
    await Deno.remove(cacheFolder, { recursive: true });
  }
});

const [neuron] = scoredNeurons(network, images, [stats[0][0]]);
const ways = { one: ["below"], several: ["below", "above"], unread: [] };
const waySettings = { network, images, scores: [simulation, detection], each: 8, positives: 8, seed: 3 };

Deno.test("scoreWays() scores each meaning by itself, and together by the largest answer", async () => {
  const prepared = prepareWays(context, neuron, { ...waySettings, ways });
  const before = read.requests.length;
  const { scored, notes } = await scoreWays(chat, prepared);
  // 24 and 16 pictures, ten a request, for two explanations: what both ways hold is asked once.
  assertEquals(read.requests.length - before, 10);
  assertEquals(scored.map(({ way, each }) => [way, each.length]), [["one", 1], ["several", 2]]);
  assertEquals(notes, ['There is nothing to score for "unread": no explanation could be read.']);
  assertEquals(scored[0].each[0].scores, scored[0].together.scores);
  const saidOf = (score: typeof scored[0]["together"]) => score.scores.simulation.values.map(({ value }) => value!);
  const [below, above] = scored[1].each.map(saidOf);
  assertEquals(saidOf(scored[1].together), below.map((value, i) => Math.max(value, above[i])));
  const shown = wayRows(scored).map(({ explanation, meanings, failed }) => [explanation, meanings, failed]);
  assertEquals(shown, [
    ["one", 1, "none"],
    ["several", 2, "none"],
    ["   meaning 1 alone", 1, "none"],
    ["   meaning 2 alone", 1, "none"],
  ]);
});

Deno.test("wayIntervals() has the leading figure of every way and meaning, and leaves out what is not defined", async () => {
  const { scored } = await scoreWays(chat, prepareWays(context, neuron, { ...waySettings, ways }));
  const names = ["one", "several", "meaning 1 alone", "meaning 2 alone"];
  const drawn = wayIntervals(scored);
  assertEquals(drawn.map(({ name, group }) => [group, name]), [
    ...names.map((name) => ["simulation", name]),
    ...names.map((name) => ["detection", name]),
  ]);
  const { value, low, high } = scored[1].each[1].scores.detection.figures.detection;
  assertEquals(drawn.at(-1), { name: "meaning 2 alone", group: "detection", value, low, high } as typeof drawn[number]);

  const { together } = scored[0];
  const undefinedFigure = {
    ...together.scores.detection,
    figures: { detection: { value: null, low: null, high: null } },
  };
  const without = { ...together, scores: { ...together.scores, detection: undefinedFigure } };
  assertEquals(wayIntervals([{ way: "one", each: [without], together: without }]).map(({ group }) => group), [
    "simulation",
  ]);
  assertEquals(wayIntervals([]), []);
});

Deno.test("largestAnswer() is the largest, and a failure where any answer failed, since it might be larger", () => {
  const failed = { value: null, failure: { kind: "refusal" as const, message: "no" } };
  assertEquals(largestAnswer([{ value: 3, reply: "3" }, { value: 7, reply: "7" }]), { value: 7, reply: "7" });
  assertEquals(largestAnswer([{ value: 3, reply: "3" }, failed]), failed);
});
