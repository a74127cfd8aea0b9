// What a kernel's messages may hold: a cell can broadcast whatever it likes, so each is checked before it is used.

import * as v from "valibot";
import { JSON_OBJECT } from "./json_object.ts";
import type { Message } from "./wire.ts";

/** Only JSON may be something else than text. */
const BUNDLE = v.pipe(
  JSON_OBJECT,
  v.check(
    (data) => Object.entries(data).every(([type, part]) => /[/+]json$/.test(type) || isText(part)),
    "must be text",
  ),
);
const DISPLAY = v.object({
  data: BUNDLE,
  metadata: v.nullish(JSON_OBJECT, {}),
  transient: v.nullish(v.object({ display_id: v.nullish(v.string()) }), {}),
});

const CONTENTS = {
  stream: v.object({ name: v.picklist(["stdout", "stderr"]), text: v.string() }),
  display_data: DISPLAY,
  update_display_data: DISPLAY,
  execute_result: DISPLAY,
  error: v.object({ ename: v.string(), evalue: v.string(), traceback: v.array(v.string()) }),
  clear_output: v.object({ wait: v.nullish(v.boolean(), false) }),
};

/** The same thing in several media types. */
export type MimeBundle = Readonly<Record<string, unknown>>;
/** What a display shows, and the id by which a later one can replace it. */
export type DisplayContent = v.InferOutput<typeof DISPLAY>;
/** An error as Jupyter has it. */
export type ErrorContent = v.InferOutput<typeof CONTENTS.error>;

/** A message that shows something, by its type. */
export type Shown =
  | { readonly type: "stream"; readonly content: v.InferOutput<typeof CONTENTS.stream> }
  | { readonly type: "display_data" | "update_display_data" | "execute_result"; readonly content: DisplayContent }
  | { readonly type: "error"; readonly content: ErrorContent }
  | { readonly type: "clear_output"; readonly content: v.InferOutput<typeof CONTENTS.clear_output> };

/**
 * Reads what a message shows; nothing where its type shows nothing. What is not as the protocol has it, which a cell made
 * by itself, is given as an error that says so.
 */
export function readShown(message: Message): Shown | undefined {
  const type = message.header.msg_type;
  if (!Object.hasOwn(CONTENTS, type)) return undefined;
  const read = v.safeParse(CONTENTS[type as keyof typeof CONTENTS], message.content);
  if (read.success) return { type, content: read.output } as Shown;
  const [issue] = read.issues;
  const value = `Cannot show a message "${type}" that the cell broadcasts: ${describeIssue(issue)}. ` +
    "Use Deno.jupyter.display(), or mend the message.";
  return { type: "error", content: describeError("BadMessage", value) };
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? "content";
  if (issue.received === "undefined") return `it has no ${field}`;
  if (issue.type === "check") return `its ${field} ${issue.message}, got ${JSON.stringify(issue.input)}`;
  return `its ${field} must be ${issue.expected}, got ${issue.received}`;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));
}

/** An error of our own, which has no traceback. */
export function describeError(ename: string, evalue: string): ErrorContent {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
