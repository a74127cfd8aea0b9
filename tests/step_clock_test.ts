import { assert, assertEquals, assertRejects } from "@std/assert";
import { runSteps } from "../lib/scores/prediction/step_clock.ts";

const steps = ["train", "ask", "train", "ask"].map((kind, i) => ({ kind, doing: `${kind} ${i}` }));

Deno.test("runSteps() runs the steps in their order and estimates the rest once every kind has been seen", async () => {
  let clock = 0;
  const seen: string[] = [];
  const ran: string[] = [];
  await runSteps(steps, ({ kind, doing }) => {
    ran.push(doing);
    clock += kind === "train" ? 40_000 : 30_000;
    return Promise.resolve();
  }, { now: () => clock, onProgress: ({ done, total, doing }) => seen.push(`${done}/${total} ${doing}`) });
  assertEquals(ran, steps.map(({ doing }) => doing));
  assertEquals(seen, [
    "0/4 train 0",
    "1/4 ask 1",
    "2/4 train 2, about 70 s left",
    "3/4 ask 3, about 30 s left",
    "4/4 done",
  ]);
});

Deno.test("runSteps() learns: a kind's estimate is the mean of its steps so far", async () => {
  let clock = 0;
  const seen: string[] = [];
  const some = [100, 300, 0].map((seconds) => ({ kind: "train", doing: "train", seconds }));
  await runSteps(some, ({ seconds }) => {
    clock += 1000 * seconds;
    return Promise.resolve();
  }, { now: () => clock, onProgress: ({ doing }) => seen.push(doing) });
  assertEquals(seen, ["train", "train, about 3 min left", "train, about 3 min left", "done"]);
});

Deno.test("runSteps() tells at least once a second while a step is running", async () => {
  let told = 0;
  await runSteps([{ kind: "wait", doing: "waiting" }], () => new Promise((done) => setTimeout(done, 2300)), {
    onProgress: () => told++,
  });
  assert(told >= 4, `${told}`);
});

Deno.test("runSteps() stops before the next step where it is told to, and tells nothing afterwards", async () => {
  const stop = new AbortController();
  const ran: string[] = [];
  const run = ({ doing }: { doing: string }) => {
    ran.push(doing);
    stop.abort();
    return Promise.resolve();
  };
  await assertRejects(() => runSteps(steps, run, { signal: stop.signal }), DOMException);
  assertEquals(ran, ["train 0"]);
});
