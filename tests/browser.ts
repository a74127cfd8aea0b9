// A real browser for the tests of pages: Chromium, where the machine has it.

import type { Browser, Page } from "playwright-core";

// Playwright looks, when it is loaded, for signs of Windows in a place that only all permissions together open. Told
// that it is being tested, it looks when it is asked.
Deno.env.set("__IS_WSL_TEST__", "1");
const { chromium } = await import("playwright-core");

/** Where Debian, other Linuxes, macOS and Windows put Chromium or Chrome. */
const places = [
  Deno.env.get("CHROMIUM_PATH"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser's path; without one the tests that need it are left out, and say so. */
export const chromiumPath = places.find((path) => path !== undefined && isFile(path));
if (chromiumPath === undefined) {
  console.log("Left out: the tests in a browser, for there is no Chromium here (Debian: apt-get install chromium).");
}

/** Starts the browser. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
}

/** How a page is looked at. */
export interface PageOptions {
  dark?: boolean;
  width?: number;
  height?: number;
}

/** Opens HTML in a page of its own; fails if its console holds an error, or if it asks for anything beside itself. */
export async function inPage(html: string, options: PageOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  let browser: Browser | undefined;
  try {
    await Deno.writeTextFile(`${folder}/index.html`, html);
    browser = await launchBrowser();
    const { width = 1280, height = 900, dark = false } = options;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
    const wrong: string[] = [];
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith("data:") && url !== `file://${folder}/index.html`) wrong.push(`a request for ${url}`);
    });
    await page.goto(`file://${folder}/index.html`);
    await page.waitForSelector("h1, .sheet, img");
    await work(page);
    if (wrong.length > 0) throw new Error(`The page has errors: ${wrong.join("; ")}`);
  } finally {
    await browser?.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
