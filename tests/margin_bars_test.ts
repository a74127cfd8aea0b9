import { assertEquals } from "@std/assert";
import { marginBars } from "../lib/show/mod.ts";

const part = (from: number, adds: number) => ({ from, activation: 1, weight: adds, adds });
const margin = {
  between: [4, 9] as [number, number],
  parts: [part(0, 0.5), part(1, -3), part(2, 2)],
  bias: 1,
  margin: 0.5,
};

Deno.test("marginBars() has a bar for each feature in order, the dead marked, then the biases and their sum", () => {
  assertEquals(marginBars("9 rather than 4", margin, { dead: [0] }), {
    group: "9 rather than 4",
    bars: [
      { label: "feature 0", value: 0.5, dead: true },
      { label: "feature 1", value: -3, dead: false },
      { label: "feature 2", value: 2, dead: false },
      { label: "biases", value: 1 },
      { label: "margin", value: 0.5 },
    ],
  });
});

Deno.test("marginBars() of many features gives the largest their own bars and the others one, so all still add up", () => {
  const { bars } = marginBars("9 rather than 4", margin, { dead: [], most: 1 });
  assertEquals(bars.map(({ label, value }) => [label, value]), [
    ["feature 1", -3],
    ["2 others", 2.5],
    ["biases", 1],
    ["margin", 0.5],
  ]);
});
