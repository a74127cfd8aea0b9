// The votes of features for outputs, as a network's summary tells them.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { chooseUnit, readVotes, writeRule, writeVotes } from "../lib/rules/votes.ts";

const votes = [
  { label: "T-shirt/top", weight: 0.49 },
  { label: "Ankle boot (left)", weight: -0.61 },
  { label: "3", weight: 0.5 },
  { label: "4", weight: 0.02 },
  { label: "5", weight: -0.1 },
  { label: "6", weight: 0.05 },
];

Deno.test("votes are told by strength, outputs of one strength together, and what hardly counts is left out", () => {
  assertEquals(
    writeVotes("Feature 2 (bar at middle left)", votes, 20),
    "Feature 2 (bar at middle left) votes for T-shirt/top, 3 (10); against Ankle boot (left) (12), 5 (2).",
  );
  assertEquals(writeVotes("Feature 2", [{ label: "4", weight: 0.05 }], 20), undefined);
});

Deno.test("votes are read back as weights to a fortieth", () => {
  const summary = [
    writeRule(20),
    writeVotes("Feature 2", votes, 20),
    writeVotes("The start", votes.map((vote) => ({ ...vote, weight: -vote.weight })), 20),
  ].join("\n");
  assertEquals(
    readVotes(summary),
    [["T-shirt/top", 0.5], ["3", 0.5], ["Ankle boot (left)", -0.6], ["5", -0.1]].map(([label, weight]) => ({
      ...{ label: String(label), weights: [{ from: 2, weight: Number(weight) }], bias: -weight },
    })),
  );
});

Deno.test("without what a vote counts nothing is read, and small weights are told in a finer unit", () => {
  assertEquals(readVotes("Feature 2 votes for 4 (10)."), []);
  assertEquals(chooseUnit([0.9, -0.4]), 20);
  assertEquals(chooseUnit([]), 20);
  const unit = chooseUnit([0.004, -0.001]);
  const small = writeVotes("Feature 0", [{ label: "4", weight: 0.004 }, { label: "5", weight: -0.001 }], unit)!;
  assertStringIncludes(writeRule(unit), `over ${unit}`);
  const read = readVotes(`${writeRule(unit)}\n${small}`);
  assertEquals(read.map(({ weights }) => Math.round(1e4 * weights[0].weight) / 1e4), [0.004, -0.001]);
});
