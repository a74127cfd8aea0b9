/** Sets the constants of a notebook's `parameters` cell from outside, by papermill's convention of an injected cell. */

import type { Cell, Notebook } from "./notebook.ts";

/** A constant's value that can be set. */
export type ParameterValue = number | boolean | string;

/**
 * The constants that can be set: lines of the form `const name = literal;` in the cell tagged `parameters`, where the
 * literal is a number, a boolean or a string.
 */
export function readParameters(notebook: Notebook): Map<string, ParameterValue> {
  const lines = notebook.cells.filter((cell) => hasTag(cell, "parameters")).flatMap((cell) => cell.source.split("\n"));
  return new Map(lines.flatMap((line) => {
    const [, name, literal] = line.match(DECLARATION) ?? [];
    const value = literal === undefined ? undefined : readLiteral(literal);
    return value === undefined ? [] : [[name, value]];
  }));
}

/**
 * Reads settings of the form `name=value` for notebooks with the given constants, one map a notebook.
 * Throws when a name is in none of the notebooks, or a value is not of the type of the constant.
 */
export function parseSettings(
  settings: readonly string[],
  notebooks: readonly ReadonlyMap<string, ParameterValue>[],
): Map<string, ParameterValue> {
  return new Map(settings.map((setting) => {
    const [, name, text] = setting.match(/^\s*([^=\s]+)\s*=(.*)$/s) ?? [];
    if (name === undefined) {
      throw new Error(`Cannot set a parameter: it must look like width=12, got "${setting}".`);
    }
    const constants = notebooks.filter((parameters) => parameters.has(name)).map((parameters) => parameters.get(name)!);
    if (constants.length === 0) {
      const known = [...new Set(notebooks.flatMap((parameters) => [...parameters.keys()]))].sort().join(", ");
      throw new Error(
        `Cannot set a parameter: no notebook of this run has a constant of this name, got "${name}". ` +
          (known ? `There are ${known}.` : "They have none at all."),
      );
    }
    const value = readValue(text.trim(), constants[0]);
    for (const constant of constants) {
      if (typeof value !== typeof constant) {
        throw new Error(
          `Cannot set ${name}: it must be a ${typeof constant} like ${JSON.stringify(constant)}, got ${text.trim()}.` +
            (typeof constant === "string" ? ` Write '${name}="${text.trim()}"' for a text.` : ""),
        );
      }
    }
    return [name, value!];
  }));
}

/**
 * The notebook with a cell tagged `injected-parameters` after its parameters, which sets those of the values that it has
 * a constant for and that differ. An injected cell of an earlier run is dropped.
 */
export function injectParameters(notebook: Notebook, values: ReadonlyMap<string, ParameterValue>): Notebook {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, "injected-parameters"));
  const constants = readParameters(notebook);
  const changed = [...values].filter(([name, value]) => constants.has(name) && constants.get(name) !== value);
  if (changed.length === 0) return { ...notebook, cells };
  const injected: Cell = {
    id: "injected-parameters",
    type: "code",
    metadata: { tags: ["injected-parameters"] },
    source: changed.map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`).join("\n"),
    outputs: [],
    executionCount: null,
  };
  const place = cells.findLastIndex((cell) => hasTag(cell, "parameters")) + 1;
  return { ...notebook, cells: cells.toSpliced(place, 0, injected) };
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|` + "`[^`$\\\\]*`";
const NUMBER = String.raw`[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const DECLARATION = new RegExp(
  String
    .raw`^\s*(?:export\s+)?const\s+([\w$]+)\s*(?::[^=]+)?=\s*(${STRING}|${NUMBER}|true|false)\s*;?\s*(?:\/\/.*|\/\*.*\*\/\s*)?$`,
);

function hasTag(cell: Cell, tag: string): boolean {
  return cell.type === "code" && (cell.metadata.tags ?? []).includes(tag);
}

/** The value of a literal, or undefined when the text is none. */
function readLiteral(text: string): ParameterValue | undefined {
  if (text === "true" || text === "false") return text === "true";
  if (new RegExp(`^(?:${NUMBER})$`).test(text)) return Number(text.replaceAll("_", ""));
  if (!new RegExp(`^(?:${STRING})$`, "s").test(text)) return undefined;
  const inner = text.slice(1, -1);
  if (text[0] === "`") return inner;
  try {
    return JSON.parse(text[0] === '"' ? text : `"${inner.replaceAll(/\\'|"/g, (mark) => mark === '"' ? '\\"' : "'")}"`);
  } catch {
    return undefined;
  }
}

/** A value from the command line: a bare word will do where the constant is a string. */
function readValue(text: string, constant: ParameterValue): ParameterValue | undefined {
  return readLiteral(text) ?? (typeof constant === "string" && !/^["'`]/.test(text) ? text : undefined);
}
