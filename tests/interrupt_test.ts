// interrupt.ts: what a cell and the client of its kernel tell each other by files.

import { assert, assertEquals } from "@std/assert";
import { openChat } from "../lib/chat/mod.ts";
import {
  countAsWaiting,
  interruptSignal,
  noteOnKernel,
  reportFailedRequests,
  SIGNAL_FOLDER,
} from "../lib/interrupt.ts";
import { ask, noRules, withServer } from "./chat_bench.ts";
import { failWith } from "./chat_server.ts";

async function withSignals(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  Deno.env.set(SIGNAL_FOLDER, folder);
  try {
    await work(folder);
  } finally {
    Deno.env.delete(SIGNAL_FOLDER);
    await Deno.remove(folder, { recursive: true });
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

Deno.test("outside a notebook nothing interrupts and nobody is told of waiting", async () => {
  assertEquals(interruptSignal().aborted, false);
  assertEquals(noteOnKernel(), undefined);
  assert(interruptSignal() === interruptSignal());
  assertEquals(await countAsWaiting(() => Promise.resolve(7)), 7);
});

Deno.test({
  name: "a flag aborts the cell's signal within 0.3 s, and the next cell gets another",
  // The signal is watched by a timer that outlives the test.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await withSignals(async (folder) => {
      const signal = interruptSignal();
      assert(interruptSignal() === signal, "all loops of a cell share it");
      await pause(150);
      assertEquals(signal.aborted, false);
      await Deno.writeTextFile(`${folder}/interrupt`, "");
      await pause(300);
      assert(signal.aborted);
      assertEquals(signal.reason.name, "AbortError");
      assert(interruptSignal().aborted, "a second loop of the interrupted cell stops too");
      await Deno.remove(`${folder}/interrupt`);
      assert(interruptSignal() !== signal);
      assertEquals(interruptSignal().aborted, false);
    });
  },
});

Deno.test("the folder says that a cell waits until the last of its requests has ended, also by an error", async () => {
  await withSignals(async (folder) => {
    const waits = () => [...Deno.readDirSync(folder)].map(({ name }) => name);
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const both = [first, second].map(({ promise }) => countAsWaiting(() => promise).catch(() => "failed"));
    assertEquals(waits(), ["waiting"]);
    first.resolve();
    await both[0];
    assertEquals(waits(), ["waiting"]);
    second.reject(new Error("no answer"));
    assertEquals(await both[1], "failed");
    assertEquals(waits(), []);
  });
});

Deno.test("failed requests are counted up", async () => {
  reportFailedRequests(1);
  await withSignals(async (folder) => {
    for (const count of [2, 0, 3]) reportFailedRequests(count);
    assertEquals(await Deno.readTextFile(`${folder}/failed`), "2\n3\n");
  });
});

Deno.test("what a model fails to answer counts as failed, and what the rules cannot answer does not: they never will", async () => {
  await withSignals(async (folder) => {
    await openChat({ environment: {}, rules: noRules }).askAll([ask("a")]);
    assertEquals([...Deno.readDirSync(folder)], []);
    await withServer(() => failWith(422, "no"), async ({ open }) => void await open().askAll([ask("a"), ask("b")]));
    assertEquals(await Deno.readTextFile(`${folder}/failed`), "2\n");
  });
});
