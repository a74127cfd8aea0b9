// bench/: medians in turn, rows with their ratios, and an honest answer where no peer is there.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { measureExplaining } from "../bench/explaining.ts";
import { limitSeconds } from "../bench/network.ts";
import { findPython } from "../bench/python.ts";
import { compare, measureInTurn } from "../bench/turns.ts";
import { readNotebookSeconds } from "../bench/walkthrough.ts";
import { tf } from "../lib/network/backend.ts";
import { endOf, startTask } from "./processes.ts";

Deno.test("measureInTurn() calls ours and every peer once a round, and gives the medians", async () => {
  const calls: string[] = [];
  const measure = (name: string, values: number[]) => () => {
    calls.push(name);
    return Promise.resolve(values.shift()!);
  };
  const found = await measureInTurn(measure("ours", [5, 1, 2]), {
    first: measure("first", [7, 7, 9]),
    absent: undefined,
    second: measure("second", [3, 1, 2]),
  }, 3);
  assertEquals(found, { ours: 2, peers: { first: 7, absent: undefined, second: 2 } });
  assertEquals(calls.slice(0, 6).toSorted(), ["first", "first", "ours", "ours", "second", "second"]);
  assertEquals((await measureInTurn(measure("ours", [1, 4]), {}, 2)).ours, 2.5);
});

Deno.test("compare() gives a row its ratio, and none without a peer", () => {
  assertEquals(compare("row", 3, { peer: 4, goal: 0.8 }), { name: "row", ours: 3, peer: 4, ratio: 0.75, goal: 0.8 });
  assertEquals(compare("row", 3, { goal: 0 }), { name: "row", ours: 3, goal: 0 });
});

Deno.test("findPython() finds none where no program can make an environment or has the packages, and says why", async () => {
  const told: string[] = [];
  const folder = `${await Deno.makeTempDir()}/python`;
  const found = await findPython(folder, {
    packages: ["torch==2.15.0", "numpy==2.3.5"],
    takes: "a while",
    programs: ["no-such-program", Deno.execPath()],
    tell: (text) => told.push(text),
  });
  assertEquals(found, undefined);
  assert(told[0].startsWith("Making a Python environment with torch==2.15.0, numpy==2.3.5 in "));
  assert(told[1].startsWith("The environment could not be made: "));
});

Deno.test("readNotebookSeconds() takes the notebooks' own lines of what a walkthrough prints, and no cell's", () => {
  const printed = "00_xor  runs, for the first time\n00_xor  cell 3 of 9  0.4 s\n00_xor  9 cells  1.7 s\n" +
    "01_train  26 cells  12.0 s\n2 notebook(s) run, 35 cells, 14.0 s.\n";
  assertEquals(readNotebookSeconds(printed), { "00_xor": 1.7, "01_train": 12 });
});

Deno.test("measureExplaining() asks every neuron once, and nothing again", async () => {
  const { first, again, requestsAgain } = await measureExplaining(3, { delay: 1, concurrency: 2 });
  assertEquals(requestsAgain, 0);
  assert(first > 0 && again > 0);
});

Deno.test("limitSeconds() grows with the batches and leaves no tensors", async () => {
  const before = tf.backend().numDataIds();
  assert(await limitSeconds(6, 64) > 0);
  assertEquals(tf.backend().numDataIds(), before);
});

Deno.test("the bench refuses arguments that it does not know in a line, before it measures", async () => {
  for (const args of [["--nope"], ["7"], ["--rounds", "0"], ["--rounds", "x"], ["--rounds"]]) {
    const { code, out, err } = await endOf(startTask("bench", args, { project: "." }));
    assertEquals([code, out], [2, ""], args.join(" "));
    assertMatch(err, /^Cannot measure: .+ Write --rounds 3\.\n$/s);
  }
});
