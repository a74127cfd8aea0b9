/** Tests of lib/walkthrough/run.ts and of the walkthrough's command line, against the real Deno kernel. */

import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Cell } from "../lib/walkthrough/cells.ts";
import { formatNotebook, type Notebook, readNotebook } from "../lib/walkthrough/notebook.ts";
import { runNotebooks } from "../lib/walkthrough/run.ts";
import { endOf, startTask } from "./processes.ts";

type Source = string | { source: string; tags: string[] };

/** Runs a test in a project of its own with the given notebooks: code cells by their sources. */
async function withProject(
  notebooks: Readonly<Record<string, readonly Source[]>>,
  test: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(root, "deno.json"), "{}");
    await Deno.mkdir(join(root, "notebooks"));
    for (const [name, sources] of Object.entries(notebooks)) {
      const cells = sources.map((cell, index): Cell => {
        const { source, tags } = typeof cell === "string" ? { source: cell, tags: [] } : cell;
        return { id: `c${index}`, type: "code", source, metadata: { tags }, outputs: [], executionCount: null };
      });
      await Deno.writeTextFile(join(root, "notebooks", `${name}.ipynb`), formatNotebook({ cells }));
    }
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What the task allows a walkthrough: see deno.json. */
const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
const permissions: string[] = tasks.walkthrough.command.match(/--allow\S+/g);

const startWalkthrough = (root: string, ...args: string[]) => startTask("walkthrough", args, { project: root });
const walk = (root: string, ...args: string[]) => endOf(startWalkthrough(root, ...args));

const copy = (root: string, name: string, run = "blog") => join(root, "outputs", run, "notebooks", `${name}.ipynb`);

function texts({ cells }: Notebook): (string | undefined)[] {
  return cells.map(({ outputs }) => {
    const output = outputs?.[0];
    if (output === undefined) return undefined;
    if (output.output_type === "stream") return output.text;
    return output.output_type === "error" ? output.evalue : String(output.data["text/plain"]);
  });
}

/** Whether a process runs; one that has ended and that nobody has waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (Deno.build.os !== "linux") return true;
  // Deno itself reads /proc only where all is allowed.
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${pid}/status`], stderr: "null" }).outputSync();
  return /^State:\s+[^Z\s]/m.test(new TextDecoder().decode(stdout));
}

/** Waits until the condition holds, for at most 20 seconds. */
async function waitUntil(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert(condition(), `not within 20 seconds: ${condition}`);
}

/** The number that a cell has written into a file beside the notebooks. */
function readPid(root: string): number {
  try {
    return Number(Deno.readTextFileSync(join(root, "notebooks", "pid")));
  } catch {
    return 0;
  }
}

const WRITE_PID = 'await Deno.writeTextFile("pid", String(Deno.pid));';

Deno.test("runNotebooks() runs each notebook in a fresh kernel, in its own folder, and counts cells anew", async () => {
  await withProject({
    "00_a": ["const left = 1;", "left + 1", "", "console.log(Deno.cwd())"],
    "01_b": ["typeof left"],
  }, async (root) => {
    const paths = ["00_a", "01_b"].map((name) => join(root, "notebooks", `${name}.ipynb`));
    const events: string[] = [];
    const summary = await runNotebooks(paths, {
      copyPath: (name) => join(root, name),
      progress: {
        startCell: (name, number, count) => events.push(`${name} ${number}/${count}`),
        endCell: () => {},
        showDisplay: () => {},
        startNotebook: (name, reason) => events.push(`${name}: ${reason}`),
        keepNotebook: (name) => events.push(`${name} kept`),
        endNotebook: (name, count) => events.push(`${name} ${count}`),
        stop: () => {},
      },
    });
    assertEquals(summary, { notebooks: 2, kept: 0, cells: 4, failedRequests: new Map() });
    assertEquals(events, ["00_a 1/3", "00_a 2/3", "00_a 3/3", "00_a 3", "01_b 1/1", "01_b 1"]);
    const first = await readNotebook(join(root, "00_a.ipynb"));
    assertEquals(texts(first), [undefined, "2", undefined, `${await Deno.realPath(join(root, "notebooks"))}\n`]);
    // Empty cells are not executed, as in Jupyter.
    assertEquals(first.cells.map((cell) => cell.executionCount), [1, 2, null, 3]);
    assertEquals(first.cells.map((cell) => cell.id), ["c0", "c1", "c2", "c3"]);
    assertEquals(texts(await readNotebook(join(root, "01_b.ipynb"))), ['"undefined"']);
  });
});

Deno.test("runNotebooks() gives the same bytes twice and keeps what a later cell made of a display", async () => {
  const show = (text: string, update: boolean) =>
    `await Deno.jupyter.display({ "text/plain": "${text}" }, { raw: true, display_id: crypto.randomUUID() });
     await Deno.jupyter.display({ "text/plain": "${text}" }, { raw: true, display_id: "bar", update: ${update} });`;
  const sources = [
    show("begun", false),
    "for (let i = 0; i < 200; i++) console.log(i, [i]);",
    show("done", true),
    "({ a: 1 })",
  ];
  await withProject({ "00_a": sources }, async (root) => {
    const run = (folder: string) =>
      runNotebooks([join(root, "notebooks", "00_a.ipynb")], { copyPath: (name) => join(root, folder, name) });
    await run("first");
    await run("second");
    const text = await Deno.readTextFile(join(root, "first", "00_a.ipynb"));
    assertEquals(await Deno.readTextFile(join(root, "second", "00_a.ipynb")), text);
    const { cells } = await readNotebook(join(root, "first", "00_a.ipynb"));
    assertEquals(cells[0].outputs?.map((output) => "data" in output && output.data["text/plain"]), ["begun", "done"]);
  });
});

Deno.test("runNotebooks() checks all settings and reads all notebooks before it starts a kernel", async () => {
  await withProject({ "00_a": [WRITE_PID] }, async (root) => {
    const path = join(root, "notebooks", "00_a.ipynb");
    const copyPath = (name: string) => join(root, name);
    await assertRejects(
      () => runNotebooks([path], { copyPath, settings: ["width=3"] }),
      Error,
      "Cannot set a parameter",
    );
    await assertRejects(() => runNotebooks([path, `${path}x`], { copyPath }), Error, "Cannot read");
    assertEquals(readPid(root), 0);
  });
});

Deno.test("the walkthrough sets parameters in the kernel and in the copy, and leaves the notebook alone", async () => {
  const parameters = { source: 'const run = "blog";\nconst width: number = 6; // neurons', tags: ["parameters"] };
  await withProject({ "00_a": [parameters, "`${run} ${width}`"], "01_b": ["1"] }, async (root) => {
    const before = await Deno.readTextFile(join(root, "notebooks", "00_a.ipynb"));
    const { code, out, err } = await walk(root, "--run", "wide", "--set", "width=12");
    assertEquals([code, err], [0, ""]);
    assertMatch(out, /^00_a {2}cell 1 of 3 {2}\d+\.\d s\n/);
    assertMatch(out, /\n00_a {2}3 cells {2}\d+\.\d s\n01_b {2}cell 1 of 1 /);
    assertMatch(
      out,
      /\n2 notebook\(s\) run, 4 cells, \d+\.\d s\. The executed notebooks are in outputs\/wide\/notebooks\/\n$/,
    );
    assert(!out.includes("\r"));
    const { cells } = await readNotebook(copy(root, "00_a", "wide"));
    assertEquals(cells[1].source, 'const width = 12;\nconst run = "wide";');
    assertEquals(cells[1].metadata.tags, ["injected-parameters"]);
    assertEquals(texts({ cells })[2], '"wide 12"');
    assertEquals(await Deno.readTextFile(join(root, "notebooks", "00_a.ipynb")), before);
  });
});

Deno.test("the walkthrough writes back with --in-place, and --only leaves the others out", async () => {
  await withProject({ "00_a": ["1 + 1"], "01_b": ["2 + 2"] }, async (root) => {
    const { code, out } = await walk(root, "--in-place", "--only", "01");
    assertEquals(code, 0);
    assertStringIncludes(out, "The executed notebooks are in notebooks/");
    assertEquals(texts(await readNotebook(join(root, "notebooks", "00_a.ipynb"))), [undefined]);
    assertEquals(texts(await readNotebook(join(root, "notebooks", "01_b.ipynb"))), ["4"]);
  });
});

Deno.test("the walkthrough stops at a failing cell, names it, keeps its copy and ends its kernel", async () => {
  const failing = ["", "console.log('before')", `${WRITE_PID}\nthrow new RangeError("too wide");`, "'never'"];
  await withProject({ "00_a": failing, "01_b": [WRITE_PID] }, async (root) => {
    const before = await Deno.readTextFile(join(root, "notebooks", "00_a.ipynb"));
    const { code, err } = await walk(root, "--in-place");
    assertEquals(code, 1);
    assertStringIncludes(err, `00_a.ipynb, cell 2: ${WRITE_PID}\nRangeError: too wide\n    at `);
    assertStringIncludes(err, copy(root, "00_a"));
    const { cells } = await readNotebook(copy(root, "00_a"));
    assertEquals(texts({ cells }), [undefined, "before\n", "too wide", undefined]);
    assertEquals(cells.map((cell) => cell.executionCount), [null, 1, 2, null]);
    assertEquals(await Deno.readTextFile(join(root, "notebooks", "00_a.ipynb")), before);
    assert(readPid(root) > 0);
    assert(!isAlive(readPid(root)));
  });
});

Deno.test("the walkthrough tells a syntax error, an exit and a time-out from one another", async () => {
  const notebooks = { "00_a": ["const a = ;"], "01_b": ["Deno.exit(0)"], "02_c": ["while (true) {}"] };
  await withProject(notebooks, async (root) => {
    const syntax = await walk(root, "--only", "0");
    assertEquals(syntax.code, 1);
    assertStringIncludes(
      syntax.err,
      "00_a.ipynb, cell 1: const a = ;\nSyntaxError: Expression expected at line 1, column 11",
    );
    const exit = await walk(root, "--only", "1");
    assertEquals(exit.code, 1);
    assertStringIncludes(
      exit.err,
      "01_b.ipynb, cell 1: Deno.exit(0)\nKernelExit: The cell exited the kernel (exit code 0).",
    );
    const endless = await walk(root, "--only", "2", "--timeout", "0.5");
    assertEquals(endless.code, 1);
    assertStringIncludes(endless.err, "Timeout: The cell took longer than 0.5 s and was stopped.");
    assertEquals(texts(await readNotebook(copy(root, "02_c"))), ["The cell took longer than 0.5 s and was stopped."]);
  });
});

Deno.test("the walkthrough refuses an unknown flag with exit code 2, and helps with --help", async () => {
  await withProject({ "00_a": ["1"] }, async (root) => {
    const { code, err } = await walk(root, "--bogus");
    assertEquals(code, 2);
    assertStringIncludes(err, "--bogus");
    const help = await walk(root, "--help");
    assertEquals(help.code, 0);
    assertStringIncludes(help.out, "--in-place");
  });
});

Deno.test("a walkthrough after a finished one runs only what has changed, and says why", async () => {
  const write = `await Deno.writeTextFile("../outputs/blog/made.txt", String(made));`;
  const knobs = { source: "const made = 1;", tags: ["parameters"] };
  await withProject({ "01_a": [knobs, write], "02_b": [`console.log("reads")`] }, async (root) => {
    assertMatch((await walk(root)).out, /^2 notebook\(s\) run, 3 cells/m);
    const again = await walk(root);
    assertMatch(again.out, /^01_a {2}kept: nothing/m);
    assertMatch(again.out, /^0 notebook\(s\) run, 2 kept/m);
    const changed = await walk(root, "--set", "made=2");
    assertMatch(changed.out, /^01_a {2}runs, for its cells or settings have changed$/m);
    assertMatch(changed.out, /^02_b {2}runs, for made\.txt has changed$/m);
    assertMatch((await walk(root, "--set", "made=2", "--fresh")).out, /^2 notebook\(s\) run, 4 cells/m);
  });
});

Deno.test("a second walkthrough in the same run's folder is told, and one in another goes on", async () => {
  const quick = { source: 'const run = "blog";', tags: ["parameters"] };
  await withProject({ "00_a": [WRITE_PID, "while (true) {}"], "01_b": [quick] }, async (root) => {
    const child = startWalkthrough(root);
    const output = child.output();
    await waitUntil(() => readPid(root) > 0);
    const { code, err } = await walk(root, "--only", "1");
    assertEquals(code, 1);
    assertMatch(err, new RegExp(`another walkthrough, process ${child.pid}, is writing to .*/outputs/blog\\.`));
    assertEquals((await walk(root, "--only", "1", "--run", "other")).code, 0);
    child.kill("SIGKILL");
    await output;
    assertEquals((await walk(root, "--only", "1")).code, 0);
    assertEquals([...Deno.readDirSync(join(root, "outputs", "blog"))].map(({ name }) => name), ["notebooks"]);
  });
});

Deno.test({
  name: "Ctrl-C stops a loop of ours at once, keeps its outputs, and says where it was and what is kept",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const leaf = new URL("../lib/interrupt.ts", import.meta.url).href;
    const loop = `import { interruptSignal } from "${leaf}"; ${WRITE_PID} console.log("begun");
      while (!interruptSignal().aborted) await new Promise((resolve) => setTimeout(resolve, 5)); console.log("kept epoch 2");`;
    await withProject({ "00_a": ["1"], "01_b": ["2", loop, "3"] }, async (root) => {
      const child = startWalkthrough(root);
      const output = child.output();
      await waitUntil(() => readPid(root) > 0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const start = performance.now();
      child.kill("SIGINT");
      const { code, stderr } = await output;
      assert(performance.now() - start < 4000, `it took ${performance.now() - start} ms`);
      assertEquals(code, 130);
      const said = new TextDecoder().decode(stderr);
      assertMatch(
        said,
        /^Stopped in 01_b, cell 2 of 3\. No kernel is left running\. The copy up to there is .*01_b\.ipynb\n/,
      );
      assertMatch(said, /Kept: 1 notebook\(s\) before it/);
      assertEquals(texts(await readNotebook(copy(root, "01_b"))), ["2", "begun\nkept epoch 2\n", undefined]);
      assertMatch((await walk(root, "--only", "0")).out, /^00_a {2}kept: /m);
    });
  },
});

Deno.test({
  name: "a walkthrough and its kernel end when the command that started it is killed, and the run is free again",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withProject({ "00_a": [WRITE_PID, "while (true) {}"], "01_b": ["1"] }, async (root) => {
      const project = fileURLToPath(new URL("../", import.meta.url));
      const command = [Deno.execPath(), "run", "-q", ...permissions, `--config=${project}deno.json`].map((part) =>
        `'${part}'`
      );
      // As npx does it: a program that starts a shell that starts the walkthrough.
      const script = `new Deno.Command("sh", { args: ["-c", ${
        JSON.stringify(`${command.join(" ")} '${project}lib/walkthrough/main.ts'; true`)
      }] }).outputSync();`;
      const launcher = new Deno.Command(Deno.execPath(), { args: ["eval", script], cwd: root, stdin: "null" }).spawn();
      await waitUntil(() => readPid(root) > 0);
      const pid = readPid(root);
      launcher.kill("SIGKILL");
      await launcher.status;
      await waitUntil(() => !isAlive(pid));
      await waitUntil(() =>
        [...Deno.readDirSync(join(root, "outputs", "blog"))].every(({ name }) => !name.endsWith("lock"))
      );
      assertEquals((await walk(root, "--only", "1")).code, 0);
    });
  },
});

Deno.test("a notebook with failed requests is run again by the same command, and the last lines say how many", async () => {
  const leaf = new URL("../lib/interrupt.ts", import.meta.url).href;
  const ask = `import { reportFailedRequests } from "${leaf}"; reportFailedRequests(2); reportFailedRequests(1);`;
  await withProject({ "00_a": ["1"], "01_b": [ask] }, async (root) => {
    assertMatch(
      (await walk(root)).out,
      /\nRequests to a model that failed: 3 in 01_b\. The same command asks them again/,
    );
    const { out } = await walk(root);
    assertMatch(out, /^00_a {2}kept: /m);
    assertMatch(out, /^01_b {2}runs, for 3 of its requests to a model failed$/m);
  });
});

Deno.test("the time in which a cell waits for a model does not count as the cell's", async () => {
  const leaf = new URL("../lib/interrupt.ts", import.meta.url).href;
  const wait = "(() => new Promise((resolve) => setTimeout(resolve, 1500)))";
  const cells = [
    `import { countAsWaiting } from "${leaf}"; await countAsWaiting(${wait}); "answered"`,
    `await ${wait}()`,
  ];
  await withProject({ "00_a": cells }, async (root) => {
    const { err } = await walk(root, "--timeout", "0.8");
    assertStringIncludes(err, "cell 2: ");
    assertStringIncludes(err, "Timeout: The cell took longer than 0.8 s and was stopped.");
    assertEquals(texts(await readNotebook(copy(root, "00_a")))[0], '"answered"');
  });
});

Deno.test("whatever a cell broadcasts, the walkthrough ends with a failed cell and its copy", async () => {
  const messages = [
    `"error", {}`,
    `"stream", {}`,
    `"stream", { name: "stdout", text: 1 }`,
    `"display_data", { data: 5 }`,
  ];
  const cells = [...messages.map((message) => `await Deno.jupyter.broadcast(${message})`), String.raw`"\ud800"`];
  const notebooks = Object.fromEntries(cells.map((cell, place) => [`0${place}_a`, [cell]]));
  await withProject(notebooks, async (root) => {
    for (const [place, cell] of cells.entries()) {
      const { code, err } = await walk(root, "--only", String(place));
      assertEquals(code, 1);
      assertStringIncludes(err, `cell 1: ${cell}`);
      const [{ outputs }] = (await readNotebook(copy(root, `0${place}_a`))).cells;
      assertEquals(outputs?.at(-1)?.output_type, "error", cell);
    }
  });
});

Deno.test({
  name: "a standard output that takes no more stops the progress and not the run",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await withProject({ "00_a": ["1"] }, async (root) => {
      const project = fileURLToPath(new URL("../", import.meta.url));
      const args = ["run", "-q", ...permissions, `--config=${project}deno.json`, `${project}lib/walkthrough/main.ts`];
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", '"$@" > /dev/full', "sh", Deno.execPath(), ...args],
        cwd: root,
      }).output();
      assertMatch(new TextDecoder().decode(stderr), /^Cannot write the progress: .*No space left.*\n$/);
      assertEquals(code, 0);
    });
  },
});

Deno.test({
  name: "pipes, devices and links that lead back in the project and in the run are waited for by nobody",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withProject({ "00_a": ["1"] }, async (root) => {
      for (const folder of ["lib", "data", "outputs/blog/notebooks"]) {
        await Deno.mkdir(join(root, folder), { recursive: true });
      }
      const pipes = ["lib/a.ts", "data/a", "outputs/blog/a", "outputs/blog/notebooks/00_a.json"];
      const makePipes = async (names: readonly string[]) => {
        const { success } = await new Deno.Command("mkfifo", { args: [...names], cwd: root }).output();
        assert(success);
      };
      await makePipes([...pipes, "outputs/blog/notebooks/checksums.json"]);
      await Deno.symlink("/dev/zero", join(root, "data/zero"));
      await Deno.symlink("..", join(root, "lib/up"));
      assertEquals((await walk(root)).code, 0);
      assertMatch((await walk(root)).out, /kept: nothing that it is made from has changed/);
      // What was a file is a pipe now.
      await Deno.remove(copy(root, "00_a"));
      await makePipes(["outputs/blog/notebooks/00_a.ipynb"]);
      assertMatch((await walk(root)).out, /runs, for notebooks\/00_a.ipynb is not as it left it/);
      await makePipes(["notebooks/01_b.ipynb"]);
      const { code, err } = await walk(root);
      assertEquals(code, 1);
      assertStringIncludes(err, "Cannot read 01_b.ipynb: there is no such file that can be opened");
    });
  },
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGKILL", 137]] as const) {
  Deno.test({
    name: `a walkthrough that gets ${signal} in the middle of an endless loop leaves no kernel`,
    // Windows has no such signals.
    ignore: Deno.build.os === "windows",
    fn: async () => {
      await withProject({ "00_a": [WRITE_PID, "while (true) {}"] }, async (root) => {
        const child = startWalkthrough(root);
        const output = child.output();
        await waitUntil(() => readPid(root) > 0);
        const pid = readPid(root);
        assert(isAlive(pid));
        child.kill(signal);
        assertEquals((await output).code, code);
        await waitUntil(() => !isAlive(pid));
      });
    },
  });
}
