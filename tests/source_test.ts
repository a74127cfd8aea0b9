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

/** The rooms in the order in which the street is walked; a room may import what stands before it, by its face. */
const street = ["data", "network", "evidence", "pictures", "chat", "prompts", "rules", "scores", "show"];
/** What lies at the top of lib/ and knows no room: every room may use it. */
const leaves = ["interrupt.ts", "random.ts", "run_name.ts", "waiting.ts", "whole_file.ts"];

/** What a file of lib/ may import of it, types included. */
function mayImport(from: string, to: string): boolean {
  const [room, target] = [from, to].map((path) => path.includes("/") ? path.split("/")[0] : "");
  if (leaves.includes(to) || room === target) return true;
  if (room === "") return to.endsWith("/mod.ts");
  if (!to.endsWith("/mod.ts")) return false;
  if (room === "walkthrough") return target === "kernel";
  return street.includes(room) && street.includes(target) && street.indexOf(target) < street.indexOf(room);
}

Deno.test("imports within lib/ run from left to right along the street", async () => {
  const broken: string[] = [];
  for await (const file of filesOf(`${root}lib`)) {
    const from = file.slice(`${root}lib/`.length);
    for (const path of importsOf(await Deno.readTextFile(file))) {
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

/** The relative paths that a module imports from, types included. */
function importsOf(source: string): string[] {
  return [...source.matchAll(/^(?:import|export)\s[^;"]*?from\s+"(\.[^"]+)"/gm)].map(([, path]) => path);
}
