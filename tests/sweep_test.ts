// Tests of the sweep: its combinations, its runs as processes that are killed and resumed, its table and its plot.

import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { combineSettings, variedSettings } from "../lib/tasks/setting_lists.ts";
import { readArguments } from "../lib/tasks/sweep_arguments.ts";
import type { SweepRow } from "../lib/tasks/sweep_figures.ts";
import { showSweep } from "../lib/tasks/sweep_lines.ts";
import { planSweep, readPlan, takeShard } from "../lib/tasks/sweep_plan.ts";
import { readEnd } from "../lib/tasks/sweep_runs.ts";
import { drawSweep, groupRows, tableRows } from "../lib/tasks/sweep_table.ts";
import type { Cell } from "../lib/walkthrough/cells.ts";
import { formatNotebook } from "../lib/walkthrough/notebook.ts";
import { commandLines, endOf, startTask } from "./processes.ts";

const combinationsOf = (...settings: string[]) => combineSettings(settings).map((values) => Object.fromEntries(values));

Deno.test("settings with several values give all their combinations, the first one changing most slowly", () => {
  assertEquals(combinationsOf("width=6,12", "seed=-1..1"), [
    { width: "6", seed: "-1" },
    { width: "6", seed: "0" },
    { width: "6", seed: "1" },
    { width: "12", seed: "-1" },
    { width: "12", seed: "0" },
    { width: "12", seed: "1" },
  ]);
  assertEquals(combinationsOf("seed=1..3,7").map(({ seed }) => seed), ["1", "2", "3", "7"]);
  assertEquals(variedSettings(combineSettings(["epochs=2", "width=6,12", "seed=4..4"])), ["width"]);
});

Deno.test("a comma in brackets or quotes divides no values, nor is a quoted text a range", () => {
  const values = (setting: string) => combineSettings([setting]).map((values) => [...values.values()][0]);
  assertEquals(values("curveWidths=[6],[6, 12],[[1,2],[3]]"), ["[6]", "[6, 12]", "[[1,2],[3]]"]);
  assertEquals(values(`text="a,b", 'c\\',d',\`e,f\``), ['"a,b"', "'c\\',d'", "`e,f`"]);
  assertEquals(values('text="1..3","a=b"'), ['"1..3"', '"a=b"']);
  assertEquals(values('widths=["a]",2],3'), ['["a]",2]', "3"]);
  assertEquals(values("learningRate=0.001,1e-2"), ["0.001", "1e-2"]);
  assertEquals(combinationsOf("01.width=9,10"), [{ "01.width": "9" }, { "01.width": "10" }]);
});

Deno.test("a setting that cannot be swept over is refused with what to write", () => {
  for (
    const [setting, message] of [
      ["width", "a setting looks like"],
      ["width=6,,12", "a value is missing"],
      ["width=", "a value is missing"],
      ["width=6,6", "the value 6 stands twice"],
      ["seed=1..3,2", "the value 2 stands twice"],
      ["seed=20..1", "a range goes up"],
      ["rate=0.1..0.5", "a range goes up"],
      ["seed=1..1000000", "a range goes up"],
      ["run=a,b", "a run of its own"],
    ]
  ) assertThrows(() => combineSettings([setting]), Error, message);
  assertThrows(() => combineSettings(["width=6", "width=12"]), Error, "as in width=6,12");
  assertThrows(() => combineSettings(["a=1..200", "b=1..200"]), Error, "more than 10000 combinations");
});

Deno.test("a run is named after what varies, so that the same command finds it again", () => {
  const { runs } = planSweep("wide", ["epochs=2", "width=6,12", "seed=3,4"], ["--only", "01,02"]);
  const names = ["wide_width-6_seed-3", "wide_width-6_seed-4", "wide_width-12_seed-3", "wide_width-12_seed-4"];
  assertEquals(runs.map(({ name }) => name), names);
  assertEquals(runs[3].values, { width: "12", seed: "4" });
  const settings = ["--set", "epochs=2", "--set", "width=12", "--set", "seed=4"];
  assertEquals(runs[3].arguments, ["--only", "01,02", ...settings]);
  // A value that can stand in no folder's name.
  const lists = planSweep("lists", ["curveWidths=[6],[12]"]).runs.map(({ name }) => name);
  assert(lists.every((name) => /^lists_[0-9a-f]{12}$/.test(name)), lists.join());
  assertEquals(new Set(lists).size, 2);
  assertThrows(() => planSweep("a/b", ["width=1"]), Error, "Cannot open a run");
});

Deno.test("a plan that is damaged, of another form or leads out of the sweep is refused, and so is a run's end", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const plan = planSweep("s", ["width=6,12"]);
    const write = (text: string) => Deno.writeTextFile(`${folder}/plan.json`, text);
    await assertRejects(() => readPlan(folder), Error, `there is no plan in ${folder}`);
    await write(JSON.stringify(plan));
    assertEquals(await readPlan(folder), plan);
    const [first] = plan.runs;
    const odd = [
      "{",
      "{}",
      '{"name":"s","runs":5}',
      JSON.stringify({ ...plan, runs: [{ ...first, name: "../../x" }] }),
    ];
    for (const text of odd) {
      await write(text);
      await assertRejects(() => readPlan(folder), Error, `${folder}/plan.json is no plan, got `, text);
    }
    await Deno.mkdir(`${folder}/runs`);
    for (const end of ["", "null", "{}", JSON.stringify({ arguments: first.arguments, seconds: "1" })]) {
      await Deno.writeTextFile(`${folder}/runs/${first.name}.json`, end);
      assertEquals(await readEnd(folder, first), undefined, end);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("shards share out all runs, none twice", () => {
  const { runs } = planSweep("s", ["seed=1..10"]);
  const parts = ["1/3", "2/3", "3/3"].map((shard) => takeShard(runs, shard));
  assertEquals(parts.map(({ length }) => length), [4, 3, 3]);
  assertEquals(new Set(parts.flat()), new Set(runs));
  for (const wrong of ["0/3", "4/3", "3", "a/b", "1/0"]) {
    assertThrows(() => takeShard(runs, wrong), Error, `got "${wrong}"`);
  }
});

Deno.test("as many walkthroughs run at once as there are cores, as memory allows, or as asked for", () => {
  const atOnce = (args: string[], cores: number, gigabytes: number) =>
    readArguments(args, { cores, memory: gigabytes * 2 ** 30 })?.atOnce;
  assertEquals(atOnce([], 8, 64), 8);
  assertEquals(atOnce([], 8, 5), 3);
  assertEquals(atOnce([], 8, 0.5), 1);
  assertEquals(atOnce(["--at-once", "3"], 8, 0.5), 3);
  assertThrows(() => atOnce(["--at-once", "0"], 8, 64), Error, "from 1 up");
  assertThrows(() => atOnce(["--gather", "--set", "width=1"], 8, 64), Error, "Leave --set");
  assertEquals(readArguments(["--help"], { cores: 1, memory: 0 }), undefined);
});

/** A row of a finished run with ten hidden neurons. */
function row(values: Record<string, string>, figures: Partial<SweepRow>): SweepRow {
  return { run: "r", values, state: "done", hiddenNeurons: 10, deadNeurons: 0, notes: [], ...figures };
}

Deno.test("runs that differ in their seed alone are averaged, over those that are done", () => {
  const rows = [
    row({ width: "6", seed: "1" }, { accuracy: 0.8, deadNeurons: 1 }),
    row({ width: "6", seed: "2" }, { accuracy: 0.9, deadNeurons: 4 }),
    row({ width: "12", seed: "1" }, { accuracy: 0.95, score: 0.5 }),
    { run: "r", values: { width: "12", seed: "2" }, state: "waiting", notes: [] } as const,
  ];
  assertEquals(tableRows(groupRows(rows)), [
    {
      "width": "6",
      "runs": "2",
      "accuracy": "0.850 (0.800 to 0.900)",
      "dead neurons": "2.5 (1 to 4)",
      "final score": "",
    },
    { "width": "12", "runs": "1 of 2", "accuracy": "0.950", "dead neurons": "0", "final score": "0.500" },
  ]);
  const drawing = drawSweep(rows, "title");
  assertEquals(drawing.match(/<circle/g)?.length, 3 + 3 + 1, "a dot for each known figure");
  for (const text of ["accuracy", "share of dead neurons", "final score", "width"]) assertStringIncludes(drawing, text);
});

Deno.test("a sweep over nothing but seeds averages nothing", () => {
  const rows = ["1", "2"].map((seed) => row({ seed }, { accuracy: Number(seed) / 4 }));
  assertEquals(tableRows(groupRows(rows)).map(({ seed, accuracy }) => [seed, accuracy]), [["1", "0.250"], [
    "2",
    "0.500",
  ]]);
});

Deno.test("a terminal gets a line for each worker, anything else a line for each run that ends", () => {
  const written = { terminal: "", file: "" };
  for (const kind of ["terminal", "file"] as const) {
    const write = (text: string) => written[kind] += text;
    const lines = showSweep(2, { write, isTerminal: kind === "terminal", columns: 40 });
    lines.start("a");
    lines.start("b");
    lines.say("a", "01_train  cell 2 of 9");
    lines.end("a", { arguments: [], seconds: 3.25 });
    lines.end("b", { arguments: [], seconds: 1, failure: "no luck\nat all" });
    lines.stop();
  }
  assertEquals(written.file, "a  3.3 s  (1 of 2)\nb  failed: no luck\n");
  assertStringIncludes(written.terminal, "0 of 2 runs\na  01_train  cell 2 of 9\nb  starts\n");
  assertStringIncludes(written.terminal, "1 of 2 runs\nb  starts\n");
  assert(written.terminal.endsWith("\x1b[1A\x1b[J"), "no worker's line is left");
  assertStringIncludes(written.terminal, "b  failed: no luck\n");
});

/**
 * A project with two notebooks: 01 leaves what a training leaves, with an accuracy of width / 10, and 02 says so in the
 * file `log`. Width 4 fails, and width 5 takes a minute, but only while there is a file `slow`.
 */
async function withProject(test: (project: string) => Promise<void>): Promise<void> {
  const project = await Deno.realPath(await Deno.makeTempDir());
  const parameters = 'const run = "blog";\nconst width = 1;\nconst seed = 1;';
  const train = `const folder = "../outputs/" + run + "/";
await Deno.mkdir(folder, { recursive: true });
if (width === 4) throw new Error("four is too many");
const test = { loss: 0, accuracy: width / 10 };
await Deno.writeTextFile(folder + "training.json", JSON.stringify({
  settings: { width, depth: 1, epochs: 1, batchSize: 1, learningRate: 1, seed },
  dataset: { folder: "", name: "", classNames: [], height: 1, width: 1 },
  background: "",
  history: [{ epoch: 1, train: test, test, active: [] }],
  madeBy: { deno: "", backend: "", packages: [], data: "" },
}));`;
  const log = `await Deno.writeTextFile("../log", run + "\\n", { append: true });
for (let i = 0; i < 600 && width === 5 && await Deno.stat("../slow").catch(() => null); i++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}`;
  const notebookOf = (source: string) => {
    const cell = (source: string, tags: string[]): Cell => ({
      ...{ id: tags.join() || "work", type: "code", source, metadata: { tags }, outputs: [], executionCount: null },
    });
    return formatNotebook({ cells: [cell(parameters, ["parameters"]), cell(source, [])] });
  };
  try {
    await Deno.writeTextFile(join(project, "deno.json"), "{}");
    await Deno.mkdir(join(project, "notebooks"));
    await Deno.writeTextFile(join(project, "notebooks", "01_train.ipynb"), notebookOf(train));
    await Deno.writeTextFile(join(project, "notebooks", "02_log.ipynb"), notebookOf(log));
    await test(project);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
}

const startSweep = (project: string, ...args: string[]) => startTask("sweep", args, { project });

/** How often each run has come to its second notebook. */
async function readLog(project: string): Promise<Record<string, number>> {
  const lines = (await Deno.readTextFile(join(project, "log")).catch(() => "")).trim().split("\n");
  const runs = lines.filter((run) => run !== "").sort();
  return Object.fromEntries([...new Set(runs)].map((run) => [run, runs.filter((other) => other === run).length]));
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400 && !await condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert(await condition(), `not within 40 seconds: ${condition}`);
}

/** Whether a process works for a sweep of the project: its walkthroughs have the runs' names, its kernels the folder. */
async function hasProcesses(run: string): Promise<boolean> {
  return (await commandLines()).split("\n").some((line) => line.includes(`--run ${run}`));
}

Deno.test("a sweep that is killed leaves no process, goes on where it was, and tells what failed", async () => {
  await withProject(async (project) => {
    await Deno.writeTextFile(join(project, "slow"), "");
    const settings = ["--name", "killed", "--set", "width=2,3,4,5,6", "--set", "seed=1..1", "--at-once", "1"];
    const first = startSweep(project, ...settings);
    await waitUntil(async () => "killed_width-5" in await readLog(project));
    assert(await hasProcesses("killed_width-5"));
    first.kill("SIGKILL");
    await first.output();
    await waitUntil(async () => !await hasProcesses("killed_width-5"));
    assertEquals(await readLog(project), { "killed_width-2": 1, "killed_width-3": 1, "killed_width-5": 1 });

    await Deno.remove(join(project, "slow"));
    const { code, out, err } = await endOf(startSweep(project, "--name", "killed"));
    assertEquals([code, err], [1, ""]);
    // What had ended was kept; 5 was at its second notebook.
    const runs = { "killed_width-2": 1, "killed_width-3": 1, "killed_width-5": 2, "killed_width-6": 1 };
    assertEquals(await readLog(project), runs);
    assertMatch(out, /^2 +1 +0\.200$/m);
    assertMatch(out, /^4 +0 of 1$/m);
    assertMatch(out, /killed_width-4 failed: 01_train.ipynb, cell 3: .*\n {2}Error: four is too many\n/);
    const folder = join(project, "outputs", "sweeps", "killed");
    assertStringIncludes(await Deno.readTextFile(join(folder, "runs", "killed_width-4.log")), "four is too many");
    assertStringIncludes(await Deno.readTextFile(join(folder, "sweep.svg")), "accuracy");
    const { runs: rows } = JSON.parse(await Deno.readTextFile(join(folder, "sweep.json")));
    assertEquals(rows.map(({ state }: SweepRow) => state), ["done", "done", "failed", "done", "done"]);
  });
});

Deno.test("Ctrl-C stops all walkthroughs of a sweep within seconds", async () => {
  await withProject(async (project) => {
    await Deno.writeTextFile(join(project, "slow"), "");
    const sweep = startSweep(project, "--name", "stopped", "--set", "width=5", "--set", "seed=1..6", "--at-once", "2");
    await waitUntil(async () => Object.keys(await readLog(project)).length === 2);
    const start = performance.now();
    sweep.kill("SIGINT");
    const { code, err } = await endOf(sweep);
    assertEquals(code, 130);
    assertStringIncludes(err, "Stopped.");
    assert(performance.now() - start < 8000, `${performance.now() - start} ms`);
    assert(!await hasProcesses("stopped_seed"));
    assertEquals(Object.keys(await readLog(project)).length, 2, "no other run was begun");
  });
});

Deno.test("shards on different machines are gathered into one table", async () => {
  await withProject(async (project) => {
    const settings = ["--set", "width=1,2", "--set", "seed=1,2"];
    const nothing = await endOf(startSweep(project, "--gather"));
    assertEquals(nothing.code, 2);
    assertStringIncludes(nothing.err, "there is no plan");
    const first = await endOf(startSweep(project, ...settings, "--shard", "1/2"));
    assertEquals([first.code, first.err], [0, ""]);
    const half = await endOf(startSweep(project, "--gather"));
    assertMatch(half.out, /^1 +1 of 2 +0\.100$/m);
    assertStringIncludes(half.out, "2 run(s) have not ended yet");
    assertEquals((await endOf(startSweep(project, ...settings, "--shard", "2/2"))).code, 0);
    const whole = await endOf(startSweep(project, "--gather"));
    assertEquals([whole.code, whole.err], [0, ""]);
    assertMatch(whole.out, /^1 +2 +0\.100$/m);
    assertMatch(whole.out, /^2 +2 +0\.200$/m);
    const runs = Object.keys(await readLog(project));
    assertEquals(runs.length, 4);
  });
});
