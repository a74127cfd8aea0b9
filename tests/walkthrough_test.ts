// The walkthrough itself, on the real kernel and all of MNIST: what it leaves is what is committed.

import { assert, assertEquals } from "@std/assert";
import { parseNotebook, readNotebook } from "../lib/walkthrough/notebook.ts";

const root = new URL("..", import.meta.url).pathname;

/** Runs notebooks under a run name of the test's own, hands the run's folder on, and removes it. */
async function withWalkthrough(run: string, options: string[], work: (folder: string) => Promise<void>) {
  const folder = `${root}outputs/${run}`;
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "lib/walkthrough/main.ts", "--run", run, ...options],
      cwd: root,
      // No key, so that the rules answer wherever the test runs.
      env: { NO_COLOR: "1", OPENAI_API_KEY: "", OPENAI_BASE_URL: "" },
    }).output();
    assert(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

async function assertEveryDisplay(folder: string) {
  for await (const { name } of Deno.readDir(`${folder}/notebooks`)) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = await readNotebook(`${folder}/notebooks/${name}`);
    for (const [i, { type, source, outputs = [] }] of cells.entries()) {
      // The set-up cell has something to say in some places only.
      const isSetUp = /^import /m.test(source);
      const shows = type === "code" && !isSetUp && /^await show\w*\(|progressBar\(/m.test(source);
      assert(!shows || outputs.length > 0, `${name}, cell ${i + 1} shows something but has no output`);
      assert(outputs.every(({ output_type }) => output_type !== "error"), `${name}, cell ${i + 1} failed`);
    }
  }
}

async function filesOf(folder: string, below = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${below}`)) {
    if (isDirectory) found.push(...await filesOf(folder, `${below}${name}/`));
    else found.push(below + name);
  }
  return found.sort();
}

/** What a notebook's cells show, whatever its run is called and whether a cell that names it was added. */
function outputsOf(notebook: string): string[] {
  const { cells } = parseNotebook(notebook.replaceAll("test-of-the-default", "blog"), "a notebook");
  const own = cells.filter(({ type, id }) => type === "code" && id !== "injected-parameters");
  return own.map(({ outputs = [] }) =>
    JSON.stringify(outputs.map((output) => ({ ...output, execution_count: undefined })))
  );
}

Deno.test("notebooks 01 to 06 leave the committed run, byte for byte, with an output for every display", async () => {
  await withWalkthrough("test-of-the-default", ["--only", "01,02,03,04,05,06"], async (folder) => {
    await assertEveryDisplay(folder);
    const made = (await filesOf(folder)).filter((file) => !file.startsWith("notebooks/"));
    assert(made.includes("weights.bin") && made.includes("network.json"));
    for (const file of made) {
      const [ours, committed] = await Promise.all(
        [folder, `${root}outputs/blog`].map((place) => Deno.readFile(`${place}/${file}`)),
      );
      assertEquals(ours, committed, `${file} differs from the committed one`);
    }
    for (const file of (await filesOf(folder)).filter((file) => file.endsWith(".ipynb"))) {
      const [ours, committed] = await Promise.all(
        [`${folder}/${file}`, `${root}${file}`].map(async (path) => outputsOf(await Deno.readTextFile(path))),
      );
      assertEquals(ours, committed, `${file} shows something else than the committed one`);
    }
  });
});

Deno.test("two hidden layers are explained through each other's features and the right weights", async () => {
  const options = ["--only", "01,02,03,04,05,06", "--set", "width=8", "--set", "depth=2", "--set", "epochs=1"];
  await withWalkthrough("test-of-depth", options, async (folder) => {
    await assertEveryDisplay(folder);
    const explanations = await Promise.all(
      (await filesOf(folder)).filter((file) => file.startsWith("neurons/L1")).map(async (file) =>
        JSON.parse(await Deno.readTextFile(`${folder}/${file}`))
      ),
    );
    const summary = JSON.parse(await Deno.readTextFile(`${folder}/layers/L0.json`)).text;
    // The LayersModel format keeps the first layer's 784 × 8 + 8 numbers before the second layer's 8 × 8.
    const numbers = new Float32Array((await Deno.readFile(`${folder}/weights.bin`)).buffer);
    const second = numbers.subarray(784 * 8 + 8, 784 * 8 + 8 + 64);
    const live = explanations.filter(({ dead }) => !dead);
    assert(live.length > 0);
    for (const { neuron, messages } of live) {
      const text = messages[1].content.map((part: { text?: string }) => part.text ?? "").join("\n");
      assert(text.includes(summary), "the prompt holds the first layer's summary");
      const lines = [...text.matchAll(/^Activation (\d+), weight: (\S+)$/gm)];
      assertEquals(lines.length, 8, "a second-layer neuron has eight features to be made of");
      for (const [, from, weight] of lines) assertEquals(Number(weight), second[Number(from) * 8 + neuron]);
    }
  });
});
