import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { censusCurves, mostPolysemantic, takeCensus } from "../lib/evidence/census.ts";
import type { Polysemanticity } from "../lib/evidence/polysemanticity.ts";

const neuron = (meanings: number): Polysemanticity => ({
  ...{ layer: 0, neuron: 0, clusters: [], silhouette: null },
  ...{ classes: 2 * meanings, meanings },
});

Deno.test("takeCensus() counts the dead, and gives mean, deciles and the share of several meanings of the rest", () => {
  const census = takeCensus([neuron(1), null, neuron(2), neuron(1.5), neuron(1.1), neuron(1.2), null]);
  assertEquals([census.neurons, census.dead, census.several], [7, 2, 2 / 5]);
  assertAlmostEquals(census.meanings.mean!, 6.8 / 5, 1e-12);
  // Between the sorted values 1, 1.1, 1.2, 1.5, 2 the deciles lie at places 0.4 and 3.6.
  assertAlmostEquals(census.meanings.low!, 1.04, 1e-12);
  assertAlmostEquals(census.meanings.high!, 1.8, 1e-12);
  assertAlmostEquals(census.classes.high!, 3.6, 1e-12);
});

Deno.test("takeCensus() of a layer without live neurons has no figures", () => {
  const none = { mean: null, low: null, high: null };
  assertEquals(takeCensus([null, null]), { neurons: 2, dead: 2, classes: none, meanings: none, several: null });
});

Deno.test("censusCurves() draws mean and deciles over the width, without layers that have none", () => {
  const [classes, meanings] = censusCurves([takeCensus([neuron(1), neuron(2)]), takeCensus([null])]);
  assertEquals([classes.yLabel, meanings.yLabel], ["classes of a neuron", "meanings of a neuron"]);
  assertEquals(meanings.series.map(({ name, points }) => [name, points]), [
    ["upper decile", [[2, 1.9]]],
    ["mean", [[2, 1.5]]],
    ["lower decile", [[2, 1.1]]],
  ]);
  assertEquals(classes.series[1].points, [[2, 3]]);
});

Deno.test("mostPolysemantic() chooses the neuron of most meanings, and refuses a layer without live ones", () => {
  const [one, two, other] = [neuron(1), neuron(2), neuron(2)];
  assertEquals(mostPolysemantic([one, null, two, other]) === two, true);
  assertThrows(() => mostPolysemantic([null, null]), Error, "got 2 that no image excites");
});
