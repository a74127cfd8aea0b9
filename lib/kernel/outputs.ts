// Folds what a kernel shows into the outputs of a notebook's cell (nbformat 4.5).

import { stripVTControlCharacters } from "node:util";
import type { DisplayContent, ErrorContent, MimeBundle, Shown } from "./contents.ts";

/** An output as nbformat 4.5 has it; texts are whole strings. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: MimeBundle }
  | { output_type: "execute_result"; data: MimeBundle; metadata: MimeBundle; execution_count: number }
  | ErrorOutput;

/** How an error looks as an output. */
export interface ErrorOutput extends ErrorContent {
  output_type: "error";
}

/** A cell that is being executed. */
export interface RunningCell {
  readonly outputs: Output[];
  readonly executionCount: number;
  /** clear_output(wait: true) empties the cell only when the next output comes. */
  clearsOnNext?: boolean;
}

/** The displays of one kernel by their display_id, so that a later cell can update them. */
export type Displays = Map<string, { data: MimeBundle; metadata: MimeBundle }[]>;

/**
 * Adds what is shown to its cell, or changes what an earlier cell showed.
 * Display ids, which differ from run to run, go into `displays` and not into the outputs.
 */
export function foldShown({ type, content }: Shown, cell: RunningCell, displays: Displays): void {
  switch (type) {
    case "update_display_data":
      return updateDisplays(content, displays);
    case "clear_output":
      if (content.wait) cell.clearsOnNext = true;
      else cell.outputs.length = 0;
      return;
    case "stream": {
      const last = clearIfDue(cell).at(-1);
      if (last?.output_type === "stream" && last.name === content.name) last.text += content.text;
      else cell.outputs.push({ output_type: type, ...content });
      return;
    }
    case "error":
      clearIfDue(cell).push(errorOutput(content.ename, content.evalue, content.traceback));
      return;
    default: {
      updateDisplays(content, displays);
      const shown = { data: { ...content.data }, metadata: { ...content.metadata } };
      const output: Output = type === "display_data"
        ? Object.assign(shown, { output_type: type })
        : Object.assign(shown, { output_type: type, execution_count: cell.executionCount });
      remember(content, shown, displays);
      clearIfDue(cell).push(output);
    }
  }
}

/** An error output, its text without terminal colours. */
export function errorOutput(name: string, value: string, traceback: readonly string[] = []): ErrorOutput {
  return {
    output_type: "error",
    ename: name,
    evalue: stripVTControlCharacters(value),
    traceback: traceback.map(stripVTControlCharacters),
  };
}

function clearIfDue(cell: RunningCell): Output[] {
  if (cell.clearsOnNext) cell.outputs.length = 0;
  cell.clearsOnNext = false;
  return cell.outputs;
}

/** Every display of the same id is changed in place, in whichever cell it stands. */
function updateDisplays({ data, metadata, transient }: DisplayContent, displays: Displays): void {
  for (const shown of displays.get(transient?.display_id ?? "") ?? []) {
    shown.data = { ...data };
    shown.metadata = { ...metadata };
  }
}

function remember(
  { transient }: DisplayContent,
  shown: { data: MimeBundle; metadata: MimeBundle },
  displays: Displays,
): void {
  if (!transient?.display_id) return;
  displays.set(transient.display_id, [...displays.get(transient.display_id) ?? [], shown]);
}
