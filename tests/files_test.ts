// files.ts: which names a run may have, and where the project lies.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { checkRunName, findProject, readPlain, readPlainText } from "../lib/files.ts";

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

/** A disk on which one deno.json lies, and where it was looked for. */
function diskWith(place: string) {
  const asked: string[] = [];
  const holds = ({ href }: URL) => {
    asked.push(href);
    return Promise.resolve(href === place);
  };
  return { asked, holds };
}

Deno.test("findProject() climbs on Windows, from a drive and from a share, to the folder that holds the deno.json", async () => {
  const { asked, holds } = diskWith("file:///C:/my%20repo/deno.json");
  assertEquals(await findProject("C:\\my repo\\notebooks\\deep", holds), "C:/my repo");
  assertEquals(asked, [
    "file:///C:/my%20repo/notebooks/deep/deno.json",
    "file:///C:/my%20repo/notebooks/deno.json",
    "file:///C:/my%20repo/deno.json",
  ]);
  assertEquals(await findProject("c:/my repo/", diskWith("file:///c:/my%20repo/deno.json").holds), "c:/my repo");
  const share = diskWith("file://server/share/repo/deno.json");
  assertEquals(await findProject("\\\\server\\share\\repo\\notebooks", share.holds), "//server/share/repo");
});

Deno.test("findProject() takes any name a folder may have elsewhere, a backslash, # and % among them", async () => {
  const { holds } = diskWith("file:///a%23b/50%25%20c%5Cd/deno.json");
  assertEquals(await findProject("/a#b/50% c\\d/notebooks", holds), "/a#b/50% c\\d");
});

Deno.test("findProject() looks as far up as the top, and says then where it began", async () => {
  for (
    const [from, top] of [["C:\\repo\\notebooks", "file:///C:/deno.json"], ["/repo/notebooks", "file:///deno.json"]]
  ) {
    const { asked, holds } = diskWith("nowhere");
    await assertRejects(
      () => findProject(from, holds),
      Error,
      `Cannot find the project: no folder above holds a deno.json, got "${from}". Start inside it.`,
    );
    assertEquals([asked.length, asked.at(-1)], [3, top]);
  }
});

Deno.test("readPlain() refuses what is no file, and readPlainText() leaves out the mark at a text's beginning", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/text`, "\ufeffa\ufeffb");
    assertEquals(await readPlainText(`${folder}/text`), "a\ufeffb");
    assertEquals((await readPlain(`${folder}/text`)).length, 8);
    await assertRejects(() => readPlain(folder), Error, `${folder} is no plain file`);
    await assertRejects(() => readPlain(`${folder}/none`), Deno.errors.NotFound);
    if (Deno.build.os === "windows") return;
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    for (const path of [`${folder}/pipe`, "/dev/zero"]) {
      await assertRejects(() => readPlainText(path), Error, `${path} is no plain file`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
