import { assertAlmostEquals, assertEquals } from "@std/assert";
import { clusterRows, meanSilhouette } from "../lib/evidence/clusters.ts";
import { normalNumbers, seededRandom } from "../lib/random.ts";

const line = (places: number[]) => places.map((place) => [place]);
const distancesOf = (places: number[]) => places.map((a) => places.map((b) => Math.abs(a - b)));

Deno.test("meanSilhouette() compares each row's distance from its own with that from the nearest others, by hand", () => {
  // Rows 0, 1 against 4: row 0 has a = 1, b = 4; row 1 has a = 1, b = 3; row 4 is alone.
  assertAlmostEquals(meanSilhouette(distancesOf([0, 1, 4]), [[0, 1], [2]]), (3 / 4 + 2 / 3 + 0) / 3, 1e-12);
  // With a third cluster at 9, the nearest counts: row 4 and 5 have b = 3.5 and 4.5.
  const found = meanSilhouette(distancesOf([0, 1, 4, 5, 9]), [[0, 1], [2, 3], [4]]);
  assertAlmostEquals(found, (3.5 / 4.5 + 2.5 / 3.5 + 2.5 / 3.5 + 3 / 4 + 0) / 5, 1e-12);
});

Deno.test("meanSilhouette() of equal rows in two clusters is 0, not NaN", () => {
  assertEquals(meanSilhouette(distancesOf([2, 2, 2, 2]), [[0, 1], [2, 3]]), 0);
});

Deno.test("clusterRows() finds groups on a line, the largest first, whatever the order of the rows", () => {
  const { clusters, silhouette } = clusterRows(line([10, 0, 11, 1, 10.5, 30, 31]));
  assertEquals(clusters, [[0, 2, 4], [1, 3], [5, 6]]);
  const distances = distancesOf([10, 0, 11, 1, 10.5, 30, 31]);
  assertAlmostEquals(silhouette!, meanSilhouette(distances, clusters), 1e-12);
});

Deno.test("clusterRows() joins as Ward does, where single links would chain", () => {
  // The joint variance of {0, 3} is 4.5, of {3, 5.9} 4.205: these are joined first, then 8.9 and 0 stay far from them.
  const { clusters } = clusterRows(line([0, 3, 5.9, 8.9]), { least: -1, most: 2 });
  assertEquals(clusters.map(({ length }) => length), [3, 1]);
});

Deno.test("clusterRows() agrees with trying every cut of a hierarchy that joins by the sum of squares", () => {
  const rows = Array.from({ length: 12 }, (_, i) => Array.from(normalNumbers(3, seededRandom(i, 5))));
  const cost = (cluster: number[]) => {
    const means = [0, 1, 2].map((k) => cluster.reduce((sum, i) => sum + rows[i][k], 0) / cluster.length);
    return cluster.reduce((sum, i) => sum + rows[i].reduce((all, x, k) => all + (x - means[k]) ** 2, 0), 0);
  };
  let clusters = rows.map((_, i) => [i]);
  const distances = rows.map((a) => rows.map((b) => Math.hypot(...a.map((x, k) => x - b[k]))));
  let best = { clusters, silhouette: -2 };
  while (clusters.length > 2) {
    const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => [a, b]));
    const rise = ([a, b]: number[][]) => cost([...a, ...b]) - cost(a) - cost(b);
    const [a, b] = pairs.reduce((least, pair) => rise(pair) < rise(least) ? pair : least);
    clusters = [...clusters.filter((one) => one !== a && one !== b), [...a, ...b].sort((x, y) => x - y)];
    const silhouette = meanSilhouette(distances, clusters);
    if (clusters.length <= 4 && silhouette > best.silhouette) best = { clusters, silhouette };
  }
  const found = clusterRows(rows, { most: 4, least: -1 });
  assertAlmostEquals(found.silhouette!, best.silhouette, 1e-9);
  assertEquals(new Set(found.clusters.map(String)), new Set(best.clusters.map(String)));
});

Deno.test("clusterRows() leaves rows together that are not apart, and says how far they are", () => {
  const blob = Array.from({ length: 40 }, (_, i) => normalNumbers(30, seededRandom(i, 1)));
  const { clusters, silhouette } = clusterRows(blob);
  assertEquals(clusters, [[...blob.keys()]]);
  assertEquals(silhouette! < 0.25, true);
});

Deno.test("clusterRows() takes none, one, two and equal rows", () => {
  assertEquals(clusterRows([]), { clusters: [], silhouette: null });
  assertEquals(clusterRows(line([3])), { clusters: [[0]], silhouette: null });
  assertEquals(clusterRows(line([3, 8])), { clusters: [[0, 1]], silhouette: null });
  assertEquals(clusterRows(line([3, 3, 3])).clusters, [[0, 1, 2]]);
});
