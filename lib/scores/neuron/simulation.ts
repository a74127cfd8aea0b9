// The simulation score: how well a reader of the explanation alone tells how active the neuron is on held-out pictures.

import { seededRandom } from "../../random.ts";
import { bootstrapIntervals } from "../intervals.ts";
import { correlation, explained } from "../statistics.ts";
import { drawEvenly, poolOf, shuffle } from "./sampling.ts";
import { answeredItems, type Drawn, type Figure, figure, type Item, type Score, type ScoredNeuron } from "./score.ts";

/**
 * After OpenAI's automated interpretability (Bills et al., "Language models can explain neurons in language models",
 * 2023): the correlation of what a reader says of each picture, from 0 to 10, with what the neuron does.
 */
export const simulation: Score = {
  name: "simulation",
  kind: "pictures",
  scale: "0-10",
  draw(neuron, material): Drawn {
    const { items, notes } = drawStrata(neuron, material);
    return {
      items,
      notes,
      figures: (values) => simulationFigures(answeredItems(items, values), neuron, material.seed),
    };
  },
};

/** A picture, the neuron's activation on it (`measured`) and how it was drawn. */
export interface StratumItem extends Item {
  label: number;
  measured: number;
  /**
   * Among the images that excite the neuron at all `high` is the top quarter and `middle` the rest; `zero` is silent. For
   * a neuron that is hardly ever silent `low`, the lowest quarter, stands in for `zero`.
   */
  stratum: "high" | "middle" | "low" | "zero";
}

/**
 * Draws `each` images of every stratum, in random order, as evenly over the classes as these allow. None of those
 * excluded is among them. `notes` says which stratum is short of images, and that `low` stands in for `zero`.
 */
export function drawStrata(
  neuron: ScoredNeuron,
  material: Parameters<Score["draw"]>[1],
): { items: StratumItem[]; notes: string[] } {
  const { activations, largest } = neuron;
  const { images: { labels }, each, seed } = material;
  const { places, high, low } = poolOf(neuron, material, each);
  const isSilent = (place: number) => activations[place] <= 0;
  const silent = places.filter(isSilent).length;
  const least = silent < each ? "low" : "zero";
  const stratumOf = (place: number): StratumItem["stratum"] => {
    if (activations[place] > 0 && activations[place] >= high) return "high";
    return isSilent(place) || (least === "low" && activations[place] <= low) ? least : "middle";
  };
  const notes = least === "zero" ? [] : [
    `Only ${silent} images leave the neuron silent: the lowest quarter of its activations stands in for zero.`,
  ];
  const strata = Map.groupBy(places, stratumOf);
  const items = (["high", "middle", least] as const).flatMap((stratum, stream) => {
    const drawn = drawEvenly(strata.get(stratum) ?? [], labels, each, seededRandom(seed, stream));
    if (drawn.length < each) notes.push(`Only ${drawn.length} images are of ${stratum} activation, of ${each}.`);
    return drawn.map((place): StratumItem => {
      const measured = activations[place];
      const truth = largest === 0 ? 0 : 10 * measured / largest;
      return { pictures: [place], label: labels[place], measured, truth, stratum };
    });
  });
  return { items: shuffle(items, seededRandom(seed, 3)), notes };
}

/** The figures of answers from 0 to 10, where 10 stands for the neuron's largest activation. */
export function simulationFigures(
  answered: readonly (StratumItem & { value: number })[],
  { largest, classMeans }: Pick<ScoredNeuron, "largest" | "classMeans">,
  seed: number,
): Record<string, Figure> {
  type Told = typeof answered[number];
  const correlate = (some: readonly Told[]) =>
    correlation(some.map(({ measured }) => measured), some.map(({ value }) => value));
  const measure = (some: readonly Told[]) => {
    const truth = some.map(({ measured }) => measured);
    const { variance, square } = explained(truth, some.map(({ value }) => value / 10 * largest));
    return { correlation: correlate(some), variance, square };
  };
  const strata = Map.groupBy(answered, ({ stratum }) => stratum).values().toArray();
  const found = measure(answered);
  const spans = bootstrapIntervals(strata, (drawn) => measure(drawn.flat()), { seed });
  const floor = answered.map((item) => ({ ...item, value: classMeans[item.label] }));
  return {
    simulation: figure(found.correlation, spans.correlation, correlate(floor)),
    "explained variance": figure(found.variance, spans.variance),
    "OpenAI's explained variance": figure(found.square, spans.square),
  };
}
