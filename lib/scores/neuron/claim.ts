// What an explanation claims of the classes, against what the network loses without the neuron.

import { type Ablation, compareClaim } from "./ablation.ts";
import type { Answer } from "./inquiry.ts";
import { countFailures, type FailureCounts } from "./values.ts";

/** What the ablations measure on one class, beside what the explanation claims of it. */
export interface ClassClaim {
  label: number;
  /** From 0 to 10, by the explanation; null where it gave none. */
  claimed: number | null;
  /** What the class loses with the neuron at zero: of its share of right answers, and of its own logit. */
  lostAccuracy: number | null;
  lostLogit: number | null;
}

/** How well an explanation's claim goes with two ablations of its neuron. */
export interface ClaimScore {
  /** Spearman's rank correlations over the classes; null where there is no claim, or nothing varies. */
  claimCorrelation: Record<Ablation["kind"], { accuracy: number | null; ownLogit: number | null }>;
  /** The change of the accuracy over all images. */
  accuracyChange: Record<Ablation["kind"], number>;
  classes: ClassClaim[];
  /** How many classes have no claim, by what was wrong. */
  failures: FailureCounts;
}

/** Sets the claim, an answer for each class, against the neuron's ablations at zero and at its mean. */
export function scoreClaim(claim: readonly Answer[], ablations: readonly Ablation[]): ClaimScore {
  const [zero, mean] = (["zero", "mean"] as const).map((kind) => {
    const found = ablations.find((ablation) => ablation.kind === kind);
    if (found !== undefined) return found;
    throw new Error(`Cannot score a claim: it takes an ablation at ${kind}, got none. Use ablate() for the neuron.`);
  });
  const claimed = claim.map(({ value }) => value);
  const isWhole = claimed.every((value) => value !== null);
  const compare = (ablation: Ablation) => {
    return isWhole ? compareClaim(claimed, ablation) : { accuracy: null, ownLogit: null };
  };
  const lost = (change: number | null) => change === null ? null : 0 - change;
  return {
    claimCorrelation: { zero: compare(zero), mean: compare(mean) },
    accuracyChange: { zero: zero.accuracy, mean: mean.accuracy },
    classes: zero.classes.map(({ label, accuracy, ownLogit }) => ({
      ...{ label, claimed: claimed[label] ?? null },
      ...{ lostAccuracy: lost(accuracy), lostLogit: lost(ownLogit) },
    })),
    failures: countFailures(claim),
  };
}
