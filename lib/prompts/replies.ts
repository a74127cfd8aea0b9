// The replies to requests that were asked side by side, or an error that says what failed and what is kept.

import type { Outcome, Reply } from "../chat/mod.ts";

/** All replies; throws where one is missing. `action` is what could not be done, `names` tell what each request is for. */
export function allReplies(
  outcomes: readonly Outcome[],
  { action, names }: { action: string; names?: readonly string[] },
): Reply[] {
  const failures = outcomes.flatMap(({ failure }, i) => failure ? [{ ...failure, name: names?.[i] }] : []);
  if (failures.length === 0) return outcomes.map(({ reply }) => reply!);
  const kept = outcomes.length - failures.length;
  if (failures.every(({ kind }) => kind === "aborted")) {
    throw new Error(
      `Stopped by hand: ${kept} of ${outcomes.length} answers had come and are kept. ` +
        "Run the cell again to ask for the others.",
    );
  }
  const lines = failures.map(({ name, message }) => name === undefined ? message : `${name}: ${message}`);
  throw new Error(
    `Cannot ${action}: ${failures.length} of ${outcomes.length} requests failed:\n${lines.join("\n")}\n` +
      "The other answers are kept; run the cell again to ask only for these.",
  );
}
