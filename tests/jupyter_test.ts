import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { DOMParser } from "linkedom";
import { type Bundle, displayBundle } from "../lib/show/display.ts";
import { defuse, escapeHtml, img } from "../lib/show/html.ts";
import { greyPicture } from "../lib/pictures/image.ts";
import { toDataUrl } from "../lib/pictures/dataurl.ts";
import { show, showMessages, showNote, showTable, showText } from "../lib/show/jupyter.ts";
import { messagesBundle, textBundle } from "../lib/show/messages.ts";
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
    // A parser of HTML drops the first line break in <pre>; linkedom does not.
    assertEquals(document.querySelector("pre")!.textContent.replace(/^\n/, ""), text);
    assertEquals(document.querySelector("b")!.textContent, nasty);
    assertEquals(bundle["text/plain"], `${nasty}\n${text}`);
  }
});

Deno.test("textBundle() keeps lines as they are and away from MathJax", () => {
  assertMatch(
    textBundle("a")["text/html"]!,
    /^<pre class="tex2jax_ignore mathjax_ignore" style="white-space: pre-wrap/,
  );
});

Deno.test("textBundle() takes a text of 1 MiB", () => {
  const text = `<&"'\x1b\n`.repeat(2 ** 20 / 6 + 1);
  const html = textBundle(text)["text/html"]!;
  assert(!html.includes("\x1b"));
  assertEquals(html.split("&lt;&amp;&quot;&#39;\u241b\n").length - 1, Math.floor(2 ** 20 / 6 + 1));
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
  const elements = [...parse(bundle).querySelectorAll("b, pre, img")];
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
    assertStringIncludes(parse(bundle).querySelector("pre")!.textContent, url);
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
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text>ü</text></svg>`;
  const bundle = tableBundle([{ picture, drawing: { svg } }]);
  const [first, second] = parse(bundle).querySelectorAll("img");
  assertEquals([first.getAttribute("src"), first.getAttribute("width")], [toDataUrl(picture), "4"]);
  const base64 = second.getAttribute("src")!.replace("data:image/svg+xml;base64,", "");
  assertEquals(new TextDecoder().decode(Uint8Array.fromBase64(base64)), svg);
  assertStringIncludes(bundle["text/plain"], "[picture, 4 × 2]  [drawing]");
});

Deno.test("tableBundle() of no rows is a table without rows", () => {
  assertEquals(parse(tableBundle([], { columns: ["a"] })).querySelectorAll("tr").length, 1);
  assertEquals(tableBundle([])["text/plain"], "");
});

Deno.test("img() escapes what it is called", () => {
  assertStringIncludes(img(picture, `"<x>`), 'alt="&quot;&lt;x&gt;"');
});

Deno.test("in a notebook every call is awaited displays of raw bundles, in order", async () => {
  const svg = `<svg xmlns="x" aria-label="Loss &amp; &quot;more&quot;"></svg>`;
  const displayed = await inFakeKernel(async () => {
    await show([svg, picture]);
    await show(picture);
    await showTable([{ a: 1 }]);
    await showText("text", { title: "title" });
    await showMessages([{ role: "user", content: "hi" }]);
    await showNote("a < b");
  });
  assertEquals(displayed[0].bundle, { "text/plain": '[Loss & "more"]', "image/svg+xml": svg });
  assertEquals(displayed[1].bundle, { "text/plain": "[picture, 4 × 2]", "image/png": picture.png.toBase64() });
  assertEquals(displayed[2], displayed[1]);
  assertEquals(displayed.map(({ bundle }) => Object.keys(bundle)[1]), [
    "image/svg+xml",
    "image/png",
    "image/png",
    ...Array(4).fill("text/html"),
  ]);
  assertStringIncludes(displayed[6].bundle["text/html"]!, "a &lt; b</p>");
  assert(displayed.every(({ options }) => options.raw === true && options.update === false));
});

Deno.test("show() refuses a text that is no drawing", async () => {
  await assertRejects(() => show("hello"), TypeError, 'this is no SVG, got "hello"');
});

Deno.test("without a notebook the same calls print plain text", async () => {
  const lines = await onConsole(async () => {
    await show(picture);
    await showText("a\x1b[31m", { title: "title" });
    await displayBundle({ "text/plain": "plain", "text/html": "<p>" }, { id: "x", update: true });
  });
  assertEquals(lines, ["[picture, 4 × 2]", "title\na\u241b[31m", "plain"]);
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
  assertEquals(texts[1], `<Asking>  ████${"░".repeat(16)}  20/100  20 of them`);
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
  assertEquals(of("a").map(({ bundle }) => bundle["text/plain"].slice(-3)), ["0/3", "1/3", "2/3", "3/3", "3/3"]);
  assertStringIncludes(of("b")[0].bundle["text/plain"], "█  0/0");
  assertEquals(new Set(displayed.map(({ options }) => options.display_id)).size, 2);
});
