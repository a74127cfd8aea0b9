import { assert, assertEquals, assertNotMatch } from "@std/assert";
import { DOMParser } from "linkedom";
import { seriesColour } from "../lib/pictures/colours.ts";
import { drawIntervalCurves } from "../lib/show/interval_curves.ts";

const curves = [
  { name: "width 6", points: [{ x: 500, y: 0.4, low: 0.3, high: 0.5 }, { x: 1000, y: 0.8, low: null, high: null }] },
  { name: "width 12", points: [{ x: 800, y: 0.6, low: 0.5, high: 0.7 }] },
];

Deno.test("drawIntervalCurves() draws points, intervals where there are any, levels and single points in their colours", () => {
  const svg = drawIntervalCurves(curves, {
    ...{ title: "a <b>", xLabel: "tokens", yLabel: "score", note: "n" },
    levels: [{ name: "width 6", y: 0.467, label: "published" }],
    points: [{ name: "here & now", x: 700, y: 0.5 }],
  });
  assertNotMatch(svg, /NaN|undefined/);
  const document = new DOMParser().parseFromString(svg, "text/xml");
  const all = (name: string) => [...document.querySelectorAll(name)];
  const [six, twelve] = [seriesColour("width 6", 0), seriesColour("width 12", 1)];
  const dots = all("g").filter((group) => group.getAttribute("aria-label") === "dot" && group.querySelector("circle"));
  assertEquals(dots.map((group) => [group.getAttribute("fill"), group.querySelectorAll("circle").length]), [
    [six, 2],
    [twelve, 1],
  ]);
  const rules = all("g").filter((group) => group.getAttribute("stroke") === six && group.querySelector("line"));
  assertEquals(rules.map((group) => group.getAttribute("stroke-dasharray")), ["6 4", null]);
  // One of the two points has an interval, whose ends lie a tenth above and below it.
  const bars = [...rules[1].querySelectorAll("line")];
  assertEquals(bars.length, 1);
  const place = (name: string) => Number(bars[0].getAttribute(name));
  assert(Math.abs((place("y1") + place("y2")) / 2 - Number(all("circle")[0].getAttribute("cy"))) < 0.02);
  // The diamond stands below the curves, so that it hides no interval.
  const diamond = all("g").findIndex((group) => group.getAttribute("stroke") === seriesColour("here & now", 2));
  const firstBar = all("g").indexOf(rules[1]);
  assert(diamond >= 0 && diamond < firstBar, `${diamond}, ${firstBar}`);
  for (const text of ["published", "here &amp; now", "n"]) assert(svg.includes(`>${text}<`), text);
});
