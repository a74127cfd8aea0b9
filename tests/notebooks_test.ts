// The notebooks as text: their cells joined are good TypeScript, and they keep the form that a reader relies on.

import { assert, assertEquals } from "@std/assert";
import type { Cell } from "../lib/walkthrough/cells.ts";
import { type Notebook, readNotebook } from "../lib/walkthrough/notebook.ts";

const root = new URL("..", import.meta.url).pathname;
const names = Array.from(Deno.readDirSync(`${root}notebooks`), ({ name }) => name)
  .filter((name) => name.endsWith(".ipynb")).sort();
const notebooks = new Map<string, Notebook>();
for (const name of names) notebooks.set(name, await readNotebook(`${root}notebooks/${name}`));

for (const command of [["check"], ["lint"], ["fmt", "--check"]]) {
  Deno.test(`the notebooks' cells, joined, pass deno ${command.join(" ")}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      for (const [name, notebook] of notebooks) {
        await Deno.writeTextFile(`${folder}/${name.replace(".ipynb", ".ts")}`, joinCells(notebook));
      }
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...command, "--quiet", "--config", `${root}deno.json`, folder],
        env: { NO_COLOR: "1" },
      }).output();
      assert(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("every notebook has 15 to 35 cells, and no failed one", () => {
  for (const [name, { cells }] of notebooks) {
    assert(cells.length >= 15 && cells.length <= 35, `${name} has ${cells.length} cells`);
    for (const [i, cell] of cells.entries()) {
      assert(!cell.outputs?.some((output) => output.output_type === "error"), `${name}, cell ${i + 1} failed`);
    }
  }
});

Deno.test("no line of code is longer than JupyterLab shows beside its list of files on a screen of 1,366 pixels", () => {
  for (const [name, { cells }] of notebooks) {
    for (const [i, cell] of cells.entries()) {
      if (cell.type !== "code" || isSetUp(cell)) continue;
      for (const line of cell.source.split("\n")) assert(line.length <= 118, `${name}, cell ${i + 1}: ${line}`);
    }
  }
});

Deno.test("code cells have 15 lines at most, half of them 8, besides the set-up and the text of a prompt template", () => {
  for (const [name, { cells }] of notebooks) {
    const lengths = new Map<number, number>();
    for (const [i, cell] of cells.entries()) {
      if (cell.type !== "code" || isSetUp(cell)) continue;
      // The text of a template is prose, however many lines it takes.
      lengths.set(i + 1, cell.source.replace(/`[^`]*`/g, "``").trim().split("\n").length);
    }
    for (const [cell, length] of lengths) assert(length <= 15, `${name}, cell ${cell} has ${length} lines of code`);
    const sorted = [...lengths.values()].sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    assert(median <= 8, `${name}: the median cell has ${median} lines of code`);
  }
});

Deno.test("imports stand in the set-up cell alone, which is folded, as the knobs are, and both come before the question", () => {
  for (const [name, { cells }] of notebooks) {
    const setUps = cells.flatMap((cell, i) => isSetUp(cell) ? [i] : []);
    assertEquals(setUps.length, 1, `${name} has one cell with imports`);
    const knobs = cells.flatMap((cell, i) => isKnobs(cell) ? [i] : []);
    assertEquals(knobs.length, 1, `${name} has one cell tagged parameters`);
    const question = cells.findIndex(({ type, source }) => type === "markdown" && /\*\*[^*]+\?\*\*/.test(source));
    assert(question > Math.max(...setUps, ...knobs), `${name} asks its question in bold, after a picture`);
    for (const place of [...setUps, ...knobs]) {
      assert(cells[place].metadata.jupyter?.source_hidden, `${name}, cell ${place + 1} is folded`);
      assert(cells[place].source.split("\n").length <= 26, `${name}, cell ${place + 1} is short`);
    }
  }
});

Deno.test("notebooks import from the rooms' faces alone", () => {
  for (const [name, notebook] of notebooks) {
    for (const [, path] of joinCells(notebook).matchAll(/from\s+"([^"]+)"/g)) {
      assert(/^lib\/\w+\/mod\.ts$/.test(path), `${name} imports ${path}`);
    }
  }
});

Deno.test("every notebook that asks a language model counts what it uses under its own name", () => {
  for (const [name, notebook] of notebooks) {
    for (const [, given = ""] of joinCells(notebook).matchAll(/openRunChat\(\w+(?:, ([^)]*))?\)/g)) {
      if (given !== "{ environment: {} }") assertEquals(given, `{ stage: "${name.replace(".ipynb", "")}" }`, name);
    }
  }
});

Deno.test("no cell packs its arguments to save lines", () => {
  for (const [name, notebook] of notebooks) assert(!joinCells(notebook).includes("...{"), name);
});

Deno.test("every code cell that shows something has an output", () => {
  for (const [name, { cells }] of notebooks) {
    for (const [i, cell] of cells.entries()) {
      if (cell.type !== "code" || isSetUp(cell) || !/^await (show|bar)/m.test(cell.source)) continue;
      assert((cell.outputs ?? []).length > 0, `${name}, cell ${i + 1} shows something but has no output`);
    }
  }
});

Deno.test("every notebook ends with three things to try, each with a folded hint and a folded answer", () => {
  for (const [name, { cells }] of notebooks) {
    const last = cells.at(-1)!.source;
    assert(/^## Three things to try\n/m.test(last), `${name} ends with exercises`);
    for (const summary of ["Hint", "Answer"]) {
      assertEquals(
        last.split(`<details><summary>${summary}</summary>`).length - 1,
        3,
        `${name}: three times ${summary}`,
      );
    }
    assertEquals(last.match(/^[123]\. /gm)?.length, 3, `${name}: three exercises`);
  }
});

Deno.test("nothing in a notebook's prose is left to be filled in", () => {
  for (const [name, { cells }] of notebooks) {
    for (const [i, { type, source }] of cells.entries()) {
      if (type === "markdown") {
        assert(!/\b[A-Z]{5,}\d?\b/.test(source.replace(/MNIST|AUPRC|README/g, "")), `${name}, cell ${i + 1}`);
      }
    }
  }
});

function isKnobs({ metadata }: Cell): boolean {
  return metadata.tags?.includes("parameters") ?? false;
}

function isSetUp({ type, source }: Cell): boolean {
  return type === "code" && /^import /m.test(source);
}

/** The code cells one after the other: what a reader runs from top to bottom. */
function joinCells({ cells }: Notebook): string {
  return cells.filter(({ type }) => type === "code").map(({ source }) => source).join("\n\n") + "\n";
}
