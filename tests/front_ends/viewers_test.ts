// What a reader sees who runs nothing: a fresh clone in JupyterLab, nbconvert's HTML, print, and other front ends' choice.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { readNotebook } from "../../lib/walkthrough/notebook.ts";
import { chromiumPath, launchBrowser } from "../browser.ts";
import { python, root, runPython, thorough, withProject } from "./jupyter.ts";
import { withLab } from "./lab.ts";

const ignore = python === undefined || chromiumPath === undefined;
const names = [...Deno.readDirSync(join(root, "notebooks"))].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb")).sort();
const outputsOf = async (name: string) =>
  (await readNotebook(join(root, "notebooks", name))).cells.flatMap(({ outputs = [] }) => outputs);

/** A picture as a page shows it; `right` is where it ends, and `room` where what holds it ends. */
interface Shown {
  width: number;
  natural: number;
  alt: string;
  right: number;
  room: number;
}

/** Whether JupyterLab has drawn all cells. */
const everyCell = `document.querySelectorAll(".jp-NotebookPanel .jp-Cell").length ===
  jupyterapp.shell.currentWidget.content.widgets.length`;

/** The pictures below the cells, once all have been read. */
async function readPictures(page: Page, { outputs, room }: { outputs: string; room: string }): Promise<Shown[]> {
  const images = `[...document.querySelectorAll("${outputs}")].flatMap((one) => [...one.querySelectorAll("img")])`;
  await page.waitForFunction(`${images}.every((image) => image.complete)`, undefined, { polling: 50 });
  return await page.evaluate(`${images}.filter((image) => image.checkVisibility()).map((image) => ({
    width: image.getBoundingClientRect().width,
    natural: image.naturalWidth,
    alt: image.alt,
    right: image.getBoundingClientRect().right,
    room: image.closest("${room}").getBoundingClientRect().right,
  }))`);
}

function assertSeen(pictures: readonly Shown[], plots: number, where: string): void {
  assert(pictures.length >= plots, `${where}: ${pictures.length} pictures, and ${plots} plots`);
  for (const picture of pictures) {
    assert(picture.natural > 0 && picture.alt !== "" && picture.width <= 900, `${where}: ${JSON.stringify(picture)}`);
    assert(picture.right <= picture.room + 1, `${where}: cut, ${JSON.stringify(picture)}`);
  }
}

const countPlots = async (name: string) =>
  (await outputsOf(name)).filter((output) => "data" in output && output.data["image/png"] !== undefined).length;

Deno.test({
  name: "JupyterLab: an untrusted fresh clone shows every plot whole, on a screen of 1,366 pixels",
  ignore,
  fn: async () => {
    await withProject((place) =>
      withLab(place, async (open) => {
        for (const name of thorough ? names : names.filter((name) => /^0[026]/.test(name))) {
          await open(`notebooks/${name.replace(".ipynb", "")}`, async ({ page, waitUntil }) => {
            await waitUntil(() => page.evaluate(everyCell));
            const isTrusted = "jupyterapp.shell.currentWidget.content.widgets.every((cell) => cell.model.trusted)";
            assertEquals(await page.evaluate(isTrusted), false);
            const pictures = await readPictures(page, { outputs: ".jp-OutputArea-output", room: ".jp-NotebookPanel" });
            assertSeen(pictures, await countPlots(name), name);
          });
        }
      }, { whole: true })
    );
  },
});

Deno.test({
  name: "nbconvert's HTML shows every plot whole, where a code host strips styles and scripts, and in print",
  ignore,
  fn: async () => {
    const browser = await launchBrowser();
    try {
      await withProject(async (place) => {
        await runPython(place, ["-m", "nbconvert", "--to", "html", ...names.map((name) => `notebooks/${name}`)]);
        for (const name of names) {
          const path = join(place.folder, "notebooks", name.replace(".ipynb", ".html"));
          const html = (await Deno.readTextFile(path)).replaceAll(/<script\b[^]*?<\/script>/g, "");
          for (const way of ["with its styles", "without styles", "printed"]) {
            const page = await browser.newPage({ viewport: { width: way === "printed" ? 718 : 1366, height: 900 } });
            await page.route(
              "**",
              (route) => route.request().url().startsWith("data:") ? route.continue() : route.abort(),
            );
            if (way === "printed") await page.emulateMedia({ media: "print" });
            await page.setContent(way === "without styles" ? html.replaceAll(/ style="[^"]*"/g, "") : html);
            const pictures = await readPictures(page, { outputs: ".jp-OutputArea-output", room: "body" });
            assertSeen(pictures, await countPlots(name), `${name}, ${way}`);
            await page.close();
          }
        }
      });
    } finally {
      await browser.close();
    }
  },
});

Deno.test("a front end that takes media types in VS Code's order shows a picture for every plot, trusted or not", async () => {
  const order = [
    "application/json",
    "application/javascript",
    "text/html",
    "image/svg+xml",
    "text/latex",
    "text/markdown",
    "image/png",
    "image/jpeg",
    "text/plain",
  ];
  // What VS Code shows of a folder that it does not trust.
  const secure = ["application/json", "text/markdown", "image/png", "text/plain"];
  for (const name of names) {
    for (const output of await outputsOf(name)) {
      if (!("data" in output) || output.data["image/png"] === undefined) continue;
      const first = (types: readonly string[]) => types.find((type) => output.data[type] !== undefined);
      assertEquals(first(order), "text/html");
      assertMatch(String(output.data["text/html"]), /<img [^>]*src="data:image\/(svg\+xml|png);base64,/);
      assertEquals(first(secure), "image/png");
    }
  }
});
