/** Tests of lib/kernel/kernel.ts, against the real Deno kernel. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type Kernel, type KernelOptions, startKernel } from "../lib/kernel/kernel.ts";
import type { Output } from "../lib/kernel/outputs.ts";
import { isAlive } from "./processes.ts";

/** Runs a test with a kernel in an empty project of its own. */
async function withKernel(test: (kernel: Kernel, folder: string) => Promise<void>, options?: KernelOptions) {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "deno.json"), "{}");
  try {
    const kernel = await startKernel(folder, options);
    try {
      await test(kernel, folder);
    } finally {
      await kernel.shutdown();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Outputs in short: streams and errors by their text, displays by their plain text. */
function summarise(outputs: readonly Output[]): string[] {
  return outputs.map((output) => {
    if (output.output_type === "stream") return `${output.name}: ${output.text}`;
    if (output.output_type === "error") return `error: ${output.ename}: ${output.evalue}`;
    return `${output.output_type}: ${output.data["text/plain"]}`;
  });
}

Deno.test("startKernel() runs cells in the given folder and keeps all that they show", async (t) => {
  await withKernel(async (kernel, folder) => {
    await t.step("a trailing expression is the result, without terminal colours", async () => {
      const { outputs, executionCount, failure } = await kernel.execute("[6 * 7, 'x']");
      assertEquals(executionCount, 1);
      assertEquals(failure, undefined);
      assertEquals(outputs, [{
        output_type: "execute_result",
        data: { "text/plain": '[ 42, "x" ]' },
        metadata: {},
        execution_count: 1,
      }]);
    });

    await t.step("the working folder is the given one", async () => {
      const { outputs } = await kernel.execute("console.log(Deno.cwd())");
      assertEquals(summarise(outputs), [`stdout: ${await Deno.realPath(folder)}\n`]);
    });

    await t.step(
      "texts and displays stay in their order, and texts that follow each other are one output",
      async () => {
        const { outputs } = await kernel.execute(`
        console.log("a"); console.log("b"); console.error("c");
        await Deno.jupyter.display({ "text/plain": "d" }, { raw: true });
        console.log("e");
        "f"`);
        assertEquals(summarise(outputs), [
          "stdout: a\nb\n",
          "stderr: c\n",
          "display_data: d",
          "stdout: e\n",
          'execute_result: "f"',
        ]);
      },
    );

    await t.step("5,000 logged lines all arrive", async () => {
      const { outputs } = await kernel.execute("for (let i = 0; i < 5000; i++) console.log(i)");
      assertEquals(summarise(outputs), [`stdout: ${Array.from({ length: 5000 }, (_, i) => `${i}\n`).join("")}`]);
    });

    await t.step("300 displays that nobody awaits all arrive", async () => {
      const { outputs } = await kernel.execute(
        `for (let i = 0; i < 300; i++) Deno.jupyter.display({ "text/plain": String(i) }, { raw: true });
         undefined`,
      );
      assertEquals(summarise(outputs), Array.from({ length: 300 }, (_, i) => `display_data: ${i}`));
    });

    await t.step("of 300 updates of one display the last stays", async () => {
      const { outputs } = await kernel.execute(
        `for (let i = 0; i < 300; i++) {
          Deno.jupyter.display({ "text/plain": String(i) }, { raw: true, display_id: "counter", update: i > 0 });
        }
        undefined`,
      );
      assertEquals(summarise(outputs), ["display_data: 299"]);
    });

    await t.step("a later cell updates what an earlier one displays, and no display id is kept", async () => {
      const earlier = await kernel.execute(
        `await Deno.jupyter.display({ "text/plain": "loading" }, { raw: true, display_id: "bar" })`,
      );
      assertEquals(summarise(earlier.outputs), ["display_data: loading"]);
      const later = await kernel.execute(
        `await Deno.jupyter.display({ "text/plain": "done" }, { raw: true, display_id: "bar", update: true })`,
      );
      assertEquals(later.outputs, []);
      assertEquals(earlier.outputs, [{ output_type: "display_data", data: { "text/plain": "done" }, metadata: {} }]);
    });

    await t.step("each of 300 cells keeps its own output", async () => {
      for (let i = 0; i < 300; i++) {
        const { outputs } = await kernel.execute(i % 2 === 0 ? `${i}` : `console.log(${i})`);
        assertEquals(summarise(outputs), [i % 2 === 0 ? `execute_result: ${i}` : `stdout: ${i}\n`]);
      }
    });

    await t.step("SVG and PNG come through byte for byte", async () => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect/></svg>';
      const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
      const { outputs } = await kernel.execute(`
        await Deno.jupyter.display({ "image/svg+xml": ${JSON.stringify(svg)} }, { raw: true });
        await Deno.jupyter.display(Deno.jupyter.image(Uint8Array.from(atob("${png}"), (c) => c.charCodeAt(0))));`);
      const data = outputs.map((output) => "data" in output ? output.data : {});
      assertEquals(data, [{ "image/svg+xml": svg }, { "image/png": png }]);
    });

    await t.step("a cell that replaces console.log loses nothing", async () => {
      const { outputs } = await kernel.execute("const log = console.log; console.log = () => {}; log('kept')");
      assertEquals(summarise(outputs), ["stdout: kept\n"]);
      assertEquals(summarise((await kernel.execute("console.log = log; 1")).outputs), ["execute_result: 1"]);
    });

    await t.step("a thrown error is the failure and the last output, without terminal colours", async () => {
      const { outputs, failure } = await kernel.execute(
        "console.error('before');\nthrow new TypeError('\\x1b[31mred\\x1b[0m')",
      );
      assertEquals(summarise(outputs), ["stderr: before\n", "error: TypeError: red"]);
      assertEquals(failure, outputs[1]);
    });

    await t.step(
      "whatever is thrown fails the cell within seconds, and is shown where it can be looked at",
      async () => {
        const thrown: [string, string][] = [
          ["null", "null"],
          ["undefined", "null"],
          ["5n", "Thrown, and no Error: "],
          ["[1, 2]", "Thrown, and no Error: [ 1, 2 ]"],
          ["Object.freeze({ a: 1 })", "Thrown, and no Error: { a: 1 }"],
          ["Object.create(null)", "Thrown, and no Error: [Object: null prototype] {}"],
          ["{ toString() { throw 1; } }", "Thrown, and no Error: { toString: [Function: toString] }"],
          ["new Proxy({}, { get() { throw 5; } })", "Thrown, and no Error: "],
          ['new Proxy(new Error("p"), { get() { throw 5; } })', "What was thrown cannot be looked at."],
          ['Object.assign(new Error("m"), { stack: 5, name: {} })', "m"],
          [
            "new (class extends Error { override get message(): string { throw 1; } })()",
            "cannot say what the cell threw",
          ],
        ];
        for (const [value, shown] of thrown) {
          const start = performance.now();
          const { failure } = await kernel.execute(`throw ${value};`);
          assertStringIncludes([failure?.evalue, ...failure?.traceback ?? []].join("\n"), shown, value);
          const floating = await kernel.execute(`Promise.reject(${value}); await Promise.resolve();`);
          assertStringIncludes(floating.failure?.evalue ?? "", "no cell awaits", value);
          assert(performance.now() - start < 10_000, value);
        }
      },
    );

    await t.step("an import of what is not there says so, whatever it takes", async () => {
      for (const taken of ["", "{ a } from ", "all from ", "* as all from ", "all, { a } from "]) {
        const { failure } = await kernel.execute(`import ${taken}"./no_such_file.ts"; 1`);
        assertStringIncludes(failure?.evalue ?? "", "no_such_file.ts", taken);
      }
    });

    await t.step("a rejected promise that nobody awaits fails its cell, which keeps its outputs", async () => {
      const { outputs, failure } = await kernel.execute("Promise.reject(new RangeError('floating')); 'shown'");
      assertEquals(summarise(outputs), [
        'execute_result: "shown"',
        "error: RangeError: floating (the rejection of a promise that no cell awaits)",
      ]);
      assertEquals(failure, outputs[1]);
      assertEquals((await kernel.execute("await Promise.reject(1).catch(() => {}); 'caught'")).failure, undefined);
    });

    await t.step("a rejection that comes later fails the cell that runs then", async () => {
      await kernel.execute(
        "const late = Promise.withResolvers(); late.promise.then(() => { throw 'late'; }); undefined",
      );
      const { failure } = await kernel.execute(
        "late.resolve(); await new Promise((resolve) => setTimeout(resolve, 5));",
      );
      assertEquals(failure?.evalue, "late (the rejection of a promise that no cell awaits)");
    });

    await t.step("an error thrown in a timer fails the cell that runs then, and holds nothing up", async () => {
      const { failure } = await kernel.execute(
        "setTimeout(() => { throw new Error('in a timer'); }); await new Promise((resolve) => setTimeout(resolve, 50));",
      );
      assertEquals(failure?.evalue, "in a timer (thrown where no cell waits for it)");
      assertEquals(summarise((await kernel.execute("await Promise.resolve(8)")).outputs), ["execute_result: 8"]);
    });

    await t.step("a syntax error, of which the kernel shows nothing, names line and column", async () => {
      const { outputs, failure } = await kernel.execute("const b = 2;\nconst a = ;");
      assertEquals(failure?.ename, "SyntaxError");
      assertStringIncludes(failure!.evalue, "line 2, column 11");
      assertEquals(outputs, [failure!]);
    });

    await t.step("an endless loop is stopped after the time-out, and its variables stay", async () => {
      await kernel.execute("const kept = 7");
      const { failure } = await kernel.execute("console.log('begun'); while (true) {}", { timeout: 300 });
      assertEquals(failure?.evalue, "The cell took longer than 0.3 s and was stopped.");
      assertEquals(summarise((await kernel.execute("kept")).outputs), ["execute_result: 7"]);
    });

    await t.step("a cell that waits for ever is ended with its kernel", async () => {
      const { outputs, failure } = await kernel.execute(
        // A promise that nothing refers to could be collected as garbage, which would end the cell.
        `console.log("waiting"); const pending = new Promise(() => {}); await pending`,
        { timeout: 300 },
      );
      assertEquals(failure?.ename, "Timeout");
      assertEquals(outputs, [{ output_type: "stream", name: "stdout", text: "waiting\n" }, failure!]);
      assert(!isAlive(kernel.pid));
      assertStringIncludes((await kernel.execute("1")).failure!.evalue, "The kernel had ended before this cell");
    });
  });
});

Deno.test("execute() notices at once that a cell has exited the kernel", async () => {
  await withKernel(async (kernel) => {
    const { outputs, failure } = await kernel.execute("await Promise.resolve(); Deno.exit(3)");
    assertEquals(failure?.evalue, "The cell exited the kernel (exit code 3).");
    assertEquals(outputs, [failure!]);
  });
});

Deno.test("execute() cuts off a cell that writes without end", async () => {
  await withKernel(async (kernel) => {
    const { outputs, failure } = await kernel.execute("while (true) console.log('again')");
    assertEquals(failure?.evalue, "The cell wrote more than 0.05 MB; the rest is cut off.");
    assertEquals(outputs.length, 2);
    assert(!isAlive(kernel.pid));
  }, { outputLimit: 50_000 });
});

Deno.test("execute() refuses a single output that is larger than the limit", async () => {
  await withKernel(async (kernel) => {
    const { outputs, failure } = await kernel.execute("console.log('x'.repeat(1_000_000))");
    assertEquals(failure?.ename, "TooMuchOutput");
    assertEquals(outputs, [failure!]);
  }, { outputLimit: 50_000 });
});

Deno.test("shutdown() leaves no kernel, also in the middle of a cell", async () => {
  await withKernel(async (kernel) => {
    const execution = kernel.execute("while (true) {}");
    await kernel.shutdown();
    assertEquals((await execution).failure?.ename, "KernelExit");
    assert(!isAlive(kernel.pid));
  });
});

Deno.test("startKernel() is stopped by its signal, before and after the kernel is there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assertRejects(
      () => startKernel(folder, { signal: AbortSignal.abort(new Error("stopped before")) }),
      Error,
      "before",
    );
    const abort = new AbortController();
    const kernel = await startKernel(folder, { signal: abort.signal });
    const execution = kernel.execute("while (true) {}");
    abort.abort();
    assertEquals((await execution).failure?.ename, "KernelExit");
    await kernel.shutdown();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("startKernel() says why when the kernel cannot start", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "deno.json"), "{ not JSON");
    const error = await assertRejects(() => startKernel(folder), Error, "Cannot start the Deno kernel");
    assertStringIncludes((error as Error).message, "deno.json");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
