// JupyterLab in Chromium: what its user sees where a cell fails, a run's name is refused, or the kernel starts anew.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { chromiumPath } from "../browser.ts";
import { lib, python, withPlace, withProject } from "./jupyter.ts";
import { withLab } from "./lab.ts";

const ignore = python === undefined || chromiumPath === undefined;

Deno.test({
  name: "JupyterLab: Run All stops at an error, and shows what was wrong and where",
  ignore,
  fn: async () => {
    const notebooks = {
      runtime: [
        "console.log('first'); 1",
        "throw new RangeError('too wide', { cause: new Error('why') })",
        "console.log('never')",
      ],
      parse: ["'first'", "const prompt = `unclosed;", "'never'"],
      import: [`import { opn } from "${lib}kernel/time.ts"; 1`, "'never'"],
    };
    await withPlace(notebooks, (place) =>
      withLab(place, async (open) => {
        await open("runtime", async ({ command, readOutputs, readCounts, isIdle, waitUntil }) => {
          await command("notebook:run-all-cells");
          await waitUntil(async () => (await readOutputs())[1] !== "" && await isIdle());
          const [first, error, never] = await readOutputs();
          assertEquals(first, "first\n1");
          assertMatch(error, /^RangeError: too wide[^]*Caused by Error: why/);
          assertEquals(never, "");
          assertEquals((await readCounts())[2], "");
        });
        for (
          const [name, shown] of [["parse", /second backtick[^]* at line 1/], ["import", /exports no "opn"/]] as const
        ) {
          await open(name, async ({ command, readOutputs, waitUntil }) => {
            await command("notebook:run-all-cells");
            const seen = async () => (await readOutputs()).join("\n");
            await waitUntil(async () => shown.test(await seen()));
            assert(!(await seen()).includes("never"));
          });
        }
      }));
  },
});

Deno.test({
  name: "JupyterLab: after a refused run name nothing runs, and nothing is written into the run opened before",
  ignore,
  fn: async () => {
    await withProject((place) =>
      withLab(place, async (open) => {
        await open("notebooks/01_train", async ({ command, edit, runCell, readTexts, isIdle, waitUntil }) => {
          const last = (await readTexts()).length - 1;
          await edit(0, (source) => source.replace('run = "blog"', 'run = "mine"').replace("epochs = 5", "epochs = 1"));
          await command("notebook:clear-all-cell-outputs");
          await command("notebook:run-all-cells");
          await waitUntil(
            async () => (await readTexts())[last].includes("Kept in outputs/mine/") && await isIdle(),
            120,
          );
          const before = await readFolder(`${place.folder}/outputs`);
          assert(before.some(([path]) => path.endsWith("/mine/weights.bin")));

          await edit(0, (source) => source.replace('run = "mine"', 'run = "my/net"'));
          await command("notebook:clear-all-cell-outputs");
          await command("notebook:run-all-cells");
          await waitUntil(async () => (await readTexts())[1] !== "" && await isIdle());
          assertMatch((await readTexts())[1], /Cannot [^]*my\/net/);
          assertEquals((await readTexts()).slice(2).join(""), "");
          assertEquals(await readFolder(`${place.folder}/outputs`), before);

          // By hand each later cell can be run still: its values are those of the run opened before.
          await runCell(last);
          await waitUntil(async () => (await readTexts())[last] !== "" && await isIdle());
          assertMatch((await readTexts())[last], /Cannot use run "mine": it was closed/);
          assertEquals(await readFolder(`${place.folder}/outputs`), before);
        });
      })
    );
  },
});

Deno.test({
  name: "JupyterLab: progress is live, a restart gives a fresh kernel, and a kernel that a cell ends says so",
  ignore,
  fn: async () => {
    const progress = `for (let i = 0; i < 20; i++) {
        await Deno.jupyter.display({ "text/plain": "step " + i }, { raw: true, display_id: "bar", update: i > 0 });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }`;
    const busy = "console.log('begun'); await new Promise((shown) => setTimeout(shown, 300)); while (true) {}";
    await withPlace(
      { restart: [progress, "const left = 1; Deno.pid", busy, "typeof left", "Deno.exit(3)"] },
      (place) =>
        withLab(place, async (open) => {
          await open("restart", async ({ page, runCell, readOutputs, readKernel, waitUntil }) => {
            const restart = async () => {
              await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()");
              await waitUntil(async () => (await readKernel()).status === "idle");
            };
            await runCell(0);
            await waitUntil(async () => /step [1-9]$/.test((await readOutputs())[0]), 5);
            await waitUntil(async () => (await readOutputs())[0] === "step 19");
            await runCell(1);
            await waitUntil(async () => (await readOutputs())[1] !== "");
            const [, before] = await readOutputs();
            await restart();
            await runCell(1);
            await waitUntil(async () => !["", before].includes((await readOutputs())[1]));
            // Also while a cell computes without a pause.
            await runCell(2);
            await waitUntil(async () => (await readOutputs())[2] === "begun");
            await restart();
            await runCell(3);
            await waitUntil(async () => (await readOutputs())[3].includes("undefined"));
            await runCell(4);
            await waitUntil(async () => (await readOutputs())[4].includes("The cell ended the kernel (exit code 3)"));
          });
        }),
    );
  },
});

Deno.test({
  name: "JupyterLab: the notebooks open with Deno's own kernel where ours is not installed",
  ignore,
  fn: async () => {
    await withPlace({ plain: ["6 * 7"] }, (place) =>
      withLab(place, async (open) => {
        await open("plain", async ({ command, readOutputs, readKernel, waitUntil }) => {
          assertEquals((await readKernel()).name, "deno");
          await command("notebook:run-all-cells");
          await waitUntil(async () => (await readOutputs())[0] === "42");
        });
      }), { kernels: ["stock"] });
  },
});

/** Every file below a folder, with its time and its bytes. */
async function readFolder(folder: string): Promise<[string, Date | null, string][]> {
  const found: [string, Date | null, string][] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await readFolder(path));
    else found.push([path, (await Deno.stat(path)).mtime, (await Deno.readFile(path)).toBase64()]);
  }
  return found.sort(([one], [other]) => one < other ? -1 : 1);
}
