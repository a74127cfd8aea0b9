// A whole small run: the notebooks as committed, on a data set of the test's own and against a server of the test's own.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { seededRandom } from "../lib/random.ts";
import { openTrained, readStats, readSummaries } from "../lib/runs/mod.ts";
import { parseNotebook } from "../lib/walkthrough/notebook.ts";
import { complete, failWith, startChatServer } from "./chat_server.ts";
import { writeDataSet } from "./data_files.ts";
import { commandLines, endOf, startTask } from "./processes.ts";

const root = new URL("..", import.meta.url).pathname;
const key = "sk-planted-by-the-test-8d1f3a60b2";
const inAddress = "adr31planted5tYuIoP0987mNb";
const inHeader = "hdr7Hq2planted9XwLm4ZcVb8";

/** What a server may make of the secrets that it was sent: as they are, in pieces, in HTML, with control characters. */
const echo = (secrets: string) => {
  const pieces = secrets.match(/.{1,5}/g)!;
  const html = `<p>${pieces.join("</b><b>")}</p>`;
  return `You sent ${[secrets, pieces.join("\n"), html, pieces.join("\u0007"), secrets.toUpperCase()].join(" ")}.`;
};

/** Runs a test in a project of its own: the lib and the notebooks of this one, and data/shoes, of 5 × 4 pixels. */
async function withProject(test: (project: string) => Promise<void>): Promise<void> {
  const project = await Deno.realPath(await Deno.makeTempDir());
  try {
    const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
    config.imports["lib/"] = new URL("../lib/", import.meta.url).href;
    delete config.imports["@std/assert"];
    await Deno.writeTextFile(`${project}/deno.json`, JSON.stringify(config));
    for (const folder of ["notebooks", "data", "data/shoes", "temporary"]) await Deno.mkdir(`${project}/${folder}`);
    for await (const { name } of Deno.readDir(`${root}notebooks`)) {
      if (/^0[1-6].*\.ipynb$/.test(name)) {
        await Deno.copyFile(`${root}notebooks/${name}`, `${project}/notebooks/${name}`);
      }
    }
    await writeShoes(`${project}/data/shoes`);
    await test(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

/** Left shoes have ink on the left, right ones on the right, with noise. */
async function writeShoes(folder: string, classNames = ["left", "right"]): Promise<void> {
  const random = seededRandom(1);
  const half = (count: number) => {
    const labels = Array.from({ length: count }, (_, i) => i % 2);
    const pixels = labels.flatMap((label) =>
      Array.from({ length: 20 }, (_, i) => Math.floor(128 * random() + ((i % 5 > 2) === (label === 1) ? 127 : 0)))
    );
    return { labels, pixels };
  };
  const halves = { train: half(60), t10k: half(20) };
  await writeDataSet(folder, { classNames, width: 5, height: 4, halves });
}

/** Walks by the rules, with no server; gives what the run has kept. */
async function walkByRules(project: string, run: string, ...settings: string[]) {
  const args = [
    "--run",
    run,
    ...["dataset=shoes", "epochs=2", "batchSize=8", ...settings].flatMap((one) => ["--set", one]),
  ];
  const { code, out, err } = await endOf(startTask("walkthrough", args, { project, env: WITHOUT_KEY }));
  assertEquals(code, 0, out + err);
  const opened = await openTrained(run, { from: project });
  return { stats: await readStats(opened), summaries: await readSummaries(opened, opened.widths.length) };
}

const WITHOUT_KEY = { OPENAI_API_KEY: "", OPENAI_BASE_URL: "" };

async function walk(project: string, url: string, ...options: string[]): Promise<{ code: number; printed: string }> {
  const env = {
    OPENAI_API_KEY: key,
    OPENAI_BASE_URL: `${url}?api_key=${inAddress}`,
    OPENAI_CUSTOM_HEADERS: `X-Own: ${inHeader}`,
    OPENAI_MODEL: "test",
    TMPDIR: `${project}/temporary`,
  };
  const { code, out, err } = await endOf(startTask("walkthrough", ["--run", "shoes", ...options], { project, env }));
  return { code, printed: out + err };
}

/** All files below a folder, each with its text. */
async function readTexts(folder: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await readTexts(path));
    else found.push([path, new TextDecoder().decode(await Deno.readFile(path))]);
  }
  return found;
}

/** The HTML that a notebook's outputs show. */
function htmlOf(text: string): string[] {
  const { cells } = parseNotebook(text, "copy");
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap((output) => "data" in output ? output.data["text/html"] : [])
  )
    .filter((html) => typeof html === "string");
}

Deno.test("notebooks 01 to 06 run with no hidden layer, with dead neurons alone, and with a class that has no picture", async () => {
  await withProject(async (project) => {
    const bare = await walkByRules(project, "bare", "depth=0");
    assertEquals([bare.stats, bare.summaries.layers], [[], []]);
    assert(bare.summaries.network.length > 0);

    const dead = await walkByRules(project, "dead", "width=1", "learningRate=0.3", "seed=11");
    assertEquals(dead.stats.map((neurons) => neurons.map((one) => one.dead)), [[true]]);

    await writeShoes(`${project}/data/shoes`, ["left", "right", "boot"]);
    const rare = await walkByRules(project, "rare", "width=1", "06.one=left", "06.other=boot");
    assertEquals(rare.stats[0][0].classes.map(({ count }) => count), [30, 30, 0]);
  });
});

Deno.test("a run on a data set and a model of one's own leaves the key in no file, output or process argument", async () => {
  let says = (secrets: string) => complete(`${echo(secrets)} <script>alert(1)</script>\u001b[2J`);
  const processes: string[] = [];
  const server = startChatServer(async ({ headers }) => {
    processes.push(await commandLines());
    return says(`${headers.get("authorization")} ${headers.get("x-own")} ${inAddress}`);
  });
  try {
    await withProject(async (project) => {
      const settings = ["--set", "dataset=shoes", "--set", "width=3", "--set", "epochs=2", "--set", "batchSize=8"];
      const { code, printed } = await walk(project, server.url, ...settings);
      assertEquals(code, 0, printed);
      assert(
        server.requests.length > 0 &&
          server.requests.every(({ headers }) => headers.get("authorization")?.includes(key)),
      );
      assert(processes.every((lines) => lines.includes("walkthrough/main.ts") && lines.includes("jupyter")));

      const run = await openTrained("shoes", { from: project });
      const { name, classNames } = run.record.dataset;
      assertEquals([name, ...classNames], ["shoes", "left", "right"]);
      const { network } = await readSummaries(run, run.widths.length);
      const { length } = network;
      assert(network.startsWith("You sent Bearer [key]") && length < 300, network);
      assert(network.endsWith("<script>alert(1)</script>[2J"), network);

      // Without what is kept, and with a server that shows the key it refuses.
      await Deno.remove(`${project}/outputs/shoes/chat`, { recursive: true });
      says = (secrets) => failWith(401, `Incorrect API key provided: ${echo(secrets)}`);
      const refused = await walk(project, server.url, "--only", "04");
      assertEquals(refused.code, 1);
      assertStringIncludes(refused.printed, "Incorrect API key provided: You sent Bearer [key]");

      const files = await readTexts(project);
      assert(files.filter(([path]) => path.endsWith(".ipynb")).length === 12, "executed copies beside the notebooks");
      const texts = [...files, ["what was printed", printed + refused.printed], ["a process", processes.join("\n")]];
      for (const [path, text] of texts) {
        const letters = text.toLowerCase().replace(/<[^<>]*>|\\[nrtu](?:\d{4})?|[^a-z0-9]/g, "");
        for (const secret of [key, inAddress, inHeader]) {
          for (const form of [secret, btoa(secret), secret.slice(3, 20)]) assert(!text.includes(form), path);
          assert(!letters.includes(secret.toLowerCase().replace(/[^a-z0-9]/g, "").slice(2, 16)), path);
        }
      }
      // A reply is text: where an output shows it as HTML, its script is written out and not run.
      const copies = files.filter(([path]) => path.includes("/outputs/") && path.endsWith(".ipynb"));
      const pages = copies.flatMap(([, text]) => htmlOf(text));
      assert(pages.some((html) => html.includes("&lt;script&gt;alert(1)&lt;/script&gt;")));
      assert(!pages.some((html) => html.includes("<script>alert(1)")));
      // The one script that is meant to run is the pencil's own.
      assert(!pages.some((html) => !html.startsWith("<div data-pencil=") && html.includes("<script")));
    });
  } finally {
    await server.close();
  }
});
