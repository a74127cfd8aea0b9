/** Tests of lib/walkthrough/notebook.ts. */

import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { formatNotebook, parseNotebook, readNotebook, writeNotebook } from "../lib/walkthrough/notebook.ts";

/** A notebook's file with the given cells. */
function file(cells: unknown[], rest = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...rest });
}

const CODE = { cell_type: "code", id: "a", metadata: {}, source: ["1;\n", "2"], outputs: [], execution_count: null };

Deno.test("parseNotebook() joins the lines of sources and outputs", () => {
  const outputs = [
    { output_type: "stream", name: "stdout", text: ["one\n", "two\n"] },
    { output_type: "display_data", data: { "text/plain": ["x\n", "y"], "image/png": "aGk=" }, metadata: {} },
  ];
  const { cells } = parseNotebook(file([{ ...CODE, outputs, execution_count: 3 }]), "a.ipynb");
  assertEquals(cells, [{
    id: "a",
    type: "code",
    metadata: {},
    source: "1;\n2",
    executionCount: 3,
    outputs: [
      { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
      { output_type: "display_data", data: { "text/plain": "x\ny", "image/png": "aGk=" }, metadata: {} },
    ],
  }]);
});

Deno.test("parseNotebook() gives cells of older notebooks, which have no ids, ids by their place", () => {
  const { cells } = parseNotebook(file([{ cell_type: "markdown", metadata: {}, source: "hi" }]), "a.ipynb");
  assertEquals(cells.map((cell) => cell.id), ["cell-1"]);
});

Deno.test("parseNotebook() says what is wrong with a file that is no notebook", () => {
  const wrong: [string, string][] = [
    ["", "it is not JSON"],
    ["{}", "its nbformat must be 4, got undefined"],
    [file([], { nbformat: 3 }), "its nbformat must be 4, got 3"],
    [JSON.stringify({ nbformat: 4 }), "it must have a list of cells"],
    [file([CODE, { cell_type: "table", source: "" }]), 'the type of cell 2 must be code, markdown or raw, got "table"'],
    [file([{ ...CODE, source: 5 }]), "the source of cell 1 must be text, got 5"],
    [file([{ ...CODE, outputs: "none" }]), 'the outputs of cell 1 must be a list, got "none"'],
    [file([null]), "the type of cell 1 must be code, markdown or raw, got undefined"],
  ];
  for (const [text, message] of wrong) {
    assertThrows(() => parseNotebook(text, "broken.ipynb"), Error, `Cannot read broken.ipynb: ${message}`);
  }
});

Deno.test("formatNotebook() writes what Jupyter writes: keys sorted, one space, a list of lines, a last newline", () => {
  const text = formatNotebook(parseNotebook(file([{ ...CODE, metadata: { tags: ["t"] } }]), "a.ipynb"));
  assertEquals(
    text.slice(0, text.indexOf(' "metadata": {\n  "kernelspec"')),
    `{
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "a",
   "metadata": {
    "tags": [
     "t"
    ]
   },
   "outputs": [],
   "source": [
    "1;\\n",
    "2"
   ]
  }
 ],
`,
  );
  assertMatch(text, /"nbformat": 4,\n "nbformat_minor": 5\n}\n$/);
});

Deno.test("formatNotebook() splits text and SVG into lines and leaves PNG and JSON whole", () => {
  const data = {
    "text/html": "<p>\n</p>",
    "image/svg+xml": "<svg>\n</svg>",
    "image/png": "a\nb",
    "application/json": { b: 1, a: 2 },
  };
  const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
  const cells = [{ id: "a", type: "code" as const, source: "", metadata: {}, outputs, executionCount: 1 }];
  assertEquals(JSON.parse(formatNotebook({ cells })).cells[0].outputs[0].data, {
    "text/html": ["<p>\n", "</p>"],
    "image/svg+xml": ["<svg>\n", "</svg>"],
    "image/png": "a\nb",
    "application/json": { b: 1, a: 2 },
  });
});

Deno.test("formatNotebook() drops times and the editor's metadata, and keeps attachments", () => {
  const attachments = { "digit.png": { "image/png": "aGk=" } };
  const text = file([
    { ...CODE, metadata: { execution: { "iopub.status.busy": "2024-09-01T10:00:00Z" }, tags: ["parameters"] } },
    { cell_type: "markdown", id: "b", metadata: {}, source: "![](attachment:digit.png)", attachments },
  ], { metadata: { vscode: { interpreter: "x" }, language_info: { version: "5.9" } } });
  const written = JSON.parse(formatNotebook(parseNotebook(text, "a.ipynb")));
  assertEquals(written.cells[0].metadata, { tags: ["parameters"] });
  assertEquals(written.cells[1].attachments, attachments);
  assertEquals(Object.keys(written.metadata), ["kernelspec", "language_info"]);
  assertEquals(written.metadata.language_info.version, undefined);
});

Deno.test("formatNotebook() gives back the bytes that it has written", () => {
  const outputs = [
    { output_type: "stream", name: "stderr", text: "a\n\nb" },
    { output_type: "error", ename: "E", evalue: "v", traceback: ["E: v", "  at x"] },
    { output_type: "execute_result", data: { "text/plain": "ü\n" }, metadata: {}, execution_count: 1 },
  ];
  const text = formatNotebook(parseNotebook(file([{ ...CODE, outputs }]), "a.ipynb"));
  assertEquals(formatNotebook(parseNotebook(text, "a.ipynb")), text);
});

Deno.test("writeNotebook() leaves the notebook and no temporary file, and readNotebook() names a missing one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "a.ipynb");
    const notebook = parseNotebook(file([CODE]), "a.ipynb");
    await writeNotebook(path, notebook);
    assertEquals(await readNotebook(path), notebook);
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name), ["a.ipynb"]);
    await assertRejects(() => readNotebook(join(folder, "b.ipynb")), Error, "Cannot read b.ipynb");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
