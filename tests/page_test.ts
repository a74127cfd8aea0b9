import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { createNetwork } from "../lib/network/mlp.ts";
import { layerFromRows } from "../lib/network/rows.ts";
import { writePage } from "../lib/show/page/document.ts";
import { gatherPage } from "../lib/show/page/gather.ts";
import { ablateOnStock, openStock, seeAll } from "../lib/show/page/stock.ts";
import type { PageData } from "../lib/show/page/page_data.ts";
import { unpackJson } from "../lib/show/web/packed.ts";
import { nasty } from "./told_run.ts";

/** Three pictures of two pixels; a network of two neurons that look at one pixel each. */
const test = { pixels: Float32Array.from([1, -1, -1, 1, 1, 1]), labels: Uint8Array.from([0, 1, 0]) };
const images = { ...test, count: 3, width: 2, height: 1 };
const network = {
  layers: [layerFromRows([[1, 0], [0, 1]], [0, 0]), layerFromRows([[2, 0], [0, 3]], [0, 0.5])],
};
const told = { name: "tiny", network, width: 2, height: 1, classNames: ["a", "b"], neurons: [] };

Deno.test("gatherPage() measures by how much the outputs change without each neuron", async () => {
  const { runs } = await gatherPage([told], images, { dataset: "d" });
  // The first neuron is 1 on two of three pictures and moves one of two outputs by 2.
  const effects = runs[0].facts[0].map(({ effect }) => effect);
  effects.forEach((effect, i) => assertAlmostEquals(effect, [2 * 2 / 3 / 2, 3 * 2 / 3 / 2][i], 1e-6));
  assertEquals(runs[0].view.layers[0].map(({ name }) => name), ["L0N00", "L0N01"]);
});

Deno.test("gatherPage() takes a fair sample, and with it the mistakes and what excites the neurons most", async () => {
  const { pictures } = await gatherPage([told], images, { dataset: "d", fair: 1 });
  // The third picture is a mistake, the second excites a neuron.
  assertEquals([pictures.fair, pictures.places, pictures.labels], [1, [0, 2, 1], [0, 0, 1]]);
  const stock = await openStock(pictures);
  assertEquals([...stock.pixels(2)], [-1, 1]);
  assertEquals(seeAll(network, stock).answers, [0, 1, 1]);
});

Deno.test("ablateOnStock() counts what each class loses without a neuron", async () => {
  const { pictures } = await gatherPage([told], images, { dataset: "d" });
  const stock = await openStock(pictures);
  const lost = ablateOnStock(network, { stock, seen: seeAll(network, stock), layer: 0, neuron: 0 });
  assertEquals(lost.map(({ count, accuracy, logits }) => [count, accuracy, ...logits]), [[2, -0.5, -2, 0], [
    1,
    0,
    0,
    0,
  ]]);
});

Deno.test("gatherPage() refuses a run of pictures of another size", async () => {
  const other = { ...told, name: "other", width: 1, height: 2 };
  await assertRejects(() => gatherPage([told, other], images, { dataset: "d" }), Error, 'got 1 × 2 for run "other"');
});

Deno.test("writePage() allows the page's own script and style alone, and lets no text end the data", async () => {
  const neurons = [{ layer: 0, neuron: 0, explanation: nasty, classes: [{ mean: NaN, std: NaN }] }];
  const html = await writePage(await gatherPage([{ ...told, name: nasty, neurons }], images, { dataset: nasty }));
  const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text);
  assertEquals(scripts.length, 2);
  assertEquals((await unpackJson<PageData>(scripts[0])).runs[0].view.layers[0][0].explanation, nasty);
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html)!;
  for (const text of [scripts[1], style]) {
    assertStringIncludes(policy, `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  }
  assertStringIncludes(policy, "default-src 'none'");
  assert(!html.includes('<img src="x"'));
  assertEquals(
    await writePage(await gatherPage([{ ...told, name: nasty, neurons }], images, { dataset: nasty })),
    html,
  );
});

Deno.test("writePage() makes pages of networks of every shape", async () => {
  for (const hidden of [[], [2], [3, 2]]) {
    const network = createNetwork({ inputs: 2, hidden, outputs: 2 }, 1);
    const html = await writePage(await gatherPage([{ ...told, network }], images, { dataset: "d" }));
    assertStringIncludes(html, "<!doctype html>");
  }
});
