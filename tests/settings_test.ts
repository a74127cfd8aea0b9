// settings.ts: which notebooks a setting of the command line reaches, and with which value.

import { assertEquals, assertThrows } from "@std/assert";
import type { ParameterValue } from "../lib/walkthrough/literals.ts";
import { parseSettings } from "../lib/walkthrough/settings.ts";

/** What the settings make of notebooks with these constants, as plain objects. */
function set(settings: string[], notebooks: Record<string, Record<string, ParameterValue>>) {
  const constants = Object.entries(notebooks).map(([name, values]) => [name, new Map(Object.entries(values))] as const);
  return Object.fromEntries(
    [...parseSettings(settings, new Map(constants))].map(([name, values]) => [name, Object.fromEntries(values)]),
  );
}

Deno.test("a value is read by the type of the constant that it sets", () => {
  const constants = { width: 6, shuffle: true, run: "blog", widths: [6, 12], names: ["a"], none: [] };
  const value = (setting: string) => Object.values(set([setting], { "01_a.ipynb": constants })["01_a.ipynb"])[0];
  assertEquals(value("width=1_000"), 1000);
  assertEquals(value("shuffle=false"), false);
  assertEquals(value("run=wide-net"), "wide-net");
  assertEquals(value('run="12"'), "12");
  assertEquals(value("run=a=b"), "a=b");
  assertEquals(value("widths=[6]"), [6]);
  assertEquals(value("widths = [ 6, 7 ]"), [6, 7]);
  assertEquals(value("widths=8,9"), [8, 9], "without brackets, which some shells read themselves");
  assertEquals(value("widths=[]"), []);
  assertEquals(value("none=[1, 2]"), [1, 2]);
  assertEquals(value('names=["b", "c"]'), ["b", "c"]);
  assertEquals(set(["width=1", "width=2"], { "01_a.ipynb": constants }), { "01_a.ipynb": { width: 2 } });
});

Deno.test("a setting reaches every notebook that has the constant with the same value", () => {
  const notebooks = { "01_a.ipynb": { run: "blog", width: 6 }, "02_b.ipynb": { run: "blog" } };
  assertEquals(set(["run=wide", "width=9"], notebooks), {
    "01_a.ipynb": { run: "wide", width: 9 },
    "02_b.ipynb": { run: "wide" },
  });
});

Deno.test("a constant with different values is set by its notebook's number, and refused without one", () => {
  const notebooks = { "00_xor.ipynb": { width: 4 }, "01_train.ipynb": { width: 6 } };
  assertEquals(set(["01.width=9"], notebooks), { "00_xor.ipynb": {}, "01_train.ipynb": { width: 9 } });
  assertEquals(set(["0.width=5", "1.width=9"], notebooks), {
    "00_xor.ipynb": { width: 5 },
    "01_train.ipynb": { width: 9 },
  });
  assertThrows(
    () => set(["width=9"], notebooks),
    Error,
    "Cannot set width: its value differs between the notebooks, got 4 in 00_xor, 6 in 01_train. " +
      "Say which is meant by its number: --set 00.width=…",
  );
  assertEquals(set(["width=9"], { "01_train.ipynb": { width: 6 } }), { "01_train.ipynb": { width: 9 } });
});

Deno.test("a name that no notebook has is refused, with those that there are", () => {
  const notebooks = { "01_a.ipynb": { width: 6, seed: 1 }, "02_b.ipynb": {} };
  assertThrows(() => set(["wdth=2"], notebooks), Error, 'got "wdth". There are 01_a: width, seed; 02_b: none.');
  assertThrows(() => set(["02.width=2"], notebooks), Error, "no notebook 02 of this run has a constant of this name");
  assertThrows(() => set(["toString=2"], notebooks), Error, 'got "toString"');
  assertThrows(() => set(["01.run=x"], { "01_a.ipynb": { run: "blog" } }), Error, "Use --run.");
});

Deno.test("values of another type, code, and settings without a value are refused", () => {
  const constants = { width: 6, shuffle: true, run: "blog", widths: [6, 12] };
  const wrong: [string, string][] = [
    ["width=wide", "Cannot set width: it must be a number like 6, got wide."],
    ["width=", "Cannot set width: it must be a number like 6, got ."],
    ["width=2*3", "Cannot set width"],
    ["width=Infinity", "Cannot set width"],
    ["width=1e999", "Cannot set width: it must be a number like 6, got 1e999."],
    ["width=１２", "Cannot set width"],
    ["width=[6]", "Cannot set width: it must be a number like 6, got [6]."],
    ["shuffle=1", "Cannot set shuffle: it must be a boolean like true, got 1."],
    ["run=12", `Cannot set run: it must be a string like "blog", got 12. Write 'run="12"' for a text.`],
    ["run=true", "Cannot set run"],
    ['run="open', "Cannot set run"],
    ["widths=wide", "Cannot set widths: it must be a list of numbers like [6,12], got wide. Write 'widths=[6,12]'"],
    ['widths=["6"]', "Cannot set widths: it must be a list of numbers"],
    ["widths=[6", "Cannot set widths"],
    ["width", 'Cannot set a parameter: it must look like width=12 or 01.width=12, got "width".'],
    ["=12", "Cannot set a parameter"],
  ];
  for (const [setting, message] of wrong) {
    assertThrows(() => set([setting], { "01_a.ipynb": constants }), Error, message, setting);
  }
});
