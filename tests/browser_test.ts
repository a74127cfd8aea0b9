// The pencil and the page in a real browser, by mouse and by keys.
/// <reference lib="dom" />

import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Locator, Page } from "playwright-core";
import { normaliseDrawing } from "../lib/data/drawing.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { activationsOf, createNetwork } from "../lib/network/mlp.ts";
import { greyPicture } from "../lib/pictures/image.ts";
import { writePage } from "../lib/show/page/document.ts";
import { gatherPage } from "../lib/show/page/gather.ts";
import { pencilBundle } from "../lib/show/pencil/pencil_bundle.ts";
import { inkOfStrokes, inkSide, sheetSide } from "../lib/show/pencil/strokes.ts";
import { tableBundle } from "../lib/show/table.ts";
import { chromiumPath, inPage } from "./browser.ts";
import { drawings } from "./drawings.ts";
import { nasty, tellBlog } from "./told_run.ts";

const ignore = chromiumPath === undefined;
const blog = ignore ? undefined! : await tellBlog();
const mnist = ignore ? undefined! : (await loadMnist()).test;
const dataset = "MNIST";
const blogPage = ignore ? "" : await writePage(await gatherPage([blog], mnist, { dataset, fair: 300 }));
const html = (body: string) => `<!doctype html><meta charset="utf-8"><title>test</title><body>${body}</body>`;
// What a browser shows is rounded to a tenth.
const rounded = (value: number) => value.toFixed(1).replace("-", "−").replace(/^−(?=[0.]*$)/, "");

type Strokes = readonly (readonly (readonly [number, number])[])[];

/** Draws strokes with the mouse, a step for each point at whole pixels of the screen; answers with what was drawn. */
async function draw(page: Page, strokes: Strokes): Promise<[number, number][][]> {
  const box = (await page.locator(".sheet").boundingBox())!;
  const drawn = strokes.map((points) =>
    points.map(([x, y]) => {
      const at = [Math.round(box.x + x * box.width / sheetSide), Math.round(box.y + y * box.height / sheetSide)];
      return { at, point: [(at[0] - box.x) * sheetSide / box.width, (at[1] - box.y) * sheetSide / box.height] };
    })
  );
  for (const [first, ...rest] of drawn) {
    await page.mouse.move(first.at[0], first.at[1]);
    await page.mouse.down();
    for (const { at } of rest) await page.mouse.move(at[0], at[1]);
    await page.mouse.up();
  }
  await nextFrame(page);
  return drawn.map((points) => points.map(({ point }) => point as [number, number]));
}

/** Waits until the page has been drawn anew. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Waits until the view's heading begins with a text. */
async function headed(page: Page, text: string): Promise<void> {
  await page.locator("h1").filter({ hasText: text }).waitFor();
}

const valuesOf = async (rows: Locator) =>
  await rows.locator(".value").evaluateAll((all) => all.map((value) => Number((value as HTMLElement).dataset.value)));

const textsOf = async (rows: Locator) => (await rows.locator(".value").allTextContents()).map((text) => text.trim());

Deno.test({
  name: "in a browser the pencil answers ten drawings as the lib does on the same pixels",
  ignore,
  async fn() {
    const { "text/html": output } = await pencilBundle(blog.network, {
      ...blog,
      example: mnist.pixels.subarray(0, 784),
    });
    await inPage(html(output!), {}, async (page) => {
      for (const { meant, strokes } of drawings) {
        const drawn = await draw(page, strokes);
        const ink = inkOfStrokes(drawn.map((points) => ({ points, thickness: 22 })));
        const pixels = normaliseDrawing(ink, { width: inkSide, height: inkSide });
        assertMatch(await page.locator(".answer").innerText(), new RegExp(`^Answer: ${meant} \\(\\d+ %\\)$`));
        for (const [layer, expected] of activationsOf(blog.network, pixels).entries()) {
          const largest = Math.max(...expected.map(Math.abs));
          const found = await valuesOf(page.locator(".rows").nth(layer));
          assertEquals(found.length, expected.length);
          found.forEach((value, i) => assertAlmostEquals(value / largest, expected[i] / largest, 1e-5));
        }
        await page.getByRole("button", { name: "Clear" }).click();
        await nextFrame(page);
        assertStringIncludes(await page.locator(".answer").innerText(), "Answer to a blank picture");
      }
    });
  },
});

Deno.test({
  name: "in a browser the pencil undoes, shows a neuron's portrait under the ink and which of its marks are inked",
  ignore,
  async fn() {
    const { "text/html": output } = await pencilBundle(blog.network, {
      ...blog,
      example: mnist.pixels.subarray(0, 784),
    });
    await inPage(html(output!), { dark: true }, async (page) => {
      await draw(page, drawings[1].strokes);
      const before = await textsOf(page.locator(".rows").first());
      await draw(page, [[[60, 140], [220, 140]]]);
      await page.getByRole("button", { name: "L0N02" }).click();
      const bar = page.locator(".marks li").first();
      assertMatch(await bar.innerText(), /stroke.*: (\d+) % inked, adds/);
      const inked = async () => Number(/(\d+) %/.exec(await bar.innerText())![1]);
      const share = await inked();
      await page.getByRole("button", { name: "Undo" }).click();
      await nextFrame(page);
      assert(await inked() < share, "without the bar less of it is inked");
      assertEquals(await textsOf(page.locator(".rows").first()), before);
      await page.getByRole("button", { name: "L0N01" }).click();
      assertStringIncludes(await page.locator(".marks").innerText(), "dead");
    });
  },
});

Deno.test({
  name: "in a browser without scripts the pencil's still picture stands in its place and says how to make it live",
  ignore,
  async fn() {
    const { "text/html": output } = await pencilBundle(blog.network, {
      ...blog,
      example: mnist.pixels.subarray(0, 784),
    });
    await inPage(html(output!.replace(/<script>[\s\S]*<\/script>/, "")), {}, async (page) => {
      const [width, alt] = await page.locator("img").evaluate((img) => {
        const image = img as unknown as { naturalWidth: number; alt: string };
        return [image.naturalWidth, image.alt] as const;
      });
      assert(width > 300);
      assertStringIncludes(alt, "takes it for 7");
      assertStringIncludes(await page.locator("p").innerText(), "trust this notebook");
    });
  },
});

Deno.test({
  name: "in a browser a table whose texts hold endless words is no wider than a notebook",
  ignore,
  async fn() {
    for (const letters of [60, 190, 5000]) {
      const explanation = `The ${"neuron".repeat(letters / 6)} wants a bar.`;
      const portrait = greyPicture([0], { width: 1, height: 1, low: 0, high: 1, scale: 140 });
      const { "text/html": table } = tableBundle([{ neuron: "L0N00", portrait, drawing: portrait, explanation }]);
      await inPage(html(table!), { width: 934 }, async (page) => {
        assert(await page.evaluate(() => document.documentElement.scrollWidth) <= 934, `${letters} letters`);
        assert((await page.locator("td").nth(1).boundingBox())!.width >= 140);
      });
    }
  },
});

Deno.test({
  name: "in a browser the page draws a 7, and the activity flows through the network",
  ignore,
  async fn() {
    await inPage(blogPage, {}, async (page) => {
      const lines = () =>
        page.locator(".graph line").evaluateAll((all) => all.map((line) => line.getAttribute("stroke-width")));
      const weights = await lines();
      await draw(page, drawings[7].strokes);
      assertStringIncludes(await page.locator(".answer").innerText(), "Answer: 7");
      assert(JSON.stringify(await lines()) !== JSON.stringify(weights));
      await page.getByRole("button", { name: "L0N02" }).click();
      await page.getByRole("link", { name: "All about L0N02" }).click();
      assertEquals(await page.locator("h1").innerText(), "L0N02");
    });
  },
});

Deno.test({
  name: "in a browser arrow keys go through every neuron and back to the first, and each shows what is known of it",
  ignore,
  async fn() {
    await inPage(blogPage, { dark: true }, async (page) => {
      await page.evaluate(() => location.hash = "#L0N00");
      for (let i = 0; i <= 6; i++) {
        const neuron = i % 6;
        await headed(page, `L0N0${neuron}`);
        const text = await page.locator("main").innerText();
        if (blog.neurons[neuron].dead) assertStringIncludes(text, "is dead");
        else {for (const words of ["Said by a reader", "0.50 (0.25 … 0.75)", "The prompt"]) {
            assertStringIncludes(text, words);
          }}
        await page.keyboard.press("ArrowRight");
      }
    });
  },
});

Deno.test({
  name: "in a browser everything of the page can be reached and drawn by keys alone",
  ignore,
  async fn() {
    await inPage(blogPage, {}, async (page) => {
      const press = async (key: string, times = 1) => {
        for (let i = 0; i < times; i++) await page.keyboard.press(key);
      };
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
      await press("Tab");
      assertEquals(await focused(), "To the content");
      await press("Tab", 2);
      assertEquals(await focused(), "All neurons");
      await press("Enter");
      await headed(page, "All neurons");
      assertEquals(await focused(), "All neurons", "the new view's heading has the focus");
      await page.evaluate(() => location.hash = "#");
      await page.waitForSelector(".sheet");
      await page.locator(".sheet").focus();
      const blank = await page.locator(".answer").innerText();
      await press("ArrowUp", 12);
      await press("Space");
      await press("ArrowDown", 24);
      await press("Space");
      await nextFrame(page);
      assert(await page.locator(".answer").innerText() !== blank);
      assertStringIncludes(await page.locator(".answer").innerText(), "Answer: 1");
    });
  },
});

Deno.test({
  name: "in a browser the contributions to an output sum to its logit, and pictures are found by label and answer",
  ignore,
  async fn() {
    await inPage(blogPage, {}, async (page) => {
      await page.getByRole("link", { name: "Pictures" }).click();
      await page.getByLabel("and is").selectOption("wrong");
      await page.getByLabel("is a", { exact: false }).first().selectOption("4");
      const count = await page.locator("[aria-live=polite] p").innerText();
      assertMatch(count, /^[1-9]\d* pictures/);
      await page.locator(".gallery a").first().click();
      await headed(page, "Test picture");
      const place = Number(/\d+/.exec(await page.locator("h1").innerText())![0]);
      assertEquals(mnist.labels[place], 4);
      const [, logits] = activationsOf(blog.network, mnist.pixels.subarray(784 * place, 784 * (place + 1)));
      for (const digit of [0, 9]) {
        await page.getByLabel("What makes output").selectOption(String(digit));
        const values = await textsOf(page.locator(".bars .rows"));
        assertEquals(values.at(-1), rounded(logits[digit]));
        const sum = values.slice(0, -1).reduce((total, text) => total + (Number(text.replace("−", "-")) || 0), 0);
        assertAlmostEquals(sum, logits[digit], 0.35);
      }
      await page.getByLabel("rather than").selectOption("4");
      assertEquals((await textsOf(page.locator(".bars .rows"))).at(-1), rounded(logits[9] - logits[4]));
    });
  },
});

Deno.test({
  name: "in a browser the table sorts by a click and filters by words",
  ignore,
  async fn() {
    await inPage(blogPage, {}, async (page) => {
      await page.getByRole("link", { name: "All neurons" }).click();
      const effects = async () => {
        return (await page.locator("tbody td.number:nth-child(2)").allTextContents()).map(Number);
      };
      await page.getByRole("button", { name: "effect" }).click();
      const found = await effects();
      assertEquals(found, found.toSorted((a, b) => b - a));
      assertEquals(await page.locator("th[aria-sort=descending]").innerText(), "effect");
      await page.getByLabel("Filter by words").fill("horizontal stroke");
      assertEquals((await effects()).length, blog.neurons.filter(({ dead }) => !dead).length);
      await page.getByLabel("Filter by words").fill("no such word");
      assertStringIncludes(await page.locator("form").innerText(), "0 of 6 neurons");
    });
  },
});

Deno.test({
  name: "in a browser a script in a reply stays text, in every view of two runs side by side",
  ignore,
  async fn() {
    const runs = [blog, await tellBlog({ name: "other", explanation: nasty })];
    const two = await writePage(await gatherPage(runs, mnist, { dataset, fair: 50, mistakes: 5 }));
    await inPage(two, {}, async (page) => {
      for (const hash of ["#", "#neurons", "#compare", "#other/L0N02"]) {
        await page.evaluate((hash) => location.hash = hash, hash);
        await page.waitForTimeout(150);
        if (hash !== "#") assertStringIncludes(await page.locator("main").innerText(), "document.title");
        assert(!(await page.title()).includes("hacked"));
        assertEquals(await page.locator("main img, main script").count(), 0);
      }
      await page.evaluate(() => location.hash = "#compare");
      assertStringIncludes(await page.locator("main").innerText(), "The same network twice");
    });
  },
});

Deno.test({
  name: "in a browser the page fits a phone, and its texts have contrast in light and in dark",
  ignore,
  async fn() {
    for (const dark of [false, true]) {
      await inPage(blogPage, { dark, width: 390, height: 800 }, async (page) => {
        for (const hash of ["#", "#L0N02", "#pictures", "#picture-8", "#neurons"]) {
          await page.evaluate((hash) => location.hash = hash, hash);
          await page.waitForTimeout(100);
          const { wide, contrast } = await page.evaluate(() => {
            const shade = (colour: string) => Number(/\d+/.exec(colour)![0]);
            const { color, backgroundColor } = getComputedStyle(document.body);
            return {
              wide: document.documentElement.scrollWidth,
              contrast: Math.abs(shade(color) - shade(backgroundColor)),
            };
          });
          assert(wide <= 390, `${hash} is ${wide} pixels wide`);
          assert(contrast > 150);
        }
      });
    }
  },
});

Deno.test({
  name: "printed, the page is dark on white in dark browsers too, its prompts unfolded and its controls gone",
  ignore,
  async fn() {
    await inPage(blogPage, { dark: true }, async (page) => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.evaluate(() => location.hash = "#L0N02");
      await headed(page, "L0N02");
      const colours = await page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [color, backgroundColor];
      });
      assertEquals(colours, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
      assert(await page.locator("details pre").first().isVisible());
      assert(!(await page.locator("header").isVisible()));
    });
  },
});

Deno.test({
  name: "in a browser a stroke of the pencil takes less than a frame, at width 128 and depth 2 too",
  ignore,
  async fn() {
    const network = createNetwork({ inputs: 784, hidden: [128, 128], outputs: 10 }, 1);
    const told = { ...blog, name: "wide", network, neurons: [] };
    const page = await writePage(await gatherPage([told], mnist, { dataset, fair: 100, mistakes: 0 }));
    assert(page.length < 1_500_000, `${page.length} bytes`);
    await inPage(page, {}, async (page) => {
      const client = await page.context().newCDPSession(page);
      await client.send("Performance.enable");
      const busy = async () => {
        const { metrics } = await client.send("Performance.getMetrics");
        const wanted = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
        return metrics.reduce((sum, { name, value }) => wanted.includes(name) ? sum + 1000 * value : sum, 0);
      };
      const box = (await page.locator(".sheet").boundingBox())!;
      const rounds: number[] = [];
      for (let round = 0; round < 3; round++) {
        await page.mouse.move(box.x + 40, box.y + 60 * round + 40);
        await page.mouse.down();
        const before = await busy();
        for (let i = 0; i < 20; i++) {
          await page.mouse.move(box.x + 40 + 7 * i, box.y + 60 * round + 40 + i);
          await nextFrame(page);
        }
        rounds.push((await busy() - before) / 20);
        await page.mouse.up();
      }
      // The quickest round: what else the machine has to do is not the page's.
      const least = Math.min(...rounds);
      console.log(`a stroke at width 128 and depth 2 takes ${least.toFixed(1)} ms`);
      assert(least < 16, `${least} ms`);
    });
  },
});

Deno.test({
  name: "in a browser networks without hidden layers, or with dead neurons alone, say what there is",
  ignore,
  async fn() {
    const none = createNetwork({ inputs: 784, hidden: [], outputs: 10 }, 1);
    const dead = createNetwork({ inputs: 784, hidden: [2], outputs: 10 }, 1);
    dead.layers[0].weights.fill(0);
    dead.layers[0].bias.fill(-1);
    const neurons = [0, 1].map((neuron) => ({ layer: 0, neuron, dead: true }));
    const fashion = [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ];
    for (
      const [told, hashes] of [
        [{ ...blog, network: none, neurons: [] }, ["#", "#neurons", "#picture-8"]],
        [{ ...blog, network: dead, neurons, classNames: fashion }, ["#", "#neurons", "#L0N00", "#picture-8"]],
      ] as const
    ) {
      const page = await writePage(await gatherPage([told], mnist, { dataset, fair: 60, mistakes: 5 }));
      await inPage(page, {}, async (page) => {
        for (const hash of hashes) {
          await page.evaluate((hash) => location.hash = hash, hash);
          await page.waitForTimeout(100);
          assert((await page.locator("main").innerText()).length > 40, hash);
        }
        await page.evaluate(() => location.hash = "#neurons");
        const text = await page.locator("main").innerText();
        assertStringIncludes(text, told.neurons.length === 0 ? "no hidden neurons" : "dead");
      });
    }
  },
});
