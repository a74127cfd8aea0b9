// Sets the constants of a notebook's `parameters` cell, by papermill's convention of an injected cell behind it.

import { type ParameterValue, readConstants } from "./literals.ts";
import type { Cell } from "./cells.ts";
import type { Notebook } from "./notebook.ts";

/** The constants that can be set: those of the cells tagged `parameters` whose value is a literal. */
export function readParameters(notebook: Notebook): Map<string, ParameterValue> {
  const sources = notebook.cells.filter((cell) => hasTag(cell, "parameters")).map(({ source }) => source);
  return readConstants(sources.join("\n"));
}

/** The same with the values that an injected cell sets. */
export function readSettings(notebook: Notebook): Map<string, ParameterValue> {
  const injected = notebook.cells.filter((cell) => hasTag(cell, "injected-parameters")).map(({ source }) => source);
  return new Map([...readParameters(notebook), ...readConstants(injected.join("\n"))]);
}

/**
 * The notebook with a cell tagged `injected-parameters` after its parameters, which sets those of the values that it has
 * a constant for and that differ. An injected cell of an earlier run is dropped.
 */
export function injectParameters(notebook: Notebook, values: ReadonlyMap<string, ParameterValue>): Notebook {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, "injected-parameters"));
  const constants = readParameters(notebook);
  const changed = [...values].filter(([name, value]) =>
    constants.has(name) && JSON.stringify(constants.get(name)) !== JSON.stringify(value)
  );
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

function hasTag(cell: Cell, tag: string): boolean {
  return cell.type === "code" && (cell.metadata.tags ?? []).includes(tag);
}
