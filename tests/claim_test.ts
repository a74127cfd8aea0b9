import { assertEquals, assertThrows } from "@std/assert";
import type { Ablation } from "../lib/scores/neuron/ablation.ts";
import { scoreClaim } from "../lib/scores/neuron/claim.ts";
import type { Answer } from "../lib/scores/neuron/inquiry.ts";

const ablation = (kind: Ablation["kind"], accuracies: number[], logits: number[]): Ablation => ({
  ...{ layer: 0, neuron: 1, kind, heldAt: 0, accuracy: -0.1 },
  classes: accuracies.map((accuracy, label) => ({ label, count: 5, accuracy, ownLogit: logits[label], logits: [] })),
});
// The third class loses most, and the first gains.
const ablations = [ablation("zero", [0.1, -0.2, -0.4], [1, -2, -3]), ablation("mean", [0, 0, 0], [-3, -2, 1])];
const said = (...values: number[]): Answer[] => values.map((value) => ({ value }));

Deno.test("scoreClaim() ranks the claim against what the classes lose", () => {
  const { claimCorrelation, accuracyChange, classes } = scoreClaim(said(0, 4, 10), ablations);
  assertEquals(claimCorrelation, { zero: { accuracy: 1, ownLogit: 1 }, mean: { accuracy: null, ownLogit: -1 } });
  assertEquals(accuracyChange, { zero: -0.1, mean: -0.1 });
  assertEquals(classes[2], { label: 2, claimed: 10, lostAccuracy: 0.4, lostLogit: 3 });
});

Deno.test("scoreClaim() counts a claim that failed, and keeps what is measured", () => {
  const failure = { kind: "wrong-number" as const, message: "" };
  const found = scoreClaim([0, 1, 2].map((): Answer => ({ value: null, failure })), ablations);
  assertEquals(found.claimCorrelation.zero, { accuracy: null, ownLogit: null });
  assertEquals(found.failures, { "wrong-number": 3 });
  assertEquals(found.classes.map(({ claimed, lostLogit }) => [claimed, lostLogit]), [[null, -1], [null, 2], [null, 3]]);
});

Deno.test("scoreClaim() refuses a lacking ablation", () => {
  assertThrows(() => scoreClaim(said(1, 2, 3), ablations.slice(1)), Error, "Cannot score a claim");
});
