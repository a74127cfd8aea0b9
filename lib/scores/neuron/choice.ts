// The choice score: which of two pictures of one class excites the neuron more, by the explanation alone.

import { seededRandom } from "../../random.ts";
import { exactInterval, wilsonInterval } from "../intervals.ts";
import { drawPairs, shuffle } from "./sampling.ts";
import { answeredItems, figure, type Item, type Score } from "./score.ts";

/** Each pair has a picture that excites the neuron highly and one of the same class that hardly does: 0.5 by guessing. */
export const choice: Score = {
  name: "choice",
  kind: "pairs",
  scale: "first-second",
  draw(neuron, material) {
    const { images: { labels }, positives, seed } = material;
    const { strong, weak, notes } = drawPairs(neuron, material, { count: positives, seed: seed + 2 });
    const random = seededRandom(seed + 2, 2);
    const others = Map.groupBy(weak, (place) => labels[place]);
    const pairs = strong.flatMap((place): Item[] => {
      const other = others.get(labels[place])?.pop();
      if (other === undefined) return [];
      const isFirst = random() < 0.5;
      return [{ pictures: isFirst ? [place, other] : [other, place], truth: Number(isFirst) }];
    });
    const items = shuffle(pairs, random);
    const figures = (values: ReadonlyMap<Item, number>) => {
      const answered = answeredItems(items, values);
      const right = answered.filter(({ value, truth }) => value === truth).length;
      const isEdge = right === 0 || right === answered.length;
      const interval = (isEdge ? exactInterval : wilsonInterval)(right, answered.length);
      return { choice: figure(answered.length === 0 ? null : right / answered.length, interval, 0.5) };
    };
    return { items, notes, figures };
  },
};
