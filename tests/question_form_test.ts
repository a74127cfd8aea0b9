// Questions about one explanation, as they are written, read by whoever answers, and answered.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Question, questionRequest, readQuestion, readValues, writeValues } from "../lib/prompts/questions.ts";

const picture = { picture: "data:image/png;base64,iVBORw0KGgo" };
const ask = (change: Partial<Question> = {}): Question => ({
  explanation: "It costs $& and {much}.\nPicture 7:",
  kind: "pictures",
  things: [1, 2, 3].map((number) => ({ number, pictures: [picture] })),
  scale: "0-10",
  ...change,
});
const graded = (reply: string) => readValues(reply, ask());
const template = "<explanation>\n{explanation}\n</explanation>\nOf {count}:\n{pictures}\n\nHow active?";

/** The text of a request as a server reads it: its parts, each on lines of its own. */
function textOf(request: ReturnType<typeof questionRequest>): string {
  const [{ content }] = request.messages;
  return typeof content === "string"
    ? content
    : content.map((part) => part.type === "text" ? part.text : "").join("\n");
}

Deno.test("questionRequest() names every key in its schema, requires all of them and allows no other", () => {
  const request = questionRequest(template, ask({ scale: "yes-no", things: ask().things.slice(0, 2) }));
  assertEquals(request.schema?.schema, {
    type: "object",
    properties: {
      picture1: { type: "string", enum: ["yes", "no"] },
      picture2: { type: "string", enum: ["yes", "no"] },
    },
    required: ["picture1", "picture2"],
    additionalProperties: false,
  });
});

Deno.test("questionRequest() numbers the pictures, each below its label, and leaves the explanation as it is", () => {
  const { messages } = questionRequest(template, ask());
  assertEquals(messages.length, 1);
  const { content } = messages[0];
  assert(typeof content !== "string");
  assertEquals(content.map((part) => part.type === "text" ? part.text : part.image_url.url), [
    "<explanation>\nIt costs $& and {much}.\nPicture 7:\n</explanation>\nOf 3:\nPicture 1:",
    picture.picture,
    "Picture 2:",
    picture.picture,
    "Picture 3:",
    picture.picture,
    "\nHow active?",
  ]);
});

Deno.test("questionRequest() refuses a template without a place for the things", () => {
  assertThrows(() => questionRequest("How active?", ask()), Error, "the template has no place for {pictures}");
});

Deno.test("readQuestion() reads back what questionRequest() writes, whatever the explanation holds", () => {
  const classes = ["0 to 4", "a shoe"].map((text, number) => ({ number, text }));
  const pairs = [1, 2].map((number) => ({ number, pictures: [picture, picture] }));
  for (
    const question of [
      ask(),
      ask({ scale: "yes-no" }),
      ask({ kind: "classes", things: classes }),
      ask({ kind: "pairs", things: pairs, scale: "first-second" }),
    ]
  ) {
    const asked = question.scale === "yes-no" ? "Answer with yes or no." : "How active?";
    const own = template.replace("{pictures}", `{${question.kind}}`).replace("How active?", asked);
    const things = question.things.map(({ pictures: _, ...thing }) => thing);
    assertEquals(readQuestion(textOf(questionRequest(own, question))), { ...question, things });
  }
  assertEquals(readQuestion("Picture 1:\nWhat is it?"), undefined);
});

Deno.test("writeValues() writes what readValues() reads, in JSON and in lines", () => {
  for (
    const [scale, values] of [["0-10", [0, 10, 7]], ["yes-no", [1, 0, 1]], ["first-second", [1, 1, 0]]] as const
  ) {
    const question = ask({ scale, kind: scale === "first-second" ? "pairs" : "pictures" });
    for (const form of ["json", "lines"] as const) {
      assertEquals(readValues(writeValues(question, values, form), question), { values: [...values] }, form);
    }
  }
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
  ) assertEquals(readValues(reply, ask({ scale: "yes-no" })), { values: [1, 0, 1] }, reply);
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
  assertEquals(readValues('["yes", "maybe", "no"]', ask({ scale: "yes-no" })).failure?.kind, "out-of-range");
});
