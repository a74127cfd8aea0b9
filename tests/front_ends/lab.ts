// A notebook that is open in JupyterLab in Chromium, for the tests of what its user does and sees.

import { dirname } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../browser.ts";
import { type Place, python } from "./jupyter.ts";

/** A notebook that is open in JupyterLab. Code cells are counted from 0. */
export interface Lab {
  readonly page: Page;
  /** Executes one of JupyterLab's commands. */
  command(name: string): Promise<void>;
  /** Begins to run one code cell. */
  runCell(cell: number): Promise<void>;
  /** Replaces the text of a code cell. */
  edit(cell: number, change: (source: string) => string): Promise<void>;
  /** The texts below each code cell. */
  readOutputs(): Promise<string[]>;
  /** The plain texts of each code cell's outputs, also of cells that are not on the screen. */
  readTexts(): Promise<string[]>;
  /** What stands in the brackets beside each code cell: "1", "*" while it is queued or runs, "" before. */
  readCounts(): Promise<string[]>;
  /** The name and the state of the kernel, as the page knows them. */
  readKernel(): Promise<{ name: string; status: string }>;
  /** Whether the kernel is idle and no cell waits for it. */
  isIdle(): Promise<boolean>;
  /** Waits until the condition holds and gives how many milliseconds that took; throws after `seconds`. */
  waitUntil(condition: () => Promise<boolean>, seconds?: number): Promise<number>;
}

/** Opens a notebook by its path without the ending, waits for its kernel, and lets the work use it. */
export type Open = (notebook: string, work: (lab: Lab) => Promise<void>) => Promise<void>;

/**
 * Starts JupyterLab for the work, and ends it with all its kernels. With `whole` it draws all cells of a notebook, also
 * those outside of the screen.
 */
export async function withLab(
  place: Place,
  work: (open: Open) => Promise<void>,
  { whole = false, theme = "JupyterLab Light" }: { whole?: boolean; theme?: string } = {},
): Promise<void> {
  await writeSettings(place, {
    "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
    "apputils-extension/themes": { theme },
    "notebook-extension/tracker": whole ? { windowingMode: "none" } : {},
  });
  const port = freePort();
  const settings = ["--ServerApp.token=", "--ServerApp.password=", "--ServerApp.allow_root=True", "--no-browser"];
  const server = new Deno.Command(python!, {
    args: ["-m", "jupyterlab", `--port=${port}`, "--LabApp.expose_app_in_browser=True", ...settings],
    cwd: place.folder,
    env: place.environment,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let browser: Browser | undefined;
  try {
    const address = `http://127.0.0.1:${port}`;
    await retry(async () => (await fetch(`${address}/api/status`)).body?.cancel().then(() => true) ?? true, 60);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
    await work(async (notebook, work) => {
      const page = await context.newPage();
      // A workspace of its own: otherwise the notebooks of the last time are opened beside it.
      await page.goto(`${address}/lab/workspaces/${crypto.randomUUID()}/tree/${notebook}.ipynb`);
      const lab = describeLab(page);
      await lab.waitUntil(async () => (await lab.readKernel()).status === "idle", 60);
      await work(lab);
      await page.evaluate(`${panel}.sessionContext.shutdown()`);
      await page.close();
    });
  } finally {
    await browser?.close();
    server.kill("SIGTERM");
    await server.status;
  }
}

async function writeSettings({ environment }: Place, settings: Record<string, object>): Promise<void> {
  for (const [name, values] of Object.entries(settings)) {
    const path = `${environment.JUPYTER_CONFIG_DIR}/lab/user-settings/@jupyterlab/${name}.jupyterlab-settings`;
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(values));
  }
}

const panel = "jupyterapp.shell.currentWidget";
const codeCells = `${panel}.content.widgets.filter((cell) => cell.model.type === "code")`;

const readKernel = `(() => {
  const kernel = globalThis.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
  return { name: kernel?.name ?? "", status: kernel?.status ?? "" };
})()`;

function describeLab(page: Page): Lab {
  const readCells = (code: string): Promise<string[]> =>
    page.evaluate(`[...${panel}.node.querySelectorAll(".jp-CodeCell")].map((cell) => ${code})`);
  const command = async (name: string) => void await page.evaluate(`void jupyterapp.commands.execute("${name}")`);
  return {
    page,
    command,
    async runCell(cell) {
      await page.evaluate(`${panel}.content.activeCellIndex = ${panel}.content.widgets.indexOf(${codeCells}[${cell}])`);
      await command("notebook:run-cell");
    },
    async edit(cell, change) {
      const text = `${codeCells}[${cell}].model.sharedModel`;
      const source = change(await page.evaluate(`${text}.getSource()`) as string);
      await page.evaluate(`${text}.setSource(${JSON.stringify(source)})`);
    },
    readOutputs: () =>
      readCells(
        `[...cell.querySelectorAll(".jp-OutputArea-output")].map((output) => output.innerText.trim()).join("\\n")`,
      ),
    readTexts: () =>
      page.evaluate(
        `${codeCells}.map((cell) =>
        cell.model.outputs.toJSON().map((output) => [output.text, output.data?.["text/plain"], output.traceback].flat().join("\\n"))
          .join("\\n").trim())`,
      ),
    readCounts: () => readCells(`cell.querySelector(".jp-InputPrompt").innerText.replace(/[^\\d*]/g, "")`),
    readKernel: () => page.evaluate(readKernel),
    isIdle: () =>
      page.evaluate(`(${readKernel}).status === "idle" &&
        ${codeCells}.every((cell) => cell.model.executionState === "idle")`),
    async waitUntil(condition, seconds = 30) {
      const start = performance.now();
      await retry(condition, seconds);
      return performance.now() - start;
    },
  };
}

async function retry(condition: () => Promise<boolean>, seconds: number): Promise<void> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${seconds} seconds: ${condition}`);
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
}
