// The house as the code draws it: formatted, free of lint, walked in one direction, and equal to the README's map.

import { assert, assertEquals } from "@std/assert";
import { basename } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const lib = `${root}lib`;
const sources = new Map<string, string>();
for (const path of listFiles(lib)) sources.set(path.slice(lib.length + 1), Deno.readTextFileSync(path));

/** The rooms in the order in which the street is walked; a room may import what stands before it, by its face. */
const street = [
  "data",
  "network",
  "evidence",
  "pictures",
  "chat",
  "prompts",
  "rules",
  "scores",
  "show",
  "runs",
  "tasks",
];
/** The rooms beside the street: they import nothing of it, and the second one the first. */
const beside = ["kernel", "walkthrough"];
/** What lies at the top of lib/ and knows no room: every room may use it. */
const leaves = ["files.ts", "interrupt.ts", "random.ts"];

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

Deno.test("imports within lib/ run from left to right along the street, and through the rooms' faces, types included", () => {
  const broken = [...sources.keys()].flatMap((from) =>
    importsOf(from).filter((to) => !mayImport(from, to)).map((to) => `${from} imports ${to}`)
  );
  assertEquals(broken, []);
});

Deno.test("no module of lib/ imports itself by way of others, types included", () => {
  const settled = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert(!path.includes(file), `a circle: ${[...path.slice(path.indexOf(file)), file].join(" → ")}`);
    if (settled.has(file)) return;
    for (const to of importsOf(file)) visit(to, [...path, file]);
    settled.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
});

Deno.test("every module of lib/ opens with a sentence on what it is, and has at most 200 lines", () => {
  for (const [file, source] of sources) {
    assert(/^(\/\/ |\/\*\* )\S.*[.:]/.test(source.split("\n").slice(0, 3).join(" ")), file);
    const lines = source.split("\n").length - 1;
    assert(lines <= 200, `${file} has ${lines} lines`);
  }
});

Deno.test("no basename stands in lib/ three times, the rooms' faces aside", () => {
  const names = [...sources.keys()].map((file) => basename(file)).filter((name) => name !== "mod.ts");
  const often = Map.groupBy(names, (name) => name).entries().filter(([, same]) => same.length > 2);
  assertEquals([...often].map(([name]) => name), []);
});

Deno.test("the README's map names the rooms in the street's order, and every module in its room", () => {
  const readme = Deno.readTextFileSync(`${root}README.md`);
  assert(readme.includes(street.join(" → ")), `the README draws the street as ${street.join(" → ")}`);
  const mapped = readMap(readme);
  const rooms = Map.groupBy(sources.keys(), (file) => file.includes("/") ? file.split("/")[0] : "");
  assertEquals([...mapped.keys()], [...street, ...beside, ""]);
  for (const [room, files] of rooms) {
    const names = files.filter((file) => !file.endsWith("/mod.ts"))
      .map((file) => (room === "" ? file : file.slice(room.length + 1)).replace(/\.ts$/, "")).sort();
    assertEquals(mapped.get(room)?.toSorted(), names, `the map of ${room || "lib/ itself"}`);
  }
});

/** What a file of lib/ may import of it, types included. */
function mayImport(from: string, to: string): boolean {
  const [room, target] = [from, to].map((path) => path.includes("/") ? path.split("/")[0] : "");
  if (leaves.includes(to)) return !leaves.includes(from);
  if (room === target) return room !== "" || !leaves.includes(from);
  if (leaves.includes(from) || !to.endsWith("/mod.ts")) return false;
  if (room === "") return true;
  if (beside.includes(room)) return beside.indexOf(target) !== -1 && beside.indexOf(target) < beside.indexOf(room);
  return street.includes(target) && street.indexOf(target) < street.indexOf(room);
}

/** The files of lib/ that one of them imports from. */
function importsOf(file: string): string[] {
  const found = sources.get(file)!.matchAll(/^(?:import|export)\s[^;"]*?from\s+"(\.[^"]+\.ts)"/gm);
  return [...found].map(([, path]) => new URL(path, `file://${lib}/${file}`).pathname.slice(lib.length + 1));
}

/**
 * The README's map: under `lib/`, a line for each room with its idea, and under it its modules; the modules at the top of
 * lib/ stand in a room without a name.
 */
function readMap(readme: string): Map<string, string[]> {
  const [, text] = readme.match(/^ {4}lib\/\n((?: {6}.*\n)+)/m) ?? [];
  assert(text !== undefined, "the README has a map of lib/");
  const mapped = new Map<string, string[]>();
  let room = "";
  for (const line of text.split("\n").filter((line) => line.trim() !== "")) {
    const [, name] = line.match(/^ {6}(?:(\w+)\/|\.) {2,}/) ?? [];
    if (/^ {6}\S/.test(line)) mapped.set(room = name ?? "", []);
    else mapped.get(room)!.push(...line.trim().split(/\s+/));
  }
  return mapped;
}

function* listFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* listFiles(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}
