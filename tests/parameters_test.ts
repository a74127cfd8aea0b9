/** Tests of lib/walkthrough/parameters.ts. */

import { assertEquals, assertThrows } from "@std/assert";
import type { Cell, Notebook } from "../lib/walkthrough/notebook.ts";
import { injectParameters, parseSettings, readParameters } from "../lib/walkthrough/parameters.ts";

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
const label = "a; b = \\"c\\" // d";
const mark = 'it\\'s "x"';
export const note = \`plain\``;
  assertEquals(
    readParameters(notebook(source)),
    new Map<string, number | boolean | string>([
      ["width", 6],
      ["rate", 0.001],
      ["shift", -0.5],
      ["images", 60000],
      ["shuffle", true],
      ["run", "blog"],
      ["activation", "relu"],
      ["label", 'a; b = "c" // d'],
      ["mark", 'it\'s "x"'],
      ["note", "plain"],
    ]),
  );
});

Deno.test("readParameters() passes over what is no literal, no constant, or in another cell", () => {
  const source =
    "const sizes = [1, 2];\nlet width = 6;\nconst twice = 2 * 3;\nconst text = `${width}`;\n// const x = 1;";
  assertEquals(readParameters(notebook(source)), new Map());
  assertEquals(readParameters({ cells: [code("const width = 6;")] }), new Map());
});

Deno.test("parseSettings() reads values by the type of the constant that they set", () => {
  const constants = new Map<string, number | boolean | string>([["width", 6], ["shuffle", true], ["run", "blog"]]);
  const settings = ["width=1_000", "shuffle=false", "run=wide-net"];
  assertEquals(
    [...parseSettings(settings, [constants])],
    [["width", 1000], ["shuffle", false], ["run", "wide-net"]],
  );
  assertEquals(parseSettings(['run="12"'], [constants]).get("run"), "12");
  assertEquals(parseSettings(["run=a=b"], [constants]).get("run"), "a=b");
  assertEquals(parseSettings(["width=1", "width=2"], [constants]).get("width"), 2);
});

Deno.test("parseSettings() wants a name that at least one notebook has, and lists those that there are", () => {
  const notebooks = [new Map([["width", 6]]), new Map([["seed", 1]])];
  assertEquals(parseSettings(["seed=2"], notebooks), new Map([["seed", 2]]));
  assertThrows(() => parseSettings(["wdth=2"], notebooks), Error, 'got "wdth". There are seed, width.');
  assertThrows(() => parseSettings(["toString=2"], notebooks), Error, 'got "toString"');
  assertThrows(() => parseSettings(["seed=2"], [new Map()]), Error, "They have none at all.");
});

Deno.test("parseSettings() refuses values of another type, code, and settings without a value", () => {
  const constants = new Map<string, number | boolean | string>([["width", 6], ["shuffle", true], ["run", "blog"]]);
  const wrong: [string, string][] = [
    ["width=wide", "Cannot set width: it must be a number like 6, got wide."],
    ["width=", "Cannot set width: it must be a number like 6, got ."],
    ["width=2*3", "Cannot set width"],
    ["width=Infinity", "Cannot set width"],
    ["shuffle=1", "Cannot set shuffle: it must be a boolean like true, got 1."],
    ["run=12", `Cannot set run: it must be a string like "blog", got 12. Write 'run="12"' for a text.`],
    ["run=true", "Cannot set run"],
    ['run="open', "Cannot set run"],
    ["width", 'Cannot set a parameter: it must look like width=12, got "width".'],
    ["=12", "Cannot set a parameter"],
  ];
  for (const [setting, message] of wrong) {
    assertThrows(() => parseSettings([setting], [constants]), Error, message, setting);
  }
  const mixed = [new Map<string, number | string>([["size", 6]]), new Map<string, number | string>([["size", "big"]])];
  assertThrows(() => parseSettings(["size=7"], mixed), Error, "Cannot set size");
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
