import { assertEquals, assertStringIncludes } from "@std/assert";
import { countFailures, readValues, valueSchema } from "../lib/scores/neuron/values.ts";

const keys = ["picture1", "picture2", "picture3"];
const graded = (reply: string) => readValues(reply, keys, "0-10");

Deno.test("valueSchema() names every key, requires all of them and allows no other", () => {
  assertEquals(valueSchema(["picture1", "picture2"], "yes-no").schema, {
    type: "object",
    properties: {
      picture1: { type: "string", enum: ["yes", "no"] },
      picture2: { type: "string", enum: ["yes", "no"] },
    },
    required: ["picture1", "picture2"],
    additionalProperties: false,
  });
});

Deno.test("readValues() reads JSON by its keys, in any order and case, fenced or not, and lists by their order", () => {
  for (
    const reply of [
      '{"picture3": 7, "picture1": 0, "picture2": 10}',
      '```json\n{"Picture 1": 0, "picture_2": 10, "PICTURE3": "7"}\n```',
      "[0, 10, 7]",
      '{"activations": [0, 10, 7]}',
    ]
  ) assertEquals(graded(reply), { values: [0, 10, 7] }, reply);
});

Deno.test("readValues() reads numbered lines in any order, marked up or not, and bare values one after the other", () => {
  for (
    const reply of [
      "Picture 1: 0\nPicture 2: 10\nPicture 3: 7",
      "Here they are:\n\n- **Picture 2**: 10\n- **Picture 1:** 0\n- Picture 3 = 7/10.",
      "1. 0\n2. 10\n3. 7",
      "0, 10, 7",
      "0\n10\n7\n",
    ]
  ) assertEquals(graded(reply), { values: [0, 10, 7] }, reply);
});

Deno.test("readValues() reads yes and no as 1 and 0, as words, as booleans and in lines", () => {
  for (
    const reply of [
      '{"picture1": "yes", "picture2": "No", "picture3": true}',
      "Picture 1: yes\nPicture 2: no\nPicture 3: Yes.",
      "yes, no, yes",
    ]
  ) assertEquals(readValues(reply, keys, "yes-no"), { values: [1, 0, 1] }, reply);
});

Deno.test("readValues() takes another number of values for a failure, and shows the reply", () => {
  for (
    const reply of [
      '{"picture1": 1, "picture2": 2}',
      '{"picture1": 1, "picture2": 2, "picture3": 3, "picture4": 4}',
      '{"picture1": 1, "picture2": 2, "picture4": 3}',
      "[1, 2, 3, 4]",
      "{}",
      "Picture 1: 1\nPicture 2: 2",
      "Picture 1: 1\nPicture 1: 2\nPicture 3: 2",
      "1, 2, 3, 4",
      "I cannot tell.",
      "The digit 7 looks like 3, so: 1, 2, 3",
    ]
  ) assertEquals(graded(reply).failure?.kind, "wrong-number", reply);
  assertStringIncludes(
    graded("1, 2").failure!.message,
    'Cannot read the values: 3 things need a value each, the reply gives 2, got "1, 2".',
  );
});

Deno.test("readValues() takes a value out of bounds for a failure of the whole reply, and no sign for a space", () => {
  for (const reply of ["[1, 11, 2]", "[1, -2, 3]", "1\n-2\n3", "Picture 1: 1\nPicture 2: −2\nPicture 3: 0"]) {
    assertEquals(graded(reply).failure?.kind, "out-of-range", reply);
  }
  assertEquals(graded('{"picture1": 1, "picture2": null, "picture3": 2}').failure?.kind, "out-of-range");
  assertEquals(readValues('["yes", "maybe", "no"]', keys, "yes-no").failure?.kind, "out-of-range");
});

Deno.test("countFailures() counts by kind and leaves out what has a value", () => {
  const failure = (kind: "timeout" | "wrong-number") => ({ failure: { kind, message: "" } });
  assertEquals(countFailures([failure("timeout"), {}, failure("wrong-number"), failure("timeout")]), {
    timeout: 2,
    "wrong-number": 1,
  });
});
