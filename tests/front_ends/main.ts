// The task `test:front-ends`: the tests of real front ends, with all repetitions, in a Python that it makes for itself.
//
// FRONT_ENDS_PYTHON names another Python. What is made lies in outputs/front_ends_python; remove it to have it made again.

import { findJupyter } from "./python.ts";

const root = new URL("../..", import.meta.url).pathname;
const named = Deno.env.get("FRONT_ENDS_PYTHON") || await findJupyter(`${root}outputs/front_ends_python`);
if (named === undefined) {
  console.error("Cannot try the front ends: no Python here has Jupyter, and none could be made. See above why.");
  Deno.exit(1);
}
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["task", "--quiet", "test", "--show-output", ...Deno.args.length > 0 ? Deno.args : ["tests/front_ends/"]],
  cwd: root,
  env: { FRONT_ENDS_PYTHON: named, FRONT_ENDS: "thorough" },
}).spawn().status;
Deno.exit(code);
