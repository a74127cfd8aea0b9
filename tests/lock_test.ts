/** Tests of lib/walkthrough/lock.ts. */

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { lockFolder } from "../lib/walkthrough/lock.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  try {
    await test(join(parent, "outputs", "a run"));
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("lockFolder() lets the second in only when the first has left, and leaves no file", async () => {
  await withFolder(async (folder) => {
    const leave = await lockFolder(folder);
    await assertRejects(
      () => lockFolder(folder),
      Error,
      `Cannot walk through the notebooks: another walkthrough, process ${Deno.pid}, is writing to ${folder}. ` +
        "Wait for its end, or choose another --run.",
    );
    await leave();
    await assertRejects(() => Deno.stat(join(folder, "walkthrough.lock")), Deno.errors.NotFound);
    await (await lockFolder(folder))();
  });
});

Deno.test("lockFolder() takes no notice of a file that nobody holds", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(folder, { recursive: true });
    // This process's own number: a number alone proves nothing, because systems give them out again.
    await Deno.writeTextFile(join(folder, "walkthrough.lock"), `${Deno.pid}0 and more\n`);
    const leave = await lockFolder(folder);
    assertEquals(await Deno.readTextFile(join(folder, "walkthrough.lock")), `${Deno.pid}\n`);
    await leave();
  });
});

Deno.test("lockFolder() lets one of many in at a time", async () => {
  await withFolder(async (folder) => {
    let inside = 0;
    let entered = 0;
    const enter = async (): Promise<void> => {
      for (;;) {
        const leave = await lockFolder(folder).catch(() => undefined);
        if (leave === undefined) continue;
        assertEquals(++inside, 1);
        entered++;
        await new Promise((resolve) => setTimeout(resolve));
        inside--;
        return await leave();
      }
    };
    await Promise.all(Array.from({ length: 8 }, enter));
    assertEquals(entered, 8);
  });
});

Deno.test("lockFolder() empties no file that a link in its place leads to", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(join(folder, "precious"), "kept");
    await Deno.symlink("precious", join(folder, "walkthrough.lock"));
    await assertRejects(() => lockFolder(folder), Error, "walkthrough.lock is no file of ours; remove it");
    assertEquals(await Deno.readTextFile(join(folder, "precious")), "kept");
  });
});

Deno.test("lockFolder() leaves a folder that it has made only where something is in it", async () => {
  await withFolder(async (folder) => {
    await (await lockFolder(folder))();
    await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
    const leave = await lockFolder(folder);
    await Deno.writeTextFile(join(folder, "made"), "");
    await leave();
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["made"]);
  });
});
