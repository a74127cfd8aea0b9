import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { DOMParser } from "linkedom";
import { createNetwork } from "../lib/network/mlp.ts";
import { drawAnswer } from "../lib/show/answer.ts";
import { drawSignedBars } from "../lib/show/bars.ts";
import { divergingHex, inkOn, seriesColour } from "../lib/pictures/colours.ts";
import { drawConfusionMatrix } from "../lib/show/confusion.ts";
import { drawCurves } from "../lib/show/curves.ts";
import { fromDataUrl, toDataUrl } from "../lib/pictures/dataurl.ts";
import { drawDistributions } from "../lib/show/distributions.ts";
import { drawPictureGrid } from "../lib/show/picture_grid.ts";
import { drawHeatMaps } from "../lib/show/heatmap.ts";
import { decodeGrey, divergingPicture, greyPicture } from "../lib/pictures/image.ts";
import { drawNetwork } from "../lib/show/network.ts";
import { drawClassStats, drawEachClassStats } from "../lib/show/class_stats.ts";
import { drawIntervals } from "../lib/show/intervals.ts";
import { wrap } from "../lib/show/label.ts";
import { page } from "../lib/show/layout.ts";
import { drawLegend } from "../lib/show/legend.ts";
import { drawGroups, drawInputs } from "../lib/show/picture_rows.ts";
import { plot } from "../lib/show/plot.ts";
import { drawScatter } from "../lib/show/scatter.ts";

const digits = [..."0123456789"];
const nasty = `a <b> & "c" 'd' \x1b`;
const escaped = "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; \u241b";
const grey = greyPicture([0, 1, 1, 0], { width: 2, height: 2, low: 0, high: 1 });

const neurons = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `L0N${i}`,
    dead: i === 1,
    classes: digits.map((label, j) => ({ label, mean: i === 1 ? 0 : i + j, std: i === 1 ? 0 : 0.5 })),
  }));

/** One call of every drawing, each with a text that would break out of careless XML. */
const drawings: Record<string, () => string> = {
  "drawCurves()": () =>
    drawCurves([{ yLabel: nasty, series: [{ name: nasty, points: [[1, 2], [2, NaN], [3, 1]] }] }], {
      title: nasty,
      xLabel: nasty,
    }),
  "drawConfusionMatrix()": () => drawConfusionMatrix([[1, 2], [0, 0]], [nasty, "other"], { title: nasty }),
  "drawIntervals()": () =>
    drawIntervals([{ name: nasty, group: nasty, value: 0.5, low: 0.4, high: 0.6 }], { title: nasty, xLabel: nasty }),
  "drawScatter()": () =>
    drawScatter([{ x: 1, y: 2, label: nasty, group: nasty }, { x: 2, y: 1, group: "b" }], {
      title: nasty,
      xLabel: nasty,
      yLabel: nasty,
      diagonal: true,
    }),
  "drawPictureGrid()": () =>
    drawPictureGrid([{ picture: grey, caption: nasty }], {
      title: nasty,
      note: nasty,
      limit: 0.4,
      limitMeaning: [nasty, nasty],
    }),
  "drawClassStats() of few neurons": () => drawClassStats(neurons(6), { title: nasty }),
  "drawClassStats() of many neurons": () => drawClassStats(neurons(128), { title: nasty }),
  "drawDistributions()": () =>
    drawDistributions([{ label: nasty, values: [0, 1, 2] }, { label: "none", values: [] }], {
      title: nasty,
      xLabel: nasty,
    }),
  "drawSignedBars()": () =>
    drawSignedBars([{ group: nasty, bars: [{ label: nasty, value: -1 }] }, { group: "none", bars: [] }], {
      title: nasty,
      note: nasty,
    }),
  "drawNetwork()": () =>
    drawNetwork([{ name: nasty, size: 784, note: nasty }, { name: "h", size: 2, labels: [nasty, ""], dead: [1] }], {
      title: nasty,
      note: nasty,
    }),
  "drawAnswer()": () =>
    drawAnswer(createNetwork({ inputs: 4, hidden: [3], outputs: 2 }, 1), [-1, 0, 0, 1], {
      ...{ width: 2, height: 2, classNames: [nasty, "b"], title: nasty },
      isDead: (_, neuron) => neuron === 1,
    }),
  "drawHeatMaps()": () =>
    drawHeatMaps([{ heading: nasty, values: [0, 1, 2, 3] }], {
      title: nasty,
      xLabel: nasty,
      yLabel: nasty,
      points: [{ x: 0, y: 0, label: nasty }],
      note: nasty,
    }),
};

for (const [name, draw] of Object.entries(drawings)) {
  Deno.test(`${name} answers with a standalone, well-formed SVG on white, the same every time`, () => {
    const svg = draw();
    checkXml(svg);
    assert(svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped}. `));
    assert(Number(find(svg, "svg")[0].width) <= 900);
    assertStringIncludes(
      svg,
      `<rect width="${find(svg, "svg")[0].width}" height="${find(svg, "svg")[0].height}" fill="#ffffff"/>`,
    );
    assertNotMatch(svg, /NaN|Infinity|undefined|\[object/);
    assertNotMatch(svg, / id="|plot-[0-9a-f]{6}|<style|<script/);
    assertEquals(draw(), svg);
  });
}

Deno.test("page() breaks a long title between words and keeps it inside", () => {
  const title = "many words ".repeat(24).trim();
  const svg = page([{ width: 100, height: 10, body: "" }], { title });
  const [{ width }] = find(svg, "svg");
  const lines = find(svg, "tspan");
  assert(lines.length > 2 && Number(width) <= 902, `${lines.length} lines, ${width} wide`);
  assertEquals(lines.map(({ text }) => text).join(" "), title);
});

Deno.test("page() leaves a title on one line where the widest page has room, however narrow what is drawn", () => {
  const svg = page([{ width: 100, height: 10, body: "" }], { title: "many words ".repeat(7).trim() });
  assertEquals(find(svg, "tspan").length, 1);
  assert(Number(find(svg, "svg")[0].width) <= 900);
});

Deno.test("page() leaves out the heading of a single drawing that the title says, and no other", () => {
  const drawing = (heading: string) => ({ width: 100, height: 10, body: "", heading });
  const shown = (headings: string[]) => texts(page(headings.map(drawing), { title: "Meanings of a neuron" })).slice(1);
  assertEquals(shown(["meanings of a neuron"]), []);
  assertEquals(shown(["width"]), ["width"]);
  assertEquals(shown(["a neuron", "meanings"]), ["a neuron", "meanings"]);
});

Deno.test("page() puts drawings in rows of columns", () => {
  const box = { width: 300, height: 50, body: "<g/>" };
  const svg = page([box, box, box], { columns: 2 });
  assertEquals(find(svg, "g").filter(({ transform }) => transform).map(({ transform }) => transform), [
    "translate(16,16)",
    "translate(336,16)",
    "translate(16,76)",
  ]);
  assertEquals([find(svg, "svg")[0].width, find(svg, "svg")[0].height], ["652", "144"]);
});

Deno.test("plot() refuses what Plot would turn into HTML", () => {
  assertThrows(() => plot({ width: 100, height: 100, title: "title" }), TypeError, "<figure>");
});

Deno.test("wrap() breaks between words only and keeps line breaks", () => {
  assertEquals(wrap("one two three\n\nfour", 8), ["one two", "three", "", "four"]);
  assertEquals(wrap("unbreakable", 4), ["unbreakable"]);
});

Deno.test("seriesColour() gives train and test their own colours, whatever their place", () => {
  assertEquals(seriesColour("train", 5), seriesColour("train", 0));
  assert(seriesColour("train", 0) !== seriesColour("test", 0));
  assertEquals(new Set(digits.map((digit, i) => seriesColour(digit, i))).size, 10);
  assertEquals([inkOn("#2166ac"), inkOn("#fddbc7")], ["#ffffff", "#1a1a1a"]);
});

Deno.test("drawCurves() draws a series in the same colour in every panel and names it once", () => {
  const series = ["train", "test"].map((name, i) => ({ name, points: [[1, i], [2, i + 1]] as [number, number][] }));
  const options = { title: "Training", xLabel: "epoch" };
  const svg = drawCurves([{ yLabel: "loss", series }, { yLabel: "accuracy", series: series.toReversed() }], options);
  const strokes = find(svg, "path").filter((path) => path["stroke-width"] === "2").map(({ stroke }) => stroke);
  const lines = find(svg, "g").filter((group) => group["aria-label"] === "line").map(({ stroke }) => stroke);
  const [train, test] = [seriesColour("train", 0), seriesColour("test", 0)];
  assertEquals([...strokes, ...lines], [train, test, train, test]);
  assertEquals(texts(svg).filter((text) => text === "train").length, 1);
});

Deno.test("drawCurves() lets curves that coincide be seen below one another, and its legend says which is which", () => {
  const points = [[1, 1], [2, 2]] as [number, number][];
  const svg = drawCurves([{ yLabel: "y", series: ["a", "b", "c"].map((name) => ({ name, points })) }], {
    title: "t",
    xLabel: "x",
  });
  const lines = find(svg, "g").filter((group) => group["aria-label"] === "line");
  const dashes = lines.map((line) => line["stroke-dasharray"]);
  assertEquals([dashes[0], new Set(dashes).size], [undefined, 3]);
  for (const dash of dashes.slice(1)) assertEquals(svg.split(`stroke-dasharray="${dash}"`).length, 3);
  const radii = find(svg, "circle").map(({ r }) => Number(r));
  assert(radii[0] > radii[2] && radii[2] > radii[4], String(radii));
});

Deno.test("drawCurves() puts a tick at each of a few x values, also on a log axis", () => {
  const points = [1, 2, 4, 8, 16, 32, 64, 128].map((x) => [x, x] as const);
  const panels = [{ yLabel: "y", yDomain: [0, 1000] as const, series: [{ name: "only", points }] }];
  const svg = drawCurves(panels, { title: "t", xLabel: "width", logX: true });
  for (const [x] of points) assert(texts(svg).includes(String(x)), `tick ${x}`);
  const xs = find(svg, "circle").map(({ cx }) => Number(cx));
  for (let i = 2; i < xs.length; i++) assertAlmostEquals(xs[i] - xs[i - 1], xs[1] - xs[0], 0.05);
});

Deno.test("drawConfusionMatrix() writes truth down and answers across, right ones blue and mistakes red", () => {
  const svg = drawConfusionMatrix([[9, 1], [4, 0]], ["a", "b"], { title: "t" });
  const cells = find(svg, "rect").filter(({ stroke, x }) => x && !stroke);
  const red = (share: number) => divergingHex(Math.sqrt(share));
  assertEquals(cells.map(({ fill }) => fill), [divergingHex(-Math.sqrt(0.9)), red(0.1), red(1), "#ffffff"]);
  const place = ({ x, y }: Record<string, string>) => [Number(x), Number(y)];
  const [topLeft, topRight, bottomLeft] = cells.map(place);
  assert(topRight[0] > topLeft[0] && topRight[1] === topLeft[1]);
  assert(bottomLeft[1] > topLeft[1] && bottomLeft[0] === topLeft[0]);
  assertEquals(texts(svg).slice(-4), ["9", "1", "4", "0"]);
  assertThrows(() => drawConfusionMatrix([[1, 2]], ["a", "b"], { title: "t" }), RangeError, "got 1 rows of 2");
});

Deno.test("drawConfusionMatrix() sets long names upright and stays narrow with many classes", () => {
  const names = Array.from({ length: 40 }, (_, i) => `a long name ${i}`);
  const svg = drawConfusionMatrix(names.map(() => names.map(() => 1)), names, { title: "t" });
  assert(Number(find(svg, "svg")[0].width) <= 900);
  assert(find(svg, "g").concat(find(svg, "text")).some(({ transform }) => transform?.includes("rotate(-90)")));
});

Deno.test("drawIntervals() writes the ends of each interval", () => {
  const row = { name: "n", group: "g", value: 0.5 };
  const svg = drawIntervals([{ ...row, low: 0.4, high: 0.6 }, { ...row, group: "h", low: 0.45, high: 0.8 }], {
    title: "t",
    xLabel: "score",
  });
  assert(texts(svg).includes("0.500 (0.400 … 0.600)"));
  assert(texts(svg).includes("0.500 (0.450 … 0.800)"));
  assert(texts(svg).includes("g") && texts(svg).includes("h"));
});

Deno.test("drawIntervals() has room for every interval that it writes, negative ones too", () => {
  const row = { name: "n", group: "g", value: -0.843, low: -0.903, high: -0.78 };
  const svg = drawIntervals([row], { title: "t", xLabel: "score" });
  const [text] = find(svg, "text").filter(({ text }) => text.includes("…"));
  const start = Number(text.transform.match(/\((.*?),/)![1]) + 14;
  assert(start + text.text.length * 7 < Number(find(svg, "svg")[0].width), `${start}`);
});

Deno.test("drawScatter() draws every point in its group's colour and the diagonal when asked", () => {
  const points = [{ x: 0, y: 1, group: "a" }, { x: 1, y: 0, group: "b", label: "here" }, { x: 2, y: 2, group: "a" }];
  const options = { title: "t", xLabel: "x", yLabel: "y" };
  const svg = drawScatter(points, options);
  const [a, b] = [seriesColour("a", 0), seriesColour("b", 1)];
  assertEquals(find(svg, "circle").filter(({ r }) => r === "4").map(({ fill }) => fill), [a, b, a]);
  assert(texts(svg).includes("here"));
  assert(!svg.includes("dasharray") && drawScatter(points, { ...options, diagonal: true }).includes("dasharray"));
});

Deno.test("drawPictureGrid() embeds every picture unchanged over its caption's lines", () => {
  for (const count of [1, 8, 128]) {
    const items = Array.from({ length: count }, (_, i) => ({ picture: grey, caption: `L0N${i}\nsecond` }));
    const svg = drawPictureGrid(items, { title: "t", columns: Math.min(count, 16), cellSize: 60 });
    checkXml(svg);
    const images = find(svg, "image");
    assertEquals(images.length, count);
    assert(
      images.every(({ href, "image-rendering": rendering }) => href === toDataUrl(grey) && rendering === "pixelated"),
    );
    assertEquals(texts(svg).filter((text) => text === "second").length, count);
    // Sixteen columns of sixty pixels would be too wide.
    assertEquals(find(svg, "svg")[0].width, { 1: "272", 8: "582", 128: "886" }[count]);
  }
});

Deno.test("drawPictureGrid() draws one picture as large as it is asked to, however many columns there might be", () => {
  const svg = drawPictureGrid([{ picture: grey, caption: "" }], { title: "t", columns: 6, cellSize: 336 });
  assertEquals(find(svg, "image").map(({ width }) => width), ["336"]);
});

Deno.test("drawPictureGrid() adds the scale of the colours when it is told their limit", () => {
  const items = [{ picture: grey, caption: "" }];
  const svg = drawPictureGrid(items, { title: "t", limit: 0.4, limitMeaning: ["wants no ink", "wants ink"] });
  for (const text of ["−0.4", "0", "+0.4", "wants no ink", "wants ink"]) assert(texts(svg).includes(text), text);
  const fills = find(svg, "rect").map(({ fill }) => fill);
  assert(fills.includes(divergingHex(-1)) && fills.includes(divergingHex(1)));
});

Deno.test("drawPictureGrid() keeps the shape of a picture that is not square", () => {
  const wide = greyPicture([0, 1], { width: 2, height: 1, low: 0, high: 1 });
  const [image] = find(drawPictureGrid([{ picture: wide, caption: "" }], { title: "t", cellSize: 80 }), "image");
  assertEquals([image.width, image.height], ["80", "40"]);
});

Deno.test("drawClassStats() draws bars as tall as the means and spreads of one deviation, and marks the dead", () => {
  const svg = drawClassStats([{
    name: "L0N0",
    dead: false,
    classes: [{ label: "0", mean: 1, std: 1 }, { label: "1", mean: 3, std: 0.5 }],
  }, { name: "L0N1", dead: true, classes: [{ label: "0", mean: 0, std: 0 }, { label: "1", mean: 0, std: 0 }] }], {
    title: "t",
  });
  const bars = find(svg, "rect").filter(({ y, rx }) => y && !rx).map(({ height }) => Number(height));
  assertEquals(bars.length, 2);
  assertAlmostEquals(bars[1] / bars[0], 3, 0.01);
  const spreads = find(svg, "line").filter(({ x1, x2, y1, y2 }) => x1 === x2 && y1 !== y2);
  const lengths = spreads.map(({ y1, y2 }) => Math.abs(Number(y1) - Number(y2)));
  assertAlmostEquals(lengths[0] / bars[0], 2, 0.02);
  assertAlmostEquals(lengths[1] / bars[0], 1, 0.02);
  assert(texts(svg).includes("L0N1 (dead)"));
});

Deno.test("drawClassStats() ends a spread at zero where no activation is less", () => {
  const drawn = (means: number[]) => {
    const classes = means.map((mean, i) => ({ label: String(i), mean, std: 2 }));
    const svg = drawClassStats([{ name: "n", dead: false, classes }], { title: "t" });
    const zero = Number(find(svg, "line").find(({ y1, y2 }) => y1 === y2)!.y1);
    const spreads = find(svg, "line").filter(({ x1, x2, y1, y2 }) => x1 === x2 && y1 !== y2);
    return Math.max(...spreads.flatMap(({ y1, y2 }) => [Number(y1), Number(y2)])) - zero;
  };
  assertAlmostEquals(drawn([1, 3]), 0, 0.02);
  assert(drawn([-1, 3]) > 10);
});

Deno.test("drawClassStats() gives every neuron and class a cell for mean and deviation when there are many", () => {
  for (const count of [32, 128]) {
    const svg = drawClassStats(neurons(count), { title: "t" });
    const cells = find(svg, "rect").filter(({ x, y }) => x && y && y !== "2");
    assertEquals(cells.length, 2 * 10 * count);
    assertEquals(cells.filter(({ fill }) => fill === "#d0d0d0").length, 2 * 10);
    assert(cells.some(({ fill }) => fill === divergingHex(1)));
  }
});

Deno.test("drawClassStats() leaves a class without images empty", () => {
  const classes = [{ label: "0", mean: 2, std: 1 }, { label: "1", mean: NaN, std: NaN }];
  const svg = drawClassStats([{ name: "L0N0", dead: false, classes }], { title: "t" });
  assertNotMatch(svg, /NaN/);
  assertEquals(find(svg, "rect").filter(({ y }) => y).length, 1);
});

Deno.test("drawDistributions() writes the share of exact zeros and draws the others", () => {
  const svg = drawDistributions([
    { label: "half", values: [0, 0, 1, 2] },
    { label: "all", values: [0, 0] },
    { label: "few", values: Float32Array.from({ length: 1000 }, (_, i) => i === 0 ? 0 : 1) },
    { label: "most", values: Float32Array.from({ length: 1000 }, (_, i) => i === 0 ? 1 : 0) },
    { label: "never", values: [-1, 1] },
    { label: "empty", values: [] },
  ], { title: "t", xLabel: "activation" });
  const remarks = ["50 % zero", "100 % zero", "<1 % zero", ">99 % zero", "no images"];
  assertEquals(texts(svg).filter((text) => / zero$|^no images$/.test(text)), remarks);
  assert(texts(svg).includes("never"));
});

Deno.test("drawDistributions() draws each bin as high as its share of the class", () => {
  const values = [{ label: "a", values: [1, 1, 1, 4] }, { label: "b", values: [0, 0, 1, 4] }];
  const svg = drawDistributions(values, { title: "t", xLabel: "x", bins: 4 });
  const areas = find(svg, "path").filter(({ d }) => d.endsWith("Z")).map(({ d }) => {
    const ys = [...d.matchAll(/[ML][^,]+,([\d.]+)/g)].map(([, y]) => Number(y));
    const bottom = Math.max(...ys);
    return ys.slice(0, 8).map((y) => (bottom - y) / bottom).filter((_, i) => i % 2 === 0);
  });
  const tallest = areas[0][1];
  // Bins of [0, 4]: the ones lie in the second, the four in the last; the zeros in none.
  const shares = areas.map((heights) => heights.map((height) => Math.round(100 * height / tallest) / 100));
  assertEquals(shares, [[0, 1, 0, 0.33], [0, 0.33, 0, 0.33]]);
});

Deno.test("drawDistributions() stays small for 60,000 values and refuses NaN", () => {
  const values = Float32Array.from({ length: 60_000 }, (_, i) => Math.max(0, Math.sin(i)));
  assert(drawDistributions([{ label: "0", values }], { title: "t", xLabel: "x" }).length < 10_000);
  const odd = [{ label: "7", values: [1, NaN] }];
  assertThrows(() => drawDistributions(odd, { title: "t", xLabel: "x" }), RangeError, 'value 1 of "7"');
});

Deno.test("drawSignedBars() gives a number that rounds to zero no sign", () => {
  const svg = drawSignedBars([{ group: "a", bars: [-0.004, -0.006].map((value) => ({ label: "b", value })) }], {
    title: "t",
  });
  assert(svg.includes(">0.00<") && svg.includes(">−0.01<") && !svg.includes("−0.00"), svg);
});

Deno.test("drawSignedBars() draws to both sides of one zero on a common scale", () => {
  const groups = [{ group: "out 0", bars: [{ label: "n0", value: -2 }, { label: "n1", value: 1 }] }];
  const svg = drawSignedBars(groups, { title: "t" });
  const bars = find(svg, "rect").filter(({ y }) => y);
  const [negative, positive] = bars.map(({ x, width }) => ({ from: Number(x), to: Number(x) + Number(width) }));
  assertAlmostEquals(negative.to, positive.from, 0.02);
  assertAlmostEquals((negative.to - negative.from) / (positive.to - positive.from), 2, 0.01);
  assertEquals(bars.map(({ fill }) => fill), [divergingHex(-0.8), divergingHex(0.8)]);
  assert(texts(svg).includes("−2.00") && texts(svg).includes("1.00"));
  const odd = [{ group: "g", bars: [{ label: "n0", value: Infinity }] }];
  assertThrows(() => drawSignedBars(odd, { title: "t" }), RangeError, 'the value of "n0" is not finite');
});

Deno.test("drawSignedBars() gives the bars the room left of zero where no number is negative", () => {
  const widest = (values: number[]) => {
    const svg = drawSignedBars([{ group: "g", bars: values.map((value, i) => ({ label: `n${i}`, value })) }], {
      title: "t",
    });
    return Math.max(...find(svg, "rect").filter(({ y }) => y).map(({ width }) => Number(width)));
  };
  assert(widest([1, 2]) > 2 * widest([-1, 2]));
});

Deno.test("drawNetwork() draws the edges of small layers by sign and magnitude", () => {
  const layers = [{ name: "input", size: 2 }, { name: "hidden", size: 2, dead: [1] }, { name: "output", size: 1 }];
  const svg = drawNetwork(layers, { title: "t", weights: [[[1, -1], [0.5, 0]], [[2, -4]]] });
  const edges = find(svg, "line").map(({ stroke, "stroke-width": width }) => [stroke, Number(width)]);
  assertEquals(edges.length, 5, "none from the dead neuron");
  assertEquals(edges.slice(0, 4), [["#ffffff", 0.5], [divergingHex(0.625), 2.5], [divergingHex(1), 4.5], [
    divergingHex(-1),
    4.5,
  ]]);
  const circles = find(svg, "circle");
  assertEquals(circles.map(({ fill }) => fill === "#ffffff"), [false, false, false, true, false]);
  for (const text of ["2 inputs", "2 neurons", "1 output"]) assert(texts(svg).includes(text), text);
});

Deno.test("drawNetwork() shows the first neurons and the last of a large layer", () => {
  const svg = drawNetwork([{ name: "input", size: 784 }, { name: "hidden", size: 12 }], { title: "t" });
  const radii = find(svg, "circle").map(({ r }) => r);
  assertEquals(radii.filter((r) => r === "2").length, 3);
  assertEquals(radii.length, 7 + 3 + 12);
  assertEquals(find(svg, "line").length, 7 * 12);
});

Deno.test("drawNetwork() refuses weights of another shape", () => {
  const layers = [{ name: "a", size: 2 }, { name: "b", size: 1 }];
  const draw = (weights: number[][]) => drawNetwork(layers, { title: "t", weights: [weights] });
  assertThrows(() => draw([[1], [2]]), RangeError, "need 1 rows of 2 finite numbers, got 2 rows of 1");
  assertThrows(() => draw([[1, NaN]]), RangeError, "finite");
});

Deno.test("a dead neuron is marked as such in every drawing of neurons", () => {
  const map = { heading: "one", values: [0, 0, 0, 0], dead: true };
  const bar = { label: "one", value: 0.9, dead: true };
  const dead = { name: "one", dead: true, classes: [{ label: "0", mean: 0, std: 0 }] };
  const layers = [{ name: "h", size: 1, dead: [0] }, { name: "o", size: 1 }];
  for (
    const svg of [
      drawHeatMaps([map], { title: "t" }),
      drawSignedBars([{ group: "g", bars: [bar] }], { title: "t" }),
      drawClassStats([dead], { title: "t" }),
      drawEachClassStats([dead])[0].svg,
      drawNetwork(layers, { title: "t" }),
    ]
  ) {
    assert(texts(svg).some((text) => text.includes("dead")), svg);
    assertMatch(find(svg, "svg")[0]["aria-label"], /dead/);
  }
  const bars = find(drawSignedBars([{ group: "g", bars: [bar] }], { title: "t" }), "g");
  assert(bars.some((group) => group["aria-label"] === "bar" && group.fill === "#ffffff"), "its bar is hollow");
});

Deno.test("drawAnswer() draws bars for the first neurons of a layer, says how many more there are, and the answer", () => {
  const network = createNetwork({ inputs: 4, hidden: [20], outputs: 2 }, 1);
  const look = { width: 2, height: 2, classNames: ["a", "b"], isDead: (_: number, neuron: number) => neuron === 3 };
  const svg = drawAnswer(network, [-1, 0, 0, 1], look);
  assertEquals(find(svg, "rect").filter(({ height }) => height === "13").length, 14 + 2);
  for (const text of ["and 6 more", "neuron 3 (dead)"]) assert(texts(svg).includes(text), text);
  assert(texts(svg).some((text) => /^Answer: [ab]$/.test(text)));
});

Deno.test("drawClassStats() of dead neurons alone has an axis from 0 to 1", () => {
  const svg = drawClassStats([{ name: "n", dead: true, classes: [{ label: "0", mean: 0, std: 0 }] }], { title: "t" });
  assert(texts(svg).includes("1.0") && texts(svg).includes("0.0"));
});

Deno.test("drawClassStats() draws the blank picture's activation as a dashed line at its height", () => {
  const classes = [{ label: "0", mean: 2, std: 0 }];
  const svg = drawClassStats([{ name: "n", dead: false, classes, blank: 2 }], { title: "t" });
  const [rule] = find(svg, "g").filter((group) => group["stroke-dasharray"] === "6 3");
  assert(rule !== undefined);
  const top = find(svg, "rect").filter(({ y, rx }) => y && !rx)[0].y;
  assert(find(svg, "line").some(({ y1, y2, x1, x2 }) => y1 === top && y2 === top && x1 !== x2));
  assertMatch(svg, /a blank picture: 2/);
});

Deno.test("drawEachClassStats() draws all neurons on one scale", () => {
  const drawn = drawEachClassStats([1, 4].map((mean) => {
    return { name: "n", dead: false, classes: [{ label: "0", mean, std: 0 }] };
  }));
  const heights = drawn.map(({ svg }) => Number(find(svg, "rect").filter(({ y }) => y)[0].height));
  assertAlmostEquals(heights[1] / heights[0], 4, 0.02);
});

Deno.test("drawScatter() labels points where no other point or label is covered", () => {
  const apart = Array.from({ length: 9 }, (_, i) => ({ x: i, y: i * i, label: String(i) }));
  const svg = drawScatter(apart, { title: "t", xLabel: "x", yLabel: "y" });
  for (const { label } of apart) assert(texts(svg).filter((text) => text === label).length >= 1, label);
  const same = Array.from({ length: 30 }, () => ({ x: 1, y: 1, label: "here" }));
  const crowded = texts(drawScatter(same, { title: "t", xLabel: "x", yLabel: "y" })).filter((text) => text === "here");
  assert(crowded.length >= 2 && crowded.length <= 6, String(crowded.length));
});

Deno.test("drawScatter() keeps points and labels inside of the frame, off the axes", () => {
  const corners = [0, 10].flatMap((x) => [0, 10].map((y) => ({ x, y, label: "long label" })));
  const svg = drawScatter(corners, { title: "t", xLabel: "x", yLabel: "y", width: 400, height: 300 });
  for (const { cx, cy } of find(svg, "circle")) {
    assert(Number(cx) >= 62 + 16 && Number(cx) <= 400 - 40 - 16, `x ${cx}`);
    assert(Number(cy) >= 20 + 16 && Number(cy) <= 300 - 44 - 16, `y ${cy}`);
  }
  assertEquals(texts(svg).filter((text) => text === "long label").length, 4);
});

Deno.test("drawInputs() and drawGroups() draw no frame where a row is shorter than another", () => {
  const look = { title: "t", width: 1, height: 1 };
  const inputs = [1, 2].map((count) => ({
    name: "n",
    inputs: Array.from({ length: count }, () => ({ input: [1], activation: 1 })),
  }));
  const groups = [1, 2].map((count) => ({ caption: "c", contributions: [1], exemplars: Array(count).fill([1]) }));
  const frames = (svg: string) => find(svg, "rect").filter(({ stroke }) => stroke === "#bbbbbb").length;
  assertEquals([frames(drawInputs(inputs, look)), frames(drawGroups(groups, look))], [3, 5]);
});

Deno.test("drawLegend() draws each name by the mark that stands for it, and breaks lines that are too long", () => {
  const entries = (["square", "line", "dashes", "dot", "diamond"] as const).map((mark) => {
    return { label: "a name of a series", colour: "#123456", mark };
  });
  const { body, height } = drawLegend(entries, { left: 0, top: 0, width: 400 });
  assertEquals([body.split("<rect").length, body.split("<circle").length, body.split("<path").length], [2, 2, 4]);
  assertStringIncludes(body, "stroke-dasharray");
  assertEquals(height, 66);
});

Deno.test("drawHeatMaps() draws the first row at the bottom and all maps on one scale", () => {
  const maps = [{ heading: "a", values: [0, 2, -2, 0] }, { heading: "b", values: [1, 1, 1, 1] }];
  const svg = drawHeatMaps(maps, { title: "t" });
  const urls = find(svg, "image").map(({ href }) => href);
  const size = { width: 2, height: 2, limit: 2 };
  assertEquals(urls, [[-2, 0, 0, 2], [1, 1, 1, 1]].map((values) => toDataUrl(divergingPicture(values, size))));
  assertEquals(decodeGrey(fromDataUrl(urls[0]).png).pixels[1], 255);
  assert(texts(svg).includes("+2"));
  assertThrows(
    () => drawHeatMaps([{ heading: "c", values: [1, 2] }], { title: "t" }),
    RangeError,
    '"c" must have n × n',
  );
});

Deno.test("drawHeatMaps() marks each point on each map at its place", () => {
  const points = [[0, 0], [1, 0], [1, 1]].map(([x, y]) => ({ x, y, label: `${x}${y}` }));
  const map = { heading: "a", values: [0, 0, 0, 1] };
  const circles = find(drawHeatMaps([map, map], { title: "t", points }), "circle");
  assertEquals(circles.length, 6);
  assertEquals([circles[1].cx, circles[1].cy], [circles[2].cx, circles[0].cy]);
  assert(Number(circles[1].cx) > Number(circles[0].cx) && Number(circles[2].cy) < Number(circles[1].cy));
});

/** The attributes and the text of all elements of a name, in the order of the document. */
function find(svg: string, name: string): Record<string, string>[] {
  const document = new DOMParser().parseFromString(svg, "image/svg+xml");
  return [...document.querySelectorAll(name)].map((element) => {
    const attributes = [...element.attributes].map(({ name, value }) => [name, value]);
    return { ...Object.fromEntries(attributes), text: element.textContent };
  });
}

function texts(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")
  );
}

/** Fails unless all tags close in order, attributes are quoted, and no bare & or < or control character is left. */
function checkXml(svg: string) {
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)([\w:]+)((?: [\w:-]+="[^"<]*")*) ?(\/?)>/g, (_, closing, name, attributes, empty) => {
    const names = [...attributes.matchAll(/ ([\w:-]+)="/g)].map(([, attribute]) => attribute);
    assertEquals(new Set(names).size, names.length, `an attribute twice in <${name}${attributes}>`);
    if (closing) assertEquals(open.pop(), name);
    else if (!empty) open.push(name);
    return attributes;
  });
  assertEquals(open, []);
  assertNotMatch(rest, /[<>]/);
  assertNotMatch(rest, /&(?!(?:amp|lt|gt|quot|#39|#\d+);)/);
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assertNotMatch(rest, /[\x00-\x08\x0b-\x1f]/);
}
