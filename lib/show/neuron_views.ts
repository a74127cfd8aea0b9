// What neurons do as panels, bars and rows: statistics, maximising inputs, margins.

// @ts-types="@types/d3-array"
import { sum } from "d3-array";
import { firstLayerOptimum, type Margin, type Maximisation, type NeuronStats } from "../evidence/mod.ts";
import type { Network } from "../network/mod.ts";
import { largestMagnitude } from "../pictures/mod.ts";
import type { BarGroup } from "./bars.ts";
import type { NeuronClasses } from "./class_stats.ts";

/** What names a neuron, as in L0N02. */
export type NameOf = (neuron: { layer: number; neuron: number }) => string;

/** A neuron's statistics for drawClassStats(), with its activation for a blank picture. */
export function classPanel(
  { dead, classes, ...neuron }: Pick<NeuronStats, "layer" | "neuron" | "dead" | "classes">,
  { nameOf, classNames, blank }: {
    nameOf: NameOf;
    classNames: readonly string[];
    /** For each layer the activations for a blank picture: see blankActivations(). */
    blank: readonly ArrayLike<number>[];
  },
): NeuronClasses {
  return {
    name: nameOf(neuron),
    dead,
    classes: classes.map(({ label, mean, std }) => ({ label: classNames[label], mean, std })),
    blank: blank[neuron.layer][neuron.neuron],
  };
}

/**
 * A margin for drawSignedBars(): a bar for each feature, one for the biases, and their sum. Of a layer with more than 24
 * features those of most weight have bars of their own, the largest first, and the others share one.
 */
export function marginBars(
  group: string,
  { parts, bias, margin }: Margin,
  { dead, most = 24 }: { dead: readonly number[]; most?: number },
): BarGroup {
  const inOrder = parts.length > most ? parts.toSorted((a, b) => Math.abs(b.adds) - Math.abs(a.adds)) : parts;
  const others = inOrder.slice(most);
  return {
    group,
    bars: [
      ...inOrder.slice(0, most).map(({ from, adds }) => ({
        label: `feature ${from}`,
        value: adds,
        dead: dead.includes(from),
      })),
      ...(others.length > 0 ? [{ label: `${others.length} others`, value: sum(others, ({ adds }) => adds) }] : []),
      { label: "biases", value: bias },
      { label: "margin", value: margin },
    ],
  };
}

/** A row for each hidden layer: how many of its neurons are dead, and its largest activation. */
export function deadRows(layers: readonly (readonly NeuronStats[])[]) {
  return layers.map((neurons, layer) => ({
    layer,
    neurons: neurons.length,
    dead: neurons.filter(({ dead }) => dead).length,
    "largest activation": Math.max(...neurons.map(({ largest }) => largest)),
  }));
}

/** A row for each climb: the neuron's value and what is climbed, at its start and at its end. */
export function climbRows(found: readonly Maximisation[], nameOf: NameOf) {
  return found.map((one) => ({
    neuron: nameOf(one),
    "value at the start": one.climb[0],
    "value reached": one.preActivation,
    "climbed from": one.objectives[0],
    // In later layers the best step is kept, which need not be the last.
    "climbed to": Math.max(...one.objectives),
    active: one.activation > 0 ? "yes" : "could not be made active",
  }));
}

/** A row for each neuron of the first layer: what the climb reached, and the exact optimum. */
export function closedFormRows(
  network: Network,
  found: readonly Maximisation[],
  { nameOf, regularisation }: { nameOf: NameOf; regularisation: number },
) {
  return found.filter(({ layer }) => layer === 0).map((one) => {
    const exact = firstLayerOptimum(network, one.neuron, regularisation);
    const difference = largestMagnitude([one.input.map((pixel, i) => pixel - exact.input[i])]);
    return {
      neuron: nameOf(one),
      reached: one.preActivation.toFixed(4),
      "w / 2λ gives": exact.preActivation.toFixed(4),
      "largest pixel difference": difference.toFixed(6),
    };
  });
}
