// The notebooks as text: their cells joined are good TypeScript, and they keep the house's form.

import { assert, assertEquals } from "@std/assert";
import * as meanings from "../lib/prompts/meanings_prompt.ts";
import * as prompts from "../lib/prompts/templates.ts";
import * as reading from "../lib/prompts/reading.ts";
import * as scoring from "../lib/prompts/scoring.ts";
import * as xorPrompt from "../lib/prompts/xor_prompt.ts";
import { type Cell, type Notebook, readNotebook } from "../lib/walkthrough/notebook.ts";

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

Deno.test("every notebook has 15 to 35 cells, of at most 20 lines of code, and no failed one", () => {
  for (const [name, { cells }] of notebooks) {
    assert(cells.length >= 15 && cells.length <= 35, `${name} has ${cells.length} cells`);
    for (const [i, cell] of cells.entries()) {
      const length = cell.source.split("\n").length;
      assert(cell.type !== "code" || length <= 20, `${name}, cell ${i + 1} has ${length} lines`);
      assert(!cell.outputs?.some((output) => output.output_type === "error"), `${name}, cell ${i + 1} failed`);
    }
  }
});

Deno.test("every code cell but the set-up, the knobs and the plain definitions has an output", () => {
  for (const [name, { cells }] of notebooks) {
    for (const [i, cell] of cells.entries()) {
      if (cell.type !== "code" || !/^\s*await (show|bar)|^await display/m.test(cell.source)) continue;
      assert((cell.outputs ?? []).length > 0, `${name}, cell ${i + 1} shows something but has no output`);
    }
  }
});

Deno.test("every notebook begins with its question, has one cell of knobs, and ends with three things to try", () => {
  for (const [name, { cells }] of notebooks) {
    assert(cells[0].source.startsWith("# "), `${name} begins with its title`);
    assert(/\*\*[^*]+\?\*\*/.test(cells[0].source), `${name} asks its question in bold`);
    assertEquals(cells.filter(isKnobs).length, 1, `${name} has one cell tagged parameters`);
    assert(/^## Three things to try\n\n1\. [^]*\n2\. [^]*\n3\. /.test(cells.at(-1)!.source), `${name} ends with three`);
  }
});

Deno.test("prose stands before every code cell", () => {
  for (const [name, { cells }] of notebooks) {
    const bare = cells.findIndex(({ type }, i) => i > 0 && type === "code" && cells[i - 1].type === "code");
    assertEquals(bare, -1, `${name}, cell ${bare + 1} follows a code cell without a word between`);
  }
});

Deno.test("every wording in a notebook is the lib's default, letter for letter", () => {
  const defaults: Record<string, unknown> = { ...meanings, ...prompts, ...reading, ...scoring, ...xorPrompt };
  const seen = new Set<string>();
  for (const [name, notebook] of notebooks) {
    for (const [, constant, literal] of joinCells(notebook).matchAll(/^const (\w+Wording) =\s+(`[^`]*`);$/gm)) {
      // A template without holes: evaluating it only resolves its escapes.
      assert(!literal.includes("${"), `${name}: ${constant} has holes`);
      assertEquals(new Function(`return ${literal}`)(), defaults[constant], `${name}: ${constant}`);
      seen.add(constant);
    }
  }
  const owned = Object.keys(defaults).filter((name) => typeof defaults[name] === "string" && name.endsWith("Wording"));
  assertEquals([...seen].sort(), owned.sort(), "each of the lib's wordings stands in a notebook");
});

function isKnobs({ metadata }: Cell): boolean {
  return metadata.tags?.includes("parameters") ?? false;
}

/** The code cells one after the other: what a reader runs from top to bottom. */
function joinCells({ cells }: Notebook): string {
  return cells.filter(({ type }) => type === "code").map(({ source }) => source).join("\n\n") + "\n";
}
