import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readDigit } from "../lib/scores/prediction/digit.ts";

/** However an answer says 7. */
const sevens: Record<string, readonly string[]> = {
  "alone, marked up, in brackets": [
    ...["7", " 7\n", "7.", "7;", "**7**", "`7`", "(7)", "$7$", "\\boxed{7}", "# 7", "> 7", "- 7", "“7”", "7\n7"],
    "<answer>7</answer>",
  ],
  "in a list": ["1. 7", "1) 7", "1. The answer is 7", "2. **7**"],
  "in JSON": ['{"digit":"7"}', '{"digit": 7}', '```json\n{"digit": "7"}\n```', '{"digit": "seven"}'],
  "in a sentence": [
    ...["The digit is 7.", "Answer: 7", "Answer:\n7", "Output: 7", "digit=7", "Final answer: 7!", "7, as in 7"],
    ...["The network predicts a seven.", "It settles on 7, rather than 2.", "The answer\nis\n\n**7**", "seven (7)"],
  ],
  "beside a scale": ["Digit from 0 to 9: 7", "Digit (0-9): 7", "Of the digits 0–9 it answers 7"],
  "beside what it is not": [
    ...[
      "The network answers 7 (not 2)",
      "I choose 7 over 2",
      "It does not answer 2. It answers 7.",
      "Prediction: 7, not 1",
    ],
    ...["It is neither 2 nor 3 but 7", "7 instead of a 2"],
  ],
  "beside numbers of other things": [
    ...["7, because feature 2 is strong", "7 because features 0, 2 and 5 are strong", "F2 and F5 push to 7"],
    ...["Feature 3 gives 4.5, so the network answers 7", "7 (confidence 9/10)", "Confidence: 9. Digit: 7"],
    ...["Label 2, network answers 7", "The network's answer: 7. True label: 2.", "Step 3: the largest is that of 7"],
  ],
  "with an explanation below": [
    ...[
      "7\n\nExplanation: feature 1 is strong",
      "7\n\nThe other outputs are 3 and 4.",
      "Answer: 7\nFeature 2 is at 5.",
    ],
  ],
  "in words and in other scripts": ["seven", "Seven.", "７", "⑦", "7️⃣", "٧", "۷", "७", "𝟕"],
};

for (const [how, answers] of Object.entries(sevens)) {
  Deno.test(`readDigit() reads a digit ${how}`, () => {
    for (const answer of answers) assertEquals(readDigit(answer), { value: 7 }, JSON.stringify(answer));
  });
}

Deno.test("readDigit() reads every digit, as numeral and as word", () => {
  const words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  words.forEach((word, digit) => {
    for (const answer of [String(digit), word, `The answer is ${word}.`, `{"digit":"${digit}"}`]) {
      assertEquals(readDigit(answer), { value: digit }, answer);
    }
  });
});

Deno.test("readDigit() has no digit for an answer that names none", () => {
  const unreadable = [
    ...["", "none", "10", "-1", "3.5", "0,5", "b4", "x_1", "17", "２０", "0 to 9", "not 7", "7-2", "100 %"],
    ...[
      '{"digit":"none"}',
      '{"digit":null}',
      '{"digit": 12}',
      "It settles on no digit",
      "No one can tell",
      "one of them",
    ],
    "I'm sorry, but I can't assist with that.",
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
  const several = [
    ...[["3 or 5", 2], ["1, 4 and 7", 3], ["4 4 9", 2], ["It answers 2 or 3", 2], ["two or three", 2]] as const,
    ["1) 7\n2) 3", 2] as const,
  ];
  for (const [answer, count] of several) {
    const { failure } = readDigit(answer);
    assertEquals(failure?.kind, "several-digits", answer);
    assertStringIncludes(failure!.message, `names ${count}, got ${JSON.stringify(answer)}`);
  }
});

Deno.test("readDigit() shows the start of a long answer only", () => {
  assertMatch(readDigit("word ".repeat(1000)).failure!.message, /^Cannot read a digit: .{0,160}…"\. Look at /);
});
