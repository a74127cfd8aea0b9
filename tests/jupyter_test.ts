import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { DOMParser } from "linkedom";
import { type Bundle, displayBundle } from "../lib/show/display.ts";
import { startEstimate, writeDuration } from "../lib/show/estimate.ts";
import { headingOf } from "../lib/show/headings.ts";
import { defuse, escapeHtml } from "../lib/show/html.ts";
import { img } from "../lib/show/images.ts";
import { greyPicture } from "../lib/pictures/image.ts";
import { checkPng } from "../lib/pictures/png.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { show, showMessages, showNote, showTable, showText } from "../lib/show/jupyter.ts";
import { messagesBundle, textBundle } from "../lib/show/messages.ts";
import { page } from "../lib/show/layout.ts";
import { progressBar } from "../lib/show/progress.ts";
import { tableBundle } from "../lib/show/table.ts";

const nasty = `<script>alert("1")</script> & 'x' $a_1$ **b** </pre></td>`;
const picture = greyPicture([0, 1], { width: 2, height: 1, low: 0, high: 1, scale: 2 });

const parse = (bundle: Bundle) =>
  new DOMParser().parseFromString(`<html><body>${bundle["text/html"]}</body></html>`, "text/html");

interface Displayed {
  bundle: Bundle;
  options: { raw?: boolean; update?: boolean; display_id?: string };
}

/** Runs an action with a Deno.jupyter that records what it is given. */
async function inFakeKernel(action: () => Promise<void>): Promise<Displayed[]> {
  const displayed: Displayed[] = [];
  const original = Object.getOwnPropertyDescriptor(globalThis, "Deno")!;
  const display = async (bundle: Bundle, options: Displayed["options"]) => {
    await Promise.resolve();
    displayed.push({ bundle, options });
  };
  // Deno.jupyter itself cannot be redefined.
  const value = Object.create(Deno, { jupyter: { value: { display } } });
  Object.defineProperty(globalThis, "Deno", { ...original, value });
  try {
    await action();
  } finally {
    Object.defineProperty(globalThis, "Deno", original);
  }
  return displayed;
}

/** Runs an action and gives what it printed to the console. */
async function onConsole(action: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const original = console.log;
  console.log = (...values: unknown[]) => lines.push(values.join(" "));
  try {
    await action();
  } finally {
    console.log = original;
  }
  return lines;
}

/** The text of a verbatim block, as a page shows it. */
const readBlock = (samp: { textContent: string }) => samp.textContent.replaceAll("\u00a0", " ");

Deno.test("escapeHtml() escapes for content and for quoted attributes", () => {
  assertEquals(escapeHtml(`<a href="x">&'`), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
});

Deno.test("defuse() makes control characters and marks of direction visible and keeps line breaks and tabs", () => {
  assertEquals(defuse("a\tb\nc\r\nd"), "a\tb\nc\nd");
  assertEquals(defuse("\x1b[31mred\x07\0\r\x7f\x9b"), "\u241b[31mred\u2407\u2400\u240d\u2421<U+009B>");
  assertEquals(defuse("safe\u202etxt.exe"), "safe<U+202E>txt.exe");
  assertEquals(defuse("half \ud83d of a pair, whole \u{1f600}"), "half \ufffd of a pair, whole \u{1f600}");
});

Deno.test("textBundle() shows a text verbatim, whatever it holds", () => {
  for (const text of [nasty, "\n\nleading", " spaces  kept \n  here", "", "&lt;", "ö 你 \u{1f600}"]) {
    const bundle = textBundle(text, { title: nasty });
    const document = parse(bundle);
    assertEquals(document.querySelectorAll("script").length, 0);
    assertEquals(readBlock(document.querySelector("samp")!), text);
    assertEquals(document.querySelector("b")!.textContent, nasty);
    assertEquals(bundle["text/plain"], `${nasty}\n${text}`);
  }
});

Deno.test("textBundle() keeps lines and spaces without a style or a <pre>, and away from MathJax", () => {
  const html = textBundle("a  b\n  c \nd")["text/html"]!;
  assertMatch(html, /^<div class="tex2jax_ignore mathjax_ignore"/);
  assertStringIncludes(html, "<samp>a&nbsp; b<br>\n&nbsp; c&nbsp;<br>\nd</samp>");
});

Deno.test("textBundle() takes a text of 1 MiB", () => {
  const text = `<&"'\x1b\n`.repeat(2 ** 20 / 6 + 1);
  const html = textBundle(text)["text/html"]!;
  assert(!html.includes("\x1b"));
  assertEquals(html.split("&lt;&amp;&quot;&#39;\u241b<br>\n").length - 1, Math.floor(2 ** 20 / 6 + 1));
});

Deno.test("messagesBundle() shows roles and texts verbatim and the picture at its place", () => {
  const url = toDataUrl(picture);
  const bundle = messagesBundle([
    { role: "system", content: nasty },
    {
      role: "user",
      content: [{ type: "text", text: "before" }, { type: "image_url", image_url: { url } }, {
        type: "text",
        text: "after",
      }],
    },
  ]);
  const elements = [...parse(bundle).querySelectorAll("b, samp, img")];
  assertEquals(elements.map((element) => element.getAttribute("src") ?? element.textContent.trim()), [
    "system",
    nasty,
    "user",
    "before",
    url,
    "after",
  ]);
  assertEquals(bundle["text/plain"], `── system ──\n${nasty}\n\n── user ──\nbefore\n[picture, image/png]\nafter`);
});

Deno.test("messagesBundle() fetches no picture and lets no URL out of its attribute", () => {
  for (
    const url of ["https://example.org/a.png", `data:image/png;base64,AA" onerror="x`, "data:image/svg+xml;base64,AA"]
  ) {
    const bundle = messagesBundle([{ role: "user", content: [{ type: "image_url", image_url: { url } }] }]);
    assertEquals(parse(bundle).querySelectorAll("img").length, 0);
    assertStringIncludes(parse(bundle).querySelector("samp")!.textContent, url);
  }
});

Deno.test("tableBundle() writes a row for each record and a column for each key", () => {
  const bundle = tableBundle([{ neuron: "L0N0", mean: 0.123456, count: 12 }, { neuron: "L0N1", dead: true }], {
    title: "Neurons & more",
  });
  const cells = [...parse(bundle).querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)
  );
  assertEquals(cells, [
    ["neuron", "mean", "count", "dead"],
    ["L0N0", "0.1235", "12", ""],
    ["L0N1", "", "", "yes"],
  ]);
  assertEquals(
    bundle["text/plain"],
    "Neurons & more\nneuron    mean  count  dead\nL0N0    0.1235     12\nL0N1                   yes",
  );
});

Deno.test("tableBundle() aligns numbers to the right with the digits it is told", () => {
  const options = { columns: ["b", "a"], digits: { a: 2, b: 0 } };
  const bundle = tableBundle([{ a: -0.001, b: 1e6 }, { a: 1.005, b: 2.5, c: 1 }, { a: NaN }], options);
  const cells = [...parse(bundle).querySelectorAll("td")];
  assertEquals(cells.map((cell) => cell.textContent), ["1000000", "0.00", "3", "1.00", "", "NaN"]);
  assert(cells.every((cell) => cell.getAttribute("style") === "text-align: right"));
});

Deno.test("tableBundle() escapes titles, keys and texts, and keeps their line breaks", () => {
  const bundle = tableBundle([{ [nasty]: `${nasty}\n<svg>second` }], { title: nasty });
  const document = parse(bundle);
  assertEquals(document.querySelectorAll("script, svg").length, 0);
  assertEquals(document.querySelector("td")!.textContent, `${nasty}\n<svg>second`);
  assertStringIncludes(document.querySelector("td")!.getAttribute("style")!, "white-space: pre-wrap");
});

Deno.test("tableBundle() shows pictures and drawings as images", () => {
  const svg = page([], { title: "ü it's" });
  const bundle = tableBundle([{ picture, drawing: { svg } }]);
  const [first, second] = parse(bundle).querySelectorAll("img");
  assertEquals([first.getAttribute("src"), first.getAttribute("width")], [toDataUrl(picture), "4"]);
  const base64 = second.getAttribute("src")!.replace("data:image/svg+xml;base64,", "");
  assertEquals(new TextDecoder().decode(Uint8Array.fromBase64(base64)), svg);
  assertStringIncludes(bundle["text/plain"], "[picture, 4 × 2]  [ü it's]");
  assertEquals([second.getAttribute("alt"), second.getAttribute("width")], ["ü it's", "272"]);
});

Deno.test("tableBundle() of no rows is a table without rows", () => {
  assertEquals(parse(tableBundle([], { columns: ["a"] })).querySelectorAll("tr").length, 1);
  assertEquals(tableBundle([])["text/plain"], "");
});

Deno.test("img() escapes what it is called", () => {
  assertStringIncludes(img(picture, `"<x>`), 'alt="&quot;&lt;x&gt;"');
});

Deno.test("in a notebook every call is awaited displays of raw bundles, in order", async () => {
  const words = `Loss & "more" in the network's layers`;
  const svg = page([{ width: 300, height: 10, body: "" }], { title: words });
  const displayed = await inFakeKernel(async () => {
    await show([svg, picture]);
    await show(picture);
    await showTable([{ a: 1 }]);
    await showText("text", { title: "title" });
    await showMessages([{ role: "user", content: "hi" }]);
    await showNote("a < b");
  });
  const [drawing, ...pictures] = displayed.slice(0, 3).map(({ bundle }) => bundle);
  assertEquals(drawing["text/plain"], `[${words}]`);
  assertEquals(drawing["text/html"], img({ svg }, words));
  assertEquals(checkPng(Uint8Array.fromBase64(drawing["image/png"]!)), { width: 636, height: 108 });
  for (const bundle of pictures) {
    assertEquals(bundle["text/plain"], "[picture of 4 × 2 pixels]");
    assertEquals(bundle["image/png"], picture.png.toBase64());
    assertStringIncludes(bundle["text/html"]!, `<img src="${toDataUrl(picture)}" width="4" height="2" alt=`);
  }
  assert(displayed.every(({ bundle }) => Object.keys(bundle)[1] === "text/html"));
  assertStringIncludes(displayed[6].bundle["text/html"]!, "a &lt; b</p>");
  assert(displayed.every(({ options }) => options.raw === true && options.update === false));
});

Deno.test("show() refuses a text that is no drawing", async () => {
  await assertRejects(() => show("hello"), TypeError, 'this is no SVG with a size, got "hello"');
});

Deno.test("without a notebook the same calls print plain text", async () => {
  const lines = await onConsole(async () => {
    await show(picture);
    await showText("a\x1b[31m", { title: "title" });
    await displayBundle({ "text/plain": "plain", "text/html": "<p>" }, { id: "x", update: true });
  });
  assertEquals(lines, ["[picture of 4 × 2 pixels]", "title\na\u241b[31m", "plain"]);
});

Deno.test("progressBar() replaces one display, about ten times a second, and always sends the last state", async () => {
  let now = 0;
  const displayed = await inFakeKernel(async () => {
    const bar = progressBar("<Asking>", 100, { clock: () => now });
    for (let done = 1; done <= 100; done++) {
      now += 5;
      await bar.update(done, `${done} of them`);
    }
    await bar.finish("2 failed & kept");
    await bar.update(7);
    await bar.finish("late");
  });
  assertEquals(displayed.length, 1 + 5 + 1);
  const [first, ...rest] = displayed.map(({ options }) => options);
  assertEquals(first.update, false);
  assertMatch(first.display_id!, /^progress-\d+$/);
  assert(rest.every(({ update, display_id }) => update === true && display_id === first.display_id));
  const texts = displayed.map(({ bundle }) => bundle["text/plain"]);
  assertEquals(texts[1], `<Asking>  ████${"░".repeat(16)}  20/100  20 of them  a few seconds left`);
  assertEquals(texts.at(-1), `<Asking>  ${"█".repeat(20)}  100/100  2 failed & kept`);
  assertEquals(
    displayed.at(-1)!.bundle["text/html"],
    `<div>&lt;Asking&gt; <progress value="1"></progress> 100/100  2 failed &amp; kept</div>`,
  );
});

Deno.test("progressBar() sends in order when updates come side by side, and gives each bar its own id", async () => {
  const displayed = await inFakeKernel(async () => {
    let wait = 5;
    const display = async (...[bundle, { id = "", update = false } = {}]: Parameters<typeof displayBundle>) => {
      for (let i = wait--; i > 0; i--) await Promise.resolve();
      await displayBundle(bundle, { id, update });
    };
    const bars = [progressBar("a", 3, { interval: 0, display }), progressBar("b", 0, { interval: 0 })];
    await Promise.all([bars[0].update(1), bars[0].update(2), bars[0].update(3), bars[0].finish(), bars[1].finish()]);
  });
  const of = (label: string) => displayed.filter(({ bundle }) => bundle["text/plain"].startsWith(label));
  assertEquals(of("a").map(({ bundle }) => /\d\/3/.exec(bundle["text/plain"])![0]), [
    "0/3",
    "1/3",
    "2/3",
    "3/3",
    "3/3",
  ]);
  assertStringIncludes(of("b")[0].bundle["text/plain"], "█  0/0");
  assertEquals(new Set(displayed.map(({ options }) => options.display_id)).size, 2);
});

/** Timers of a clock that stands still until it is moved on. */
class FakeTime {
  now = 0;
  #timers = new Map<number, { every: number; next: number; call: () => void }>();
  #original = { set: globalThis.setInterval, clear: globalThis.clearInterval, unref: Deno.unrefTimer };

  constructor() {
    Object.assign(globalThis, {
      setInterval: (call: () => void, every: number) => {
        const id = this.#timers.size + 1;
        this.#timers.set(id, { every, next: this.now + every, call });
        return id;
      },
      clearInterval: (id: number) => this.#timers.delete(id),
    });
    Deno.unrefTimer = () => {};
  }

  async tick(milliseconds: number) {
    const end = this.now + milliseconds;
    for (this.now++; this.now <= end; this.now++) {
      for (const timer of this.#timers.values()) {
        if (timer.next > this.now) continue;
        timer.next += timer.every;
        timer.call();
        for (let i = 0; i < 20; i++) await Promise.resolve();
      }
    }
    this.now = end;
  }

  [Symbol.dispose]() {
    Object.assign(globalThis, { setInterval: this.#original.set, clearInterval: this.#original.clear });
    Deno.unrefTimer = this.#original.unref;
  }
}

Deno.test("progressBar() is drawn anew each second while a part takes long, and no more once it is finished", async () => {
  using time = new FakeTime();
  const displayed = await inFakeKernel(async () => {
    const bar = progressBar("Asking", 4, { clock: () => time.now });
    await time.tick(10_000);
    await bar.update(1);
    await time.tick(31_000);
    await bar.finish("stopped");
    await time.tick(10_000);
  });
  const texts = displayed.map(({ bundle }) => bundle["text/plain"]);
  assert(texts.length >= 40 && texts.length <= 45, String(texts.length));
  assertMatch(texts[12], /1\/4 {2}about 30 s left$/);
  // The second part takes longer than the first one, so that two more remain after it.
  assertMatch(texts.at(-2)!, /1\/4 {2}about 20 s left$/);
  assertMatch(texts.at(-1)!, /1\/4 {2}stopped$/);
});

Deno.test("progressBar() stops drawing a bar that a failed cell has left behind", async () => {
  using time = new FakeTime();
  const displayed = await inFakeKernel(async () => {
    progressBar("Asking", 4, { clock: () => time.now });
    await time.tick(3_600_000);
  });
  assert(displayed.length > 500 && displayed.length < 610, String(displayed.length));
});

Deno.test("startEstimate() learns the pace of the latest parts", () => {
  const estimate = startEstimate(0);
  assertEquals(estimate.left(10, 5), undefined);
  estimate.learn(1, 100);
  assertEquals(estimate.left(11, 100), 1000);
  assertEquals(estimate.left(11, 160), 940);
  for (let part = 2; part <= 60; part++) estimate.learn(part, 100 + 10 * (part - 1));
  assertAlmostEquals(estimate.left(160, 690)!, 1000, 30);
  assertEquals(estimate.left(60, 690), 0);
});

Deno.test("writeDuration() rounds to what a reader wants to know", () => {
  const texts = [3, 34, 89, 91, 600, 7200].map((seconds) => writeDuration(1000 * seconds));
  const words = ["a few seconds", "about 30 s", "about 90 s", "about 2 min", "about 10 min", "about 2.0 h"];
  assertEquals(texts, words);
});

Deno.test("headingOf() words the names of figures, splits the humps of others and leaves words as they are", () => {
  assertEquals(["low", "standardError", "classMean", "a b", "AUPRC", "L0N02"].map(headingOf), [
    "95 % from",
    "standard error",
    "class mean",
    "a b",
    "AUPRC",
    "L0N02",
  ]);
});

Deno.test("tableBundle() writes intervals and counts of failures, and takes headings of one's own", () => {
  const rows = [
    { neuron: "a", interval: { low: 0.123, high: 0.5 }, failures: { counts: { refusal: 2, "cut off": 1 } } },
    { neuron: "b", interval: { low: null, high: null }, failures: { counts: {} } },
  ];
  const { "text/plain": plain } = tableBundle(rows, { headings: { failures: "failed" }, digits: { interval: 1 } });
  assertEquals(plain.split("\n").map((line) => line.split(/ {2,}/)), [
    ["neuron", "95 %", "failed"],
    ["a", "0.1 … 0.5", "2 × refusal, 1 × cut off"],
    ["b", "–", "none"],
  ]);
});

Deno.test("long texts, messages and cells fold, and keep every word", () => {
  const long = "word & more ".repeat(500).trim();
  for (const bundle of [textBundle(long), messagesBundle([{ role: "user", content: long }])]) {
    const details = parse(bundle).querySelector("details")!;
    assertEquals(details.querySelector("samp")!.textContent.trim(), long);
    assertStringIncludes(details.querySelector("summary")!.textContent, "1500 words");
    assertStringIncludes(bundle["text/plain"], long);
  }
  assertEquals(parse(textBundle(long, { fold: false })).querySelector("details"), null);
  const cell = parse(tableBundle([{ text: long }])).querySelector("td")!;
  assertStringIncludes(cell.textContent, long);
  assert(cell.querySelector("summary")!.textContent.length < 200);
});

Deno.test("words in tables stand left where styles are stripped, and pictures keep their width", () => {
  const bundle = tableBundle([{ picture, words: "some words", figure: 1 }]);
  const [first, second, third] = parse(bundle).querySelectorAll("td");
  assertEquals(first.getAttribute("width"), "4");
  assertEquals(second.querySelector("div")!.getAttribute("align"), "left");
  assertEquals(third.querySelector("div"), null);
});
