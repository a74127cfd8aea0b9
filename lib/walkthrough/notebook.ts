// Reads and writes notebooks (nbformat 4.5) so that the same content is always the same bytes.

import { basename } from "node:path";
import { readPlainText, writeWhole } from "../files.ts";
import { type Cell, hasLines, mapValues, readCell } from "./cells.ts";
import { kernelspec, type Output } from "../kernel/mod.ts";

/** A notebook; sources and texts are whole strings here, lists of lines only in the file. */
export interface Notebook {
  readonly cells: readonly Cell[];
}

/** Reads a notebook. Throws when the file is missing or is no notebook of nbformat 4. */
export async function readNotebook(path: string): Promise<Notebook> {
  const name = basename(path);
  let text: string;
  try {
    text = await readPlainText(path);
  } catch (cause) {
    throw new Error(`Cannot read ${name}: there is no such file that can be opened, got "${path}".`, { cause });
  }
  return parseNotebook(text, name);
}

/** Reads a notebook from its text; `name` is for the errors. */
export function parseNotebook(text: string, name: string): Notebook {
  const fail = (what: string, options?: ErrorOptions) =>
    new Error(`Cannot read ${name}: ${what}. Restore it from git, or save it anew in Jupyter.`, options);
  let file;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw fail(`it is not JSON, got "${text.slice(0, 40)}"`, { cause });
  }
  if (file?.nbformat !== 4) throw fail(`its nbformat must be 4, got ${JSON.stringify(file?.nbformat)}`);
  if (!Array.isArray(file.cells)) throw fail(`it must have a list of cells, got ${JSON.stringify(file.cells)}`);
  return { cells: file.cells.map((cell: unknown, index: number) => readCell(cell, index, fail)) };
}

/** The notebook's file as Jupyter writes it: keys sorted, indented by one space, one string for each line of text. */
export function formatNotebook({ cells }: Notebook): string {
  const file = {
    cells: cells.map(({ id, type, source, metadata, attachments, outputs = [], executionCount = null }) => {
      // Jupyter keeps the times of an execution under this key.
      const { execution: _, ...kept } = metadata as Record<string, unknown>;
      return {
        cell_type: type,
        id,
        metadata: kept,
        source: splitLines(source),
        ...attachments !== undefined && { attachments },
        ...type === "code" && { execution_count: executionCount, outputs: outputs.map(writeOutput) },
      };
    }),
    metadata: {
      kernelspec,
      language_info: {
        codemirror_mode: "typescript",
        file_extension: ".ts",
        mimetype: "text/x.typescript",
        name: "typescript",
        nbconvert_exporter: "script",
        pygments_lexer: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return JSON.stringify(sortKeys(file), null, 1) + "\n";
}

/** Writes a notebook, whole or not at all, into a folder that is made where there is none. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeWhole(path, formatNotebook(notebook));
}

function writeOutput(output: Output): Record<string, unknown> {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  if (output.output_type === "error") return { ...output };
  return {
    ...output,
    data: mapValues(
      output.data,
      (value, type) => hasLines(type) && typeof value === "string" ? splitLines(value) : value,
    ),
  };
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => [key, sortKeys(item)]),
  );
}
