/** Tests of lib/walkthrough/plan.ts and of the choice of notebooks in selection.ts. */

import { assertEquals, assertRejects } from "@std/assert";
import { basename, join, relative } from "node:path";
import { makePlan } from "../lib/walkthrough/plan.ts";

/** Runs a test in a project with the notebooks 00_a, 01_b, 03_c and 10_d. */
async function withProject(test: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(root, "deno.json"), "{}");
    await Deno.mkdir(join(root, "notebooks"));
    for (const name of ["10_d", "00_a", "03_c", "01_b"]) {
      await Deno.writeTextFile(join(root, "notebooks", `${name}.ipynb`), "");
    }
    await Deno.writeTextFile(join(root, "notebooks", "README.md"), "");
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("makePlan() runs all notebooks in order into the copies of the run `blog`", async () => {
  await withProject(async (root) => {
    const plan = await makePlan([], join(root, "notebooks"));
    assertEquals(plan?.paths.map((path) => basename(path)), ["00_a.ipynb", "01_b.ipynb", "03_c.ipynb", "10_d.ipynb"]);
    assertEquals(plan?.copyPath("x"), join(root, "outputs", "blog", "notebooks", "x"));
    assertEquals(plan?.settings, []);
    assertEquals(plan?.timeout, 600_000);
  });
});

Deno.test("makePlan() keeps the notebooks of --only and those from --from on", async () => {
  await withProject(async (root) => {
    const choose = async (...args: string[]) =>
      (await makePlan(args, root))?.paths.map((path) => basename(path, ".ipynb"));
    assertEquals(await choose("--only", "03"), ["03_c"]);
    assertEquals(await choose("--only", "10,1"), ["01_b", "10_d"]);
    assertEquals(await choose("--only", "0", "--only=3"), ["00_a", "03_c"]);
    assertEquals(await choose("--from", "03"), ["03_c", "10_d"]);
    assertEquals(await choose("--from", "1", "--only", "1,10"), ["01_b", "10_d"]);
  });
});

Deno.test("makePlan() turns --run into a setting and into the folder of the copies", async () => {
  await withProject(async (root) => {
    const plan = await makePlan(["--run", "12", "--set", "width=12", "--timeout", "1.5"], root);
    assertEquals(plan?.settings, ["width=12", 'run="12"']);
    assertEquals(relative(root, plan!.copyPath("x")), join("outputs", "12", "notebooks", "x"));
    assertEquals(plan?.timeout, 1500);
    const named = await makePlan(["--run", "2. прогон"], root);
    assertEquals(relative(root, named!.copyPath("x")), join("outputs", "2. прогон", "notebooks", "x"));
    const set = await makePlan(["--set", 'run="wide"'], root);
    assertEquals(relative(root, set!.copyPath("x")), join("outputs", "wide", "notebooks", "x"));
  });
});

Deno.test("makePlan() writes into notebooks/ with --in-place, but never a failed notebook", async () => {
  await withProject(async (root) => {
    const plan = await makePlan(["--in-place"], root);
    assertEquals(plan?.copyPath("x"), join(root, "notebooks", "x"));
    assertEquals(plan?.failedCopyPath("x"), join(root, "outputs", "blog", "notebooks", "x"));
  });
});

Deno.test("makePlan() gives nothing for --help", async () => {
  assertEquals(await makePlan(["--help"], "/"), undefined);
});

Deno.test("makePlan() refuses what it does not know or cannot do", async () => {
  await withProject(async (root) => {
    const wrong: [string[], string][] = [
      [["--bogus"], "--bogus"],
      [["04"], "04"],
      [["--run"], "--run"],
      [["--run", "../up"], 'got "../up". Choose one such as "wide-12".'],
      [["--run="], "Cannot open a run"],
      [["--set", "run=a/b"], "Cannot open a run"],
      [["--only", "02"], 'got "02". There are 00_a.ipynb, 01_b.ipynb, 03_c.ipynb, 10_d.ipynb.'],
      [["--only", ""], 'got ""'],
      [["--from", "1x"], 'got "1x"'],
      [["--from", "3", "--only", "0"], "together leave none"],
      [["--timeout", "soon"], 'Cannot set the time-out: it must be a number of seconds, got "soon".'],
      [["--timeout", "0"], "Cannot set the time-out"],
      [["--timeout", "Infinity"], "Cannot set the time-out"],
      [["--in-place", "--set", "width=1"], "Cannot set a parameter together with --in-place"],
    ];
    for (const [args, message] of wrong) {
      await assertRejects(() => makePlan(args, root), Error, message, args.join(" "));
    }
    await Deno.remove(join(root, "notebooks"), { recursive: true });
    await assertRejects(() => makePlan([], root), Error, "their folder cannot be read");
    await Deno.mkdir(join(root, "notebooks"));
    await assertRejects(() => makePlan([], root), Error, "there are none");
    await Deno.remove(join(root, "deno.json"));
    await assertRejects(() => makePlan([], root), Error, "Cannot find the project");
  });
});
