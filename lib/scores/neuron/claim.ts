// The claim score: whom an explanation says its neuron serves, against what the classes lose without the neuron.

import { bootstrapIntervals } from "../intervals.ts";
import { rankCorrelation } from "../statistics.ts";
import { ablate } from "./ablation.ts";
import { answeredItems, type Figure, figure, type Item, type Score } from "./score.ts";

/**
 * A reader says for each class from 0 to 10 how much the network needs the neuron for it. Spearman's rank correlation with
 * what the class loses in the share of its right answers and in its own logit, with the neuron held at zero and at its
 * mean. Classes without images are left out; no figure unless all others have an answer.
 */
export const claim: Score = {
  name: "claim",
  kind: "classes",
  scale: "0-10",
  draw({ layer, neuron }, { network, images, classNames, seed }) {
    const [zero, mean] = ablate(network, images, { layer, neurons: [neuron] });
    const items = classNames.map((text, number): ClassItem => {
      const [atZero, atMean] = [zero.classes[number], mean.classes[number]];
      const lost = { zero: loss(atZero), mean: loss(atMean) };
      return { number, text, pictures: [], measured: lost.zero.accuracy ?? undefined, lost };
    });
    return {
      items,
      notes: [],
      figures(values) {
        const answered = answeredItems(items, values).filter(({ measured }) => measured !== undefined);
        const isWhole = items.every((item) => values.has(item));
        const found = claimFigures(isWhole ? answered : [], seed);
        // What is measured of the neuron stands beside it, whatever is claimed.
        return { ...found, "accuracy at zero": figure(zero.accuracy), "accuracy at its mean": figure(mean.accuracy) };
      },
    };
  },
};

/** A class, and what it loses with the neuron held at zero and at its mean; null where there are no images of it. */
export interface ClassItem extends Item {
  lost: Record<"zero" | "mean", Record<"accuracy" | "logit", number | null>>;
}

/** The rank correlations of what is claimed of classes with what they lose, with intervals by the bootstrap over classes. */
export function claimFigures(
  answered: readonly (Pick<ClassItem, "lost"> & { value: number })[],
  seed: number,
): Record<string, Figure> {
  const measure = (some: typeof answered) => {
    const against = (kind: "zero" | "mean", what: "accuracy" | "logit") =>
      rankCorrelation(some.map(({ value }) => value), some.map(({ lost }) => lost[kind][what] ?? 0));
    return {
      "claim and accuracy lost": against("zero", "accuracy"),
      "claim and logit lost": against("zero", "logit"),
      "the same at its mean": against("mean", "accuracy"),
      "(logit)": against("mean", "logit"),
    };
  };
  const spans = bootstrapIntervals([answered], ([drawn]) => measure(drawn), { seed });
  const found = Object.entries(measure(answered)) as [keyof typeof spans, number | null][];
  return Object.fromEntries(found.map(([name, value]) => [name, figure(value, spans[name])]));
}

function loss({ accuracy, ownLogit }: { accuracy: number | null; ownLogit: number | null }) {
  // The difference turns -0 into 0.
  const lost = (change: number | null) => change === null ? null : 0 - change;
  return { accuracy: lost(accuracy), logit: lost(ownLogit) };
}
