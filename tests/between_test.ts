// between.ts: what a front end sees of the kernel that is installed for notebooks.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { withFolder, withFrontEnd } from "./front_end.ts";
import { isAlive } from "./processes.ts";

const lib = new URL("../lib/", import.meta.url).href;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("a front end sees every output before a cell is idle, and why cells fail", async (t) => {
  await withFolder((folder) =>
    withFrontEnd(folder, async ({ run, request }) => {
      await t.step("60 cells of six kinds lose nothing", async () => {
        for (let i = 0; i < 60; i += 6) {
          assertEquals((await run(`${i}`)).shown, [`result: ${i}`]);
          assertEquals((await run(`console.log(${i})`)).shown, [`stdout: ${i}\n`]);
          const display = `Deno.jupyter.display({ "text/plain": "${i}" }, { raw: true })`;
          assertEquals((await run(`await ${display}`)).shown, [`display: ${i}`]);
          assertEquals((await run(`${display}; undefined`)).shown, [`display: ${i}`]);
          const logs = await run(`for (let k = 0; k < 50; k++) console.log(k); await ${display}; ${i}`);
          assertEquals(logs.shown.slice(-2), [`display: ${i}`, `result: ${i}`]);
          assertEquals(logs.shown.slice(0, -2).join("").match(/\n/g)?.length, 50);
          assertEquals((await run(`console.error("e"); throw new Error("${i}")`)).shown, [
            "stderr: e\n",
            `error: Error: ${i}`,
          ]);
        }
      });

      await t.step("after an error the cells that were queued are aborted, and a later one runs", async () => {
        const cells = await Promise.all(["const before = 1", "throw new TypeError('stop')", "2", "3"].map(run));
        assertEquals(cells.map(({ status }) => status), ["ok", "error", "aborted", "aborted"]);
        assertEquals(cells.map(({ shown }) => shown), [[], ["error: TypeError: stop"], [], []]);
        assertEquals((await run("before")).shown, ["result: 1"]);
      });

      await t.step("a syntax error says what and where, in the cell and in the reply", async () => {
        const { shown, reply } = await run("const text = `unclosed;\nconst b = 1;");
        assertMatch(shown[0], /^error: SyntaxError: .*a template without its second backtick.* at line 1, column 15$/);
        assertEquals(reply.ename, "SyntaxError");
      });

      await t.step("a misspelled import is an error, a type's is none", async () => {
        const { shown, status } = await run(`import { jion } from "node:path";`);
        assertEquals(status, "error");
        assertStringIncludes(shown[0], `SyntaxError: "node:path" exports no "jion". Did you mean "join"?`);
        assertEquals(
          (await run(`import { join, type ParsedPath, PlatformPath } from "node:path"; join("a")`)).status,
          "ok",
        );
        assertStringIncludes((await run(`import { a } from "lodahs";`)).shown[0], `"lodahs" not a dependency`);
        assertStringIncludes((await run(`import { a } from "./gone.ts";`)).shown[0], "gone.ts");
      });

      await t.step("an error's causes stand below it", async () => {
        const { tracebacks } = await run(
          `throw new Error("outer", { cause: new TypeError("inner", { cause: { code: 7 } }) })`,
        );
        assertMatch(
          tracebacks[0],
          /^Error: outer\n {4}at .*\nCaused by TypeError: inner\n {4}at [^]*\nCaused by \{ code: 7 \}$/,
        );
      });

      await t.step("a rejection that nobody awaits and an error in a timer fail their cell", async () => {
        assertEquals(
          (await Promise.all([run("Promise.reject(new Error('lost')); 1"), run("2")])).map(({ status }) => status),
          ["error", "aborted"],
        );
        const { shown } = await run(
          "setTimeout(() => { throw new Error('late') }); await new Promise((r) => setTimeout(r, 30))",
        );
        assertEquals(shown, ["error: Error: late (thrown where no cell waits for it)"]);
      });

      await t.step("what a cell shows later goes to that cell", async () => {
        const cell = run("setTimeout(() => console.log('later'), 150)");
        await cell;
        await pause(300);
        assertEquals((await run("'next'")).shown, ['result: "next"']);
      });

      await t.step("broken messages of a cell are shown as errors", async () => {
        for (
          const message of [
            `"error", {}`,
            `"stream", { text: 1 }`,
            `"display_data", {}`,
            `"display_data", { data: { "text/plain": 7 } }`,
          ]
        ) {
          const { shown, status } = await run(`await Deno.jupyter.broadcast(${message})`);
          assertEquals(status, "error");
          assertMatch(
            shown[0],
            /^error: BadMessage: Cannot show a message ".*" that the cell broadcasts: (it has no|its) /,
          );
        }
      });

      await t.step("kernel_info is answered at once, also while a cell runs", async () => {
        const cell = run("await new Promise((resolve) => setTimeout(resolve, 500))");
        const start = performance.now();
        const { content } = await request("shell", "kernel_info_request");
        assertEquals((content.language_info as { name: string }).name, "typescript");
        assert(performance.now() - start < 300);
        await cell;
      });

      await t.step("a cell that asks its user something gets no answer, and goes on", async () => {
        assertEquals((await run("String(prompt('name?'))")).shown, ['result: "null"']);
      });

      await t.step("a cell knows that it runs on the notebooks' kernel", async () => {
        const { shown } = await run(`import { noteOnKernel } from "${lib}interrupt.ts"; String(noteOnKernel())`);
        assertEquals(shown, ['result: "undefined"']);
      });

      await t.step("completions come through", async () => {
        const { content } = await request("shell", "complete_request", { code: "Deno.cw", cursor_pos: 7 });
        assert((content.matches as string[]).includes("cwd"), JSON.stringify(content));
      });
    })
  );
});

Deno.test("an interrupt ends a cell, keeps the variables, and aborts what was queued", async (t) => {
  await withFolder((folder) =>
    withFrontEnd(folder, async ({ run, request }) => {
      await run(`const kept = 7; import { interruptSignal } from "${lib}interrupt.ts";`);
      const ours = "while (!interruptSignal().aborted) await new Promise((r) => setTimeout(r, 5)); 'stopped'";
      // Nominally 0.1 s for ours and 2.2 s for the others; the rest is for machines with much else to do.
      const loops: [string, string, number][] = [
        ["a loop of ours", ours, 2000],
        ["a loop that computes", "while (true) {}", 5000],
        ["a loop that awaits nothing", "while (true) await null", 5000],
        ["a loop that waits for timers", "while (true) await new Promise((r) => setTimeout(r, 10))", 5000],
        ["a long pause", "await new Promise((r) => setTimeout(r, 60_000))", 5000],
        [
          "a request without an answer",
          `
          const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
          (async () => { for await (const _ of listener); })();
          await fetch("http://127.0.0.1:" + listener.addr.port)`,
          5000,
        ],
        ["a loop of ours after those that were broken off", ours, 2000],
      ];
      for (const [name, code, limit] of loops) {
        await t.step(name, async () => {
          const [cell, queued] = [run(code), run("'not executed'")];
          await pause(400);
          const start = performance.now();
          await request("control", "interrupt_request");
          const { shown } = await cell;
          const milliseconds = performance.now() - start;
          assert(milliseconds < limit, `it took ${milliseconds} ms`);
          assertEquals(shown.length, 1);
          assertMatch(shown[0], code === ours ? /stopped/ : /Stopped by hand/);
          assertEquals((await queued).status, "aborted");
          assertEquals((await run("kept")).shown, ["result: 7"]);
        });
      }
    })
  );
});

Deno.test("a cell that ends the kernel says so, and the process ends so that Jupyter starts another", async () => {
  await withFolder(async (folder) => {
    let code: number | undefined;
    await withFrontEnd(folder, async ({ run, process }) => {
      assertEquals((await run("Deno.exit(3)")).shown, [
        "error: KernelExit: The cell ended the kernel (exit code 3), and its variables with it.",
      ]);
      code = (await process.status).code;
    });
    assertEquals(code, 1);
  });
});

Deno.test("where the kernel cannot start, every cell says why", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/deno.json`, "{ not JSON");
    await withFrontEnd(folder, async ({ run }) => {
      const { shown, status } = await run("1");
      assertEquals(status, "error");
      assertMatch(shown[0], /^error: KernelError: Cannot start the Deno kernel: .*deno\.json/s);
    });
  });
});

Deno.test({
  name: "the kernel and what its cells have started end with the process that a front end kills",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withFolder(async (folder) => {
      for (const busy of ["1", "while (true) {}"]) {
        let pids: number[] = [];
        await withFrontEnd(folder, async ({ run, process }) => {
          const start =
            "const child = new Deno.Command('sleep', { args: ['100'] }).spawn(); `${Deno.pid} ${child.pid}`";
          pids = (await run(start)).shown[0].match(/\d+/g)!.map(Number);
          run(busy);
          await pause(200);
          process.kill("SIGKILL");
          await process.status;
          for (let tries = 0; tries < 60 && pids.some(isAlive); tries++) await pause(50);
          assertEquals(pids.map(isAlive), [false, false], busy);
        });
      }
    });
  },
});
