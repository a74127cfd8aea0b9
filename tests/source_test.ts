// The source as a whole: formatted, free of lint, and imported in one direction along the street.

import { assert, assertEquals } from "@std/assert";

const root = new URL("..", import.meta.url).pathname;

for (const command of [["fmt", "--check"], ["lint"]]) {
  Deno.test(`lib/, bench/ and tests/ pass deno ${command.join(" ")}`, async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...command, "--quiet", "lib", "bench", "tests"],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  });
}

/** The rooms in the order in which the street is walked; a room may import what stands before it. */
const street = ["data", "network", "evidence", "language", "judge"];
/** Leaves that every room may use: random numbers from a seed, pictures as PNG bytes, and the rule for a run's name. */
const leaves = ["random.ts", "run_name.ts", "whole_file.ts", "show/image.ts", "show/dataurl.ts"];

/** What a file of lib/ may import of it, types aside. */
function mayImport(from: string, to: string): boolean {
  const [room, target] = [from, to].map((path) => path.split("/")[0]);
  if (room === target || leaves.includes(to)) return true;
  // The files of a run know the types of what they keep, and each other; walkthrough/ and show/ know nothing else.
  if (["runs.ts", "artefacts.ts"].includes(room)) return to === "runs.ts";
  return street.includes(room) && street.includes(target) && street.indexOf(target) < street.indexOf(room);
}

Deno.test("imports within lib/ run from left to right along the street", async () => {
  const broken: string[] = [];
  for await (const file of filesOf(`${root}lib`)) {
    const from = file.slice(`${root}lib/`.length);
    for (const path of valueImports(await Deno.readTextFile(file))) {
      const to = new URL(path, `file://${file}`).pathname.slice(`${root}lib/`.length);
      if (!mayImport(from, to)) broken.push(`${from} imports ${to}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("every module of lib/ opens with a sentence on what it is", async () => {
  for await (const file of filesOf(`${root}lib`)) {
    assert(/^(\/\/ |\/\*\* )\S.*[.:]/.test((await Deno.readTextFile(file)).split("\n").slice(0, 3).join(" ")), file);
  }
});

async function* filesOf(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesOf(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}

/** The relative paths that a module imports values from; an import of types alone leaves nothing behind. */
function valueImports(source: string): string[] {
  return [...source.matchAll(/^(?:import|export)\s+(?!type\b)([^;"]*?)\s*from\s+"(\.[^"]+)"/gm)]
    .filter(([, names]) => !/^\{(\s*type\s+[\w$]+( as [\w$]+)?\s*,?)+\s*\}$/.test(names))
    .map(([, , path]) => path);
}
