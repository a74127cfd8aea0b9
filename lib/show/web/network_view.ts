// What a page is told of a network: its weights, and of each neuron what is known of it.

import type { Network } from "../../network/mod.ts";
import { marksOf, type MarkView } from "./marks.ts";
import { type PackedNetwork, type PackedPicture, packNetwork, packPicture } from "./packed.ts";

/** A neuron as a page shows it. */
export interface NeuronView {
  readonly name: string;
  readonly dead: boolean;
  readonly portrait?: PackedPicture;
  readonly explanation?: string;
  readonly marks: readonly MarkView[];
}

/** A network as a page shows it: its hidden neurons by layer, and its outputs by the names of the classes. */
export interface NetworkView {
  readonly width: number;
  readonly height: number;
  readonly classNames: readonly string[];
  readonly network: PackedNetwork;
  readonly layers: readonly (readonly NeuronView[])[];
}

/** What is known of a neuron; of the others the page shows what the weights tell. */
export interface KnownNeuron {
  readonly layer: number;
  readonly neuron: number;
  readonly dead?: boolean;
  /** The input that excites it most. */
  readonly portrait?: ArrayLike<number>;
  readonly explanation?: string;
}

/** The size of a picture and the names of the classes. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly classNames: readonly string[];
}

/** Gathers what a page is told of a network. */
export function viewNetwork(
  network: Network,
  { width, height, classNames }: PictureFormat,
  known: readonly KnownNeuron[] = [],
): NetworkView {
  const inputs = network.layers[0].inputs;
  if (inputs !== width * height) {
    throw new RangeError(
      `Cannot show the network: its pictures have ${inputs} pixels, got ${width} × ${height}. Give their own size.`,
    );
  }
  const places = new Map(known.map((one) => [`${one.layer} ${one.neuron}`, one]));
  const layers = network.layers.slice(0, -1).map(({ outputs }, layer) =>
    Array.from({ length: outputs }, (_, neuron): NeuronView => {
      const { dead = false, portrait, explanation } = places.get(`${layer} ${neuron}`) ?? {};
      return {
        name: `L${layer}N${String(neuron).padStart(2, "0")}`,
        dead,
        portrait: portrait && packPicture(portrait),
        explanation,
        marks: explanation === undefined ? [] : marksOf(explanation, { width, height }),
      };
    })
  );
  return { width, height, classNames, network: packNetwork(network), layers };
}
