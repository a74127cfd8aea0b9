// Tests of lib/kernel/replaced.ts: cells that replace what JavaScript or the kernel itself needs, on the real kernel.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Kernel, startKernel } from "../lib/kernel/kernel.ts";
import { withFolder, withFrontEnd } from "./front_end.ts";

async function withKernel(test: (kernel: Kernel) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const kernel = await startKernel(folder);
    try {
      await test(kernel);
    } finally {
      await kernel.shutdown();
    }
  });
}

/** What is replaced or taken away, and with what. */
const REPLACEMENTS: readonly (readonly [string, string])[] = [
  ["setTimeout", "globalThis.setTimeout = () => {}"],
  ["setTimeout", "globalThis.setTimeout = () => { throw 1; }"],
  ["queueMicrotask", "globalThis.queueMicrotask = undefined"],
  ["Promise", "globalThis.Promise = undefined"],
  ["Promise", "globalThis.Promise = class {}"],
  ["Promise.prototype.then", "Promise.prototype.then = () => {}"],
  ["Promise.resolve", "Promise.resolve = () => {}"],
  ["Object.prototype.then", "Object.prototype.then = () => {}"],
  ["Object.prototype.toJSON", "Object.prototype.toJSON = () => 5"],
  ["Error", "globalThis.Error = undefined"],
  ["Error", "globalThis.Error = class {}"],
  ["JSON", "globalThis.JSON = undefined"],
  ["JSON.stringify", "JSON.stringify = () => 'x'"],
  ["String", "globalThis.String = undefined"],
  ["Array.prototype[Symbol.iterator]", "Array.prototype[Symbol.iterator] = undefined"],
  ["Function.prototype.call", "Function.prototype.call = undefined"],
  ["Deno", "delete globalThis.Deno"],
  ["Deno.jupyter.broadcast", "Deno.jupyter.broadcast = async () => {}"],
  ["globalThis", "globalThis.globalThis = undefined"],
];

for (const [name, code] of REPLACEMENTS) {
  Deno.test(`a cell that replaces ${name} fails within seconds and says so: ${code}`, async () => {
    await withKernel(async (kernel) => {
      const start = performance.now();
      const { failure } = await kernel.execute(`${code}; undefined`, { timeout: 60_000 });
      assertEquals(failure?.ename, "ReplacedGlobal");
      assertStringIncludes(failure!.evalue, `A cell has replaced ${name}, which`);
      assertStringIncludes(failure!.evalue, "restart the kernel");
      assert(performance.now() - start < 15_000);
    });
  });
}

Deno.test("a cell that waits for its own stand-in is stopped within seconds and told why", async () => {
  for (const stand of ["setTimeout = () => {}", "Promise = class extends Promise { then() { return this; } }"]) {
    await withKernel(async (kernel) => {
      const start = performance.now();
      const code = `globalThis.${stand};\nawait new Promise((resolve) => setTimeout(resolve, 5)).then(() => {});`;
      const { failure } = await kernel.execute(code, { timeout: 60_000 });
      assertEquals(failure?.ename, "ReplacedGlobal", stand);
      assert(performance.now() - start < 20_000);
    });
  }
});

Deno.test("it is said once, and not where all is put back or only what is often stood in for is replaced", async () => {
  await withKernel(async (kernel) => {
    const errorOf = async (code: string) => (await kernel.execute(code)).failure?.ename;
    assertEquals(await errorOf("const real = setTimeout; globalThis.setTimeout = (f) => f();"), "ReplacedGlobal");
    assertEquals(await errorOf("await new Promise((resolve) => setTimeout(resolve, 5));"), undefined);
    assertEquals(await errorOf("globalThis.setTimeout = real;"), undefined);
    assertEquals(await errorOf("globalThis.setTimeout = () => {}; globalThis.setTimeout = real;"), undefined);
    const free = [
      "console.log",
      "globalThis.fetch",
      "Math.random",
      "Date.now",
      "Deno.readTextFile",
      "globalThis.performance",
    ];
    for (const name of free) assertEquals(await errorOf(`${name} = () => 1;`), undefined, name);
    assertEquals(await errorOf("const [name, status, event, close, top, self] = [1, 2, 3, 4, 5, 6];"), undefined);
    assertEquals(await errorOf("Array.prototype.own = 1; Object.prototype.own = 1;"), undefined);
  });
});

Deno.test("a front end is told as well", async () => {
  await withFolder((folder) =>
    withFrontEnd(folder, async ({ run }) => {
      const { shown } = await run("globalThis.Promise = undefined; 1");
      assertEquals(shown[0], "result: 1");
      assertStringIncludes(shown[1], "error: ReplacedGlobal: A cell has replaced Promise, which");
      assertEquals((await run("2")).shown, ["result: 2"]);
    })
  );
});
