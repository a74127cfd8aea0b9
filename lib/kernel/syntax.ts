// Says what is wrong with code that does not parse, because the kernel itself only says "Execution failed".

import type { ErrorContent } from "./contents.ts";

/** The parser's message and the place in the code as an error; nothing when the code does parse. */
export async function explainSyntaxError(code: string): Promise<ErrorContent | undefined> {
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
  const [, said, excerpt, line, column] = found;
  const message = said.replace(/`?<lexing error: .*?, (\w+)\) \}>`?/, (_, name) => LEXING_ERRORS[name] ?? name);
  const place = `at line ${line}, column ${column}`;
  return {
    ename: "SyntaxError",
    evalue: `${message} ${place}`,
    traceback: [`SyntaxError: ${message}`, ...excerpt.split("\n"), `    ${place}`],
  };
}

/** What the parser names only by its own words. */
const LEXING_ERRORS: Readonly<Record<string, string>> = {
  UnterminatedTpl: "a template without its second backtick",
  UnterminatedStrLit: "a text without its second quotation mark",
  UnterminatedBlockComment: "a comment without its */",
  UnterminatedRegExp: "a regular expression without its second slash",
};
