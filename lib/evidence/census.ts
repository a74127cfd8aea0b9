// A census of a layer: how polysemantic its neurons are, on the mean and at the ends.

// @ts-types="@types/d3-array"
import { mean, quantile } from "d3-array";
import type { Polysemanticity } from "./polysemanticity.ts";

/** A measure over the live neurons: the mean, and the deciles that leave a tenth below and above; null without any. */
export interface Spread {
  mean: number | null;
  low: number | null;
  high: number | null;
}

/** The neurons of a layer. */
export interface Census {
  neurons: number;
  dead: number;
  classes: Spread;
  meanings: Spread;
  /** The share of the live neurons with 1.5 meanings or more, which is nearer to two than to one. */
  several: number | null;
}

/** Counts what measurePolysemanticity() found in one layer. */
export function takeCensus(layer: readonly (Polysemanticity | null)[]): Census {
  const live = layer.filter((neuron) => neuron !== null);
  const meanings = live.map((neuron) => neuron.meanings);
  return {
    neurons: layer.length,
    dead: layer.length - live.length,
    classes: spreadOf(live.map((neuron) => neuron.classes)),
    meanings: spreadOf(meanings),
    several: live.length === 0 ? null : meanings.filter((count) => count >= 1.5).length / live.length,
  };
}

/** The neuron of a layer with the most meanings, the first of equals. Throws where none is alive. */
export function mostPolysemantic(layer: readonly (Polysemanticity | null)[]): Polysemanticity {
  const live = layer.filter((neuron) => neuron !== null);
  if (live.length > 0) return live.reduce((most, one) => one.meanings > most.meanings ? one : most);
  throw new Error(
    `Cannot choose a neuron: the layer has no live one, got ${layer.length} that no image excites. ` +
      "Choose another layer, width or seed, or leave this notebook out.",
  );
}

/** The mean and the deciles over the width of the layer, as curves to draw: a panel for each measure. */
export function censusCurves(censuses: readonly Census[]) {
  return (["classes", "meanings"] as const).map((measure) => ({
    yLabel: `${measure} of a neuron`,
    series: Object.entries({ high: "upper decile", mean: "mean", low: "lower decile" }).map(([end, name]) => ({
      name,
      points: censuses.flatMap(({ neurons, [measure]: spread }): [number, number][] => {
        const value = spread[end as keyof Spread];
        return value === null ? [] : [[neurons, value]];
      }),
    })),
  }));
}

function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values) ?? null, low: quantile(values, 0.1) ?? null, high: quantile(values, 0.9) ?? null };
}
