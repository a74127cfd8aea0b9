// A cell that is being executed, and what to say of it where the kernel says nothing.

import { describeError, type ErrorContent } from "./contents.ts";
import { explainSyntaxError } from "./syntax.ts";
import type { Message } from "./wire.ts";

/** A cell that is being executed, or was the last one. */
export interface Cell {
  readonly id: string;
  readonly code: string;
  /** Its request's header as JSON. */
  readonly parent: string;
  /** What the cell threw, held back until its causes are known. */
  readonly thrown: ErrorContent[];
  /** The last error that was shown. */
  error?: ErrorContent;
  isInterrupted: boolean;
  /** Whether all that it threw has been shown. */
  isOver: boolean;
  readonly ended: PromiseWithResolvers<void>;
  /** Resolved when the cell cannot be stopped. */
  readonly stuck: PromiseWithResolvers<void>;
}

/** The cell of an execute_request. */
export function startCell(request: Message): Cell {
  return {
    id: request.header.msg_id,
    code: String(request.content.code),
    parent: request.texts[0],
    thrown: [],
    isInterrupted: false,
    isOver: false,
    ended: Promise.withResolvers(),
    stuck: Promise.withResolvers(),
  };
}

/** Why a cell failed of which the kernel has shown no error; nothing where another error of the cell says it. */
export async function explainSilence(cell: Cell, { content }: Message): Promise<ErrorContent | undefined> {
  if (cell.isInterrupted) return describeError("Interrupt", "Stopped by hand. The variables are kept.");
  const explained = await explainSyntaxError(cell.code);
  if (explained || cell.error) return explained;
  // Seen where the promise that a cell awaits was collected as garbage, because nothing could resolve it any more.
  const value = `${content.evalue}. The kernel says no more; does the cell await what never comes?`;
  return describeError(String(content.ename), value);
}

/** Said once of what cells have replaced. */
export function explainReplaced(names: string): ErrorContent {
  const value =
    `A cell has replaced ${names}, which JavaScript or the kernel itself needs, so that cells may never end, ` +
    "or end without a word. Give what is your own another name, and restart the kernel.";
  return describeError("ReplacedGlobal", value);
}

/** What a cell threw, in words also where the kernel finds none for it. */
export function explainNone(error: ErrorContent): ErrorContent {
  if (error.evalue !== "(none)") return error;
  const value =
    "The kernel cannot say what the cell threw: it is no Error, it cannot be looked at, or a cell has replaced something " +
    "that JavaScript needs.";
  return describeError("Error", value);
}

/** Said of a cell that goes on in spite of an interrupt. */
export const STUCK = describeError(
  "Interrupt",
  "Cannot stop the cell: it waits for something that nobody can end from outside. Wait for it, or restart the kernel.",
);
