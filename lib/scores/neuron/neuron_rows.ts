// The scores of explanations as rows of a table, their best and worst pictures, and claims against losses as points.

import type { ScoredExplanation } from "./explained.ts";
import type { NeuronScore } from "./neuron_scores.ts";
import { sortByError } from "./simulation.ts";

/** A row for each explanation, and one below it for the same without its map where it has one. */
export function neuronRows(
  scored: readonly Omit<ScoredExplanation, "ablation">[],
  nameOf: (score: NeuronScore) => string,
) {
  const named = scored.flatMap(({ whole, bare }) => [
    { score: whole, name: nameOf(whole) },
    ...(bare ? [{ score: bare, name: "   without its map" }] : []),
  ]);
  return named.map(({ name, score: { simulation, detection } }) => {
    return {
      neuron: name,
      simulation: simulation.score,
      "its 95 %": nameInterval(simulation),
      "by class means": simulation.floor,
      "explained variance": simulation.explainedVariance,
      detection: detection.balancedAccuracy,
      "95 % of it": nameInterval(detection.intervals.balancedAccuracy),
      AUPRC: detection.auprc,
      "detection by class means": detection.floor.balancedAccuracy,
      failed: nameFailures([simulation.failures, detection.failures]),
    };
  });
}

/** The pictures whose activation is predicted best, then those predicted worst, `count` of each, with words below them. */
export function extremePictures(
  { simulated }: NeuronScore,
  { largest, count = 5 }: { largest: number; count?: number },
): { index: number; caption: string }[] {
  const sorted = sortByError(simulated, { largest });
  const half = Math.min(count, Math.floor(sorted.length / 2));
  return [...sorted.slice(0, half), ...sorted.slice(sorted.length - half).reverse()].map(({ image, predicted }) => ({
    index: image.index,
    caption: `activation ${image.activation.toFixed(1)}, predicted ${predicted.toFixed(1)}`,
  }));
}

/** A row for each neuron: how the claim goes with what the classes lose, and what is lost over all images. */
export function claimRows(scored: readonly Omit<ScoredExplanation, "bare">[], nameOf: (score: NeuronScore) => string) {
  return scored.map(({ whole, ablation: { claimCorrelation, accuracyChange, failures } }) => ({
    neuron: nameOf(whole),
    "claim and accuracy lost": claimCorrelation.zero.accuracy,
    "claim and logit lost": claimCorrelation.zero.ownLogit,
    "the same at its mean": claimCorrelation.mean.accuracy,
    "(logit)": claimCorrelation.mean.ownLogit,
    "accuracy at zero": accuracyChange.zero,
    "accuracy at its mean": accuracyChange.mean,
    failed: nameFailures([failures]),
  }));
}

/** A point for each class of each neuron: what is claimed of it, and what it loses of its accuracy without the neuron. */
export function claimPoints(
  scored: readonly Omit<ScoredExplanation, "bare">[],
  nameOf: (score: NeuronScore) => string,
) {
  return scored.flatMap(({ whole, ablation: { classes } }) =>
    classes.flatMap(({ claimed, lostAccuracy }) =>
      claimed === null || lostAccuracy === null ? [] : { x: claimed, y: lostAccuracy, group: nameOf(whole) }
    )
  );
}

function nameInterval(interval: { low: number | null; high: number | null } | null): string {
  if (interval?.low == null || interval.high === null) return "–";
  return `${interval.low.toFixed(2)} … ${interval.high.toFixed(2)}`;
}

function nameFailures(failures: readonly Readonly<Record<string, number>>[]): string {
  return failures.flatMap(Object.entries).map(([kind, count]) => `${count} × ${kind}`).join(", ") || "none";
}
