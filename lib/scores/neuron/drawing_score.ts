// The drawing test: whether the picture drawn from a neuron's words excites this neuron, and not the others.

import type { LabelledImages } from "../../data/mod.ts";
import { activationsOf, type Network } from "../../network/mod.ts";
import { drawDescription, readDescription } from "../../rules/mod.ts";
import { exactInterval, type Interval } from "../intervals.ts";

/** What a neuron makes of the drawing of its own words, and of the others'; null where its words name nothing to draw. */
export interface DrawingScore {
  layer: number;
  neuron: number;
  /** The drawing as an input of the network, from -1 (no ink) to 1 (full ink). */
  drawing: Float32Array | null;
  activation: number | null;
  /** The largest activation by the drawing of another neuron of the layer; null where there is none. */
  others: number | null;
  /** The share of the images that excite the neuron less. */
  above: number | null;
}

/** Shows the network the drawing of every explanation, and the images. */
export function scoreDrawings(
  network: Network,
  images: LabelledImages,
  explained: readonly { layer: number; neuron: number; text: string; dead?: boolean }[],
): DrawingScore[] {
  const live = explained.filter(({ dead }) => !dead);
  const drawn = live.map((one) => ({ ...one, drawing: drawInput(one.text, images) }));
  const real = activationsOf(network, images.pixels);
  const activations = new Map(
    drawn.flatMap((one) => one.drawing === null ? [] : [[one, activationsOf(network, one.drawing)] as const]),
  );
  return drawn.map((one): DrawingScore => {
    const { layer, neuron, drawing } = one;
    const own = activations.get(one)?.[layer][neuron] ?? null;
    if (own === null) return { layer, neuron, drawing, activation: null, others: null, above: null };
    const others = [...activations].flatMap(([other, values]) =>
      other !== one && other.layer === layer ? values[layer][neuron] : []
    );
    const width = network.layers[layer].outputs;
    let below = 0;
    for (let i = neuron; i < real[layer].length; i += width) if (real[layer][i] < own) below++;
    return {
      layer,
      neuron,
      drawing,
      activation: own,
      others: others.length === 0 ? null : Math.max(...others),
      above: below / images.count,
    };
  });
}

/** For how many neurons each of the two holds, of all; a neuron whose words name nothing to draw holds neither. */
export function countDrawings(
  scores: readonly DrawingScore[],
): Record<"aboveOthers" | "aboveImages", { share: number | null; interval: Interval | null }> {
  const shareOf = (isMet: (score: DrawingScore) => boolean) => {
    const count = scores.filter(isMet).length;
    return { share: scores.length === 0 ? null : count / scores.length, interval: exactInterval(count, scores.length) };
  };
  return {
    aboveOthers: shareOf(({ activation, others }) => activation !== null && activation > (others ?? 0)),
    aboveImages: shareOf(({ above }) => above !== null && above > 0.95),
  };
}

/** A row for each neuron. */
export function drawingRows(
  scores: readonly DrawingScore[],
  nameOf: (score: DrawingScore) => string,
): Record<string, string | number | boolean | null>[] {
  return scores.map((score) => ({
    neuron: nameOf(score),
    "by its own drawing": score.activation,
    "by others' drawings, at most": score.others,
    "more than theirs": score.activation !== null && score.activation > (score.others ?? 0),
    "share of images that excite it less": score.above,
  }));
}

/** Ink where the words say that ink adds, as dark as it adds most; none elsewhere. */
function drawInput(text: string, { width, height }: LabelledImages): Float32Array | null {
  const { phrases } = readDescription(text);
  const picture = drawDescription(phrases, { width, height });
  const most = picture.reduce((largest, value) => Math.max(largest, value), 0);
  return most > 0 ? picture.map((value) => 2 * Math.max(0, value) / most - 1) : null;
}
