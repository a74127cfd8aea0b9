// run_name.ts: which names a run may have.

import { assertThrows } from "@std/assert";
import { checkRunName } from "../lib/run_name.ts";

Deno.test("checkRunName() takes names of any language, with spaces and dots inside", () => {
  for (
    const name of ["blog", "wide-12", "2. try", "прогон", "実験_1", "été", "e\u0301te\u0301", "हिन्दी", "_", "console"]
  ) {
    checkRunName(name);
  }
});

Deno.test("checkRunName() refuses what is no folder of its own, is hidden or cannot be kept everywhere", () => {
  const paths = ["", ".", "..", "a/b", "../x", "/tmp", "C:\\x", "a\\b", "~"];
  const odd = [".hidden", "-flag", " space", "space ", "dot.", "a\nb", "a\0b", "a:b", "a*b", "what?", "👍"];
  for (const name of [...paths, ...odd, "NUL", "com1.txt", "x".repeat(61)]) {
    assertThrows(() => checkRunName(name), Error, `got "${name}". Choose one such as "wide-12".`);
  }
});
