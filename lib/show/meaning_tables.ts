// What tables and captions say about neurons of several meanings: their clusters, and the neurons of whole layers.

import {
  attributionOverlap,
  type Census,
  type ClassCount,
  countClasses,
  type ImageGroup,
  type Polysemanticity,
  toldByChance,
} from "../evidence/mod.ts";
import type { DrawnGroup } from "./picture_rows.ts";

/**
 * What is counted of one neuron, and which digits are in its clusters.
 *
 * @param labels The classes of the images that it was measured on.
 * @param seed Deals them at random for `by chance`: see toldByChance().
 */
export function meaningRow(
  { classes, meanings, silhouette, clusters }: Polysemanticity,
  { labels, classNames, seed }: { labels: Uint8Array; classNames: readonly string[]; seed: number },
) {
  return {
    classes,
    meanings,
    "by chance": toldByChance(clusters.map((places) => places.map((place) => labels[place])), { seed }),
    silhouette,
    "pictures in each cluster": clusters.map((places) => nameClasses(countClasses(places, labels), classNames))
      .join(" | "),
  };
}

/** Groups as drawGroups() takes them: the caption says which classes are in a group, and its overlap with the first. */
export function captionGroups(groups: readonly ImageGroup[], classNames: readonly string[]): DrawnGroup[] {
  return groups.map(({ classes, contributions, exemplars }, i) => {
    const overlap = attributionOverlap(contributions, groups[0].contributions).toFixed(2);
    const compared = i === 0 ? "" : `\noverlap with the first ${overlap}`;
    return { caption: `${nameClasses(classes, classNames)}${compared}`, contributions, exemplars };
  });
}

/** A row for each layer's census; classes and meanings are means over its live neurons. */
export function censusRows(censuses: readonly Census[]) {
  return censuses.map(({ neurons, dead, classes, meanings }) => ({
    width: neurons,
    dead,
    classes: classes.mean,
    meanings: meanings.mean,
  }));
}

/** `4×17, 9×1` */
function nameClasses(counts: readonly ClassCount[], classNames: readonly string[]): string {
  return counts.map(({ label, count }) => `${classNames[label]}×${count}`).join(", ");
}
