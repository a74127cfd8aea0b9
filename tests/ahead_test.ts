// The kernels of a walkthrough: one ahead for each notebook, and none left over.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openKernels } from "../lib/walkthrough/kernels.ts";
import { isAlive } from "./processes.ts";

Deno.test("openKernels() gives each notebook a kernel of its own, the one that was started ahead, and ends them all", async () => {
  const folder = await Deno.makeTempDir();
  const kernels = openKernels();
  try {
    const first = await kernels.take(folder, folder).ready;
    await first.execute("const left = 1;");
    const taken = Date.now();
    const second = await kernels.take(folder, folder).ready;
    assertNotEquals(second.pid, first.pid);
    const late = await second.execute(`if (performance.timeOrigin > ${taken}) throw new Error("It starts only now.");`);
    assertEquals(late.failure, undefined);
    assertEquals((await second.execute("typeof left")).failure, undefined);
    assertEquals((await second.execute("left")).failure?.ename, "ReferenceError");
    const elsewhere = await kernels.take(`${folder}/..`, folder).ready;
    await kernels.close();
    for (const { pid } of [first, second, elsewhere]) assert(!isAlive(pid));
  } finally {
    await kernels.close();
    await Deno.remove(folder);
  }
});
