import { assert, assertEquals, assertRejects } from "@std/assert";
import { runChains } from "../lib/scores/prediction/step_clock.ts";

const steps = ["train", "ask", "train", "ask"].map((kind, i) => ({ kind, doing: `${kind} ${i}` }));

Deno.test("runChains() runs the steps in their order and estimates the rest once every kind has been seen", async () => {
  let clock = 0;
  const seen: string[] = [];
  const ran: string[] = [];
  await runChains([steps], ({ kind, doing }) => {
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

Deno.test("runChains() learns: a kind's estimate is the mean of its steps so far", async () => {
  let clock = 0;
  const seen: string[] = [];
  const some = [100, 300, 0].map((seconds) => ({ kind: "train", doing: "train", seconds }));
  await runChains([some], ({ seconds }) => {
    clock += 1000 * seconds;
    return Promise.resolve();
  }, { now: () => clock, onProgress: ({ doing }) => seen.push(doing) });
  assertEquals(seen, ["train", "train, about 3 min left", "train, about 3 min left", "done"]);
});

Deno.test("runChains() tells at least once a second while a step is running", async () => {
  let told = 0;
  await runChains([[{ kind: "wait", doing: "waiting" }]], () => new Promise((done) => setTimeout(done, 2300)), {
    onProgress: () => told++,
  });
  assert(told >= 4, `${told}`);
});

Deno.test("runChains() stops before the next step where it is told to, and tells nothing afterwards", async () => {
  const stop = new AbortController();
  const ran: string[] = [];
  const run = ({ doing }: { doing: string }) => {
    ran.push(doing);
    stop.abort();
    return Promise.resolve();
  };
  await assertRejects(() => runChains([steps], run, { signal: stop.signal }), DOMException);
  assertEquals(ran, ["train 0"]);
});

Deno.test("runChains() runs chains side by side, each in its order and on one lane, and shares the rest among them", async () => {
  const chains = ["a", "b", "c"].map((name) => [1, 2].map((i) => ({ kind: "step", doing: `${name}${i}` })));
  const ran: string[] = [];
  const seen: string[] = [];
  let clock = 0;
  await runChains(chains, async ({ doing }, lane) => {
    ran.push(`${doing} on ${lane}`);
    clock += 10_000;
    await new Promise((resume) => setTimeout(resume));
  }, { atOnce: 2, now: () => clock, onProgress: ({ doing }) => seen.push(doing) });
  assertEquals(ran, ["a1 on 0", "b1 on 1", "a2 on 0", "b2 on 1", "c1 on 0", "c2 on 0"]);
  assertEquals(seen.slice(0, 2), ["a1", "a1; b1"]);
  assertEquals(seen.at(-1), "done");
});

Deno.test("runChains() stops all lanes before their next step where one fails", async () => {
  const chains = ["a", "b"].map((name) => [1, 2, 3].map((i) => ({ kind: "step", doing: `${name}${i}` })));
  const ran: string[] = [];
  const run = async ({ doing }: { doing: string }) => {
    ran.push(doing);
    await new Promise((resume) => setTimeout(resume, 5));
    if (doing === "b1") throw new Error("b1 failed");
  };
  await assertRejects(() => runChains(chains, run, { atOnce: 2 }), Error, "b1 failed");
  await new Promise((resume) => setTimeout(resume, 30));
  assert(!ran.includes("a3") && !ran.includes("b2"), ran.join());
});
