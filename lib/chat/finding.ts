// What is found to be wrong with an exchange, and how it is told to people.

import { oneLine, shorten } from "./clean_text.ts";
import type { Server } from "./server.ts";
import type { Failure, FailureKind } from "./types.ts";

export interface Finding {
  kind: FailureKind;
  wrong: string;
  advice: string;
  /** What came from outside, to be shown. */
  got?: string;
  /** Another try may help. */
  retry?: boolean;
  /** Every other request would fail alike, so none needs to be sent. */
  forAll?: boolean;
  /** How long the server asks to wait before the next try, in milliseconds. */
  waitMs?: number;
}

/** An error as a server words it. */
export interface ServerError {
  status: number;
  message: string;
  code?: string | null;
  type?: string | null;
  param?: string | null;
  /** The error as parsed from the body. */
  body?: unknown;
}

/** A problem that is found before the client sees a reply; it comes out of the client as a cause. */
export class FindingError extends Error {
  override readonly name = "FindingError";
  constructor(readonly finding: Finding) {
    super(finding.wrong);
  }
}

/** The failure as people read it. What came from outside is masked before it is shortened: half a key is a key's half. */
export function describeFailure({ kind, wrong, advice, got }: Finding, { address, mask }: Server): Failure {
  const shown = got === undefined ? "" : `, got "${shorten(mask(oneLine(mask(got))))}"`;
  return { kind, message: mask(`Cannot get a reply from ${address}: ${wrong}${shown}. ${advice}`) };
}
