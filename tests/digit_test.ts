import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { digitRequest, readDigit } from "../lib/scores/prediction/digits.ts";

Deno.test("readDigit() reads the one digit that an answer names, in plain words and in JSON", () => {
  const readable = [
    "7",
    " 7\n",
    "7.",
    "**7**",
    "The digit is 7.",
    "(7)",
    "7, as in 7",
    '{"digit":"7"}',
    '{"digit": 7}',
  ];
  for (const answer of readable) assertEquals(readDigit(answer), { digit: 7 }, answer);
  assertEquals(readDigit("0"), { digit: 0 });
});

Deno.test("readDigit() has no digit for an answer that names none", () => {
  const unreadable = [
    "none",
    "seven",
    "10",
    "-1",
    "3.5",
    "0,5",
    "b4",
    "x_1",
    "٣",
    '{"digit":"none"}',
    '{"digit":null}',
  ];
  for (const answer of unreadable) {
    const { failure } = readDigit(answer);
    assertEquals(failure?.kind, "no-digit", answer);
    assertStringIncludes(
      failure!.message,
      `Cannot read a digit: the answer names none, got ${JSON.stringify(answer)}. `,
    );
  }
});

Deno.test("readDigit() does not choose among different digits", () => {
  for (const [answer, count] of [["3 or 5", 2], ["1, 4 and 7", 3], ["4 4 9", 2]] as const) {
    const { failure } = readDigit(answer);
    assertEquals(failure?.kind, "several-digits", answer);
    assertStringIncludes(failure!.message, `names ${count}, got "${answer}"`);
  }
});

Deno.test("readDigit() shows the start of a long answer only", () => {
  assertMatch(readDigit("word ".repeat(1000)).failure!.message, /^Cannot read a digit: .{0,160}…"\. Look at /);
});

Deno.test("digitRequest() puts the reply as it is between two lines, and asks for JSON only where told to", () => {
  const reply = "Line one.\n\n{picture} $& 5\n";
  const { messages, schema } = digitRequest(reply);
  assertEquals(messages.map(({ role }) => role), ["user"]);
  assertStringIncludes(String(messages[0].content), `<reply>\n${reply}\n</reply>`);
  assertEquals(schema, undefined);
  const structured = digitRequest(reply, { structured: true });
  assertEquals(structured.messages, messages);
  assertEquals(structured.schema?.schema.required, ["digit"]);
  assertEquals(digitRequest("5", { wording: "Say {prediction}!" }).messages[0].content, "Say 5!");
});
