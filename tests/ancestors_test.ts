// ancestors.ts and version.ts: which processes a walkthrough ends with, and on which Deno it begins.

import { assertEquals, assertThrows } from "@std/assert";
import { findLaunchers, type ReadParent, watchLaunchers } from "../lib/walkthrough/ancestors.ts";
import { checkVersion } from "../lib/kernel/version.ts";

/** A line of processes above this one, the nearest first, numbered from this one's parent on. */
function line(...names: string[]): ReadParent {
  const pids = names.map((_, place) => place === 0 ? Deno.ppid : 900_000 + place);
  return (pid) => {
    const place = pids.indexOf(pid);
    return Promise.resolve(place < 0 ? undefined : { name: names[place], parent: pids[place + 1] ?? 1 });
  };
}

Deno.test("the commands that have started a walkthrough are found, and the user's own shell is none", async () => {
  const count = async (...names: string[]) => (await findLaunchers(line(...names))).length;
  assertEquals(await count("deno", "bash", "sshd"), 1, "deno task");
  assertEquals(await count("deno", "node", "sh", "npm exec deno@2.", "bash", "node"), 4, "npx");
  assertEquals(await count("sh", "cron"), 0, "a shell that nothing of ours has started");
  assertEquals(await count("deno", "sh", "systemd"), 1);
  assertEquals(await count("python3", "deno"), 0);
  assertEquals(await findLaunchers(() => Promise.resolve(undefined)), []);
});

Deno.test("the real launchers of this process are alive, and a gone one is noticed once", async () => {
  const launchers = await findLaunchers();
  let calls = 0;
  const gone = new Deno.Command(Deno.execPath(), { args: ["eval", "1"] }).spawn();
  const end = watchLaunchers(launchers, () => calls++);
  await gone.status;
  await new Promise((resolve) => setTimeout(resolve, 700));
  assertEquals(calls, 0);
  end();
  const watch = watchLaunchers([...launchers, gone.pid], () => calls++);
  await new Promise((resolve) => setTimeout(resolve, 1300));
  watch();
  assertEquals(calls, 1);
});

Deno.test("an older Deno is told which one is needed", () => {
  for (const good of ["2.9.0", "2.9.6", "2.10.1", "3.0.0"]) checkVersion(good);
  for (const old of ["1.46.3", "2.4.0", "2.8.9"]) {
    assertThrows(() => checkVersion(old), Error, `Cannot run on this Deno: it must be 2.9 or later, got ${old}.`);
  }
});
