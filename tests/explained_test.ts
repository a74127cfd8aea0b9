import { assert, assertEquals, assertGreater, assertRejects } from "@std/assert";
import { writeNeuronScores } from "../lib/artefacts.ts";
import { gatherStats } from "../lib/evidence/statistics.ts";
import { prepareExplanations, questionsOf, scoreExplanations } from "../lib/scores/neuron/explained.ts";
import { openChat } from "../lib/chat/chat.ts";
import { ruleBasedFetch } from "../lib/rules/rules.ts";
import { drawMap } from "../lib/rules/inkmap.ts";
import { writeNote } from "../lib/rules/notes.ts";
import { layerFromRows } from "../lib/network/rows.ts";
import { seededRandom } from "../lib/random.ts";
import { openRun, readJson, writeJson } from "../lib/runs.ts";

const side = 12;
const half = side ** 2 / 2;
const count = 200;
const random = seededRandom(2);
/** Pictures with as much ink in the upper half as one number says, in the lower as another; class 0 has more above. */
const inks = Array.from(
  { length: count },
  (_, i) => i % 2 === 0 ? [0.4 + 0.6 * random(), random()] : [random(), random()],
);
const images = {
  pixels: Float32Array.from({ length: count * 2 * half }, (_, i) => {
    return 2 * inks[Math.floor(i / 2 / half)][i % (2 * half) < half ? 0 : 1] - 1;
  }),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  ...{ count, height: side, width: side },
};
/** Two neurons, for ink above and for ink below, each the output of its class. */
const rows = [0, 1].map((part) =>
  Array.from({ length: 2 * half }, (_, i) => (i < half) === (part === 0) ? 5 / half : 0)
);
const network = { layers: [layerFromRows(rows, [-1, -1]), layerFromRows([[1, 0], [0, 1]], [0, 0])] };
const [stats] = gatherStats(network, images, 2);
const explain = (neuron: number) => {
  const map = drawMap({ width: side, height: side, values: Float64Array.from(rows[neuron]) }, -1);
  const means = stats[neuron].classes.map(({ label, mean }) => ({ label: String(label), mean }));
  return writeNote({ feature: 0, raises: ["a broad area at the top"], lowers: [], weights: [], means, map });
};
const chat = openChat({ environment: {}, rules: ruleBasedFetch });
const settings = { each: 6, positives: 6, seed: 1, classNames: ["0", "1"] };
const prepare = (texts: string[]) =>
  prepareExplanations(network, images, { ...settings, neurons: texts.map((text, i) => ({ ...stats[i], text })) });

Deno.test("prepareExplanations() asks about an explanation with a map a second time without it, on the same pictures", () => {
  const questions = prepare([explain(0), "It fires for ink at the bottom."]);
  const [{ whole, bare }, other] = questions;
  assertEquals(bare?.simulation.images, whole.simulation.images);
  assert(whole.scored.explanation.includes("\nMap ") && !bare!.scored.explanation.includes("Map "));
  assertEquals([other.bare, bare!.claim], [undefined, undefined]);
  assertEquals(questionsOf(questions), [whole, other.whole, bare]);
});

Deno.test("scoreExplanations() gives every neuron its own scores and ablations, and writeNeuronScores() keeps them", async () => {
  const questions = prepare([explain(0), explain(1)]);
  const { scored, notes } = await scoreExplanations(chat, questions, { network, images, seed: 1 });
  assertEquals([notes, scored.map(({ whole }) => whole.neuron)], [[], [0, 1]]);
  for (const [i, { whole, bare, ablation }] of scored.entries()) {
    assertGreater(whole.simulation.score!, 0.9);
    assert(whole.simulation.score! > bare!.simulation.score!, `neuron ${i}`);
    // Without its neuron a class loses its logit, and the other keeps its own.
    assertGreater(ablation.classes[i].lostLogit!, 0.5);
    assertEquals(ablation.classes[1 - i].lostLogit, 0);
  }
  const project = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${project}/deno.json`, "{}");
    const run = await openRun("x", { from: project });
    for (const file of ["weights.bin", "stats.json", "neurons/L0N00.json", "neurons/L0N01.json"]) {
      await writeJson(run, file, { file });
    }
    await writeNeuronScores(run, { settings: { each: 6 }, scored, known: [], notes });
    const kept = await readJson<{ neurons: Record<string, unknown>[] }>(run, "neuron_scores.json");
    assertEquals(kept.neurons[1].simulation, scored[1].whole.simulation);
    assertEquals(Object.keys(kept.neurons[0]), [
      ...["layer", "neuron", "simulation", "detection", "withoutMap", "ablation", "notes"],
    ]);
    await writeJson(run, "neurons/L0N01.json", { file: "changed" });
    await assertRejects(() => readJson(run, "neuron_scores.json"), Error, "Run notebook 04_explain_neurons");
  } finally {
    await Deno.remove(project, { recursive: true });
  }
});
