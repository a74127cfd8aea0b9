/** Says what is wrong with code that does not parse, because the kernel itself only says "Execution failed". */

import { type ErrorOutput, errorOutput } from "./outputs.ts";

/** The parser's message and the place in the code as an error output; nothing when the code does parse. */
export async function explainSyntaxError(code: string): Promise<ErrorOutput | undefined> {
  // The formatter is the one command that parses code from stdin without running it.
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--no-config", "--ext", "ts", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = formatter.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { success, stderr } = await formatter.output();
  const found = new TextDecoder().decode(stderr).match(/SyntaxError: (.*)\n([\s\S]*?)\n\s+at .*:(\d+):(\d+)/);
  if (success || !found) return undefined;
  const [, message, excerpt, line, column] = found;
  return errorOutput("SyntaxError", `${message} at line ${line}, column ${column}`, [
    `SyntaxError: ${message}`,
    ...excerpt.split("\n"),
    `    at line ${line}, column ${column}`,
  ]);
}
