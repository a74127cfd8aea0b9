// Random bytes, and random edits of valid bytes, texts and JSON, for the fuzz tests.

import type { Random } from "../lib/random.ts";

/** A whole number from 0 up to but not the limit. */
export function pick(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** One of the items. */
export function choose<T>(random: Random, items: readonly T[]): T {
  return items[pick(random, items.length)];
}

/** Up to `most` bytes of any value. */
export function randomBytes(random: Random, most: number): Uint8Array {
  return Uint8Array.from({ length: pick(random, most + 1) }, () => pick(random, 256));
}

/** The bytes with one to four edits: a bit or a byte changed, bytes left out, put in, said twice or cut off. */
export function editBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let edited = [...bytes];
  for (let edits = 1 + pick(random, 4); edits > 0; edits--) {
    // Half of all edits fall into the first bytes, where headers are.
    const place = pick(random, random() < 0.5 ? Math.min(edited.length, 40) : edited.length);
    const end = place + 1 + pick(random, 8);
    const kind = pick(random, 6);
    if (kind === 0) edited[place] ^= 1 << pick(random, 8);
    else if (kind === 1) edited[place] = choose(random, [0, 1, 0x7f, 0x80, 0xff]);
    else if (kind === 2) edited.splice(place, end - place);
    else if (kind === 3) edited.splice(place, 0, ...randomBytes(random, 8));
    else if (kind === 4) edited.splice(place, 0, ...edited.slice(place, end));
    else edited = edited.slice(0, place);
  }
  return Uint8Array.from(edited);
}

/** The text with one to four edits: characters left out, said twice, put in or cut off, or a number changed. */
export function editText(text: string, random: Random): string {
  let edited = text;
  for (let edits = 1 + pick(random, 4); edits > 0; edits--) {
    const place = pick(random, edited.length + 1);
    const end = place + 1 + pick(random, choose(random, [4, 40, 400]));
    const [before, within, after] = [edited.slice(0, place), edited.slice(place, end), edited.slice(end)];
    const kind = pick(random, 6);
    if (kind === 0) edited = before + after;
    else if (kind === 1) edited = before + within + within + after;
    else if (kind === 2) edited = before + choose(random, oddTexts) + within + after;
    else if (kind === 3) edited = before + String.fromCharCode(pick(random, 0x10000)) + within + after;
    else if (kind === 4) edited = random() < 0.2 ? before : before + within.toUpperCase() + after;
    else edited = before + (within + after).replace(/-?\d+(\.\d+)?/, choose(random, oddNumbers));
  }
  return edited;
}

/** A copy of the JSON value in which one to three parts, chosen at random, are something else or are gone. */
export function editJson(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  for (let edits = 1 + pick(random, 3); edits > 0; edits--) {
    const { holder, key } = choose(random, partsOf(root));
    if (random() < 0.2 && holder !== root) delete holder[key];
    else holder[key] = structuredClone(choose(random, oddValues));
  }
  return root.value;
}

type Holder = Record<string, unknown>;

/** Every place of a value that can be changed. */
function partsOf(holder: object): { holder: Holder; key: string }[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder: holder as Holder, key },
    ...(typeof value === "object" && value !== null ? partsOf(value) : []),
  ]);
}

const oddNumbers = [
  "",
  "0",
  "-0",
  "1e999",
  "-1e308",
  "NaN",
  "Infinity",
  "1,5",
  "00",
  "9007199254740993",
  "1e-320",
  "-",
];
const oddTexts = [
  ...["\n", "\n\n", "\r\n", "\t", "\0", "\x1b[2J", "\ud800", "\udc00", "\u202e", "\ufeff", "é", "👍", '"', "\\", "`"],
  ...[
    "{",
    "}",
    "${x}",
    "<script>alert(1)</script>",
    "<|endoftext|>",
    "(".repeat(500),
    "1".repeat(400),
    " ".repeat(5000),
  ],
  ...[
    "Feature 0:\n",
    "Layer 0:\n",
    "For output 0:\n",
    "Bias: ",
    "Activation 3, weight: ",
    "Avg label 4: ",
    "__proto__",
  ],
];
const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, "", " ", "0", "length", "text", "a\u0000b\ud800", "<b>", "\n"],
  ...[[], [null], [[]], ["a", "b"], [{}], {}, { length: 3 }, { toString: 1 }, { type: "text" }, { content: "x" }],
];
