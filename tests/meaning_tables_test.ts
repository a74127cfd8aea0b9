import { assertEquals } from "@std/assert";
import type { Census } from "../lib/evidence/census.ts";
import type { ImageGroup } from "../lib/evidence/image_groups.ts";
import { captionGroups, censusRows, meaningRow } from "../lib/show/meaning_tables.ts";

Deno.test("meaningRow() names the classes in every cluster, and what chance would tell", () => {
  const labels = Uint8Array.of(1, 1, 0, 1);
  const neuron = { layer: 0, neuron: 2, classes: 1.5, meanings: 1.2, silhouette: 0.25, clusters: [[0, 1, 2], [3]] };
  const { "by chance": chance, ...row } = meaningRow(neuron, { labels, classNames: ["shoe", "bag"], seed: 1 });
  assertEquals(row, {
    classes: 1.5,
    meanings: 1.2,
    silhouette: 0.25,
    "pictures in each cluster": "bag×2, shoe×1 | bag×1",
  });
  assertEquals(chance > 1 && chance < 1.75, true);
  const alike = meaningRow({ ...neuron, clusters: [[0, 1], [3]] }, { labels, classNames: ["shoe", "bag"], seed: 1 });
  assertEquals(alike["by chance"], 1);
});

Deno.test("captionGroups() says who is in a group, and how alike its ink is to the first one's", () => {
  const group = (classes: ImageGroup["classes"], contributions: number[]): ImageGroup => {
    return { classes, count: 1, mean: 1, contributions: Float32Array.from(contributions), exemplars: [] };
  };
  const drawn = captionGroups([group([{ label: 1, count: 3 }], [1, 0]), group([{ label: 0, count: 1 }], [1, 1])], [
    "zero",
    "one",
  ]);
  // The cosine of (1, 0) and (1, 1) is 1/√2.
  assertEquals(drawn.map(({ caption }) => caption), ["one×3", "zero×1\noverlap with the first 0.71"]);
  assertEquals(captionGroups([], []), []);
});

Deno.test("censusRows() has a row for each layer, with the means alone", () => {
  const spread = (mean: number | null) => ({ mean, low: 0, high: 9 });
  const census: Census = { neurons: 6, dead: 1, classes: spread(7), meanings: spread(1.25), several: 0.4 };
  assertEquals(censusRows([census]), [{
    width: 6,
    dead: 1,
    classes: 7,
    meanings: 1.25,
  }]);
});
