/** Folds a kernel's iopub messages into the outputs of a notebook's cell (nbformat 4.5). */

import { stripVTControlCharacters } from "node:util";
import type { Message } from "./wire.ts";

/** An output as nbformat 4.5 has it; texts are whole strings. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | { output_type: "display_data"; data: MimeBundle; metadata: Record<string, unknown> }
  | { output_type: "execute_result"; data: MimeBundle; metadata: Record<string, unknown>; execution_count: number }
  | ErrorOutput;

/** How an error looks as an output. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The same thing in several media types. */
export type MimeBundle = Record<string, unknown>;

/** A cell that is being executed. */
export interface RunningCell {
  readonly outputs: Output[];
  readonly executionCount: number;
  /** clear_output(wait: true) empties the cell only when the next output comes. */
  clearsOnNext?: boolean;
}

/** The displays of one kernel by their display_id, so that a later cell can update them. */
export type Displays = Map<string, { data: MimeBundle; metadata: Record<string, unknown> }[]>;

/**
 * Adds what an iopub message shows to its cell, or changes what an earlier cell showed.
 * Display ids, which differ from run to run, go into `displays` and not into the outputs.
 */
export function foldMessage(message: Message, cell: RunningCell, displays: Displays): void {
  // deno-lint-ignore no-explicit-any -- the protocol's content has a different shape for each type
  const content = message.content as any;
  const type = message.header.msg_type;
  if (type === "update_display_data") {
    updateDisplays(content, displays);
  } else if (type === "clear_output") {
    if (content.wait) cell.clearsOnNext = true;
    else cell.outputs.length = 0;
  } else if (type === "stream") {
    const last = clearIfDue(cell).at(-1);
    if (last?.output_type === "stream" && last.name === content.name) last.text += content.text;
    else cell.outputs.push({ output_type: "stream", name: content.name, text: content.text });
  } else if (type === "display_data" || type === "execute_result") {
    updateDisplays(content, displays);
    const shown = { data: { ...content.data }, metadata: { ...content.metadata } };
    remember(content, shown, displays);
    clearIfDue(cell).push(
      type === "display_data"
        ? Object.assign(shown, { output_type: type as "display_data" })
        : Object.assign(shown, { output_type: type as "execute_result", execution_count: cell.executionCount }),
    );
  } else if (type === "error") {
    clearIfDue(cell).push(errorOutput(content.ename, content.evalue, content.traceback));
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

interface DisplayContent {
  data: MimeBundle;
  metadata?: Record<string, unknown>;
  transient?: { display_id?: string };
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
  shown: { data: MimeBundle; metadata: Record<string, unknown> },
  displays: Displays,
): void {
  if (!transient?.display_id) return;
  displays.set(transient.display_id, [...displays.get(transient.display_id) ?? [], shown]);
}
