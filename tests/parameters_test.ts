/** Tests of lib/walkthrough/parameters.ts. */

import { assertEquals } from "@std/assert";
import type { ParameterValue } from "../lib/walkthrough/literals.ts";
import type { Cell } from "../lib/walkthrough/cells.ts";
import type { Notebook } from "../lib/walkthrough/notebook.ts";
import { injectParameters, readParameters } from "../lib/walkthrough/parameters.ts";

function code(source: string, ...tags: string[]): Cell {
  return { id: source.slice(0, 5), type: "code", source, metadata: { tags }, outputs: [], executionCount: null };
}

function notebook(parameters: string): Notebook {
  return { cells: [code("import 'x';"), code(parameters, "parameters"), code("width;")] };
}

Deno.test("readParameters() finds the numbers, booleans and strings of the tagged cell", () => {
  const source = `
// How wide the hidden layer is.
const width = 6; // neurons
const rate: number = 1e-3;
const shift = -0.5;
const images = 60_000;
const shuffle: boolean = true; /* each epoch */
const run = "blog";
const activation: "relu" | "tanh" = 'relu';
const widths = [6, 12]; // of two networks
const names: string[] = ["a", 'b, c'];
const lengths = [
  100,
  1_000,
];
const none = [];
const label = "a; b = \\"c\\" // d";
const mark = 'it\\'s "x"';
export const note = \`plain\``;
  assertEquals(
    readParameters(notebook(source)),
    new Map<string, ParameterValue>([
      ["width", 6],
      ["rate", 0.001],
      ["shift", -0.5],
      ["images", 60000],
      ["shuffle", true],
      ["run", "blog"],
      ["activation", "relu"],
      ["widths", [6, 12]],
      ["names", ["a", "b, c"]],
      ["lengths", [100, 1000]],
      ["none", []],
      ["label", 'a; b = "c" // d'],
      ["mark", 'it\'s "x"'],
      ["note", "plain"],
    ]),
  );
});

Deno.test("readParameters() passes over what is no literal, no constant, or in another cell", () => {
  const source =
    "const sizes = [1, [2]];\nconst sums = [1 + 1];\nlet width = 6;\nconst twice = 2 * 3;\nconst text = `${width}`;\n// const x = 1;";
  assertEquals(readParameters(notebook(source)), new Map());
  assertEquals(readParameters({ cells: [code("const width = 6;")] }), new Map());
});

Deno.test("injectParameters() puts a tagged cell behind the parameters, with the values that differ", () => {
  const original = notebook('const width = 6;\nconst run = "blog";');
  const values = new Map<string, number | string>([["width", 12], ["run", "blog"], ["elsewhere", 1]]);
  const injected = injectParameters(original, values);
  assertEquals(injected.cells.map((cell) => cell.source), [
    "import 'x';",
    'const width = 6;\nconst run = "blog";',
    "const width = 12;",
    "width;",
  ]);
  assertEquals(injected.cells[2].metadata, { tags: ["injected-parameters"] });
  assertEquals(original.cells.length, 3);
});

Deno.test("injectParameters() leaves a notebook alone that has nothing to set, and drops an earlier injection", () => {
  const original = notebook("const width = 6;");
  assertEquals(injectParameters(original, new Map([["width", 6]])), original);
  const twice = injectParameters(injectParameters(original, new Map([["width", 7]])), new Map([["width", 8]]));
  assertEquals(twice, injectParameters(original, new Map([["width", 8]])));
  assertEquals(injectParameters(twice, new Map()), original);
});

Deno.test("injectParameters() compares and writes lists by their members", () => {
  const original = notebook("const widths = [6, 12];");
  assertEquals(injectParameters(original, new Map([["widths", [6, 12]]])), original);
  assertEquals(injectParameters(original, new Map([["widths", [6]]])).cells[2].source, "const widths = [6];");
});
