// nbconvert, papermill and a bare Jupyter client: nothing is lost, and errors end a notebook.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../lib/walkthrough/notebook.ts";
import type { Output } from "../../lib/kernel/outputs.ts";
import { kernelspec } from "../../lib/kernel/kernelspec.ts";
import { python, root, runPython, thorough, withPlace, withProject } from "./jupyter.ts";

const show = (text: string) => `Deno.jupyter.display({ "text/plain": "${text}" }, { raw: true })`;
/** Cells that show something in six ways, and how many lines or displays each of them shows. */
const kinds: [(i: number) => string, number][] = [
  [(i) => `${i}`, 1],
  [(i) => `console.log(${i})`, 1],
  [(i) => `await ${show(`${i}`)}`, 1],
  [(i) => `${show(`${i}`)}; undefined`, 1],
  [(i) => `console.error(${i}); console.log(${i}); ${i}`, 3],
  [(i) => `for (let k = 0; k < 20; k++) console.log(k); await ${show(`${i}`)}; ${i}`, 22],
];
const sources = Array.from({ length: 60 }, (_, i) => kinds[i % kinds.length][0](i));
const ignore = python === undefined;
const times = thorough ? 10 : 1;
const kernel = `--ExecutePreprocessor.kernel_name=${kernelspec.name}`;
const execute = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "out", kernel];

async function assertWhole(path: string): Promise<void> {
  const { cells } = await readNotebook(path);
  for (const [i, { outputs = [] }] of cells.entries()) {
    const count = outputs.reduce((sum, output) => sum + ("text" in output ? output.text.match(/\n/g)!.length : 1), 0);
    assertEquals(count, kinds[i % kinds.length][1], `cell ${i + 1}: ${JSON.stringify(outputs)}`);
  }
}

Deno.test({
  name: "nbconvert keeps every output, each time",
  ignore,
  fn: async () => {
    await withPlace({ many: sources }, async (place) => {
      for (let time = 0; time < times; time++) {
        await runPython(place, [...execute, "many.ipynb"]);
        await assertWhole(join(place.folder, "out.ipynb"));
      }
    });
  },
});

Deno.test({
  name: "notebook 04 by nbconvert has every output of the committed one, each time",
  ignore,
  fn: async () => {
    const name = "04_explain_neurons.ipynb";
    const committed = (await readNotebook(join(root, "notebooks", name))).cells;
    await withProject(async (place) => {
      for (let time = 0; time < times; time++) {
        await runPython(place, [...execute, `notebooks/${name}`]);
        const { cells } = await readNotebook(join(place.folder, "notebooks", "out.ipynb"));
        for (const [i, { outputs = [] }] of cells.entries()) {
          const kinds = (list: readonly Output[]) => list.map((output) => output.output_type);
          assertEquals(kinds(outputs), kinds(committed[i].outputs ?? []), `cell ${i + 1}, time ${time + 1}`);
        }
      }
    });
  },
});

Deno.test({
  name: "papermill keeps every output, and both stop at an error with its text",
  ignore,
  fn: async () => {
    const bad = ["'before'", "const a = ;", "'after'"];
    await withPlace({ many: sources, bad }, async (place) => {
      await runPython(place, ["-m", "papermill", "many.ipynb", "out.ipynb"]);
      await assertWhole(join(place.folder, "out.ipynb"));
      for (
        const command of [["papermill", "bad.ipynb", "out.ipynb"], [
          "nbconvert",
          "--to",
          "notebook",
          "--execute",
          "bad.ipynb",
        ]]
      ) {
        const error = await assertRejects(() => runPython(place, ["-m", ...command]), Error);
        assertMatch(
          (error as Error).message,
          /SyntaxError: Expression expected[^]*1 \| const a = ;[^]*at line 1, column 11/,
        );
      }
    });
  },
});

Deno.test({
  name: "a bare client loses no output of hundreds of cells at idle; what is queued behind an error is aborted",
  ignore,
  fn: async () => {
    await withPlace({}, async (place) => {
      const cells = Array.from(
        { length: thorough ? 1000 : 240 },
        (_, i) => kinds[i % kinds.length].map((part) => typeof part === "number" ? part : part(i)),
      );
      await Deno.writeTextFile(join(place.folder, "cells.json"), JSON.stringify(cells));
      const client = new URL("client.py", import.meta.url).pathname;
      const report = JSON.parse(
        (await runPython(place, [client, kernelspec.name, "cells.json"])).trim().split("\n").at(-1)!,
      );
      console.log(`${cells.length} cells: ${report.lost} lost, ${report.median} ms a cell, ready in ${report.ready} s`);
      assertEquals(report.lost, 0);
      assertEquals(report.statuses, ["error", "aborted", "aborted"]);
      assertMatch(report.error, /^stop$/);
      assert(report.median < 200);
    });
  },
});
